#include "scenario_fixture.h"

static void every_field_of_a_lever_comes_as_it_is_written(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "R2", "effects = { cs_assembly = 1 }");
    scene_lever(
        scene, "D4",
        "side = 'partners', mechanism = 'M', evidence = { 'one', 'two' },\n"
        "effects = { cs_ngo_law = { -0.5, 0.25, 2, lag = '1 year', ramp = '2 years',\n"
        "  half_life = '18 months', cap = 3 } },\n"
        "raises = { R2 = { 0.02, 0.06, 0.15 }, lag = '1 year', half_life = '2 quarters' },\n"
        "scaled_by = 'aid_conditionality', saturate = true,\n"
        "chance = { KGZ = 0.15, TJK = 0 },\n"
        "mix = { { weight = 0.75 }, { weight = 0.25, scale = { raises = 0,\n"
        "  cs_ngo_law = { 0, 0.5, 1 }, R2 = 2 }, because = 'why' } }");
    scene_levers(scene);
    const struct lever *lever = scene_found(scene, "D4");
    assert_string_equal(lever->side, "partners");
    assert_string_equal(lever->mechanism, "M");
    assert_string_equal(lever->evidence[1], "two");
    assert_null(lever->evidence[2]);
    assert_int_equal(lever->effect_count, 1);
    const struct lever_effect *effect = lever->effects;
    assert_int_equal(effect->indicator, scene_indicator(scene, "cs_ngo_law"));
    assert_true(effect->size.low == -0.5 && effect->size.likely == 0.25 && effect->size.high == 2);
    assert_true(effect->time.lag_months == 12 && effect->time.ramp_months == 24);
    assert_true(effect->time.half_life_months == 18 && isnan(effect->time.fade_months));
    assert_true(effect->cap == 3);
    assert_int_equal(lever->raise_count, 1);
    assert_int_equal(lever->raises[0].lever, lever_find(scene->levers, text_of("R2")));
    assert_true(lever->raises[0].by.high == 0.15);
    assert_true(lever->raises[0].time.lag_months == 12);
    assert_true(lever->raises[0].time.half_life_months == 6);
    assert_string_equal(scene->project->codebook->nodes[lever->scaled_by].id, "aid_conditionality");
    assert_true(lever->saturate);
    assert_true(lever->chance[scene_country(scene, "KGZ")] == 0.15);
    assert_true(lever->chance[scene_country(scene, "TJK")] == 0);
    assert_true(isnan(lever->chance[scene_country(scene, "KAZ")]));
    assert_int_equal(lever->mix_count, 2);
    assert_int_equal(lever->mix[0].scale_count, 0);
    assert_int_equal(lever->mix[1].scale_count, 3);
    assert_int_equal(lever->mix[1].scales[0].kind, LEVER_SCALE_LEVER);
    assert_int_equal(lever->mix[1].scales[1].kind, LEVER_SCALE_INDICATOR);
    assert_true(lever->mix[1].scales[1].factor.likely == 0.5);
    assert_int_equal(lever->mix[1].scales[2].kind, LEVER_SCALE_RAISES);
}

static void the_half_life_of_a_lever_is_that_of_effects_without_one(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "R6",
                "half_life = '3 years', effects = { cs_assembly = 1,\n"
                "cs_ngo_law = { 1, half_life = '1 year' }, co_public_sector = { 1, fade = '1 year' "
                "} },\nraises = { R7 = 0.1 }");
    scene_lever(scene, "R7", "effects = { cs_assembly = 1 }");
    scene_levers(scene);
    const struct lever_effect *effects = scene_found(scene, "R6")->effects;
    assert_true(effects[0].time.half_life_months == INFINITY); /* co_public_sector fades */
    assert_true(effects[0].time.fade_months == 12);
    assert_true(effects[1].time.half_life_months == 36);
    assert_true(effects[2].time.half_life_months == 12);
    assert_true(scene_found(scene, "R6")->raises[0].time.half_life_months == INFINITY);
    assert_true(scene_found(scene, "R7")->effects[0].time.half_life_months == INFINITY);
}

static void parts_are_levers_behind_their_whole(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "R7", "effects = { cs_assembly = 1 }");
    scene_lever(scene, "R6",
                "side = 'governments', half_life = '2 years', saturate = true, chance = 0.2,\n"
                "effects = { cs_assembly = 1 }, parts = {\n"
                "  b = { title = 'Own', effects = { cs_ngo_law = 1 },\n"
                "    interactions = { { unless = { 'R6a', 'label_law' }, scale = 0.5, because = 'x'"
                " } } },\n"
                "  a = { effects = { cs_ngo_law = 2 }, chance = 0.4 } }");
    const struct levers *levers = scene_levers(scene);
    assert_int_equal(levers->count, 4);
    assert_string_equal(levers->items[0].id, "R6");
    assert_string_equal(levers->items[1].id, "R6a");
    assert_string_equal(levers->items[2].id, "R6b");
    assert_string_equal(levers->items[3].id, "R7");
    const struct lever *a = &levers->items[1], *b = &levers->items[2];
    assert_int_equal(a->part_of, 0);
    assert_int_equal(levers->items[0].part_of, LEVER_NONE);
    assert_string_equal(a->title, "T (a)");
    assert_string_equal(b->title, "Own");
    assert_string_equal(b->side, "governments");
    assert_true(b->saturate && b->chance[0] == 0.2 && a->chance[0] == 0.4);
    assert_int_equal(a->effect_count, 1);
    assert_true(a->effects[0].time.half_life_months == 24);
    assert_int_equal(b->interactions[0].unless_count, 2);
    assert_int_equal(b->interactions[0].unless[0].lever, 1);
    assert_null(b->interactions[0].unless[0].step);
    assert_int_equal(b->interactions[0].unless[1].lever, LEVER_NONE);
    assert_string_equal(b->interactions[0].unless[1].step, "label_law");
}

