#include "bulk_fixture.h"

#include <zlib.h>

static const char series[] = "series: [le, eys]\n";

static void a_wide_file_gives_a_figure_a_cell_and_says_where_it_stands(void **state)
{
    struct small small;
    (void)state;
    bulk_open(
        &small, series,
        "iso3,year,le,eys,other\nKGZ,2020,71.8,12.9,x\nTJK,2020,,11.7,x\nKGZ,2021,70.0,NA,x\n");
    small_load(&small);
    assert_int_equal(small.project->country_count, 2);
    assert_int_equal(small.project->observation_count, 0);
    assert_int_equal(project_count_observations(small.project), 4);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 71.8);
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 70);
    assert_true(bulk_cell(panel, 1, "TJK", 2020) == 11.7);
    assert_true(isnan(bulk_cell(panel, 0, "TJK", 2020)));
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2021)));
    assert_true(isnan(bulk_cell(panel, 0, "KGZ", 2019)));
    struct observation made = bulk_seen(panel, 1, "TJK", 2020);
    assert_string_equal(made.file, "data/panels/p.csv");
    assert_int_equal(made.line, 3);
    assert_true(made.as_published == 11.7 && made.value == 11.7 && isnan(made.low));
    assert_string_equal(made.use->series, "p.eys");
    assert_int_equal(panel_origin(panel, 1, bulk_row(panel, "TJK", 2020)), UINT32_MAX);
    struct observation ignored;
    assert_false(panel_observation(panel, 0, bulk_row(panel, "TJK", 2020), &ignored));
    small_close(&small);
}

static void a_long_file_gives_the_same_with_the_lines_of_its_figures(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "long: {series: what, value: value}\n",
              "what,iso3,year,value\nle,KGZ,2020,71.8\neys,TJK,2020,11.7\nother,TJK,2020,x\n"
              "eys,KGZ,2020,12.9\nle,KGZ,2021,70.0\nle,TJK,2020,\n");
    small.project = project_load(small.arena, small.root, &small.problems);
    /* What the file holds of series that are not used is held to be numbers all the same. */
    assert_int_equal(small.problems.count, 1);
    assert_int_equal(small.problems.items[0].place.line, 4);
    err_list_free(&small.problems);
    small_write(&small, "data/panels/p.yaml",
                "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: pub\n"
                "long: {series: what, value: value}\nseries: [le, eys]\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 71.8);
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 70);
    assert_true(bulk_cell(panel, 1, "KGZ", 2020) == 12.9);
    assert_true(bulk_cell(panel, 1, "TJK", 2020) == 11.7);
    assert_true(isnan(bulk_cell(panel, 0, "TJK", 2020)));
    assert_int_equal(bulk_seen(panel, 1, "KGZ", 2020).line, 5);
    assert_int_equal(bulk_seen(panel, 0, "KGZ", 2020).line, 2);
    small_close(&small);
}

static void series_of_a_long_file_may_have_other_names_there(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "long: {series: what, value: value}\nseries: {le: SP.DYN.LE00.IN, eys: E}\n",
              "what,iso3,year,value\nSP.DYN.LE00.IN,KGZ,2020,71.8\nE,KGZ,2020,12.9\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 71.8);
    assert_true(bulk_cell(panel, 1, "KGZ", 2020) == 12.9);
    small_close(&small);
}

