/* What the columns of a bulk file are taken for. */
#include "draft_fixture.h"

static void a_row_a_country_and_year_is_a_wide_panel(void **state)
{
    (void)state;
    assert_draft(
        "iso3,country,year,le,eys\nKGZ,Kyrgyzstan,2020,71.8,13\nTJK,Tajikistan,2020,67.9,\n",
        "country: iso3\nname: country\nperiod: year\nsource: src\nseries:\n"
        "  same: [le, eys]\n");
}

static void a_code_is_preferred_to_a_name_wherever_it_stands(void **state)
{
    (void)state;
    assert_draft("Country Name,Score,Country Code,Year\nKyrgyzstan,1,KGZ,2020\nKenya,2,KEN,2020\n",
                 "country: Country Code\nname: Country Name\nperiod: Year\nsource: src\n"
                 "series:\n  same: [Score]\n");
}

static void countries_by_name_alone_are_countries(void **state)
{
    (void)state;
    assert_draft("country,year,x\nKyrgyzstan,2020,1\n\"Congo, Rep.\",2020,2\n",
                 "country: country\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
}

static void three_capitals_are_countries_under_any_name(void **state)
{
    (void)state;
    assert_draft("where,year,x\nKGZ,2020,1\nTJK,2020,2\n",
                 "country: where\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
}

static void currencies_are_no_countries_where_countries_are(void **state)
{
    (void)state;
    assert_draft("currency,country,year,x\nKGS,Kyrgyzstan,2020,1\nTJS,Tajikistan,2020,2\n",
                 "country: country\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
}

static void ids_of_the_project_tell_which_column_holds_countries(void **state)
{
    (void)state;
    static const char *const countries[] = {"U01", "Utopia", "U02", "Erewhon"};
    struct drafted drafted;
    draft_known(&drafted,
                &(struct bulk_known){
                    .panel = "pub", .source = "src", .countries = countries, .country_count = 2},
                "place,kind,year,x\nU01,a,2020,1\nU02,b,2020,2\n");
    assert_fields(&drafted, "country: place\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
    done(&drafted);
}

static void where_a_code_is_empty_the_name_stands_for_it(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "country,iso3,year,x\nAbkhazia,,2020,1\nKyrgyzstan,KGZ,2020,2\n"
                    "Tajikistan,TJK,2020,3\n");
    assert_fields(&drafted, "country: [iso3, country]\nname: country\nperiod: year\nsource: src\n"
                            "series:\n  same: [x]\n");
    assert_remark(&drafted, "iso3 is empty in 1 of 3 records");
    assert_remark(&drafted, "country: iso3");
    assert_int_equal(drafted.draft->countries, 3);
    done(&drafted);
}

static void names_that_change_over_time_are_names_still(void **state)
{
    (void)state;
    char csv[4096] = "iso3,country,year,x\n";
    for (int year = 2000; year < 2020; year++)
        snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "SWZ,%s,%d,1\nKGZ,Kyrgyzstan,%d,2\n",
                 year < 2018 ? "Swaziland" : "Eswatini", year, year);
    assert_draft(csv, "country: iso3\nname: country\nperiod: year\nsource: src\n"
                      "series:\n  same: [x]\n");
}

static void the_year_observed_is_preferred_to_that_of_the_edition(void **state)
{
    (void)state;
    struct drafted drafted;
    draft_known(&drafted, &(struct bulk_known){.panel = "fiw_2013_2025"},
                "iso3,edition,year,x\nKGZ,2021,2020,1\nKGZ,2022,2021,2\n");
    assert_int_equal(drafted.draft->period, 2);
    assert_int_equal(drafted.draft->edition, 1);
    assert_remark(&drafted, "source: \"fiw{edition}\"");
    assert_non_null(strstr(drafted.yaml.bytes, "\nsource: # required"));
    done(&drafted);
    draft(&drafted, "iso3,report_year,x\nKGZ,2021,1\nKGZ,2022,2\n");
    assert_int_equal(drafted.draft->period, 1);
    assert_remark(&drafted, "period: {column: report_year, add: -1}");
    done(&drafted);
}

static void quarters_months_and_days_are_periods(void **state)
{
    (void)state;
    assert_draft("geo,TIME_PERIOD,OBS_VALUE\nKGZ,2019-01,1\nKGZ,2019-02,1\n",
                 "country: geo\nperiod: TIME_PERIOD\nsource: src\nseries:\n  same: [OBS_VALUE]\n");
    assert_draft("iso3,when,x\nKGZ,2019Q1,1\nKGZ,2019Q2,1\n",
                 "country: iso3\nperiod: when\nsource: src\nseries:\n  same: [x]\n");
    assert_draft("iso3,snapshot,x\nKGZ,2021-03-19,1\nTJK,2021-03-19,1\n",
                 "country: iso3\nperiod: snapshot\nsource: src\nseries:\n  same: [x]\n");
}

static void a_table_without_period_or_country_is_refused_with_a_reason(void **state)
{
    (void)state;
    assert_refused("Country Name,Country Code,2019,2020,2021\nKyrgyzstan,KGZ,1,2,3\n",
                   ERR_IMPORT_COLUMNS, "years stand side by side, in 3 columns");
    assert_refused("iso3,year,x\nKGZ,2019.0,1\n", ERR_IMPORT_COLUMNS,
                   "year would be it, but \"2019.0\" is no date");
    assert_refused("iso3,when,x\nKGZ,early,1\n", ERR_IMPORT_COLUMNS,
                   "the header names: iso3, when, x");
    assert_refused("place,year,x\nthere,2020,1\n", ERR_IMPORT_COLUMNS,
                   "no column holds the country");
    assert_refused("iso3,year,x\nKGZ,2020,\"3,5\"\n", ERR_IMPORT_COLUMNS, "holds figures");
}

static void what_is_no_csv_is_called_by_its_name(void **state)
{
    (void)state;
    assert_refused("", ERR_CSV_SYNTAX, "empty");
    assert_refused("iso3,year,x\n", ERR_CSV_SYNTAX, "no record");
    assert_refused("PK\x03\x04", ERR_CSV_SYNTAX, "spreadsheet");
    assert_refused("<!DOCTYPE html>", ERR_CSV_SYNTAX, "page");
    assert_refused("iso3;year;x\nKGZ;2020;1,5\n", ERR_CSV_SYNTAX, "semicolons");
    assert_refused("iso3\tyear\tx\nKGZ\t2020\t1\n", ERR_CSV_SYNTAX, "tabs");
    assert_refused("just a text\n", ERR_CSV_SYNTAX, "one column");
    assert_refused("iso3,year,x,x\nKGZ,2020,1,2\n", ERR_CSV_SYNTAX, "as columns 3 and 4");
    assert_refused("iso3,year,x\nKGZ,2020,1\nSource: us\n", ERR_CSV_SYNTAX, "1 fields");
    assert_refused("iso3,year,x\nKGZ,2020,\"1\n", ERR_CSV_SYNTAX, "not closed");
    assert_refused("iso3,year,x\nC\xF4te,2020,1\n", ERR_YAML_ENCODING, "UTF-8");
}

static void more_columns_than_can_be_are_refused(void **state)
{
    (void)state;
    char *csv = malloc(4097 * 2 + 1);
    assert_non_null(csv);
    for (size_t i = 0; i < 4097; i++)
        memcpy(csv + 2 * i, "a,", 2);
    csv[2 * 4097 - 1] = '\n';
    csv[2 * 4097] = '\0';
    assert_refused(csv, ERR_CSV_SYNTAX, "4,096");
    free(csv);
}

static void columns_without_a_name_are_passed_over(void **state)
{
    (void)state;
    assert_draft(",iso3,year,x,,\n0,KGZ,2020,1,,\n1,TJK,2020,2,,\n2,KAZ,2020,3,,\n",
                 "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
}

static void a_row_a_figure_is_a_long_panel(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,indicator,estimate,stderr,nsource,pctrank,pctranklower\n"
                    "KGZ,2020,va,-0.4,0.1,9,40,30\nKGZ,2020,rl,-0.9,0.2,9,20,10\n"
                    "KGZ,2021,va,,,,,\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\n"
                            "long: {series: indicator, value: estimate, se: stderr}\n");
    assert_int_equal(drafted.draft->series_count, 2);
    assert_int_equal(drafted.draft->series[0].present, 1);
    assert_true(text_is(drafted.draft->series[1].name, "rl"));
    done(&drafted);
}

static void figures_of_a_long_file_that_are_no_numbers_are_remarked(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,series,value\nKGZ,2020,a,1\nKGZ,2020,b,<5\nKGZ,2021,a,n/a\n"
                    "KGZ,2021,b,2\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nmissing: [\"n/a\"]\n"
                            "long: {series: series, value: value}\n");
    assert_remark(&drafted, "value is not all numbers: \"<5\"");
    done(&drafted);
}

static void a_long_file_of_one_series_says_so_by_its_names(void **state)
{
    (void)state;
    assert_draft("iso3,year,variable,value\nKGZ,2020,le,71\nKGZ,2021,le,70\n",
                 "country: iso3\nperiod: year\nsource: src\n"
                 "long: {series: variable, value: value}\n");
}

static void what_tells_repeated_records_apart_is_offered_as_a_filter(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,series,value,sex\nKGZ,2020,le,1,female\nKGZ,2020,le,2,male\n"
                    "KGZ,2020,eys,1,female\nKGZ,2020,eys,2,male\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\n"
                            "long: {series: series, value: value}\n");
    assert_remark(&drafted, "2 records repeat the country, period and series");
    assert_remark(&drafted, "where: {sex: [female]}");
    done(&drafted);
}