static void days_of_elections_count_at_their_end_in_order(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "R4",
                "effects = { pp_elections = { 1, on = { KGZ = { '2025-02', '2021-11-28' },\n"
                "  TJK = '2025' } }, cs_assembly = { 1, on = { '2024-11' } } }");
    scene_levers(scene);
    const struct lever_effect *all = &scene_found(scene, "R4")->effects[0];
    const struct lever_effect *some = &scene_found(scene, "R4")->effects[1];
    assert_int_equal(all->on_count, scene->project->country_count);
    assert_int_equal(all->on[1].days[0], date_day(2024, 11, 30));
    assert_int_equal(some->on_count, 2);
    assert_int_equal(some->on[0].country, scene_country(scene, "KGZ"));
    assert_int_equal(some->on[0].count, 2);
    assert_int_equal(some->on[0].days[0], date_day(2021, 11, 28));
    assert_int_equal(some->on[0].days[1], date_day(2025, 2, 28));
    assert_int_equal(some->on[1].days[0], date_day(2025, 12, 31));
}

/* The one problem that reading the levers gives. */
static const struct err *only_problem(struct scene *scene)
{
    assert_null(lever_read(scene->arena, scene->project, scene->files, scene->file_count,
                           &scene->problems));
    assert_int_equal(scene->problems.count, 1);
    return &scene->problems.items[0];
}

static void levers_that_raise_each_other_over_others_are_told_once(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "C", "raises = { A = 0.1 }");
    scene_lever(scene, "B", "parts = { x = { raises = { C = 0.1 } } }");
    scene_lever(scene, "A", "raises = { B = 0.1 }");
    const struct err *err = only_problem(scene);
    assert_int_equal(err->code, ERR_SCENARIO_CIRCLE);
    assert_string_equal(err->sentence, "levers raise each other in a circle: A → Bx → C → A");
    assert_string_equal(err->place.file, "scripts/levers/A.lua");
}

static void what_is_raised_may_not_move_what_scales_the_raiser(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "A", "scaled_by = 'aid_conditionality', raises = { B = 0.1 }");
    scene_lever(scene, "B", "raises = { C = 0.1 }");
    scene_lever(scene, "C",
                "mix = { { weight = 1, effects = { ac_clause_strength = 1 },\n"
                "because = 'x' } }, effects = { cs_assembly = 1 }");
    const struct err *err = only_problem(scene);
    assert_int_equal(err->code, ERR_SCENARIO_CIRCLE);
    assert_string_equal(err->sentence, "A raises C, which moves ac_clause_strength in "
                                       "aid_conditionality, by which A is scaled");
}

static void a_scale_of_an_outcome_is_refused(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "A", "scaled_by = 'civic_space', effects = { cs_assembly = 1 }");
    assert_string_equal(only_problem(scene)->sentence,
                        "`scaled_by` is civic_space, an outcome: levers would scale themselves");
}

static void a_lever_cannot_have_the_name_of_an_indicator(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "cs_assembly", "effects = { cs_ngo_law = 1 }");
    assert_int_equal(only_problem(scene)->code, ERR_SCENARIO_VALUE);
}

static void places_lead_into_lists(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "A",
                "effects = { cs_assembly = 1 }, interactions = {\n"
                "{ when = 'x', scale = 1, because = 'b' }, -- { }, not an item\n"
                "{ when = 'y', scale = 1, because = { } } }");
    const struct err *err = only_problem(scene);
    assert_int_equal(err->place.line, 4);
    assert_int_equal(err->place.column, 26);
    assert_string_equal(err->sentence,
                        "`interactions[2].because` is a table, but a text was expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_a_lever_comes_as_it_is_written),
        cmocka_unit_test(the_half_life_of_a_lever_is_that_of_effects_without_one),
        cmocka_unit_test(parts_are_levers_behind_their_whole),
        cmocka_unit_test(days_of_elections_count_at_their_end_in_order),
        cmocka_unit_test(levers_that_raise_each_other_over_others_are_told_once),
        cmocka_unit_test(what_is_raised_may_not_move_what_scales_the_raiser),
        cmocka_unit_test(a_scale_of_an_outcome_is_refused),
        cmocka_unit_test(a_lever_cannot_have_the_name_of_an_indicator),
        cmocka_unit_test(places_lead_into_lists),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
