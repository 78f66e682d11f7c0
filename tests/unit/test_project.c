#include "project_fixture.h"

#include "base/kernel.h"
#include "score/score.h"

#include <dirent.h>
#include <malloc.h>

static void two_observations(struct small *small)
{
    small_open(small);
    small_indicator(small, "");
    small_data(small, "    - {date: 2020, value: 1, series: pub.A, source: pub}\n", "");
}

static void a_pillar_is_added_by_yaml_alone(void **state)
{
    struct small small;
    struct err err;
    (void)state;
    two_observations(&small);
    small_write(&small, "indicators/index.yaml",
                "codebook: small\nspan: 2018..2023\npillars: [main, courts]\n");
    small_write(&small, "indicators/courts.yaml",
                "pillar: courts\nname: Courts\nweight: 3\nindicators:\n  - id: two\n"
                "    scale: {kind: interval, worst: 0, best: 10}\n");
    small_write(&small, "data/AAA.yaml",
                "country: AAA\nobservations:\n"
                "  one:\n    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
                "  two:\n    - {date: 2020, value: 9, coder: ab, source: desk}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    struct rule *rule = rule_default(small.arena, small.project->codebook);
    const struct score_options options = {.kernel = kernel_for(NULL)};
    struct score *score = score_run(small.arena, panel, rule, &options, &err);
    assert_non_null(score);
    /* (1 × 25 + 3 × 90) / 4: goalposts and weighted means when no rule says otherwise. */
    size_t index = score_item(score, text_of("index")),
           courts = score_item(score, text_of("courts"));
    size_t row = score_row(score, 0, 2020);
    assert_true(fabs(score_value(score, courts, row) - 90) < 1e-12);
    assert_true(fabs(score_value(score, index, row) - 73.75) < 1e-12);
    small_close(&small);
}

static void every_problem_is_reported_and_not_the_first_only(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_data(&small,
               "    - {date: 2020, value: 9, series: pub.A, source: pub}\n"
               "    - {date: 2021-13, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 1, series: pub.Z, source: pub}\n"
               "    - {date: 2022, value: 1, series: pub.A, source: nobody}\n",
               "colour: red\n");
    small.project = project_load(small.arena, small.root, &small.problems);
    assert_int_equal(small.problems.errors, 5);
    /* In the order of lines. */
    for (size_t i = 1; i < small.problems.count; i++)
        assert_true(small.problems.items[i - 1].place.line <= small.problems.items[i].place.line);
    small_close(&small);
}

static void countries_come_as_the_index_lists_them_else_by_id(void **state)
{
    struct small small;
    (void)state;
    for (int listed = 0; listed < 2; listed++) {
        two_observations(&small);
        small_write(&small, "data/first.yaml", "country: ZZZ\nname: Last\n");
        if (listed)
            small_write(&small, "indicators/index.yaml",
                        "codebook: small\nspan: 2018..2023\npillars: [main]\n"
                        "countries: [ZZZ, AAA]\n");
        small_load(&small);
        assert_int_equal(small.project->country_count, 2);
        assert_string_equal(small.project->countries[0].id, listed ? "ZZZ" : "AAA");
        assert_int_equal(small.project->observations[0].country, listed);
        assert_int_equal(project_country(small.project, text_of("last")), listed ? 0 : 1);
        small_close(&small);
    }
}

static void a_country_that_is_not_listed_leaves_with_what_is_its(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "data/ZZZ.yaml",
                "country: ZZZ\nobservations:\n  one:\n"
                "    - {date: 2020, value: 3, series: pub.A, source: pub}\n");
    small_write(&small, "indicators/index.yaml",
                "codebook: small\nspan: 2018..2023\npillars: [main]\ncountries: [ZZZ]\n");
    small_load(&small);
    assert_int_equal(small.project->country_count, 1);
    assert_int_equal(small.project->observation_count, 1);
    assert_true(small.project->observations[0].value == 3);
    small_close(&small);
}

static void shared_events_belong_to_the_countries_they_name(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "data/BBB.yaml", "country: BBB\n");
    small_write(
        &small, "data/shared.yaml",
        "events:\n  - {id: war, date: 2020, title: T, source: desk, countries: [BBB, AAA],\n"
        "     effects: {one: {by: -1, because: x}, AAA: {one: {by: -2, because: y}}}}\n");
    small_load(&small);
    assert_int_equal(small.project->event_count, 1);
    const struct event *event = &small.project->events[0];
    assert_int_equal(event->country_count, 2);
    assert_int_equal(event->effects_count, 2);
    assert_int_equal(event->effects[1].country, project_country(small.project, text_of("AAA")));
    small_close(&small);
}

