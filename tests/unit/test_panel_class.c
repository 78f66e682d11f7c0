#include "project_fixture.h"

/* Three countries by id: AAA and CCC of one region, BBB without one. */
static void three_countries(struct small *small)
{
    small_open(small);
    small_indicator(small, "");
    small_write(small, "data/AAA.yaml", "country: AAA\ngroups: {region: Central Asia, union: U}\n");
    small_write(small, "data/BBB.yaml", "country: BBB\ngroups: {union: U}\n");
    small_write(small, "data/CCC.yaml", "country: CCC\ngroups: {region: Central Asia, union: V}\n");
    small_load(small);
}

struct classes {
    const uint32_t *of;
    uint32_t count;
};

static struct classes classes(struct small *small, const struct panel *panel,
                              const char *const *names, size_t name_count)
{
    struct classes made;
    made.of = panel_classes(small->arena, panel, names, name_count, &made.count);
    assert_non_null(made.of);
    return made;
}

static const char *name(struct small *small, const struct panel *panel, const char *const *names,
                        size_t name_count, size_t row)
{
    return panel_class_name(small->arena, panel, names, name_count, row);
}

static void without_a_name_or_by_all_every_row_is_of_one_class(void **state)
{
    static const char *const all[] = {"all"};
    struct small small;
    (void)state;
    three_countries(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    for (size_t count = 0; count < 2; count++) {
        struct classes made = classes(&small, panel, all, count);
        assert_int_equal(made.count, 1);
        for (size_t row = 0; row < panel->rows; row++)
            assert_int_equal(made.of[row], 0);
        assert_string_equal(name(&small, panel, all, count, 4), "all");
    }
    small_close(&small);
}

static void periods_and_countries_are_numbered_as_they_come(void **state)
{
    static const char *const period[] = {"period"}, *const country[] = {"country"},
                             *const both[] = {"country", "period"};
    struct small small;
    (void)state;
    three_countries(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    struct classes periods = classes(&small, panel, period, 1),
                   countries = classes(&small, panel, country, 1),
                   cells = classes(&small, panel, both, 2);
    assert_int_equal(periods.count, 6);
    assert_int_equal(countries.count, 3);
    assert_int_equal(cells.count, 18);
    for (uint32_t row = 0; row < panel->rows; row++) {
        assert_int_equal(periods.of[row], row / 3);
        assert_int_equal(countries.of[row], row % 3);
        assert_int_equal(cells.of[row], row);
    }
    assert_string_equal(name(&small, panel, period, 1, 10), "2021");
    assert_string_equal(name(&small, panel, country, 1, 10), "BBB");
    assert_string_equal(name(&small, panel, both, 2, 10), "BBB, 2021");
    small_close(&small);
}

static void a_country_without_a_group_is_of_no_class(void **state)
{
    static const char *const regions[] = {"region"}, *const unions[] = {"union"},
                             *const together[] = {"region", "union"},
                             *const yearly[] = {"region", "period"};
    struct small small;
    (void)state;
    three_countries(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    struct classes region = classes(&small, panel, regions, 1),
                   union_ = classes(&small, panel, unions, 1),
                   pair = classes(&small, panel, together, 2),
                   year = classes(&small, panel, yearly, 2);
    static const uint32_t of_region[] = {0, UINT32_MAX, 0}, of_union[] = {0, 0, 1},
                          of_pair[] = {0, UINT32_MAX, 1};
    assert_int_equal(region.count, 1);
    assert_int_equal(union_.count, 2);
    assert_int_equal(pair.count, 2);
    assert_int_equal(year.count, 6);
    for (size_t row = 0; row < panel->rows; row++) {
        assert_int_equal(region.of[row], of_region[row % 3]);
        assert_int_equal(union_.of[row], of_union[row % 3]);
        assert_int_equal(pair.of[row], of_pair[row % 3]);
        assert_int_equal(year.of[row], row % 3 == 1 ? UINT32_MAX : row / 3);
    }
    assert_string_equal(name(&small, panel, together, 2, 2), "Central Asia, V");
    assert_string_equal(name(&small, panel, yearly, 2, 3), "Central Asia, 2019");
    small_close(&small);
}

/* Whatever groups are called, two classes of one frame have two names. */
static void names_of_classes_that_differ_differ(void **state)
{
    static const char *const groups[][2] = {
        {"A B", "C"},    {"A", "B C"},      {"A, B", "C"},  {"A", "B, C"},
        {"A,", "B"},     {"A", ", B"},      {"\"A\"", "B"}, {"\"A", "B\""},
        {"\"A, B", "C"}, {"A\", \"B", "C"}, {"A", ""},      {"", "A"},
    };
    static const char *const names[] = {"one", "two"};
    enum { COUNT = sizeof groups / sizeof *groups };
    struct country countries[COUNT] = {0};
    const char *made[COUNT], *lists[COUNT][5];
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        const char *const list[] = {"one", groups[i][0], "two", groups[i][1], NULL};
        memcpy(lists[i], list, sizeof list);
        countries[i] = (struct country){.id = "X", .groups = lists[i]};
    }
    struct project project = {.countries = countries, .country_count = COUNT};
    struct panel panel = {.project = &project, .countries = COUNT, .rows = COUNT};
    for (size_t i = 0; i < COUNT; i++) {
        made[i] = panel_class_name(arena, &panel, names, 2, i);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(made[i], made[k]);
    }
    assert_string_equal(made[0], "A B, C");
    assert_string_equal(made[2], "\"A, B\", C");
    assert_string_equal(made[7], "\"\"\"A\", B\"");
    arena_free(arena);
}

static void only_what_a_country_has_is_a_classification(void **state)
{
    static const char *const names[] = {"income"};
    struct small small;
    (void)state;
    three_countries(&small);
    assert_true(panel_has_classification(small.project, "all"));
    assert_true(panel_has_classification(small.project, "period"));
    assert_true(panel_has_classification(small.project, "country"));
    assert_true(panel_has_classification(small.project, "union"));
    assert_false(panel_has_classification(small.project, "income"));
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    struct classes none = classes(&small, panel, names, 1);
    assert_int_equal(none.count, 0);
    assert_int_equal(none.of[0], UINT32_MAX);
    small_close(&small);
}

/* An empty field of a bulk file, or a word for missing, is no group. */
static void a_field_without_a_group_puts_its_country_in_no_class(void **state)
{
    static const char *const region[] = {"region"};
    static const uint32_t expected[] = {0, UINT32_MAX, UINT32_MAX, 0};
    struct small small;
    char folder[128];
    (void)state;
    small_open(&small);
    snprintf(folder, sizeof folder, "%s/data/panels", small.root);
    assert_int_equal(mkdir(folder, 0700), 0);
    small_indicator(&small, "");
    small_write(&small, "data/panels/pub.csv",
                "id,year,region,A\nAAA,2020,North,1\nBBB,2020,,2\nCCC,2020,NA,3\n"
                "DDD,2020,North,4\n");
    small_write(&small, "data/panels/pub.yaml",
                "panel: pub\nfile: pub.csv\ncountry: id\nperiod: year\nsource: pub\n"
                "groups: {region: region}\nseries: [A]\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    struct classes made = classes(&small, panel, region, 1);
    assert_int_equal(made.count, 1);
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(made.of[row], expected[row]);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_name_or_by_all_every_row_is_of_one_class),
        cmocka_unit_test(periods_and_countries_are_numbered_as_they_come),
        cmocka_unit_test(a_country_without_a_group_is_of_no_class),
        cmocka_unit_test(names_of_classes_that_differ_differ),
        cmocka_unit_test(only_what_a_country_has_is_a_classification),
        cmocka_unit_test(a_field_without_a_group_puts_its_country_in_no_class),
    };
    return cmocka_run_group_tests_name("panel_class", tests, NULL, NULL);
}
