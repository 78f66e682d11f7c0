#include "bulk_fixture.h"

static const char series[] = "series: [le, eys]\n";

/* What is wrong with a file: where, and in which words. */
static void a_field_that_is_no_number_is_told_with_its_line_and_column(void **state)
{
    static const struct {
        const char *field;
        enum err_code code;
        const char *sentence;
    } cases[] = {
        {"x", ERR_VALUE_PANEL, "le is \"x\": not a number"},
        {"010", ERR_VALUE_PANEL,
         "le is \"010\": a leading zero, which some readers take for base 8"},
        {"1_000", ERR_VALUE_PANEL, "le is \"1_000\": an underscore between digits"},
        {".5", ERR_VALUE_PANEL, "le is \".5\": a decimal point needs a digit on both sides"},
        {"nan", ERR_VALUE_PANEL, "le is \"nan\": not a finite number"},
        {"\"3,5\"", ERR_SCHEMA_DECIMAL_COMMA,
         "le is \"3,5\": a decimal comma; decimals are written with a point"},
        {"\"1,234,5\"", ERR_VALUE_PANEL, "le is \"1,234,5\": not a number"},
        {"\"a\"\"b\"", ERR_VALUE_PANEL, "le is \"a\"b\": not a number"},
        {"1e999", ERR_VALUE_PANEL, "le is \"1e999\": too large for a number"},
        {" 1", ERR_VALUE_PANEL, "le is \" 1\": not a number"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char csv[256];
        snprintf(csv, sizeof csv,
                 "iso3,year,le,eys\nKGZ,2020,1,2\n\"TJK\",\"2020\",%s,3\nKGZ,2021,5,6\n",
                 cases[i].field);
        bulk_open(&small, series, csv);
        bulk_refused(&small, 1, cases[i].code, 3, cases[i].sentence);
    }
}

static void every_word_for_missing_is_missing(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, series,
              "iso3,year,le,eys\nKGZ,2018,NA,.\nKGZ,2019,..,\nKGZ,2020,\"\",\"NA\"\n"
              "KGZ,2021,1e1,+2\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    for (int32_t year = 2018; year < 2021; year++)
        for (uint32_t i = 0; i < 2; i++)
            assert_true(isnan(bulk_cell(panel, i, "KGZ", year)));
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 10);
    assert_true(bulk_cell(panel, 1, "KGZ", 2021) == 2);
    small_close(&small);
}

static void a_file_that_is_no_table_is_refused_on_its_line(void **state)
{
    static const struct {
        const char *csv;
        size_t count;
        enum err_code code;
        uint32_t line;
        const char *sentence;
    } cases[] = {
        {"", 4, ERR_REFERENCE_COLUMN, 1, NULL},
        {"iso3,year,le,eyes\n", 1, ERR_REFERENCE_COLUMN, 1, "the file has no column \"eys\""},
        {"iso3;year;le;eys\nKGZ;2020;1,5;2\n", 4, ERR_REFERENCE_COLUMN, 1, NULL},
        {"iso3,year,le,eys\nKGZ,2020,1,5,2\nKGZ,2021,1,2\n", 1, ERR_CSV_SYNTAX, 2,
         "the record has 5 fields, but the header names 4"},
        {"iso3,year,le,eys\n\nKGZ,2020,\"1,2\n", 1, ERR_CSV_SYNTAX, 3,
         "a quoted field is not closed"},
        {"iso3,year,le,eys\nKGZ,2020,1\"1,2\n", 1, ERR_CSV_SYNTAX, 2,
         "a quote stands inside a field; a field with quotes is quoted whole"},
        {"iso3,year,le,eys\nKGZ,20x1,1,2\nKGZ,2021,1,2\n", 1, ERR_SCHEMA_DATE, 2,
         "year is \"20x1\", which is no date"},
        {"iso3,year,le,eys\nKorea; Rep.,2021,1,2\n", 1, ERR_SCHEMA_ID, 2,
         "country \"Korea; Rep.\" cannot stand as an id"},
        {"iso3,year,le,eys\nC\xF4te,2021,1,2\n", 1, ERR_YAML_ENCODING, 2, NULL},
        {"iso3,year,le,eys\nKGZ,2020,1,2\nTJK,2020,1,2\nKGZ,2021,1,2\nKGZ,2020,,3\n", 1,
         ERR_VALUE_TWICE, 5, "KGZ 2020 is given twice, first on line 2"},
        {"iso3,year,le,eys\nKGZ,2020,1,2\nKGZ,2020-12,3,4\n", 1, ERR_VALUE_TWICE, 3,
         "KGZ 2020-12 is given twice, first on line 2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        bulk_open(&small, series, cases[i].csv);
        bulk_refused(&small, cases[i].count, cases[i].code, cases[i].line, cases[i].sentence);
    }
}

static void what_a_long_file_gives_twice_or_not_at_all_is_told(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "long: {series: s, value: v}\n",
              "s,iso3,year,v\nle,KGZ,2020,1\neys,KGZ,2020,2\nle,KGZ,2020,3\n");
    bulk_refused(&small, 1, ERR_VALUE_TWICE, 4, "le of KGZ 2020 is given twice, first on line 2");
    bulk_open(&small, "long: {series: s, value: v}\nseries: [le, eys]\n",
              "s,iso3,year,v\nle,KGZ,2020,1\neyes,KGZ,2020,2\n");
    bulk_indicators(&small, "", ", series: [p.eys]");
    bulk_refused(&small, 1, ERR_REFERENCE_SERIES, 0, "no row of the file is of the series eys");
    /* A missing figure may stand twice: it says nothing. */
    bulk_open(&small, "long: {series: s, value: v}\n",
              "s,iso3,year,v\nle,KGZ,2020,\nle,KGZ,2020,3\neys,KGZ,2020,NA\n");
    small_load(&small);
    small_close(&small);
}

