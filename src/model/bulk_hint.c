#include "model/bulk_hint.h"

#include <math.h>
#include <string.h>

struct word {
    const char *name;
    int score;
};

/* Names and how well they tell. */
static const struct word country_words[] = {{"iso3", 100},
                                            {"iso3c", 100},
                                            {"iso_a3", 100},
                                            {"iso_alpha3", 100},
                                            {"iso_alpha_3", 100},
                                            {"alpha_3", 100},
                                            {"alpha3", 100},
                                            {"alpha_3_code", 100},
                                            {"cca3", 100},
                                            {"iso_code", 95},
                                            {"iso3_code", 100},
                                            {"iso_code_3", 100},
                                            {"wbcode", 95},
                                            {"country_text_id", 100},
                                            {"country_code", 95},
                                            {"countrycode", 95},
                                            {"country_iso3", 98},
                                            {"iso3_country", 98},
                                            {"ref_area", 90},
                                            {"geo", 85},
                                            {"geo_code", 90},
                                            {"spatialdim", 90},
                                            {"location_code", 90},
                                            {"location", 75},
                                            {"economy_code", 90},
                                            {"economy", 75},
                                            {"iso", 85},
                                            {"iso2", 80},
                                            {"iso2c", 80},
                                            {"iso_a2", 80},
                                            {"code", 75},
                                            {"country", 80},
                                            {"countries", 80},
                                            {"country_name", 70},
                                            {"countryname", 70},
                                            {"nation", 65},
                                            {"entity", 65},
                                            {"territory", 65},
                                            {"state", 55},
                                            {"jurisdiction", 65},
                                            {"ucode", 85},
                                            {"unit_code", 85},
                                            {"cntry", 80},
                                            {"ctry", 80},
                                            {"pays", 70},
                                            {"pais", 70},
                                            {"land", 60},
                                            {"scode", 85},
                                            {"stateabb", 85},
                                            {"area", 45},
                                            {"country_territory", 70}};

static const struct word country_name_words[] = {{"country_name", 100},
                                                 {"countryname", 100},
                                                 {"name", 90},
                                                 {"country", 95},
                                                 {"countries", 90},
                                                 {"economy", 80},
                                                 {"entity", 80},
                                                 {"nation", 80},
                                                 {"geo_name", 90},
                                                 {"economy_name", 95},
                                                 {"location_name", 90},
                                                 {"location", 70},
                                                 {"territory", 80},
                                                 {"state", 60},
                                                 {"jurisdiction", 80},
                                                 {"uname", 85},
                                                 {"unit_name", 85},
                                                 {"statenme", 90},
                                                 {"label", 40},
                                                 {"slug", 30},
                                                 {"area", 60},
                                                 {"ref_area", 50},
                                                 {"country_territory", 95}};

static const struct word period_words[] = {
    {"year", 100},         {"years", 90},        {"time_period", 98}, {"timeperiod", 98},
    {"period", 97},        {"time", 94},         {"date", 95},        {"yr", 92},
    {"timedim", 92},       {"obs_time", 92},     {"ref_year", 92},    {"reference_year", 92},
    {"year_observed", 92}, {"data_year", 90},    {"quarter", 92},     {"month", 90},
    {"year_month", 92},    {"year_quarter", 92}, {"day", 60},         {"snapshot", 60},
    {"annee", 85},         {"ano", 80},          {"anio", 85},        {"jahr", 85}};

static const struct word edition_words[] = {
    {"edition", 100},         {"report_year", 95}, {"edition_year", 95},
    {"publication_year", 95}, {"release", 90},     {"release_year", 95},
    {"version", 85},          {"vintage", 85},     {"wave", 80},
    {"publication_date", 90}, {"round", 70},       {"published", 80},
    {"release_date", 90},     {"report", 70}};

static const struct word series_words[] = {
    {"indicator", 100},    {"indicator_code", 105}, {"series", 100},        {"series_code", 105},
    {"variable", 95},      {"variable_code", 100},  {"item", 80},           {"measure", 85},
    {"metric", 85},        {"question", 80},        {"concept", 80},        {"dimension", 75},
    {"subject", 75},       {"topic", 70},           {"indicator_name", 90}, {"series_name", 90},
    {"variable_name", 90}, {"indicator_id", 100},   {"indicatorcode", 105}, {"ind", 70}};

