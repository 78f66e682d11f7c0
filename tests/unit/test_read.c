#include "base/arena.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct err_list list;
    struct read read;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_new();
    err_list_init(&fixture->list);
    *state = fixture;
    return fixture->arena ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    err_list_free(&fixture->list);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

/* Parses source, which must be right, and returns its root. */
static uint32_t parse(struct fixture *fixture, const char *source)
{
    err_list_free(&fixture->list);
    struct tree *tree =
        tree_parse(fixture->arena, "data/KGZ.yaml", source, strlen(source), &fixture->list);
    assert_non_null(tree);
    fixture->read = (struct read){fixture->arena, tree, &fixture->list, "KGZ/cs_assembly"};
    return tree->root;
}

static uint32_t parse_value(struct fixture *fixture, const char *source)
{
    uint32_t root = parse(fixture, source);
    return tree_get(fixture->read.tree, root, "value");
}

static void assert_problem(const struct fixture *fixture, size_t index, enum err_code code,
                           unsigned line, unsigned column, const char *sentence)
{
    assert_true(index < fixture->list.count);
    const struct err *err = &fixture->list.items[index];
    assert_string_equal(err->sentence, sentence);
    assert_int_equal(err->code, code);
    assert_int_equal(err->place.line, line);
    assert_int_equal(err->place.column, column);
    assert_string_equal(err->place.file, "data/KGZ.yaml");
    assert_string_equal(err->path, "KGZ/cs_assembly");
}

static const struct read_field fields[] = {
    {"date", true}, {"value", true}, {"low", false}, {"confidence", false}};
enum { DATE, VALUE, LOW, CONFIDENCE, FIELDS };

static bool read_observation(struct fixture *fixture, uint32_t mapping, uint32_t nodes[FIELDS])
{
    return read_fields(&fixture->read, mapping, "an observation", fields, FIELDS, nodes);
}

static void fields_are_found_in_any_order(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "{low: 1, date: 2020, value: 2}\n");
    assert_true(read_observation(fixture, root, nodes));
    assert_int_equal(nodes[DATE], tree_get(fixture->read.tree, root, "date"));
    assert_int_equal(nodes[LOW], tree_get(fixture->read.tree, root, "low"));
    assert_int_equal(nodes[CONFIDENCE], TREE_NONE);
}

static void unknown_field_is_answered_with_the_one_meant(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "date: 2020\nvaule: 2\nvalue: 1\n");
    assert_false(read_observation(fixture, root, nodes));
    assert_int_equal(fixture->list.count, 1);
    assert_problem(fixture, 0, ERR_SCHEMA_FIELD_UNKNOWN, 2, 1,
                   "unknown field \"vaule\" in an observation");
    assert_string_equal(fixture->list.items[0].hint, "did you mean \"value\"?");
    assert_int_not_equal(nodes[VALUE], TREE_NONE);
}

static void field_like_none_is_answered_with_all_there_are(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "{date: 2020, value: 1, weather: fine}\n");
    assert_false(read_observation(fixture, root, nodes));
    assert_string_equal(fixture->list.items[0].hint, "its fields are date, value, low, confidence");
}

static void no_break_space_in_a_name_is_pointed_out(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "{date: 2020, value: 1, low\xC2\xA0: 1}\n");
    assert_false(read_observation(fixture, root, nodes));
    assert_non_null(strstr(fixture->list.items[0].hint, "U+00A0"));
}

static void every_missing_field_is_reported_at_the_mapping(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "- {low: 1}\n");
    assert_false(read_observation(fixture, tree_first(fixture->read.tree, root), nodes));
    assert_int_equal(fixture->list.count, 2);
    assert_problem(fixture, 0, ERR_SCHEMA_FIELD_MISSING, 1, 3, "an observation has no \"date\"");
    assert_problem(fixture, 1, ERR_SCHEMA_FIELD_MISSING, 1, 3, "an observation has no \"value\"");
}

static void decimal_comma_in_braces_is_one_problem_that_says_so(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "{date: 2020, value: -3,5, low: 1}\n");
    assert_false(read_observation(fixture, root, nodes));
    assert_int_equal(fixture->list.count, 1);
    assert_problem(fixture, 0, ERR_SCHEMA_DECIMAL_COMMA, 1, 21,
                   "value is -3,5: a decimal comma; write -3.5");
    assert_int_equal(fixture->list.items[0].place.width, 4);
}

