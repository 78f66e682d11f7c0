/* Stored frames: what is printed reads back to the same bits, and what is wrong is said. */
#include "model/frame.h"

#include "base/file.h"

#include "project_fixture.h"

#include <float.h>

static const char *const labels[] = {"minimum", "maximum"};

static int start(void **state)
{
    struct small *small = malloc(sizeof *small);
    char folder[256];
    assert_non_null(small);
    small_open(small);
    snprintf(folder, sizeof folder, "%s/indicators/frames", small->root);
    mkdir(folder, 0700);
    *state = small;
    return 0;
}

static int stop(void **state)
{
    small_close(*state);
    free(*state);
    return 0;
}

static const struct frame *load(struct small *small)
{
    return frame_load(small->arena, small->root, "base", &small->problems);
}

static const struct frame *store(struct small *small, const struct frame_entry *entries,
                                 size_t count)
{
    struct frame frame = {.name = "base",
                          .rule = "rules/my own.lua",
                          .periods = "2015..2020",
                          .countries = 3,
                          .command = "tidemark frame base --countries \xE2\x80\xAE",
                          .entries = entries,
                          .entry_count = count};
    struct text_buffer out = {0};
    assert_true(frame_print(&frame, &out));
    small_write(small, "indicators/frames/base.yaml", out.bytes);
    text_buffer_free(&out);
    const struct frame *read = load(small);
    if (!read)
        fail_msg("%s", small->problems.items[0].sentence);
    return read;
}