/* Ten countries and periods of figures, one order of rows after the other. */
static void write_shuffled(const struct small *small, bool is_long, unsigned seed)
{
    enum { COUNTRIES = 10, ROWS = 60 };
    char path[256];
    unsigned order[ROWS];
    for (unsigned i = 0; i < ROWS; i++)
        order[i] = i;
    for (unsigned i = ROWS; seed > 0 && i-- > 1;) {
        seed = seed * 1664525U + 1013904223U;
        unsigned other = (seed >> 8) % (i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    snprintf(path, sizeof path, "%s/data/panels/p.csv", small->root);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(is_long ? "iso3,year,what,value,area\n" : "iso3,year,le,eys,area\n", file);
    for (unsigned i = 0; i < ROWS; i++) {
        unsigned country = order[i] % COUNTRIES, year = 2018 + order[i] / COUNTRIES;
        unsigned le = order[i] * 7919 % 1000, eys = order[i] * 104729 % 1000;
        if (is_long)
            fprintf(file, "C%u,%u,le,%u.%03u,R%u\nC%u,%u,eys,%s%u.5,R%u\n", country, year, le / 10,
                    le, country % 3, country, year, eys % 5 ? "" : "-", eys / 10, country % 3);
        else
            fprintf(file, "C%u,%u,%u.%03u,%s%u.5,R%u\n", country, year, le / 10, le,
                    eys % 5 ? "" : "-", eys / 10, country % 3);
    }
    fclose(file);
}

static void rows_in_any_order_give_the_same_to_the_last_bit(void **state)
{
    static const char *const descriptions[] = {
        "series: [le, eys]\ngroups: {region: area}\n",
        "long: {series: what, value: value}\ngroups: {region: area}\n"};
    double first[2][60];
    (void)state;
    for (int is_long = 0; is_long < 2; is_long++)
        for (unsigned seed = 0; seed < 6; seed++) {
            struct small small;
            bulk_open(&small, descriptions[is_long], "");
            write_shuffled(&small, is_long, seed);
            small_load(&small);
            struct panel *panel = small_panel(&small, &(struct panel_options){0});
            assert_int_equal(panel->rows, 60);
            for (uint32_t i = 0; i < 2; i++) {
                if (!is_long && seed == 0)
                    memcpy(first[i], panel_column(panel, i), sizeof first[i]);
                assert_memory_equal(panel_column(panel, i), first[i], sizeof first[i]);
            }
            assert_string_equal(small.project->countries[4].groups[1], "R1");
            small_close(&small);
        }
}

/* Where rows are the panel's, its column is the table's, and nothing is copied. */
static void a_column_is_read_in_place_where_rows_are_those_of_the_panel(void **state)
{
    struct small small;
    (void)state;
    for (int whole = 0; whole < 2; whole++) {
        bulk_open(&small, series, "");
        write_shuffled(&small, false, 3);
        if (!whole)
            small_write(&small, "data/panels/p.csv",
                        "iso3,year,le,eys\nA,2020,1,2\nB,2020,3,4\nA,2021,5,6\n");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        const struct bulk_column *column = small.project->feeds[0].column;
        assert_int_equal(panel_column(panel, 0) == column->value, whole);
        /* A part of the span is a part of the column. */
        panel = small_panel(&small, &(struct panel_options){.first = 2020, .last = 2020});
        assert_int_equal(panel_column(panel, 0) == column->value + (whole ? 20 : 0), 1);
        small_close(&small);
    }
}

static void labels_are_years_quarters_months_and_days(void **state)
{
    static const struct {
        const char *label;
        enum date_axis axis;
        int32_t period;
    } cases[] = {
        {"2021", DATE_AXIS_YEAR, 2021},
        {"2021", DATE_AXIS_QUARTER, 2021 * 4 + 3},
        {"2021Q3", DATE_AXIS_QUARTER, 2021 * 4 + 2},
        {"2021Q3", DATE_AXIS_YEAR, 2021},
        {"2021-08", DATE_AXIS_MONTH, 2021 * 12 + 7},
        {"2021-08", DATE_AXIS_QUARTER, 2021 * 4 + 2},
        {"2021-08-23", DATE_AXIS_MONTH, 2021 * 12 + 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char csv[128];
        snprintf(csv, sizeof csv, "iso3,year,le,eys\nKGZ,%s,71.8,1\n", cases[i].label);
        bulk_open(&small, series, csv);
        small_load(&small);
        struct panel *panel =
            small_panel(&small, &(struct panel_options){.axis = cases[i].axis,
                                                        .first = cases[i].period - 1,
                                                        .last = cases[i].period + 1});
        assert_true(isnan(bulk_cell(panel, 0, "KGZ", cases[i].period - 1)));
        assert_true(bulk_cell(panel, 0, "KGZ", cases[i].period) == 71.8);
        assert_true(isnan(bulk_cell(panel, 0, "KGZ", cases[i].period + 1)));
        small_close(&small);
    }
}

/* Two months of one quarter: the later stands, and where it is missing the earlier. */
static void of_several_rows_of_a_period_the_last_that_has_a_figure_stands(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, series,
              "iso3,year,le,eys\nKGZ,2021-08,1,5\nKGZ,2021-07,2,6\n"
              "KGZ,2021-09,,7\n");
    small_load(&small);
    struct panel *panel = small_panel(
        &small, &(struct panel_options){.axis = DATE_AXIS_QUARTER, .first = 8084, .last = 8087});
    assert_true(bulk_cell(panel, 0, "KGZ", 2021 * 4 + 2) == 1);
    assert_true(bulk_cell(panel, 1, "KGZ", 2021 * 4 + 2) == 7);
    assert_int_equal(bulk_seen(panel, 0, "KGZ", 2021 * 4 + 2).line, 2);
    small_close(&small);
}

static void a_period_may_be_moved_and_rows_chosen(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small,
              "series: {le: {column: le, empty: 0}, eys: eys}\nwhere: {kind: [c, d]}\n"
              "except: {iso3: [\"ZZ*\", TJK]}\nmissing: [\"-99\", n/a]\n",
              "iso3,year,le,eys,kind\nKGZ,2021,,n/a,c\nKGZ,2022,5,-99,d\nTJK,2021,1,1,c\n"
              "ZZK,2021,1,1,c\nKAZ,2021,1,1,t\nUZB,2021,-99,-99.0,c\n");
    small_write(&small, "data/panels/p.yaml",
                "panel: p\nfile: p.csv\ncountry: iso3\nperiod: {column: year, add: -2}\n"
                "source: pub\nseries: {le: {column: le, empty: 0}, eys: eys}\n"
                "where: {kind: [c, d]}\nexcept: {iso3: [\"ZZ*\", TJK]}\n"
                "missing: [\"-99\", n/a]\n");
    small_load(&small);
    assert_int_equal(small.project->country_count, 2);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2019) == 0);
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2019)));
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 5);
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2020)));
    assert_true(isnan(bulk_cell(panel, 0, "UZB", 2019)));
    assert_true(bulk_cell(panel, 1, "UZB", 2019) == -99);
    small_close(&small);
}