/* It may have any series, so that an indicator it has no row of is one that is coded by hand. */
static void a_long_file_that_lists_no_series_asks_for_none(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "long: {series: s, value: v}\n", "s,iso3,year,v\nle,KGZ,2020,1\n");
    /* Another panel that lists a series goes before it. */
    small_write(&small, "data/panels/q.yaml",
                "panel: q\nfile: q.csv\ncountry: c\nperiod: y\nsource: pub\nseries: [le]\n");
    small_write(&small, "data/panels/q.csv", "c,y,le\nKGZ,2020,2\n");
    small_load(&small);
    const struct indicator *indicators = small.project->codebook->indicators;
    assert_int_equal(indicators[0].series_count, 1);
    assert_string_equal(indicators[0].series[0].series, "q.le");
    assert_int_equal(indicators[1].series_count, 0);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 2);
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2020)));
    small_close(&small);
}

static void a_figure_outside_its_interval_or_scale_is_told(void **state)
{
    static const char csv[] =
        "iso3,year,le,lo,hi,se,eys,top\nKGZ,2020,5,4,6,7,3,6\nTJK,2020,5,6,7,-1,9,\n";
    static const struct {
        const char *description;
        enum err_code code;
        const char *sentence;
    } cases[] = {
        {"series: {le: {column: le, low: lo, high: hi}, eys: lo}\n", ERR_VALUE_INTERVAL,
         "low of le (column lo) is 6, but the value is 5: an interval holds its value"},
        {"series: {le: {column: le, low: lo, high: top}, eys: lo}\n", ERR_VALUE_INTERVAL,
         "low of le (column lo) is 6, but the value is 5: an interval holds its value"},
        {"series: {le: {column: hi, low: lo, high: se}, eys: lo}\n", ERR_VALUE_INTERVAL,
         "high of le (column se) is -1, but the value is 7: an interval holds its value"},
        {"series: {le: {column: le, se: se}, eys: lo}\n", ERR_VALUE_UNCERTAINTY,
         "the standard error of le (column se) is -1, but none is below zero"},
        {"series: {le: le, eys: eys}\n", ERR_VALUE_OUTSIDE,
         "eys is 9, but its series runs from 0 to 7"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        bulk_open(&small, cases[i].description, csv);
        small_write(&small, "indicators/main.yaml",
                    "pillar: main\nindicators:\n  - {id: le}\n"
                    "  - {id: eys, scale: {kind: ordinal, levels: {0: a, 7: b}}}\n");
        bulk_refused(&small, 1, cases[i].code, 3, cases[i].sentence);
    }
}

static void an_interval_with_one_end_is_a_warning_that_is_given_once_a_series(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small,
              "series: {le: {column: le, low: lo, high: hi}, eys: {column: eys, low: lo, high: "
              "top}}\n",
              "iso3,year,le,eys,lo,hi,top\n"
              "AAA,2020,5,5,4,6,6\nBBB,2020,5,5,,,\nCCC,2020,,5,4,,\nDDD,2020,5,5,4,,6\n"
              "EEE,2020,5,,4,,6\nFFF,2020,5,5,,6,6\n");
    small.project = project_load(small.arena, small.root, &small.problems);
    assert_non_null(small.project);
    assert_int_equal(small.problems.errors, 0);
    assert_int_equal(small.problems.warnings, 2);
    /* Sorted by line: eys lacks its high end first in line 4, le in line 5. */
    const struct err *first = &small.problems.items[0], *second = &small.problems.items[1];
    assert_int_equal(first->code, ERR_VALUE_INTERVAL);
    assert_int_equal(first->place.line, 4);
    assert_string_equal(first->sentence,
                        "eys has lo, but no top here: an interval with one end is not read");
    assert_int_equal(second->place.line, 5);
    assert_string_equal(second->sentence,
                        "le has lo, but no hi here: an interval with one end is not read");
    small_close(&small);
}