static void a_pillar_file_that_is_not_listed_is_warned_of(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "indicators/courts.yaml", "pillar: courts\n");
    small.project = project_load(small.arena, small.root, &small.problems);
    assert_int_equal(small.problems.warnings, 1);
    assert_int_equal(small.problems.errors, 0);
    assert_int_equal(small.problems.items[0].code, ERR_REFERENCE_PILLAR);
    small_close(&small);
}

static void an_edition_that_counted_backwards_is_turned_to_the_scale(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "indicators/sources.yaml",
                "- {id: pub}\n- {id: old, of: pub, scale: {worst: 7, best: 1}}\n"
                "- {id: other}\n- {id: desk}\n- {id: broken}\n");
    small_data(&small, "    - {date: 2020, value: 4, series: pub.A, source: old}\n", "");
    small_load(&small);
    assert_true(fabs(small.project->observations[0].value - 2) < 1e-12);
    small_close(&small);
}

static void hashes_of_the_files_are_those_of_sha256sum(void **state)
{
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "data/BBB.yaml", "country: BBB\n");
    small_load(&small);
    /* printf 'country: BBB\n' | sha256sum */
    const char *expected = "851172e51056e361dd5b7888e53f9340aeee13b1742120b4e3a092238c2eac3b";
    bool found = false;
    for (size_t i = 0; i < small.project->file_count; i++)
        if (strcmp(small.project->files[i].path, "data/BBB.yaml") == 0) {
            assert_string_equal(small.project->files[i].sha256, expected);
            found = true;
        }
    assert_true(found);
    small_close(&small);
}

static const char one_of_each[] =
    "country: AAA\nobservations:\n  one:\n"
    "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
    "    - {date: 2021, value: 1, series: other.B, source: other}\n"
    "events:\n"
    "  - {id: law, date: 2020, title: T, source: desk, effects: {one: {by: 1, because: x}}}\n";

static const char shared_repeal[] =
    "events:\n  - {id: repeal, date: 2021, title: T, source: desk, countries: [AAA, BBB],\n"
    "     reverses: law, effects: {BBB: {one: {by: 1, because: x}}}}\n";

/* Sources, indicators, series, countries and events are named all over the project. One that cannot
 * be read is one problem, not one wherever its name stands: nobody knows that it is not there. */