static void series_are_a_list_a_mapping_or_both(void **state)
{
    static const char *const ways[] = {"series: [le, eys]\n", "series: {le: le, eys: eys}\n",
                                       "series:\n  same: [le]\n  eys: {column: eys}\n",
                                       "series: {same: [le, eys]}\n"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct small small;
        bulk_open(&small, ways[i], "iso3,year,le,eys\nKGZ,2021,71.8,12.9\n");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 71.8);
        assert_true(bulk_cell(panel, 1, "KGZ", 2021) == 12.9);
        small_close(&small);
    }
}

/* Names and groups may change; an empty group is none. */
static void countries_have_the_name_and_groups_of_their_latest_row(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "series: [le, eys]\nname: land\ngroups: {region: area, income: class}\n",
              "iso3,land,area,class,year,le,eys\nSWZ,Eswatini,Africa,,2019,1,1\n"
              "SWZ,Swaziland,Africa,low,2017,1,1\nSWZ,,Africa,,2020,1,1\n,Nowhere,,,2020,1,1\n"
              "NRU,Nauru,,low,2019,1,1\n");
    small_load(&small);
    assert_int_equal(small.project->country_count, 2);
    const struct country *nauru = &small.project->countries[0],
                         *eswatini = &small.project->countries[1];
    assert_string_equal(eswatini->name, "Eswatini");
    assert_string_equal(eswatini->groups[0], "region");
    assert_string_equal(eswatini->groups[1], "Africa");
    assert_null(eswatini->groups[2]);
    assert_string_equal(nauru->groups[0], "income");
    assert_null(nauru->groups[2]);
    small_close(&small);
}

/* countries: data (those with a file), all, a list; without a word data where there is a file. */
static void index_yaml_says_whose_rows_count(void **state)
{
    static const struct {
        const char *countries;
        bool file;
        size_t count;
        const char *first;
    } cases[] = {{"", true, 1, "TJK"},
                 {"", false, 3, "KAZ"},
                 {"countries: data\n", true, 1, "TJK"},
                 {"countries: all\n", true, 3, "KAZ"},
                 {"countries: [TJK, KAZ]\n", true, 2, "TJK"},
                 {"countries: [KGZ]\n", false, 1, "KGZ"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char text[128];
        bulk_open(&small, series, "iso3,year,le,eys\nKGZ,2021,1,2\nTJK,2021,3,4\nKAZ,2021,5,6\n");
        snprintf(text, sizeof text, "codebook: small\nspan: 2018..2023\npillars: [main]\n%s",
                 cases[i].countries);
        small_write(&small, "indicators/index.yaml", text);
        if (cases[i].file)
            small_write(&small, "data/TJK.yaml", "country: TJK\nname: Tajikistan\n");
        small_load(&small);
        assert_int_equal(small.project->country_count, cases[i].count);
        assert_string_equal(small.project->countries[0].id, cases[i].first);
        if (project_country(small.project, text_of("TJK")) != UINT32_MAX) {
            struct panel *panel = small_panel(&small, &(struct panel_options){0});
            assert_true(bulk_cell(panel, 0, "tjk", 2021) == 3);
        }
        small_close(&small);
    }
}

static void the_span_is_that_of_the_figures(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, series,
              "iso3,year,le,eys\nKGZ,2010,,\nKGZ,2013,1,\nKGZ,2017,,2\nKGZ,2019,,\n");
    small_write(&small, "indicators/index.yaml", "codebook: small\npillars: [main]\n");
    small_load(&small);
    assert_int_equal(small.project->codebook->span_first, 2013);
    assert_int_equal(small.project->codebook->span_last, 2017);
    small_close(&small);
}

