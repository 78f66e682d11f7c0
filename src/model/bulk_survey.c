#include "model/bulk_survey.h"

#include "base/number.h"
#include "model/bulk_columns.h"
#include "model/bulk_guess.h"
#include "model/bulk_hint.h"
#include "model/bulk_yaml.h"

#include <math.h>
#include <string.h>

enum {
    SURVEY_GROUPS_MAX = 60,    /* a classification has at most so many classes */
    SURVEY_HELD_MAX = 8000000, /* fields kept to see whether they change */
    SURVEY_HINT_MIN = 60,
    SURVEY_CODE_MIN = 70,
};

/* A column that may be the same in all records of a country. */
struct steady {
    size_t column;
    size_t countries; /* that have it */
    size_t changing;
    size_t distinct;
};

/* Records that will not load as they are: how many, the line of the first. */
struct trouble {
    size_t count;
    uint32_t line;
};

struct survey {
    struct bulk_draft *draft;
    struct arena *arena;
    struct map *ids;
    size_t country_count;
    size_t country_capacity;
    size_t *records; /* by country */
    struct steady *steady;
    size_t steady_count;
    struct text *held; /* by country and steady column: the field, absent at first */
    bool *changed;
    struct map *series;
    size_t series_capacity;
    struct trouble *intervals; /* by column: its interval does not hold it, or its error is < 0 */
    struct trouble no_country;
    struct trouble unfit_country;
    struct trouble na_country;
    struct trouble no_date;
};

static void add_trouble(struct trouble *trouble, uint32_t line)
{
    if (trouble->count++ == 0)
        trouble->line = line;
}

static bool may_be_steady(const struct bulk_draft *draft, size_t column)
{
    const struct bulk_scan_column *scan = &draft->scan->columns[column];
    const struct bulk_draft_column *made = &draft->columns[column];
    if (made->role == BULK_DRAFT_IGNORED)
        return !made->why && !scan->many && scan->text_count <= SURVEY_GROUPS_MAX &&
               scan->numbers == 0;
    return made->role == BULK_DRAFT_SERIES && (int)column != draft->value &&
           scan->whole == scan->numbers;
}

static void find_steady(struct survey *survey)
{
    const struct bulk_draft *draft = survey->draft;
    survey->steady = arena_alloc(survey->arena, draft->column_count, sizeof *survey->steady);
    for (size_t i = 0; survey->steady && i < draft->column_count; i++)
        if (may_be_steady(draft, i))
            survey->steady[survey->steady_count++] = (struct steady){.column = i};
}

/* Room for twice the countries; where there are too many to keep, nothing is steady. */
static bool grow_countries(struct survey *survey)
{
    size_t old = survey->country_capacity, wanted = old ? 2 * old : 64;
    if (wanted * survey->steady_count > SURVEY_HELD_MAX)
        survey->steady_count = 0;
    size_t columns = survey->steady_count;
    survey->records =
        arena_grow(survey->arena, survey->records, old, wanted, sizeof *survey->records);
    survey->held = arena_grow(survey->arena, survey->held, columns ? old * columns : 0,
                              wanted * columns, sizeof *survey->held);
    survey->changed = arena_grow(survey->arena, survey->changed, columns ? old * columns : 0,
                                 wanted * columns, sizeof *survey->changed);
    survey->country_capacity = wanted;
    return survey->records && survey->held && survey->changed;
}

/* What semantics.md A3 asks of the id of a country. */
static bool is_fit(struct text id)
{
    bool fit = id.length <= 60;
    for (size_t i = 0; i < id.length; i++)
        fit = fit && !strchr(",;/\"", id.bytes[i]) &&
              !(id.bytes[i] == '.' && i > 0 && id.bytes[i - 1] == '.');
    return fit;
}

static uint32_t country_of(struct survey *survey, uint32_t line)
{
    struct text id = bulk_columns_id(survey->draft);
    if (id.length == 0) {
        add_trouble(&survey->no_country, line);
        return MAP_NONE;
    }
    if (!bulk_scan_present(id))
        add_trouble(&survey->na_country, line);
    uint32_t found = map_get(survey->ids, id);
    if (found != MAP_NONE)
        return found;
    if (!is_fit(id))
        add_trouble(&survey->unfit_country, line);
    if (survey->country_count == survey->country_capacity && !grow_countries(survey))
        return MAP_NONE;
    return map_put(survey->ids, id, (uint32_t)survey->country_count++);
}

static void note_steady(struct survey *survey, uint32_t country)
{
    size_t columns = survey->steady_count;
    survey->records[country]++;
    for (size_t i = 0; i < columns; i++) {
        struct text field = survey->draft->scan->fields[survey->steady[i].column];
        struct text *held = &survey->held[country * columns + i];
        if (!bulk_scan_present(field))
            continue;
        if (!held->bytes)
            *held = field;
        else if (!text_equal(*held, field))
            survey->changed[country * columns + i] = true;
    }
}

