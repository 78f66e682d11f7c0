#include "scenario_fixture.h"

/* Two levers, one with a part and chances in two countries. */
static struct scene *begin(void **state)
{
    struct scene *scene = *state;
    scene_clear(scene);
    scene_lever(scene, "R2", "effects = { cs_assembly = 1 }");
    scene_lever(scene, "R6",
                "chance = { KGZ = 0.2, TJK = 0.1 }, effects = { cs_assembly = 1 },\n"
                "parts = { a = { effects = { cs_ngo_law = 1 } } }");
    scene_levers(scene);
    return scene;
}

static void days_are_the_first_and_the_last_of_what_is_written(void **state)
{
    struct scene *scene = begin(state);
    const struct scenario *scenario = scene_good(scene, "s", "question = 'Q', because = 'B'");
    assert_int_equal(scenario->from, date_day(2022, 1, 1));
    assert_int_equal(scenario->to, date_day(2026, 12, 31));
    assert_int_equal(scenario->country_count, scene->project->country_count);
    assert_string_equal(scenario->question, "Q");
    assert_string_equal(scenario->because, "B");
    assert_false(scenario->background);
    scenario = scene_good(scene, "s",
                          "from = '2022Q2', to = '2023-02', background = 'judged',\n"
                          "countries = { 'Tajikistan', 'KGZ' }");
    assert_int_equal(scenario->from, date_day(2022, 4, 1));
    assert_int_equal(scenario->to, date_day(2023, 2, 28));
    assert_int_equal(scenario->country_count, 2);
    assert_true(scenario->countries[0] < scenario->countries[1]);
    assert_true(scenario->background);
}

static void pulls_stand_by_lever_and_country(void **state)
{
    struct scene *scene = begin(state);
    const struct scenario *scenario =
        scene_good(scene, "s",
                   "pull = { R6a = { TJK = -0.5, KGZ = 1, KAZ = 0.25 }, R2 = 0.5,\n"
                   "  R6 = 'judged' }");
    uint32_t r2 = lever_find(scene->levers, text_of("R2"));
    uint32_t r6 = lever_find(scene->levers, text_of("R6"));
    uint32_t r6a = lever_find(scene->levers, text_of("R6a"));
    assert_int_equal(scenario->pull_count, 3 + 2 + 3); /* KAZ has no judged chance of R6 */
    for (size_t i = 1; i < scenario->pull_count; i++) {
        const struct scenario_pull *a = &scenario->pulls[i - 1], *b = &scenario->pulls[i];
        assert_true(a->lever < b->lever || (a->lever == b->lever && a->country < b->country));
    }
    for (size_t i = 0; i < scenario->pull_count; i++) {
        const struct scenario_pull *pull = &scenario->pulls[i];
        assert_int_equal(pull->judged, pull->lever == r6);
        if (pull->lever == r2)
            assert_true(pull->strength == 0.5);
        if (pull->lever == r6)
            assert_true(pull->strength == 1);
        if (pull->lever == r6a && pull->country == scene_country(scene, "TJK"))
            assert_true(pull->strength == -0.5);
    }
    scene_refuses(scene, "pull = { R2 = 'judged' }", ERR_SCENARIO_VALUE, 2,
                  "R2 has no judged chance in any country");
    scene_refuses(scene, "pull = { R6 = { KAZ = 'judged' } }", ERR_SCENARIO_VALUE, 2,
                  "R6 has no judged chance in KAZ");
}