static const struct word value_words[] = {
    {"value", 100},       {"obs_value", 100}, {"values", 95},       {"numeric", 80},
    {"estimate", 92},     {"est", 85},        {"numericvalue", 90}, {"factvaluenumeric", 95},
    {"score", 80},        {"index", 70},      {"index_score", 78},  {"observation", 75},
    {"figure", 70},       {"amount", 70},     {"mean", 65},         {"point", 60},
    {"overall_score", 78}};

static const struct word group_words[] = {
    {"region", 100},      {"subregion", 100}, {"sub_region", 100},
    {"continent", 100},   {"income", 90},     {"income_group", 100},
    {"incomegroup", 100}, {"group", 90},      {"bloc", 90},
    {"union", 85},        {"tier", 85},       {"world_region", 100},
    {"class", 70},        {"category", 70},   {"type", 60},
    {"area", 60},         {"regime", 50},     {"ct", 60}};

static const struct word code_words[] = {
    {"gwcode", 100},  {"cowcode", 100},     {"ccode", 100},           {"gwno", 100},
    {"iso_n3", 100},  {"m49", 100},         {"m49_code", 100},        {"country_id", 100},
    {"iso_num", 100}, {"iso3n", 100},       {"country_number", 90},   {"vdem_id", 95},
    {"un_code", 95},  {"unit_id", 85},      {"countryid", 100},       {"id", 70},
    {"cown", 95},     {"numeric_code", 95}, {"country_code_m49", 100}};

static const struct {
    const struct word *words;
    size_t count;
} hints[] = {
    [BULK_HINT_COUNTRY] = {country_words, sizeof country_words / sizeof *country_words},
    [BULK_HINT_COUNTRY_NAME] = {country_name_words,
                                sizeof country_name_words / sizeof *country_name_words},
    [BULK_HINT_PERIOD] = {period_words, sizeof period_words / sizeof *period_words},
    [BULK_HINT_EDITION] = {edition_words, sizeof edition_words / sizeof *edition_words},
    [BULK_HINT_SERIES_NAMES] = {series_words, sizeof series_words / sizeof *series_words},
    [BULK_HINT_VALUE] = {value_words, sizeof value_words / sizeof *value_words},
    [BULK_HINT_GROUP] = {group_words, sizeof group_words / sizeof *group_words},
    [BULK_HINT_CODE] = {code_words, sizeof code_words / sizeof *code_words},
};

/* A name that holds one of these words as a word of its own ("fiscal_year"). */
static const struct {
    enum bulk_hint hint;
    const char *word;
    int score;
} inside[] = {
    {BULK_HINT_COUNTRY, "country", 50},
    {BULK_HINT_COUNTRY, "iso3", 80},
    {BULK_HINT_COUNTRY, "iso", 60},
    {BULK_HINT_COUNTRY_NAME, "name", 60},
    {BULK_HINT_COUNTRY_NAME, "country", 70},
    {BULK_HINT_PERIOD, "year", 50},
    {BULK_HINT_PERIOD, "date", 40},
    {BULK_HINT_PERIOD, "period", 45},
    {BULK_HINT_EDITION, "edition", 70},
    {BULK_HINT_EDITION, "release", 60},
    {BULK_HINT_EDITION, "publication", 60},
    {BULK_HINT_EDITION, "report", 50},
    {BULK_HINT_GROUP, "region", 80},
    {BULK_HINT_GROUP, "group", 80},
    {BULK_HINT_GROUP, "income", 60},
    {BULK_HINT_CODE, "code", 80},
    {BULK_HINT_CODE, "id", 80},
};

const char *bulk_hint_fold(struct arena *arena, struct text name)
{
    char *folded = arena_alloc(arena, name.length + 1, 1);
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0; folded && i < name.length; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (kept && gap && used > 0)
            folded[used++] = '_';
        if (kept)
            folded[used++] = (char)c;
        gap = !kept;
    }
    return folded;
}

static bool has_word(const char *folded, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = folded; (at = strstr(at, word)); at++)
        if ((at == folded || at[-1] == '_') && (at[length] == '\0' || at[length] == '_'))
            return true;
    return false;
}

int bulk_hint_score(enum bulk_hint hint, const char *folded)
{
    int best = 0;
    for (size_t i = 0; i < hints[hint].count; i++)
        if (strcmp(hints[hint].words[i].name, folded) == 0)
            return hints[hint].words[i].score;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (inside[i].hint == hint && inside[i].score > best && has_word(folded, inside[i].word))
            best = inside[i].score;
    return best;
}

/* Ends of names, the longer before those that they end in. A gap is due before all but the last
 * few, which also stand close ("pctranklower"). */