static void a_description_that_says_too_little_or_too_much_is_refused(void **state)
{
    static const struct {
        const char *description;
        enum err_code code;
        uint32_t line;
        const char *sentence;
    } cases[] = {
        {"", ERR_SCHEMA_FIELD_MISSING, 1, "a panel has \"series\" or \"long\""},
        {"series: [le, eys, le]\n", ERR_REFERENCE_TWICE, 6, "the series le is listed twice"},
        {"series: {same: [le], le: x}\n", ERR_REFERENCE_TWICE, 6, "the series le is listed twice"},
        {"series: {le: {column: le, low: a}}\n", ERR_VALUE_INTERVAL, 6,
         "the interval has only one end"},
        {"series: {le: {column: le, low: a, high: b, level: 90}}\n", ERR_VALUE_UNCERTAINTY, 6,
         "level is 90, but the share an interval holds lies between 0 and 1"},
        {"series: {le: {column: le, low: a, high: b, se: c}}\n", ERR_VALUE_UNCERTAINTY, 6,
         "se stands beside low and high: one of them is enough"},
        {"series: {le: {column: le, level: 0.9}}\n", ERR_VALUE_UNCERTAINTY, 6,
         "level says what low and high hold, but there is no interval"},
        {"errors: shared\nseries: [le]\n", ERR_SCHEMA_CHOICE, 6, NULL},
        {"long: {series: s, value: v}\nseries: {le: {column: x, se: y}}\n", ERR_SCHEMA_KIND, 7,
         "le has columns of its own, but the file is long"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        bulk_open(&small, cases[i].description, "iso3,year,le,eys\n");
        bulk_refused(&small, 1, cases[i].code, cases[i].line, cases[i].sentence);
    }
}

static void a_series_that_the_panel_does_not_describe_is_refused(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, series, "iso3,year,le,eys\nKGZ,2020,1,2\n");
    bulk_indicators(&small, ", series: [p.el]", "");
    bulk_refused(&small, 1, ERR_REFERENCE_SERIES, 3, "the panel p has no series el");
    /* A source of the same name may bring it by hand. */
    bulk_open(&small, series, "iso3,year,le,eys\nKGZ,2020,1,2\n");
    bulk_indicators(&small, ", series: [p.el]", "");
    small_write(&small, "indicators/sources.yaml", "- {id: pub}\n- {id: p}\n");
    small_write(&small, "data/KGZ.yaml",
                "country: KGZ\nobservations:\n  le:\n"
                "    - {date: 2020, value: 7, series: p.el, source: p}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 7);
    small_close(&small);
}

static void sources_are_there_and_cover_what_they_give(void **state)
{
    static const struct {
        const char *source;
        size_t count;
        enum err_code code;
        uint32_t line;
        const char *sentence;
    } cases[] = {
        {"nobody", 1, ERR_REFERENCE_SOURCE, 5, "no source has the id \"nobody\""},
        {"\"ed{edition}\"", 1, ERR_REFERENCE_SOURCE, 3, "no source has the id \"ed2021\""},
        {"short", 2, ERR_VALUE_COVERS, 3,
         "the row is dated 2020, but short covers 2019-01-01 to 2019-12-31"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char text[256];
        bulk_open(&small, series, "");
        snprintf(text, sizeof text,
                 "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: %s\n"
                 "series: [le, eys]\n",
                 cases[i].source);
        small_write(&small, "data/panels/p.yaml", text);
        small_write(&small, "data/panels/p.csv",
                    "iso3,edition,year,le,eys\nKGZ,2020,2019,1,2\nKGZ,2021,2020,1,2\n"
                    "TJK,2021,2020,1,2\n");
        small_write(&small, "indicators/sources.yaml",
                    "- {id: ed2020}\n- {id: short, covers: 2019}\n");
        bulk_refused(&small, cases[i].count, cases[i].code, cases[i].line, cases[i].sentence);
    }
}

static void a_figure_that_a_country_file_gives_too_is_told(void **state)
{
    static const char *const sources[] = {"pub", "pub2021", "pub, recorded: 2021-02-01"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct small small;
        char text[256];
        bulk_open(&small, series, "iso3,year,le,eys\nKGZ,2020,1,2\n");
        bulk_indicators(&small, ", series: [p.le]", "");
        snprintf(text, sizeof text,
                 "country: KGZ\nobservations:\n  le:\n"
                 "    - {date: 2020, value: 7, series: p.le, source: %s}\n",
                 sources[i]);
        small_write(&small, "data/KGZ.yaml", text);
        if (i == 0) {
            bulk_refused(&small, 1, ERR_VALUE_TWICE, 4,
                         "the panel p gives p.le of that date too, on line 2 of "
                         "data/panels/p.csv");
            continue;
        }
        /* Another edition, or a correction recorded later, counts instead. */
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 7);
        small_close(&small);
    }
}

/* The first are kept, the rest counted. */
static void too_many_problems_are_counted(void **state)
{
    enum { ROWS = 700 };
    struct small small;
    char path[256];
    (void)state;
    bulk_open(&small, series, "");
    snprintf(path, sizeof path, "%s/data/panels/p.csv", small.root);
    FILE *file = fopen(path, "w");
    fputs("iso3,year,le,eys\n", file);
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "C%d,2020,x,2\n", i);
    fclose(file);
    small.project = project_load(small.arena, small.root, &small.problems);
    assert_int_equal(small.problems.errors, ROWS);
    assert_int_equal(small.problems.count, ERR_LIST_MAX);
    for (uint32_t i = 0; i < ERR_LIST_MAX; i++)
        assert_int_equal(small.problems.items[i].place.line, i + 2);
    small_close(&small);
}