static void note_date(struct date *first, struct date *last, bool *dated, const struct date *date)
{
    if (!*dated || date->last < first->last)
        *first = *date;
    if (!*dated || date->last > last->last)
        *last = *date;
    *dated = true;
}

static double number_of(const struct bulk_draft *draft, int column)
{
    double number = NAN;
    if (column != BULK_DRAFT_NONE) {
        struct text field = draft->scan->fields[column];
        number_parse(field.bytes, field.length, &number);
    }
    return number;
}

static void check_parts(struct survey *survey, size_t column, uint32_t line)
{
    const struct bulk_draft *draft = survey->draft;
    const struct bulk_draft_column *made = &draft->columns[column];
    double value = number_of(draft, (int)column), low = number_of(draft, made->low);
    double high = number_of(draft, made->high), se = number_of(draft, made->se);
    if (low > value || high < value || se < 0)
        add_trouble(&survey->intervals[column], line);
}

static bool note_series(struct survey *survey, const struct date *date)
{
    struct bulk_draft *draft = survey->draft;
    struct text name = draft->scan->fields[draft->names];
    struct text value = draft->scan->fields[draft->value];
    if (name.length == 0)
        return true;
    uint32_t at = map_put(survey->series, name, (uint32_t)draft->series_count);
    if (at == draft->series_count && draft->series_count == survey->series_capacity) {
        size_t wanted = survey->series_capacity ? 2 * survey->series_capacity : 16;
        draft->series = arena_grow(survey->arena, draft->series, draft->series_count, wanted,
                                   sizeof *draft->series);
        survey->series_capacity = draft->series ? wanted : 0;
    }
    if (at == MAP_NONE || !draft->series)
        return false;
    struct bulk_draft_series *series = &draft->series[at];
    if (at == draft->series_count)
        draft->series[draft->series_count++] = (struct bulk_draft_series){.name = name};
    if (!bulk_scan_present(value))
        return true;
    if (series->present++ == 0)
        series->example = value;
    if (date)
        note_date(&series->first, &series->last, &series->dated, date);
    return true;
}

static void note_columns(struct survey *survey, const struct date *date, uint32_t line)
{
    struct bulk_draft *draft = survey->draft;
    for (size_t i = 0; i < draft->column_count; i++) {
        struct bulk_draft_column *made = &draft->columns[i];
        if (date && bulk_scan_present(draft->scan->fields[i]))
            note_date(&made->first, &made->last, &made->dated, date);
        if (made->low != BULK_DRAFT_NONE || made->se != BULK_DRAFT_NONE)
            check_parts(survey, i, line);
    }
}

static bool read_records(struct survey *survey)
{
    struct bulk_draft *draft = survey->draft;
    struct csv csv;
    bulk_scan_begin(draft->scan, &csv);
    while (bulk_scan_next(draft->scan, &csv)) {
        struct date date;
        struct text field = draft->scan->fields[draft->period];
        bool dated = date_parse(field.bytes, field.length, &date) == DATE_OK;
        uint32_t country = country_of(survey, csv.line);
        if (arena_failed(survey->arena))
            return false;
        if (country != MAP_NONE)
            note_steady(survey, country);
        if (!dated)
            add_trouble(&survey->no_date, csv.line);
        else
            note_date(&draft->first, &draft->last, &draft->dated, &date);
        note_columns(survey, dated ? &date : NULL, csv.line);
        if (draft->names != BULK_DRAFT_NONE && !note_series(survey, dated ? &date : NULL))
            return false;
    }
    return !arena_failed(survey->arena);
}

static bool count_steady(struct survey *survey, struct steady *steady, size_t at)
{
    size_t columns = survey->steady_count;
    struct map *seen = map_new(survey->arena);
    for (size_t c = 0; seen && c < survey->country_count; c++) {
        struct text held = survey->held[c * columns + at];
        if (!held.bytes)
            continue;
        steady->countries++;
        steady->changing += survey->changed[c * columns + at];
        if (map_get(seen, held) == MAP_NONE)
            steady->distinct += map_put(seen, held, (uint32_t)c) != MAP_NONE;
    }
    return seen != NULL;
}

/* Whether countries have several records, so that what never changes tells something. */
static bool has_evidence(const struct survey *survey)
{
    size_t several = 0;
    for (size_t c = 0; c < survey->country_count; c++)
        several += survey->records[c] > 1;
    return 2 * several >= survey->country_count && several > 1;
}

static void make_group(struct survey *survey, const struct steady *steady)
{
    struct bulk_draft *draft = survey->draft;
    const char *name = bulk_draft_name(draft, (int)steady->column);
    draft->columns[steady->column].role = BULK_DRAFT_GROUP;
    if (steady->changing > 0)
        bulk_draft_remark(draft, BULK_DRAFT_AT_GROUPS,
                          arena_printf(survey->arena,
                                       "%s changes in %zu of %zu countries: the first record of "
                                       "each counts.",
                                       name ? name : "", steady->changing, steady->countries),
                          NULL);
    size_t without = survey->country_count - steady->countries;
    if (without > 0)
        bulk_draft_remark(draft, BULK_DRAFT_AT_GROUPS,
                          arena_printf(survey->arena, "%s is empty for %zu of %zu countries.",
                                       name ? name : "", without, survey->country_count),
                          NULL);
}