static const struct {
    const char *end;
    enum bulk_hint_part part;
    bool close;
} ends[] = {
    {"codelow", BULK_HINT_LOW, false},
    {"codehigh", BULK_HINT_HIGH, false},
    {"ci_low", BULK_HINT_LOW, false},
    {"ci_high", BULK_HINT_HIGH, false},
    {"ci_lower", BULK_HINT_LOW, false},
    {"ci_upper", BULK_HINT_HIGH, false},
    {"low_ci", BULK_HINT_LOW, false},
    {"high_ci", BULK_HINT_HIGH, false},
    {"lower_ci", BULK_HINT_LOW, false},
    {"upper_ci", BULK_HINT_HIGH, false},
    {"conf_low", BULK_HINT_LOW, false},
    {"conf_high", BULK_HINT_HIGH, false},
    {"lower_bound", BULK_HINT_LOW, false},
    {"upper_bound", BULK_HINT_HIGH, false},
    {"low", BULK_HINT_LOW, false},
    {"high", BULK_HINT_HIGH, false},
    {"lo", BULK_HINT_LOW, false},
    {"hi", BULK_HINT_HIGH, false},
    {"lb", BULK_HINT_LOW, false},
    {"ub", BULK_HINT_HIGH, false},
    {"lcl", BULK_HINT_LOW, false},
    {"ucl", BULK_HINT_HIGH, false},
    {"standard_error", BULK_HINT_SE, false},
    {"std_error", BULK_HINT_SE, false},
    {"std_err", BULK_HINT_SE, false},
    {"stderr", BULK_HINT_SE, false},
    {"sterr", BULK_HINT_SE, false},
    {"se", BULK_HINT_SE, false},
    {"std_dev", BULK_HINT_SD, false},
    {"stddev", BULK_HINT_SD, false},
    {"standard_deviation", BULK_HINT_SD, false},
    {"sd", BULK_HINT_SD, false},
    {"lower", BULK_HINT_LOW, true},
    {"upper", BULK_HINT_HIGH, true},
};

enum bulk_hint_part bulk_hint_part(const char *folded, struct text *stem)
{
    size_t length = strlen(folded);
    *stem = (struct text){folded, 0};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i].end);
        if (length < end || strcmp(folded + length - end, ends[i].end) != 0)
            continue;
        size_t rest = length - end;
        bool gap = rest > 1 && folded[rest - 1] == '_';
        if (rest > 0 && !gap && !ends[i].close)
            continue;
        stem->length = gap ? rest - 1 : rest;
        return ends[i].part;
    }
    return BULK_HINT_FIGURE;
}

static bool same_word(struct text field, const char *word)
{
    for (size_t i = 0; i < field.length; i++) {
        char c = field.bytes[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i])
            return false;
    }
    return word[field.length] == '\0';
}

bool bulk_hint_is_missing(struct text field)
{
    static const char *const words[] = {
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "n.d.",
        "nan",
        "null",
        "none",
        "nil",
        "missing",
        "no data",
        "not available",
        "#n/a",
        "#na",
        "#value!",
        "#div/0!",
        "#ref!",
        "<na>",
        ".",
        "..",
        "...",
        "-",
        "--",
        "---",
        ":",
        "*",
        "?",
        "not applicable",
        "\xE2\x80\x93", /* en dash */
        "\xE2\x80\x94", /* em dash */
        "\xE2\x80\xA6", /* ellipsis */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (field.length <= strlen(words[i]) && same_word(field, words[i]))
            return true;
    return false;
}

bool bulk_hint_is_row(const char *folded)
{
    static const char *const names[] = {"",    "id",    "row",       "rownames", "row_id", "n",
                                        "obs", "index", "unnamed_0", "x1",       "nr",     "no"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(folded, names[i]) == 0)
            return true;
    return false;
}

bool bulk_hint_is_odd(double number)
{
    static const double odd[] = {9, 99, 999, 9999, 99999, 999999, 66, 77, 88, 777, 888};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (number == -odd[i] || (number == odd[i] && odd[i] > 100))
            return true;
    return false;
}

bool bulk_hint_is_aggregate(struct text id)
{
    static const char codes[] =
        "AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC "
        "LCN LDC LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA "
        "TMN TSA TSS UMC WLD";
    for (const char *at = codes; id.length == 3 && at < codes + sizeof codes - 1; at += 4)
        if (memcmp(at, id.bytes, 3) == 0)
            return true;
    return false;
}