static void stray_number_after_a_comma_and_a_space_is_no_decimal_comma(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS], root = parse(fixture, "{date: 2020, value: 3, 5}\n");
    assert_false(read_observation(fixture, root, nodes));
    assert_int_equal(fixture->list.count, 1);
    assert_problem(fixture, 0, ERR_SCHEMA_FIELD_UNKNOWN, 1, 24,
                   "unknown field \"5\" in an observation");
}

static void wrong_kind_says_what_is_due_and_what_stands_there(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS];
    assert_false(read_observation(fixture, parse(fixture, "[1]\n"), nodes));
    assert_problem(fixture, 0, ERR_SCHEMA_KIND, 1, 1,
                   "an observation must be a mapping of fields, but a list stands here");
    assert_false(read_observation(fixture, parse(fixture, "date:2020\n"), nodes));
    assert_problem(fixture, 0, ERR_SCHEMA_KIND, 1, 1,
                   "an observation must be a mapping of fields, but a single value stands here");
    assert_non_null(strstr(fixture->list.items[0].hint, "space must follow the colon"));
    uint32_t value = parse_value(fixture, "value: {a: 1}\n");
    assert_false(read_kind(&fixture->read, value, "series", TREE_SEQUENCE));
    assert_problem(fixture, 0, ERR_SCHEMA_KIND, 1, 8,
                   "series must be a list, but a mapping of fields stands here");
}

static void empty_file_is_said_to_be_empty(void **state)
{
    struct fixture *fixture = *state;
    uint32_t nodes[FIELDS];
    assert_false(read_observation(fixture, parse(fixture, "# nothing\n"), nodes));
    assert_problem(fixture, 0, ERR_SCHEMA_EMPTY, 0, 0,
                   "the file is empty, but an observation is due");
    for (size_t i = 0; i < FIELDS; i++)
        assert_int_equal(nodes[i], TREE_NONE);
}

static void numbers_are_read_exactly(void **state)
{
    static const struct {
        const char *source;
        double value;
    } cases[] = {{"value: 3\n", 3},        {"value: -0.5\n", -0.5},   {"value: 0.1\n", 0.1},
                 {"value: 1.2e3\n", 1200}, {"value: 69.81\n", 69.81}, {"value: 1e-3\n", 0.001},
                 {"{value: 7}\n", 7},      {"value: 0\n", 0}};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = -1;
        uint32_t node = parse_value(fixture, cases[i].source);
        assert_true(read_number(&fixture->read, node, "value", &number));
        assert_true(number == cases[i].value);
        assert_int_equal(fixture->list.count, 0);
    }
}

static void look_alikes_of_numbers_are_refused(void **state)
{
    static const char *const sources[] = {
        "value: 010\n",   "value: 0x1F\n",     "value: 1_000\n",     "value: 3:30\n",
        "value: .nan\n",  "value: .inf\n",     "value: -inf\n",      "value: 0o7\n",
        "value: many\n",  "value: ~\n",        "value: 1e999\n",     "value: 5%\n",
        "value: 1 000\n", "value: NO\n",       "value: 1,000,000\n", "value: 3 4\n",
        "value: --1\n",   "value: infinity\n", "value: 1d\n",        "value: 0b1\n"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        double number = 42;
        uint32_t node = parse_value(fixture, sources[i]);
        assert_false(read_number(&fixture->read, node, "value", &number));
        assert_true(number == 42);
        assert_int_equal(fixture->list.count, 1);
        assert_int_equal(fixture->list.items[0].code, ERR_SCHEMA_NUMBER);
        assert_int_equal(fixture->list.items[0].place.column, 8);
        assert_int_not_equal(fixture->list.items[0].hint[0], '\0');
    }
}

static void decimal_comma_is_answered_with_the_point(void **state)
{
    struct fixture *fixture = *state;
    double number;
    uint32_t node = parse_value(fixture, "value: 3,5\n");
    assert_false(read_number(&fixture->read, node, "value", &number));
    assert_problem(fixture, 0, ERR_SCHEMA_DECIMAL_COMMA, 1, 8,
                   "value is 3,5: a decimal comma; write 3.5");
}

static void number_in_quotes_is_text(void **state)
{
    struct fixture *fixture = *state;
    double number;
    uint32_t node = parse_value(fixture, "value: \"3\"\n");
    assert_false(read_number(&fixture->read, node, "value", &number));
    assert_problem(fixture, 0, ERR_SCHEMA_NUMBER_QUOTED, 1, 8,
                   "value is \"3\": text in quotes; write 3");
}