/* One quote that is never closed takes in all that follows, but no memory for it. */
static void a_record_without_an_end_is_given_up(void **state)
{
    struct small small;
    char path[256], line[65536];
    (void)state;
    bulk_open(&small, series, "");
    snprintf(path, sizeof path, "%s/data/panels/p.csv", small.root);
    FILE *file = fopen(path, "w");
    fputs("iso3,year,le,eys\nKGZ,2020,1,2\n\"KGZ,2021,1,2\n", file);
    memset(line, 'x', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    line[sizeof line - 1] = '\0';
    for (int i = 0; i < 80; i++)
        fputs(line, file);
    fclose(file);
    bulk_refused(&small, 1, ERR_CSV_SYNTAX, 3, "the record has more than 4 MiB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_that_is_no_number_is_told_with_its_line_and_column),
        cmocka_unit_test(every_word_for_missing_is_missing),
        cmocka_unit_test(a_file_that_is_no_table_is_refused_on_its_line),
        cmocka_unit_test(what_a_long_file_gives_twice_or_not_at_all_is_told),
        cmocka_unit_test(a_long_file_that_lists_no_series_asks_for_none),
        cmocka_unit_test(a_figure_outside_its_interval_or_scale_is_told),
        cmocka_unit_test(an_interval_with_one_end_is_a_warning_that_is_given_once_a_series),
        cmocka_unit_test(a_description_that_says_too_little_or_too_much_is_refused),
        cmocka_unit_test(a_series_that_the_panel_does_not_describe_is_refused),
        cmocka_unit_test(sources_are_there_and_cover_what_they_give),
        cmocka_unit_test(a_figure_that_a_country_file_gives_too_is_told),
        cmocka_unit_test(too_many_problems_are_counted),
        cmocka_unit_test(a_record_without_an_end_is_given_up),
    };
    return cmocka_run_group_tests_name("bulk_errors", tests, NULL, NULL);
}
