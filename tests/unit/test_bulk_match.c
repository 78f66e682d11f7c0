/* What stands for missing in a bulk file, what its series feed, and the text of its draft. */
#include "draft_fixture.h"

#include "model/load.h"

static void words_for_missing_are_listed(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,a,b,c\nKGZ,2019,NULL,1,..\nKGZ,2020,1,-99,NA\nKGZ,2021,2,3,4\n"
                    "KGZ,2022,3,-99,5\n");
    assert_fields(&drafted,
                  "country: iso3\nperiod: year\nsource: src\nmissing: [\"NULL\", \"-99\"]\n"
                  "series:\n  same: [a, b, c]\n");
    assert_remark(&drafted, "-99 stands 2 times in b, whose other figures are 1 to 3");
    done(&drafted);
}

static void a_number_that_is_one_like_others_is_not_missing(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,a,b\nKGZ,2019,-9,1\nKGZ,2020,-12,-9\nKGZ,2021,4,2\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [a, b]\n");
    assert_remark(&drafted, "it is a figure like others in a");
    done(&drafted);
}

static void a_column_that_is_not_all_numbers_is_left_out(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,x,y\nKGZ,2019,1,1\nKGZ,2020,<5,2\nKGZ,2021,3,3\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [y]\n");
    assert_string_equal(drafted.draft->columns[2].why, "not all numbers: \"<5\"");
    done(&drafted);
}

static void what_a_country_always_has_is_a_classification(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,Income group,status,ct,year,x\n"
                    "KGZ,low,PF,c,2019,1\nKGZ,low,NF,c,2020,1\n"
                    "TJK,low,NF,c,2019,1\nTJK,low,NF,c,2020,1\n"
                    "KAZ,high,NF,c,2019,1\nKAZ,high,NF,c,2020,1\n"
                    "ABK,high,PF,t,2019,1\nABK,high,PF,t,2020,1\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\ngroups:\n"
                            "  Income_group: Income group\n  ct: ct\nseries:\n  same: [x]\n");
    assert_remark(&drafted, "where: {ct: [c]}");
    done(&drafted);
}

static void numbers_of_countries_are_no_series(void **state)
{
    (void)state;
    assert_draft("gwcode,iso3,year,x\n703,KGZ,2019,1\n703,KGZ,2020,1\n702,TJK,2019,1\n"
                 "702,TJK,2020,1\n",
                 "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
}

static void groups_of_countries_among_countries_are_pointed_out(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,x\nKGZ,2020,1\nTJK,2020,1\nKAZ,2020,1\nUZB,2020,1\nTKM,2020,1\n"
                    "AFG,2020,1\nIRN,2020,1\nPAK,2020,1\nZZK.WORLD,2020,1\nZZA.VHHD,2020,1\n");
    assert_remark(&drafted, "except: {iso3: [\"ZZ*\"]}");
    done(&drafted);
    draft(&drafted, "iso3,year,x\nKGZ,2020,1\nTJK,2020,1\nWLD,2020,1\nEUU,2020,1\n");
    assert_remark(&drafted, "except: {iso3: [WLD, EUU]}");
    done(&drafted);
}

/* A project that looks for series of the panel pub, of its own ids, and of another family. */
static void open_project(struct small *small, struct bulk_known **known)
{
    small_open(small);
    small_write(small, "indicators/main.yaml",
                "pillar: main\nindicators:\n"
                "  - {id: assembly, series: [pub.Q1_1]}\n"
                "  - {id: press, series: [pub.Q11, other.B]}\n"
                "  - {id: life_expectancy}\n"
                "  - id: courts\n"
                "    scale: {kind: ordinal, levels: {0: a, 1: b, 2: c}}\n"
                "  - {id: unseen, series: [other.X, other.Y, other.Z]}\n");
    *known = bulk_known_load(small->arena, small->root, "pub", &small->problems);
    assert_non_null(*known);
    assert_int_equal(small->problems.errors, 0);
    (*known)->source = "pub2021";
}

static void columns_are_matched_exactly_then_but_for_case_and_points(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    open_project(&small, &known);
    draft_known(&drafted, known, "iso3,year,Q1.1,Q11,Life Expectancy,more\nKGZ,2020,1,2,71,1\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: pub2021\nseries:\n"
                            "  same: [Q11, more]\n  Q1_1: Q1.1\n"
                            "  life_expectancy: Life Expectancy\n");
    const struct bulk_draft_column *columns = drafted.draft->columns;
    assert_string_equal(columns[2].feeds, "assembly");
    assert_string_equal(columns[3].feeds, "press");
    assert_string_equal(columns[4].feeds, "life_expectancy");
    assert_null(columns[5].feeds);
    assert_int_equal(drafted.draft->unfed_count, 2);
    assert_string_equal(drafted.draft->unfed[1], "unseen");
    done(&drafted);
    small_close(&small);
}