static void empty_values_are_refused_by_every_reader(void **state)
{
    static const char *const choices[] = {"a"};
    struct fixture *fixture = *state;
    const char *text;
    double number;
    struct date date;
    int whole;
    bool truth;
    uint32_t node = parse_value(fixture, "value:\n");
    const struct read *read = &fixture->read;
    assert_false(read_text(read, node, "name", &text));
    assert_false(read_id(read, node, "id", &text));
    assert_false(read_number(read, node, "value", &number));
    assert_false(read_date(read, node, "date", &date));
    assert_false(read_months(read, node, "carry", &whole));
    assert_false(read_bool(read, node, "clip", &truth));
    assert_false(read_choice(read, node, "role", choices, 1, &whole));
    assert_int_equal(fixture->list.count, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(fixture->list.items[i].code, ERR_SCHEMA_EMPTY);
        assert_int_equal(fixture->list.items[i].place.column, 7);
    }
}

static void dates_are_read_plain_and_quoted(void **state)
{
    struct fixture *fixture = *state;
    struct date date;
    uint32_t node = parse_value(fixture, "value: \"2021-08-23\"\n");
    assert_true(read_date(&fixture->read, node, "date", &date));
    assert_int_equal(date.last, date_day(2021, 8, 23));
    node = parse_value(fixture, "value: 2020..2021-03\n");
    assert_true(read_date(&fixture->read, node, "date", &date));
    assert_true(date.disputed);
    assert_int_equal(date.last, date_day(2021, 3, 31));
}

static void impossible_dates_say_why_and_what_was_meant(void **state)
{
    static const struct {
        const char *source;
        const char *sentence;
        const char *hint;
    } cases[] = {
        {"value: 2021-02-30\n", "date 2021-02-30: February 2021 has 28 days", ""},
        {"value: 2020-02-30\n", "date 2020-02-30: February 2020 has 29 days", ""},
        {"value: 2021-04-31..2022\n", "date 2021-04-31..2022: April 2021 has 30 days", ""},
        {"value: 2021..2022-06-31\n", "date 2021..2022-06-31: June 2022 has 30 days", ""},
        {"value: 23.08.2021\n", NULL, "write 2021-08-23"},
        {"value: 2021-8-3\n", NULL, "write 2021-08-03"},
        {"value: 2021/08/03\n", NULL, "write 2021-08-03"},
        {"value: 8/9/2021\n", NULL,
         "write the year first, then month and day with two digits each: 2021-08-23"},
        {"value: last year\n", NULL,
         "a date is a year, quarter, month or day, with the year first"},
        {"value: 2021-13\n", NULL, NULL},
        {"value: 2021Q5\n", NULL, NULL},
        {"value: 2021..2020\n", NULL, NULL},
        {"value: 0000\n", NULL, NULL},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date;
        uint32_t node = parse_value(fixture, cases[i].source);
        assert_false(read_date(&fixture->read, node, "date", &date));
        assert_int_equal(fixture->list.count, 1);
        const struct err *err = &fixture->list.items[0];
        assert_int_equal(err->code, ERR_SCHEMA_DATE);
        assert_int_equal(err->place.column, 8);
        if (cases[i].sentence)
            assert_string_equal(err->sentence, cases[i].sentence);
        if (cases[i].hint)
            assert_string_equal(err->hint, cases[i].hint);
    }
}

static void identifiers_are_words_of_scripts(void **state)
{
    static const char *const refused[] = {"3abc", "cs-press", "a.b",   "пресса",
                                          "a b",  "end",      "index", "missing"};
    struct fixture *fixture = *state;
    const char *id = NULL;
    uint32_t node = parse_value(fixture, "value: cs_press2\n");
    assert_true(read_id(&fixture->read, node, "id", &id));
    assert_string_equal(id, "cs_press2");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char source[64] = "value: ";
        strcat(strcat(source, refused[i]), "\n");
        node = parse_value(fixture, source);
        assert_false(read_id(&fixture->read, node, "id", &id));
        assert_int_equal(fixture->list.items[0].code, ERR_SCHEMA_ID);
        assert_true((strstr(fixture->list.items[0].sentence, "reserve") != NULL) == (i >= 5));
    }
}

static void choices_are_exact_and_answered_with_the_nearest(void **state)
{
    static const char *const roles[] = {"outcome", "lever", "context"};
    struct fixture *fixture = *state;
    int role = -1;
    uint32_t node = parse_value(fixture, "value: context\n");
    assert_true(read_choice(&fixture->read, node, "role", roles, 3, &role));
    assert_int_equal(role, 2);
    node = parse_value(fixture, "value: Lever\n");
    assert_false(read_choice(&fixture->read, node, "role", roles, 3, &role));
    assert_problem(fixture, 0, ERR_SCHEMA_CHOICE, 1, 8, "unknown role \"Lever\"");
    assert_string_equal(fixture->list.items[0].hint, "did you mean \"lever\"?");
    node = parse_value(fixture, "value: x\n");
    assert_false(read_choice(&fixture->read, node, "role", roles, 3, &role));
    assert_string_equal(fixture->list.items[0].hint, "choose one of outcome, lever, context");
}