static void apply_records_what_it_says_with_its_lines(void **state)
{
    struct scene *scene = begin(state);
    const struct scenario *scenario = scene_good(
        scene, "s",
        "countries = { 'KGZ', 'TJK' }, branches = { { name = 'x', weight = 1 } },\n"
        "apply = function(world)\n"
        "  local kgz = world.KGZ\n"
        "  kgz.cs_ngo_law:shift({ -2, -2, -1 }, { id = 'law', from = '2023', chance = 0.6,\n"
        "    lag = '6 months', half_life = '1 year', till = '2024-06', because = 'A' })\n"
        "    :scale(0.5, { after = 'law', because = 'C' })\n"
        "  for code, country in pairs(world) do\n"
        "    country.cs_assembly:set(code == 'KGZ' and 1 or 2, { branch = 'x', because = code })\n"
        "  end\n"
        "  world.Tajikistan['cs_assembly']:ramp(3, { till = '2024', after = 'R6a', because = 'D' "
        "})\nend");
    assert_int_equal(scenario->step_count, 5);
    const struct scenario_step *steps = scenario->steps;
    uint32_t kgz = scene_country(scene, "KGZ"), tjk = scene_country(scene, "TJK");
    assert_int_equal(steps[0].act, SCENARIO_SHIFT);
    assert_int_equal(steps[0].country, kgz);
    assert_int_equal(steps[0].indicator, scene_indicator(scene, "cs_ngo_law"));
    assert_true(steps[0].size.low == -2 && steps[0].size.likely == -2 && steps[0].size.high == -1);
    assert_string_equal(steps[0].id, "law");
    assert_int_equal(steps[0].from, date_day(2023, 1, 1));
    assert_int_equal(steps[0].until, date_day(2024, 6, 30));
    assert_true(steps[0].chance == 0.6 && steps[0].time.lag_months == 6);
    assert_true(steps[0].time.half_life_months == 12);
    assert_string_equal(steps[0].because, "A");
    assert_int_equal(steps[0].line, 5);
    assert_int_equal(steps[0].branch, SCENARIO_NO_BRANCH);
    assert_int_equal(steps[1].act, SCENARIO_SCALE);
    assert_string_equal(steps[1].after.step, "law");
    assert_int_equal(steps[1].from, scenario->from);
    assert_int_equal(steps[1].until, INT32_MAX);
    assert_true(isnan(steps[1].chance) && isinf(steps[1].time.half_life_months));
    assert_int_equal(steps[2].country, kgz < tjk ? kgz : tjk);
    assert_true(steps[2].size.likely == (kgz < tjk ? 1 : 2));
    assert_int_equal(steps[2].branch, 0);
    assert_int_equal(steps[4].act, SCENARIO_RAMP);
    assert_int_equal(steps[4].country, tjk);
    assert_int_equal(steps[4].after.lever, lever_find(scene->levers, text_of("R6a")));
    assert_int_equal(steps[4].until, date_day(2024, 12, 31));
    assert_int_equal(scenario->overlap_count, 1); /* set and ramp of cs_assembly in TJK */
}

static void a_list_of_steps_is_what_apply_would_record(void **state)
{
    struct scene *scene = begin(state);
    const struct scenario *scenario = scene_good(
        scene, "s",
        "countries = { 'KGZ', 'TJK' }, steps = {\n"
        "{ indicator = 'cs_ngo_law', shift = { 0, 1, 2 }, from = '2023', because = 'A' },\n"
        "{ country = 'TJK', indicator = 'cs_assembly', to = 3, till = '2024', because = 'B' },\n"
        "{ country = { 'KGZ' }, indicator = 'cs_assembly', scale = 0.5, because = 'C' } }");
    assert_int_equal(scenario->step_count, 4);
    assert_int_equal(scenario->steps[0].act, SCENARIO_SHIFT);
    assert_int_equal(scenario->steps[1].act, SCENARIO_SHIFT);
    assert_true(scenario->steps[0].country != scenario->steps[1].country);
    assert_int_equal(scenario->steps[2].act, SCENARIO_RAMP);
    assert_int_equal(scenario->steps[2].until, date_day(2024, 12, 31));
    assert_int_equal(scenario->steps[3].act, SCENARIO_SCALE);
    assert_int_equal(scenario->steps[3].country, scene_country(scene, "KGZ"));
    scene_refuses(scene, "steps = {\n{ indicator = 'cs_ngo_law', because = 'A' } }",
                  ERR_SCENARIO_LACKS, 3, "does nothing");
    scene_refuses(scene,
                  "steps = {\n{ indicator = 'cs_ngo_law', shift = 1, set = 2, because = 'A' } }",
                  ERR_SCENARIO_LACKS, 3, "several things at once");
}

static void what_is_assumed_is_of_a_country_and_an_indicator(void **state)
{
    struct scene *scene = begin(state);
    const struct scenario *scenario =
        scene_good(scene, "s",
                   "assume = { because = 'all',\n"
                   "KGZ = { cs_assembly = { 1, 2, 3 }, cs_ngo_law = 1 },\n"
                   "TJK = { cs_assembly = 0, because = 'own' } }");
    assert_int_equal(scenario->assume_count, 3);
    assert_string_equal(scenario->assumes[0].because, "all");
    assert_true(scenario->assumes[0].value.likely == 2);
    assert_string_equal(scenario->assumes[2].because, "own");
    scene_refuses(scene, "assume = { because = 'b', KGZ = { cs_assembly = 9 } }",
                  ERR_SCENARIO_VALUE, 2, "9 lies outside its scale");
}