static void a_record_given_twice_does_not_make_a_file_long(void **state)
{
    (void)state;
    char csv[2048] = "iso3,year,note,x\n";
    for (int year = 1980; year < 2020; year++)
        snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "KGZ,%d,a,1\n", year);
    strcat(csv, "KGZ,2019,b,2\n");
    struct drafted drafted;
    draft(&drafted, csv);
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
    assert_remark(&drafted, "1 record repeats the country and period of an earlier one, first on "
                            "line 42");
    done(&drafted);
}

static void an_interval_belongs_to_the_figure_of_its_name(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,edi,edi_codelow,edi_codehigh,edi_sd,le,le_se\n"
                    "KGZ,2020,0.4,0.3,0.5,0.05,71,0.2\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nseries:\n"
                            "  edi: {column: edi, low: edi_codelow, high: edi_codehigh}\n"
                            "  le: {column: le, se: le_se}\n");
    assert_remark(&drafted, "level: 0.68");
    done(&drafted);
}

static void parts_without_a_name_belong_to_the_score(void **state)
{
    (void)state;
    assert_draft("iso3,year,score,rank,stderr\nKGZ,2020,31,124,1.3\n",
                 "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [rank]\n"
                 "  score: {column: score, se: stderr}\n");
    assert_draft("iso3,year,x,ci_low,ci_high\nKGZ,2020,3,2,4\n",
                 "country: iso3\nperiod: year\nsource: src\nseries:\n"
                 "  x: {column: x, low: ci_low, high: ci_high}\n");
}