static void a_mistake_is_told_where_it_is_and_nowhere_else(void **state)
{
    static const struct {
        const char *path, *text;
    } mistakes[] = {
        {"indicators/sources.yaml", "- {id: pub\n"},
        {"indicators/sources.yaml", "pub: {title: P}\n"},
        {"indicators/sources.yaml", "- {id: pub}\n- {id: other}\n- {idd: desk, id: }\n"
                                    "- {id: broken}\n"},
        {"indicators/main.yaml", "pillar: main\n  indicators: []\n"},
        {"indicators/main.yaml", "pillar: main\nindicators: one\n"},
        {"indicators/main.yaml", "pillar: main\nindicators:\n  - id: o-ne\n"},
        {"indicators/main.yaml",
         "pillar: main\nindicators:\n  - id: one\n"
         "    scale: {kind: interval, worst: 0, best: 4}\n"
         "    series: [pub.A, {is: other.B, rescale: {from: [0, 0], to: [0, 4]}}]\n"},
        {"data/AAA.yaml", "country: AAA\nevents: [\n"},
        {"data/BBB.yaml", "country: [BBB]\n"},
        {"data/AAA.yaml", "country: AAA\nevents:\n"
                          "  - {id: law, date: 2020-13, title: T, source: desk}\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct small small;
        two_observations(&small);
        small_write(&small, "indicators/index.yaml",
                    "codebook: small\nspan: 2018..2023\npillars: [main]\n"
                    "countries: [AAA, BBB]\n");
        small_write(&small, "data/AAA.yaml", one_of_each);
        small_write(&small, "data/BBB.yaml", "country: BBB\n");
        small_write(&small, "data/shared.yaml", shared_repeal);
        small_load(&small);
        small_write(&small, mistakes[i].path, mistakes[i].text);
        small.project = project_load(small.arena, small.root, &small.problems);
        for (size_t k = 0; k < small.problems.count; k++)
            if (!strstr(small.problems.items[k].place.file, mistakes[i].path))
                fail_msg("%s: %s", small.problems.items[k].place.file,
                         small.problems.items[k].sentence);
        assert_true(small.problems.errors > 0);
        small_close(&small);
    }
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

/* The heap in use, as the allocator counts it; sanitizers answer 0 and look for leaks themselves.
 */
static size_t heap_bytes(void)
{
    return mallinfo2().uordblks;
}

static void load_and_free(const struct small *small, bool fine)
{
    struct err_list problems;
    struct arena *arena = arena_new();
    err_list_init(&problems);
    struct project *project = project_load(arena, small->root, &problems);
    assert_true(fine ? project && problems.errors == 0 : problems.errors > 0);
    err_list_free(&problems);
    arena_free(arena);
}

/* What the allocator takes at least for anything that is kept. Pieces that are reused may be a
 * little larger than asked for, so that the heap is not the same to the byte. */
static const size_t smallest_bytes = 16;

/* A whole project and a broken one. The rounds before the first count fill the allocator's caches;
 * were anything kept a round, twenty more would show it. */
static void what_was_taken_to_load_a_project_is_given_back(void **state)
{
    struct small fine, broken;
    size_t files = 0, bytes = 0;
    (void)state;
    two_observations(&fine);
    two_observations(&broken);
    small_write(&broken, "data/BBB.yaml", "country: [BBB]\nobservations:\n  two: 3\n");
    for (int round = 0; round <= 40; round++) {
        load_and_free(&fine, true);
        load_and_free(&broken, false);
        if (round == 20) {
            files = open_files();
            bytes = heap_bytes();
        }
    }
    assert_int_equal(open_files(), files);
    assert_true(heap_bytes() < bytes + 20 * smallest_bytes);
    small_close(&fine);
    small_close(&broken);
}

/* What is wrong in one file does not hide what is wrong in another. */
static void problems_are_found_in_every_file(void **state)
{
    static const char *const places[] = {"data/AAA.yaml",        "data/BBB.yaml",
                                         "data/shared.yaml",     "indicators/index.yaml",
                                         "indicators/main.yaml", "indicators/sources.yaml"};
    struct small small;
    (void)state;
    two_observations(&small);
    small_write(&small, "indicators/index.yaml",
                "codebook: small\nspan: 2023..2018\npillars: [main]\n");
    small_indicator(&small, "    weight: 0\n");
    small_write(&small, "indicators/sources.yaml",
                "- {id: pub, level: 90}\n- {id: other}\n- {id: desk}\n- {id: broken}\n");
    small_data(&small, "    - {date: 2020, value: 9, series: pub.A, source: pub}\n", "");
    small_write(&small, "data/BBB.yaml", "country: BBB\ncolour: red\n");
    small_write(&small, "data/shared.yaml",
                "events:\n  - {id: x, date: 2020, title: T, source: desk, countries: [CCC]}\n");
    small.project = project_load(small.arena, small.root, &small.problems);
    assert_int_equal(small.problems.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_non_null(strstr(small.problems.items[i].place.file, places[i]));
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pillar_is_added_by_yaml_alone),
        cmocka_unit_test(every_problem_is_reported_and_not_the_first_only),
        cmocka_unit_test(problems_are_found_in_every_file),
        cmocka_unit_test(a_mistake_is_told_where_it_is_and_nowhere_else),
        cmocka_unit_test(what_was_taken_to_load_a_project_is_given_back),
        cmocka_unit_test(countries_come_as_the_index_lists_them_else_by_id),
        cmocka_unit_test(a_country_that_is_not_listed_leaves_with_what_is_its),
        cmocka_unit_test(shared_events_belong_to_the_countries_they_name),
        cmocka_unit_test(a_pillar_file_that_is_not_listed_is_warned_of),
        cmocka_unit_test(an_edition_that_counted_backwards_is_turned_to_the_scale),
        cmocka_unit_test(hashes_of_the_files_are_those_of_sha256sum),
    };
    return cmocka_run_group_tests_name("project", tests, NULL, NULL);
}