static void steps_of_one_name_are_one_happening(void **state)
{
    struct scene *scene = begin(state);
    scene_good(scene, "s",
               "apply = function(world)\n"
               "world.KGZ.cs_assembly:shift(1, { id = 'a', chance = 0.5, because = 'b' "
               "})\nworld.KGZ.cs_ngo_law:shift(1, { id = 'a', chance = 0.5, because = "
               "'b' })\nworld.TJK.cs_ngo_law:shift(1, { id = 'a', because = 'b' }) end");
    scene_refuses(scene,
                  "apply = function(world)\n"
                  "world.KGZ.cs_assembly:shift(1, { id = 'a', chance = 0.5, because = 'b' "
                  "})\nworld.KGZ.cs_ngo_law:shift(1, { id = 'a', because = 'b' }) end",
                  ERR_SCENARIO_VALUE, 4, "two steps named \"a\" in KGZ differ");
    scene_refuses(scene,
                  "apply = function(world)\n"
                  "world.KGZ.cs_assembly:shift(1, { id = 'a', after = 'b', because = 'b' "
                  "})\nworld.KGZ.cs_ngo_law:shift(1, { id = 'b', after = 'a', because = 'b' "
                  "}) end",
                  ERR_SCENARIO_CIRCLE, 3, "waits for itself");
}

static void the_later_of_stacked_scenarios_counts(void **state)
{
    struct scene *scene = begin(state);
    scene->below = scene_good(scene, "low",
                              "countries = { 'KGZ' }, pull = { R2 = 0.8, R6 = 1 },\n"
                              "assume = { because = 'a', KGZ = { cs_assembly = 1 } },\n"
                              "steps = { { indicator = 'cs_ngo_law', set = 1, because = 'x' } }");
    const struct scenario *whole =
        scene_good(scene, "high",
                   "stack = { 'low' }, countries = { 'TJK', 'KGZ' },\n"
                   "pull = { R2 = { KGZ = 0.5 } },\n"
                   "assume = { because = 'b', KGZ = { cs_assembly = 2 } },\n"
                   "steps = { { country = 'KGZ', indicator = 'cs_ngo_law', set = 2, because = "
                   "'x' } }");
    assert_string_equal(whole->id, "high");
    assert_int_equal(whole->country_count, 2);
    assert_int_equal(whole->pull_count, 2);
    assert_true(whole->pulls[0].strength == 0.5 && whole->pulls[1].strength == 1);
    assert_int_equal(whole->assume_count, 1);
    assert_true(whole->assumes[0].value.likely == 2);
    assert_int_equal(whole->step_count, 2);
    assert_true(whole->steps[1].size.likely == 2);
    assert_int_equal(whole->overlap_count, 3);
    assert_string_equal(whole->overlaps[0].what,
                        "R2 in KGZ is pulled at 0.8 by low and at 0.5 by high: the later one "
                        "counts");
    scene_refuses(scene, "stack = { 'low' }, background = 'judged'", ERR_SCENARIO_STACK, 2,
                  "has background");
    scene_refuses(scene, "stack = { 'lo' }", ERR_SCENARIO_NAME, 2, "no scenario \"lo\"");
}