static void what_the_codebook_wants_is_a_series_whatever_it_looks_like(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    small_open(&small);
    small_write(&small, "indicators/main.yaml",
                "pillar: main\nindicators:\n  - {id: error, series: [pub.stderr]}\n"
                "  - {id: nothing, series: [pub.later]}\n  - {id: gwcode}\n");
    known = bulk_known_load(small.arena, small.root, "pub", &small.problems);
    assert_non_null(known);
    draft_known(&drafted, known,
                "iso3,gwcode,year,score,stderr,later,never\nKGZ,703,2020,1,0.1,,\n"
                "KGZ,703,2021,1,0.1,NA,\nTJK,702,2020,1,0.1,,\nTJK,702,2021,1,0.1,,\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\n"
                            "source: # required: an id of indicators/sources.yaml, such as pub, "
                            "pub2021\n"
                            "series:\n  same: [gwcode, score, stderr, later]\n");
    assert_remark(&drafted, "stderr is a series of the codebook, and so not taken for the standard "
                            "error of score");
    done(&drafted);
    small_close(&small);
}

static void figures_outside_the_scale_are_remarked(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    open_project(&small, &known);
    draft_known(&drafted, known, "iso3,year,courts\nKGZ,2020,1\nKGZ,2021,7\n");
    assert_remark(&drafted, "courts runs from 1 to 7, but the codebook has it from 0 to 2");
    done(&drafted);
    small_close(&small);
}

static void a_panel_of_another_name_would_feed_more(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    open_project(&small, &known);
    draft_known(&drafted, known, "iso3,year,X,Y,Z\nKGZ,2020,1,2,3\n");
    assert_remark(&drafted, "looks for 3 of these series as other.NAME");
    assert_remark(&drafted, "--panel other");
    done(&drafted);
    small_close(&small);
}

static void figures_that_stand_in_data_already_are_counted(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small,
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 1, series: other.B, source: other}\n",
               "");
    known = bulk_known_load(small.arena, small.root, "pub", &small.problems);
    assert_non_null(known);
    assert_int_equal(known->country_count, 1);
    draft_known(&drafted, known, "iso3,year,A\nAAA,2020,1\n");
    assert_string_equal(drafted.draft->columns[2].feeds, "one");
    assert_remark(&drafted, "data/ has 1 figure of these series by hand");
    done(&drafted);
    small_close(&small);
}

static void two_panels_of_one_series_are_remarked(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    open_project(&small, &known);
    struct bulk_series series = {.name = "courts"};
    struct bulk panel = {.name = "law", .series = &series, .series_count = 1};
    known->panels = &panel;
    known->panel_count = 1;
    draft_known(&drafted, known, "iso3,year,courts\nKGZ,2020,1\n");
    assert_remark(&drafted, "The panel law feeds courts too");
    assert_remark(&drafted, "series: [pub.courts]");
    done(&drafted);
    small_close(&small);
}

static void a_source_is_looked_up_for_every_edition(void **state)
{
    (void)state;
    struct small small;
    struct bulk_known *known;
    struct drafted drafted;
    const char *csv = "iso3,edition,year,x\nKGZ,2021,2020,1\nKGZ,2022,2021,1\n";
    open_project(&small, &known);
    known->source = "pub2020";
    draft_known(&drafted, known, csv);
    assert_null(drafted.draft);
    assert_int_equal(drafted.err.code, ERR_OPTION_VALUE);
    done(&drafted);
    known->source = "pub{edition}";
    draft_known(&drafted, known, csv);
    assert_null(drafted.draft);
    assert_non_null(strstr(drafted.err.sentence, "1 of which do not exist: pub2022"));
    done(&drafted);
    known->source = "pub{issue}";
    draft_known(&drafted, known, csv);
    assert_null(drafted.draft);
    assert_non_null(strstr(drafted.err.sentence, "no column \"issue\""));
    done(&drafted);
    known->source = "pub{edition}";
    draft_known(&drafted, known, "iso3,edition,year,x\nKGZ,2021,2020,1\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: \"pub{edition}\"\nseries:\n"
                            "  same: [x]\n");
    done(&drafted);
    known->source = NULL;
    draft_known(&drafted, known, "iso3,edition,year,x\nKGZ,2021,2020,1\n");
    assert_remark(&drafted, "sources.yaml has one for each of its 1 values (such as pub2021)");
    done(&drafted);
    small_close(&small);
}