static void settle_steady(struct survey *survey, const struct steady *steady, bool evidence)
{
    struct bulk_draft_column *made = &survey->draft->columns[steady->column];
    const char *folded = made->scan->folded;
    if (made->role == BULK_DRAFT_SERIES && made->feeds)
        return;
    if (made->role == BULK_DRAFT_SERIES) {
        int hint = bulk_hint_score(BULK_HINT_CODE, folded);
        bool own = 10 * steady->changing <= steady->countries &&
                   10 * steady->distinct >= 8 * steady->countries;
        if (own && steady->countries > 1 && hint >= SURVEY_CODE_MIN) {
            made->role = BULK_DRAFT_IGNORED;
            made->why = "a number of the country";
        }
        return;
    }
    int hint = bulk_hint_score(BULK_HINT_GROUP, folded);
    size_t most = hint >= SURVEY_HINT_MIN ? steady->countries / 5 : 0;
    bool few = steady->distinct >= 2 && 2 * steady->distinct <= steady->countries + 1;
    if (few && steady->changing <= most && (hint >= SURVEY_HINT_MIN || evidence))
        make_group(survey, steady);
}

static void remark_trouble(struct survey *survey, enum bulk_draft_place place,
                           const struct trouble *trouble, int column, const char *what)
{
    const char *name = bulk_draft_name(survey->draft, column);
    if (trouble->count > 0)
        bulk_draft_remark(survey->draft, place,
                          arena_printf(survey->arena,
                                       "%s %s in %zu of %zu records, first on line "
                                       "%u.",
                                       name ? name : "", what, trouble->count,
                                       survey->draft->scan->record_count, (unsigned)trouble->line),
                          NULL);
}

/* NA is missing among figures, but an id like others among countries (of two letters, Namibia's).
 */
static void remark_na(struct survey *survey)
{
    struct bulk_draft *draft = survey->draft;
    const struct bulk_scan_column *column = &draft->scan->columns[draft->country[0]];
    const char *name = bulk_draft_name(draft, draft->country[0]);
    struct text_buffer code = {0};
    if (survey->na_country.count == 0 || column->example.length == 2)
        return;
    text_add_string(&code, "except: {");
    bulk_yaml_text(&code, column->name);
    text_add_string(&code, ": [NA, \".\", \"..\"]}");
    bulk_draft_remark(
        draft, BULK_DRAFT_AT_COUNTRY,
        arena_printf(survey->arena,
                     "%s is NA, or points, in %zu of %zu records, first on line %u: all would be "
                     "one country of that id. Leave the field empty, or leave them out:",
                     name ? name : "", survey->na_country.count, draft->scan->record_count,
                     (unsigned)survey->na_country.line),
        code.failed ? NULL : arena_text(survey->arena, code.bytes, code.length));
    text_buffer_free(&code);
}

/* An interval that often does not hold its figure is another thing. */
static void settle_intervals(struct survey *survey)
{
    struct bulk_draft *draft = survey->draft;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct trouble *trouble = &survey->intervals[i];
        if (trouble->count == 0)
            continue;
        unsigned line = (unsigned)trouble->line;
        const char *why =
            draft->columns[i].se != BULK_DRAFT_NONE
                ? arena_printf(survey->arena, "below 0 on line %u: no standard error", line)
                : arena_printf(survey->arena, "does not hold the figure on line %u", line);
        bulk_guess_part(draft, (int)i, why);
    }
}

bool bulk_survey(struct bulk_draft *draft)
{
    struct survey survey = {.draft = draft, .arena = draft->scan->arena};
    survey.ids = map_new(survey.arena);
    survey.series = map_new(survey.arena);
    survey.intervals = arena_alloc(survey.arena, draft->column_count, sizeof *survey.intervals);
    find_steady(&survey);
    if (!survey.ids || !survey.series || !survey.intervals || !survey.steady ||
        !read_records(&survey))
        return false;
    draft->countries = survey.country_count;
    bool evidence = has_evidence(&survey);
    for (size_t i = 0; i < survey.steady_count; i++) {
        if (!count_steady(&survey, &survey.steady[i], i))
            return false;
        settle_steady(&survey, &survey.steady[i], evidence);
    }
    settle_intervals(&survey);
    remark_na(&survey);
    remark_trouble(&survey, BULK_DRAFT_AT_COUNTRY, &survey.no_country, draft->country[0],
                   "is empty");
    remark_trouble(&survey, BULK_DRAFT_AT_COUNTRY, &survey.unfit_country, draft->country[0],
                   "is no id of a country (60 bytes without , ; / and quotes)");
    remark_trouble(&survey, BULK_DRAFT_AT_PERIOD, &survey.no_date, draft->period,
                   "is no date, which check refuses,");
    return true;
}