static void one_end_alone_is_a_series(void **state)
{
    (void)state;
    assert_draft("iso3,year,x,x_low,se_f\nKGZ,2020,3,2,1\n",
                 "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [x, x_low, se_f]\n");
}

static void an_interval_that_does_not_hold_its_figure_is_left_out(void **state)
{
    (void)state;
    struct drafted drafted;
    draft(&drafted, "iso3,year,x,x_low,x_high\nKGZ,2020,3,2,4\nKGZ,2021,9,2,4\n");
    assert_fields(&drafted, "country: iso3\nperiod: year\nsource: src\nseries:\n  same: [x]\n");
    assert_string_equal(drafted.draft->columns[3].why, "does not hold the figure on line 3");
    done(&drafted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_a_country_and_year_is_a_wide_panel),
        cmocka_unit_test(a_code_is_preferred_to_a_name_wherever_it_stands),
        cmocka_unit_test(countries_by_name_alone_are_countries),
        cmocka_unit_test(three_capitals_are_countries_under_any_name),
        cmocka_unit_test(currencies_are_no_countries_where_countries_are),
        cmocka_unit_test(ids_of_the_project_tell_which_column_holds_countries),
        cmocka_unit_test(where_a_code_is_empty_the_name_stands_for_it),
        cmocka_unit_test(names_that_change_over_time_are_names_still),
        cmocka_unit_test(the_year_observed_is_preferred_to_that_of_the_edition),
        cmocka_unit_test(quarters_months_and_days_are_periods),
        cmocka_unit_test(a_table_without_period_or_country_is_refused_with_a_reason),
        cmocka_unit_test(what_is_no_csv_is_called_by_its_name),
        cmocka_unit_test(more_columns_than_can_be_are_refused),
        cmocka_unit_test(columns_without_a_name_are_passed_over),
        cmocka_unit_test(a_row_a_figure_is_a_long_panel),
        cmocka_unit_test(figures_of_a_long_file_that_are_no_numbers_are_remarked),
        cmocka_unit_test(a_long_file_of_one_series_says_so_by_its_names),
        cmocka_unit_test(what_tells_repeated_records_apart_is_offered_as_a_filter),
        cmocka_unit_test(a_record_given_twice_does_not_make_a_file_long),
        cmocka_unit_test(an_interval_belongs_to_the_figure_of_its_name),
        cmocka_unit_test(parts_without_a_name_belong_to_the_score),
        cmocka_unit_test(one_end_alone_is_a_series),
        cmocka_unit_test(an_interval_that_does_not_hold_its_figure_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