/* Names that YAML would take for something else come back as they were. */
static void a_draft_reads_back_as_what_it_says(void **state)
{
    (void)state;
    const char *csv = "iso3,\"a \"\"b\"\", c\",\"two\nlines\",year,true,same,1990s,"
                      "- x,k: v,[z],\xC3\xA9t\xC3\xA9,#h,Q1.1,end,null,x_low,x,x_high\n"
                      "KGZ,1,1,2020,1,1,1,1,1,1,1,1,1,1,1,0,1,2\n";
    const char *columns[] = {
        "a \"b\", c", "two\nlines",        "true", "same", "1990s", "- x",  "k: v",
        "[z]",        "\xC3\xA9t\xC3\xA9", "#h",   "Q1.1", "end",   "null", "x"};
    struct small small;
    struct drafted drafted;
    char folder[128];
    small_open(&small);
    draft_known(&drafted, &(struct bulk_known){.panel = "pub", .source = "pub2021"}, csv);
    assert_non_null(drafted.draft);
    snprintf(folder, sizeof folder, "%s/data/panels", small.root);
    assert_int_equal(mkdir(folder, 0700), 0);
    small_write(&small, "data/panels/pub.yaml", drafted.yaml.bytes);
    struct load load = {
        .arena = small.arena, .scratch = arena_new(), .root = small.root, .list = &small.problems};
    struct bulk *bulk = bulk_describe(&load, "pub");
    arena_free(load.scratch);
    for (size_t i = 0; i < small.problems.count; i++)
        fail_msg("%s", small.problems.items[i].sentence);
    assert_non_null(bulk);
    assert_int_equal(bulk->series_count, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t found = 0;
        for (size_t s = 0; s < bulk->series_count; s++)
            found += strcmp(bulk->series[s].column, columns[i]) == 0;
        if (found != 1)
            fail_msg("%s comes back %zu times", columns[i], found);
    }
    for (size_t i = 0; i < bulk->series_count; i++)
        assert_true(text_is_id(text_of(bulk->series[i].name)));
    done(&drafted);
    small_close(&small);
}

static void a_draft_without_source_says_where_to_put_it(void **state)
{
    (void)state;
    struct drafted drafted;
    draft_known(&drafted, &(struct bulk_known){.panel = "pub"}, "iso3,year,x\nKGZ,2020,1\n");
    assert_string_equal(
        drafted.yaml.bytes,
        "# Drafted by tidemark import from file.csv: 1 record, 1 country, 2020. See whether each "
        "column is\n"
        "# what it was taken for; fields after a # are for you to take up or not. Then run "
        "`tidemark\n"
        "# check`.\n"
        "panel: pub\nfile: file.csv\ncountry: iso3\nperiod: year\n"
        "source: # required: an id of indicators/sources.yaml\nseries:\n  same: [x]\n");
    done(&drafted);
}

static void long_lists_are_broken_between_names(void **state)
{
    (void)state;
    char csv[2048] = "iso3,year";
    for (int i = 10; i < 40; i++)
        snprintf(csv + strlen(csv), sizeof csv - strlen(csv), ",series_%d", i);
    strcat(csv, "\nKGZ,2020");
    for (int i = 10; i < 40; i++)
        strcat(csv, ",1");
    strcat(csv, "\n");
    struct drafted drafted;
    draft(&drafted, csv);
    for (const char *line = drafted.yaml.bytes; *line; line += strcspn(line, "\n") + 1)
        assert_true(strcspn(line, "\n") <= 100);
    assert_non_null(strstr(drafted.yaml.bytes, ",\n         series_"));
    done(&drafted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_for_missing_are_listed),
        cmocka_unit_test(a_number_that_is_one_like_others_is_not_missing),
        cmocka_unit_test(a_column_that_is_not_all_numbers_is_left_out),
        cmocka_unit_test(what_a_country_always_has_is_a_classification),
        cmocka_unit_test(numbers_of_countries_are_no_series),
        cmocka_unit_test(groups_of_countries_among_countries_are_pointed_out),
        cmocka_unit_test(columns_are_matched_exactly_then_but_for_case_and_points),
        cmocka_unit_test(what_the_codebook_wants_is_a_series_whatever_it_looks_like),
        cmocka_unit_test(figures_outside_the_scale_are_remarked),
        cmocka_unit_test(a_panel_of_another_name_would_feed_more),
        cmocka_unit_test(figures_that_stand_in_data_already_are_counted),
        cmocka_unit_test(two_panels_of_one_series_are_remarked),
        cmocka_unit_test(a_source_is_looked_up_for_every_edition),
        cmocka_unit_test(a_draft_reads_back_as_what_it_says),
        cmocka_unit_test(a_draft_without_source_says_where_to_put_it),
        cmocka_unit_test(long_lists_are_broken_between_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