static void what_apply_may_not_do_is_told_at_its_line(void **state)
{
    static const struct {
        const char *body;
        enum err_code code;
        const char *sentence;
    } cases[] = {
        {"local x = -world.KGZ.cs_assembly", ERR_SCRIPT_WORLD, "has no value here"},
        {"local x = world.KGZ.cs_assembly < 2", ERR_SCRIPT_WORLD, "has no value here"},
        {"local x = 'a' .. world.KGZ.cs_assembly", ERR_SCRIPT_WORLD, "has no value here"},
        {"local x = world.KGZ.cs_assembly.base", ERR_SCRIPT_WORLD, "has no value here"},
        {"world.KGZ.cs_assembly:shft(1)", ERR_SCRIPT_WORLD, "cs_assembly has no 'shft'"},
        {"world.KGZ.cs_assembly(1)", ERR_SCRIPT_WORLD, "is no function"},
        {"world.KGZ:shift(1)", ERR_SCRIPT_WORLD, "'shift' stands behind a country"},
        {"world.cs_assembly:shift(1)", ERR_SCRIPT_WORLD, "'cs_assembly' is an indicator"},
        {"world[1] = 2", ERR_SCRIPT_WORLD, "'1' cannot be given to the world"},
        {"for i = 1, #world do end", ERR_SCRIPT_WORLD, "'world' has no length"},
        {"world.KGZ.cs_assembly:shift()", ERR_SCRIPT_WORLD, "shift is given no size"},
        {"world.KGZ.cs_assembly:shift(1, 'why')", ERR_SCRIPT_WORLD, "a table of options"},
        {"world.KGZ.cs_assembly:shift(1, { because = print })", ERR_SCRIPT_WORLD,
         "because is a function"},
        {"world.KGZ.cs_assembly:shift(world.KGZ.cs_ngo_law, {})", ERR_SCRIPT_WORLD,
         "'cs_ngo_law' has no value here"},
        {"require 'helper'", ERR_SCRIPT_MODULE, "apply cannot load a library"},
        {"setmetatable(world, {})", ERR_SCRIPT_RUN, "protected metatable"},
        {"world.KGZ.cs_assembly:shift(0 / 0, { because = 'b' })", ERR_SCRIPT_WORLD,
         "the size is no number that can be used"},
    };
    struct scene *scene = begin(state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = arena_printf(scene->arena, "apply = function(world)\n\n%s end", cases[i].body);
        scene_refuses(scene, text, cases[i].code, 4, cases[i].sentence);
    }
}

static void a_record_that_the_reader_cannot_trust_is_refused(void **state)
{
    static const char *const records[] = {
        "1",
        "{ 1 }",
        "{ a = 1 }",
        "{ { act = 'shift', country = 'KGZ', size = 1 } }",
        "{ { act = 'shift', country = 'KGZ', indicator = 'none', size = 1, options = {} } }",
        "{ { act = 'shift', country = 'ZZZ', indicator = 'cs_assembly', size = 1, options = {} } }",
        "{ { act = 'shuft', country = 'KGZ', indicator = 'cs_assembly', size = 1, options = {} } }",
    };
    struct scene *scene = begin(state);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *text = arena_printf(scene->arena, "return %s\n", records[i]);
        scene->forged = scene_run(scene, "forged.lua", text);
        scene_refuses(scene, "apply = function() end", ERR_SCRIPT_STOPPED, 2, "cannot be read");
    }
}

static void apply_ends_within_its_budget(void **state)
{
    static const struct {
        struct worker_options options;
        const char *loop;
        enum err_code code;
        const char *sentence;
    } cases[] = {
        {{.script_seconds = 0.5, .script_memory_mib = 64},
         "end",
         ERR_SCRIPT_TIME,
         "used up its 0.5 s of computing time"},
        {{.script_seconds = 20, .script_memory_mib = 4},
         "world.KGZ.cs_assembly:shift(1, {}) end",
         ERR_SCRIPT_MEMORY,
         "used up its 4 MiB"},
    };
    struct scene *scene = begin(state);
    struct worker *kept = scene->worker;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err;
        char *text = arena_printf(scene->arena, "apply = function(world)\nwhile true do %s end",
                                  cases[i].loop);
        scene->worker = worker_start(&cases[i].options, NULL, &err);
        assert_non_null(scene->worker);
        scene_refuses(scene, text, cases[i].code, 3, cases[i].sentence);
        worker_stop(scene->worker);
    }
    scene->worker = kept;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_the_first_and_the_last_of_what_is_written),
        cmocka_unit_test(pulls_stand_by_lever_and_country),
        cmocka_unit_test(apply_records_what_it_says_with_its_lines),
        cmocka_unit_test(a_list_of_steps_is_what_apply_would_record),
        cmocka_unit_test(what_is_assumed_is_of_a_country_and_an_indicator),
        cmocka_unit_test(steps_of_one_name_are_one_happening),
        cmocka_unit_test(the_later_of_stacked_scenarios_counts),
        cmocka_unit_test(what_apply_may_not_do_is_told_at_its_line),
        cmocka_unit_test(a_record_that_the_reader_cannot_trust_is_refused),
        cmocka_unit_test(apply_ends_within_its_budget),
    };
    return cmocka_run_group_tests(tests, scene_open, scene_close);
}