static void same_bits(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static void figures_read_back_to_the_same_bits(void **state)
{
    struct small *small = *state;
    static const char *const many[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    const double figures[] = {0.1,     -0.0,     0,         DBL_MIN / 3, -DBL_MAX,
                              1.0 / 3, INFINITY, -INFINITY, 5e-324};
    enum { COUNT = sizeof figures / sizeof *figures };
    double back[COUNT];
    struct frame_entry entry = {.name = "normalise/le",
                                .class_name = "",
                                .labels = many,
                                .figures = figures,
                                .count = COUNT};
    const struct frame *frame = store(small, &entry, 1);
    const struct frame_entry *found = frame_find(frame, "normalise/le");
    assert_non_null(found);
    assert_true(frame_figures(found, many, NULL, COUNT, back));
    for (size_t i = 0; i < COUNT; i++)
        same_bits(back[i], figures[i]);
    assert_string_equal(frame->rule, "rules/my own.lua");
    assert_string_equal(frame->periods, "2015..2020");
    assert_int_equal(frame->countries, 3);
    assert_string_equal(frame->file, "indicators/frames/base.yaml");
}

static void a_figure_may_be_missing(void **state)
{
    const double figures[] = {NAN, 2};
    double back[2];
    struct frame_entry entry = {
        .name = "impute/le", .class_name = "", .labels = labels, .figures = figures, .count = 2};
    const struct frame *frame = store(*state, &entry, 1);
    assert_true(frame_figures(frame_find(frame, "impute/le"), labels, NULL, 2, back));
    assert_true(isnan(back[0]));
    assert_true(back[1] == 2);
}

static void classes_have_any_name(void **state)
{
    struct small *small = *state;
    const double figures[][2] = {{1, 2}, {3, 4}, {5, 6}};
    static const char *const classes[] = {"Central \"Asia\" \\ 2021", "2021", "no: {a}"};
    struct frame_entry entries[3];
    bool failed = false;
    for (size_t i = 0; i < 3; i++)
        entries[i] = (struct frame_entry){.name = "bti:normalise/Q1",
                                          .class_name = classes[i],
                                          .labels = labels,
                                          .figures = figures[i],
                                          .count = 2};
    const struct frame *frame = store(small, entries, 3);
    assert_int_equal(frame->entry_count, 3);
    for (size_t i = 0; i < 3; i++) {
        double back[2];
        const struct frame_entry *found =
            frame_find_class(frame, "bti:normalise/Q1", classes[i], small->arena, &failed);
        assert_non_null(found);
        assert_true(frame_figures(found, labels, NULL, 2, back));
        assert_true(back[0] == figures[i][0]);
    }
    assert_null(frame_find_class(frame, "bti:normalise/Q1", "2022", small->arena, &failed));
    assert_null(frame_find_class(frame, "bti:normalise/Q1", "", small->arena, &failed));
    assert_null(frame_find(frame, "normalise/Q1"));
    assert_false(failed);
}

static void what_goes_without_saying_is_not_written(void **state)
{
    const double absent[] = {NAN, INFINITY}, figures[] = {1, INFINITY};
    double back[2];
    struct frame_entry entry = {.name = "treat/le",
                                .class_name = "",
                                .labels = labels,
                                .figures = figures,
                                .count = 2,
                                .absent = absent};
    assert_int_equal(frame_written(&entry), 1);
    const struct frame_entry *found = frame_find(store(*state, &entry, 1), "treat/le");
    assert_int_equal(found->count, 1);
    assert_true(frame_figures(found, labels, absent, 2, back));
    assert_true(back[0] == 1 && isinf(back[1]));
    assert_false(frame_figures(found, labels, NULL, 2, back));
}

static void other_figures_than_wanted_are_refused(void **state)
{
    static const char *const moments[] = {"mean", "sd"}, *const turned[] = {"maximum", "minimum"};
    const double figures[] = {1, 2};
    double back[2];
    struct frame_entry entry = {
        .name = "normalise/le", .class_name = "", .labels = labels, .figures = figures, .count = 2};
    const struct frame_entry *found = frame_find(store(*state, &entry, 1), "normalise/le");
    assert_false(frame_figures(found, moments, NULL, 2, back));
    assert_false(frame_figures(found, labels, NULL, 1, back));
    assert_true(frame_figures(found, turned, NULL, 2, back));
    assert_true(back[0] == 2 && back[1] == 1);
}

static void refuses(struct small *small, const char *figures, enum err_code code,
                    const char *sentence)
{
    char text[1024];
    small->problems.count = small->problems.errors = 0;
    snprintf(text, sizeof text, "frame: base\nrule: r\nfigures:\n%s", figures);
    small_write(small, "indicators/frames/base.yaml", text);
    assert_null(load(small));
    assert_int_equal(small->problems.items[0].code, code);
    if (!strstr(small->problems.items[0].sentence, sentence))
        fail_msg("%s", small->problems.items[0].sentence);
    assert_string_equal(small->problems.items[0].place.file, "indicators/frames/base.yaml");
}

static void problems_are_said_with_their_place(void **state)
{
    struct small *small = *state;
    refuses(small, "  - {of: a, figures: {m: 1}}\n  - {of: a, figures: {m: 2}}\n",
            ERR_REFERENCE_TWICE, "the figures of a stand twice");
    assert_int_equal(small->problems.items[0].place.line, 5);
    refuses(small, "  - {of: a, class: x, figures: {m: 1}}\n  - {of: a, class: x, figures: {}}\n",
            ERR_REFERENCE_TWICE, "the figures of a for x stand twice");
    refuses(small, "  - {of: a, figures: [1, 2]}\n", ERR_SCHEMA_KIND, "figures");
    refuses(small, "  - {of: a, figures: {m: .nan}}\n", ERR_SCHEMA_NUMBER, "a figure");
    refuses(small, "  - {of: a, figure: {m: 1}}\n", ERR_SCHEMA_FIELD_UNKNOWN, "figure");
}

static void refuses_countries(struct small *small, const char *countries)
{
    char text[256];
    small->problems.count = small->problems.errors = 0;
    snprintf(text, sizeof text, "frame: base\nrule: r\ncountries: %s\nfigures: []\n", countries);
    small_write(small, "indicators/frames/base.yaml", text);
    assert_null(load(small));
    assert_int_equal(small->problems.items[0].code, ERR_SCHEMA_NUMBER);
    assert_int_equal(small->problems.items[0].place.line, 3);
    assert_non_null(strstr(small->problems.items[0].sentence, "countries is"));
}

static void countries_are_a_number_of_countries(void **state)
{
    refuses_countries(*state, "-1");
    refuses_countries(*state, "2.5");
    refuses_countries(*state, "1e300");
    refuses_countries(*state, "many");
}

static void names_of_figures_and_labels_read_back_whatever_they_hold(void **state)
{
    struct small *small = *state;
    static const char *const odd[] = {"a, b: {c}", "null"};
    const double figures[] = {1, 2};
    double back[2];
    struct frame_entry entry = {.name = "my rule, 2: \"new\":normalise/le",
                                .class_name = "#1",
                                .labels = odd,
                                .figures = figures,
                                .count = 2};
    const struct frame *frame = store(small, &entry, 1);
    assert_true(frame_figures(frame_find(frame, entry.name), odd, NULL, 2, back));
    assert_true(back[0] == 1 && back[1] == 2);
}

static void a_name_is_that_of_a_file(void **state)
{
    (void)state;
    assert_true(frame_is_name(text_of("base_1520")));
    assert_false(frame_is_name(text_of("")));
    assert_false(frame_is_name(text_of("Base")));
    assert_false(frame_is_name(text_of("../base")));
    assert_false(frame_is_name(text_of("b.yaml")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures_read_back_to_the_same_bits, start, stop),
        cmocka_unit_test_setup_teardown(a_figure_may_be_missing, start, stop),
        cmocka_unit_test_setup_teardown(classes_have_any_name, start, stop),
        cmocka_unit_test_setup_teardown(what_goes_without_saying_is_not_written, start, stop),
        cmocka_unit_test_setup_teardown(other_figures_than_wanted_are_refused, start, stop),
        cmocka_unit_test_setup_teardown(problems_are_said_with_their_place, start, stop),
        cmocka_unit_test_setup_teardown(countries_are_a_number_of_countries, start, stop),
        cmocka_unit_test_setup_teardown(names_of_figures_and_labels_read_back_whatever_they_hold,
                                        start, stop),
        cmocka_unit_test(a_name_is_that_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