/* printf 'iso3,year,le,eys\nKGZ,2021,71.8,12.9\n' | sha256sum */
static void a_compressed_file_is_read_and_hashed_as_it_stands(void **state)
{
    static const char csv[] = "iso3,year,le,eys\nKGZ,2021,71.8,12.9\n";
    struct small small;
    char path[256];
    (void)state;
    bulk_open(&small, series, csv);
    small_load(&small);
    bool found = false;
    for (size_t i = 0; i < small.project->file_count; i++)
        if (strcmp(small.project->files[i].path, "data/panels/p.csv") == 0) {
            assert_string_equal(small.project->files[i].sha256,
                                "b27f2fec07863e404dd5ebf2b58ef7cac74ac3a1017d95fd85de6b3a33d6166a");
            found = true;
        }
    assert_true(found);
    snprintf(path, sizeof path, "%s/data/panels/p.csv", small.root);
    gzFile file = gzopen(path, "wb");
    assert_int_equal(gzwrite(file, csv, sizeof csv - 1), sizeof csv - 1);
    gzclose(file);
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 1, "KGZ", 2021) == 12.9);
    small_close(&small);
}

/* A file of many blocks and pieces: 3,000 records of 40 fields, in quotes or not, with CRLF. */
static void a_file_of_many_pieces_is_read_whole(void **state)
{
    enum { COUNTRIES = 300, YEARS = 6, OTHERS = 36 };
    (void)state;
    for (int style = 0; style < 4; style++) {
        struct small small;
        char path[256];
        bulk_open(&small, series, "");
        snprintf(path, sizeof path, "%s/data/panels/p.csv", small.root);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        const char *end = style & 1 ? "\r\n" : "\n", *quote = style & 2 ? "\"" : "";
        fputs("iso3,year", file);
        for (int i = 0; i < OTHERS; i++)
            fprintf(file, ",o%d", i);
        fprintf(file, ",le,eys%s", end);
        for (int c = 0; c < COUNTRIES; c++)
            for (int year = 0; year < YEARS; year++) {
                fprintf(file, "%sC%03d%s,%d", quote, c, quote, 2018 + year);
                for (int i = 0; i < OTHERS; i++)
                    fputs(style & 2 ? ",\"a, \"\"b\"\"\"" : ",a b", file);
                fprintf(file, ",%d.25,%s%d%s%s", c, quote, year - 3, quote, end);
            }
        fclose(file);
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_int_equal(panel->rows, COUNTRIES * YEARS);
        for (size_t row = 0; row < panel->rows; row++) {
            assert_true(panel_value(panel, 0, row) == (double)(row % COUNTRIES) + 0.25);
            assert_true(panel_value(panel, 1, row) == (double)(row / COUNTRIES) - 3);
        }
        assert_int_equal(bulk_seen(panel, 0, "C123", 2020).line, 2 + 123 * YEARS + 2);
        small_close(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wide_file_gives_a_figure_a_cell_and_says_where_it_stands),
        cmocka_unit_test(a_long_file_gives_the_same_with_the_lines_of_its_figures),
        cmocka_unit_test(series_of_a_long_file_may_have_other_names_there),
        cmocka_unit_test(rows_in_any_order_give_the_same_to_the_last_bit),
        cmocka_unit_test(a_column_is_read_in_place_where_rows_are_those_of_the_panel),
        cmocka_unit_test(labels_are_years_quarters_months_and_days),
        cmocka_unit_test(of_several_rows_of_a_period_the_last_that_has_a_figure_stands),
        cmocka_unit_test(a_period_may_be_moved_and_rows_chosen),
        cmocka_unit_test(series_are_a_list_a_mapping_or_both),
        cmocka_unit_test(countries_have_the_name_and_groups_of_their_latest_row),
        cmocka_unit_test(index_yaml_says_whose_rows_count),
        cmocka_unit_test(the_span_is_that_of_the_figures),
        cmocka_unit_test(a_compressed_file_is_read_and_hashed_as_it_stands),
        cmocka_unit_test(a_file_of_many_pieces_is_read_whole),
    };
    return cmocka_run_group_tests_name("bulk", tests, NULL, NULL);
}