static void months_and_truth_have_one_way_to_be_written(void **state)
{
    static const char *const truths[] = {"yes", "True", "on", "1", "\"true\""};
    struct fixture *fixture = *state;
    int months = -1;
    bool truth = false;
    uint32_t node = parse_value(fixture, "value: 6 quarters\n");
    assert_true(read_months(&fixture->read, node, "carry", &months));
    assert_int_equal(months, 18);
    node = parse_value(fixture, "value: 24\n");
    assert_false(read_months(&fixture->read, node, "carry", &months));
    assert_problem(fixture, 0, ERR_SCHEMA_MONTHS, 1, 8, "carry 24 is not a length of time");
    node = parse_value(fixture, "value: true\n");
    assert_true(read_bool(&fixture->read, node, "clip", &truth));
    assert_true(truth);
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        char source[32] = "value: ";
        strcat(strcat(source, truths[i]), "\n");
        node = parse_value(fixture, source);
        assert_false(read_bool(&fixture->read, node, "clip", &truth));
        assert_int_equal(fixture->list.items[0].code, ERR_SCHEMA_BOOL);
    }
}

static void texts_of_every_style_are_terminated(void **state)
{
    struct fixture *fixture = *state;
    const char *text = NULL;
    uint32_t node = parse_value(fixture, "value: NO  # Norway\n");
    assert_true(read_text(&fixture->read, node, "name", &text));
    assert_string_equal(text, "NO");
    node = parse_value(fixture, "value: >-\n  folded\n  text\n");
    assert_true(read_text(&fixture->read, node, "name", &text));
    assert_string_equal(text, "folded text");
}

static void problems_beyond_the_list_are_counted_and_not_written_anywhere(void **state)
{
    struct fixture *fixture = *state;
    uint32_t node = parse_value(fixture, "value: 1\n");
    for (int i = 0; i < ERR_LIST_MAX; i++)
        assert_non_null(read_problem(&fixture->read, node, ERR_WARNING, ERR_SCHEMA_KIND, "%d", i));
    struct err *beyond = read_problem(&fixture->read, node, ERR_ERROR, ERR_SCHEMA_KIND, "more");
    assert_null(beyond);
    err_hint(beyond, "nothing happens");
    assert_int_equal(fixture->list.errors, 1);
    assert_int_equal(fixture->list.warnings, ERR_LIST_MAX);
}

static void text_of_a_file_cannot_reach_a_message_in_full_length(void **state)
{
    struct fixture *fixture = *state;
    char source[5000] = "value: ";
    memset(source + 7, 'x', 4000);
    strcpy(source + 4007, "\n");
    double number;
    uint32_t node = parse_value(fixture, source);
    assert_false(read_number(&fixture->read, node, "value", &number));
    assert_true(strlen(fixture->list.items[0].sentence) < 200);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(fields_are_found_in_any_order),
        TEST(unknown_field_is_answered_with_the_one_meant),
        TEST(field_like_none_is_answered_with_all_there_are),
        TEST(no_break_space_in_a_name_is_pointed_out),
        TEST(every_missing_field_is_reported_at_the_mapping),
        TEST(decimal_comma_in_braces_is_one_problem_that_says_so),
        TEST(stray_number_after_a_comma_and_a_space_is_no_decimal_comma),
        TEST(wrong_kind_says_what_is_due_and_what_stands_there),
        TEST(empty_file_is_said_to_be_empty),
        TEST(numbers_are_read_exactly),
        TEST(look_alikes_of_numbers_are_refused),
        TEST(decimal_comma_is_answered_with_the_point),
        TEST(number_in_quotes_is_text),
        TEST(empty_values_are_refused_by_every_reader),
        TEST(dates_are_read_plain_and_quoted),
        TEST(impossible_dates_say_why_and_what_was_meant),
        TEST(identifiers_are_words_of_scripts),
        TEST(choices_are_exact_and_answered_with_the_nearest),
        TEST(months_and_truth_have_one_way_to_be_written),
        TEST(texts_of_every_style_are_terminated),
        TEST(problems_beyond_the_list_are_counted_and_not_written_anywhere),
        TEST(text_of_a_file_cannot_reach_a_message_in_full_length),
#undef TEST
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
