#include "model/bulk.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/gzip.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BULK_COLUMNS_MAX = 4096, BULK_BYTES_MAX = 512 * 1024 * 1024, BULK_NO_COLUMN = -1 };

/* Places of a series' columns, and the indicators it feeds. */
struct columns {
    int value;
    int low;
    int high;
    int se;
};

struct reading {
    struct country_load *load;
    const struct bulk *bulk;
    struct csv csv;
    struct text *names; /* of the header */
    size_t name_count;
    struct text *fields;
    size_t field_count;
    struct columns *series;
    int *filters;
    int *countries;
    int *groups;
    int country_name;
    int period;
    int long_series;
    int source;                /* the column in braces of source */
    struct text source_before; /* what stands before and after the braces */
    struct text source_after;
    const char *shown;
    bool add_countries;
};

static void problem(struct reading *reading, struct err *err)
{
    err_at(err, (struct err_place){.file = reading->shown, .line = reading->csv.line});
    err_list_add(reading->load->load->list, err);
}

/* The place of a column by its name, BULK_NO_COLUMN after a problem. */
static int find(struct reading *reading, struct text name)
{
    struct err err;
    for (size_t i = 0; i < reading->name_count; i++)
        if (text_equal(reading->names[i], name))
            return (int)i;
    const char **names =
        arena_alloc(reading->load->load->scratch, reading->name_count + 1, sizeof *names);
    for (size_t i = 0; names && i < reading->name_count; i++)
        names[i] = arena_text(reading->load->load->scratch, reading->names[i].bytes,
                              reading->names[i].length);
    err_set(&err, ERR_REFERENCE_COLUMN, "the file has no column \"%.*s\"",
            (int)(name.length < 60 ? name.length : 60), name.bytes);
    if (names)
        load_hint_nearest(&err, name, names, reading->name_count);
    problem(reading, &err);
    return BULK_NO_COLUMN;
}

static bool find_optional(struct reading *reading, const char *name, int *column)
{
    *column = name ? find(reading, text_of(name)) : BULK_NO_COLUMN;
    return !name || *column != BULK_NO_COLUMN;
}

static bool find_series(struct reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    bool fine = true;
    for (size_t i = 0; i < bulk->series_count; i++) {
        const struct bulk_series *series = &bulk->series[i];
        struct columns *columns = &reading->series[i];
        fine = find_optional(reading, series->column, &columns->value) && fine;
        fine = find_optional(reading, series->low, &columns->low) && fine;
        fine = find_optional(reading, series->high, &columns->high) && fine;
        fine = find_optional(reading, series->se, &columns->se) && fine;
    }
    return fine;
}

static bool refuse_source(struct reading *reading, const char *id)
{
    if (reading->load->sources->incomplete)
        return false;
    struct err err;
    err_set(&err, ERR_REFERENCE_SOURCE, "no source has the id \"%s\"", id);
    err_hint(&err, "add it to indicators/sources.yaml");
    problem(reading, &err);
    return false;
}

/* "fiw{edition}" is what stands before, the column, what stands after. */
static bool find_source(struct reading *reading)
{
    const char *text = reading->bulk->source, *open = strchr(text, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    reading->source = BULK_NO_COLUMN;
    reading->source_before = text_of(text);
    reading->source_after = text_of("");
    if (!close)
        return source_find(reading->load->sources, reading->source_before) != UINT32_MAX ||
               refuse_source(reading, text);
    reading->source_before = (struct text){text, (size_t)(open - text)};
    reading->source_after = text_of(close + 1);
    reading->source = find(reading, (struct text){open + 1, (size_t)(close - open - 1)});
    return reading->source != BULK_NO_COLUMN;
}

static bool find_columns(struct reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    bool fine = find_series(reading) && find_source(reading);
    for (size_t i = 0; i < bulk->country_count; i++)
        fine = find_optional(reading, bulk->country[i], &reading->countries[i]) && fine;
    for (size_t i = 0; i < bulk->filter_count; i++)
        fine = find_optional(reading, bulk->filters[i].column, &reading->filters[i]) && fine;
    for (size_t i = 0; bulk->groups && bulk->groups[2 * i]; i++)
        fine = find_optional(reading, bulk->groups[2 * i + 1], &reading->groups[i]) && fine;
    fine = find_optional(reading, bulk->country_name, &reading->country_name) && fine;
    fine = find_optional(reading, bulk->period, &reading->period) && fine;
    return find_optional(reading, bulk->long_series, &reading->long_series) && fine;
}

static struct text field(const struct reading *reading, int column)
{
    return column == BULK_NO_COLUMN ? (struct text){"", 0} : reading->fields[column];
}

static bool matches(struct text value, const char *pattern)
{
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] == '*')
        return value.length >= length - 1 && memcmp(value.bytes, pattern, length - 1) == 0;
    return text_is(value, pattern);
}

static bool is_wanted(const struct reading *reading)
{
    for (size_t i = 0; i < reading->bulk->filter_count; i++) {
        const struct bulk_filter *filter = &reading->bulk->filters[i];
        bool found = false;
        for (size_t v = 0; v < filter->value_count; v++)
            found = found || matches(field(reading, reading->filters[i]), filter->values[v]);
        if (found != filter->keep)
            return false;
    }
    return true;
}

static bool is_missing(const struct bulk *bulk, struct text text)
{
    if (text.length == 0 || text_is(text, "NA") || text_is(text, ".") || text_is(text, ".."))
        return true;
    for (size_t i = 0; i < bulk->missing_count; i++)
        if (text_is(text, bulk->missing[i]))
            return true;
    return false;
}

/* The groups a record gives its country; where its field is missing it is in none. */
static const char *const *groups_of(const struct reading *reading, struct arena *arena)
{
    const char *const *names = reading->bulk->groups;
    size_t count = 0, given = 0;
    while (names && names[count])
        count++;
    const char **pairs = count ? arena_alloc(arena, count + 1, sizeof *pairs) : NULL;
    for (size_t i = 0; pairs && i < count; i += 2) {
        struct text group = field(reading, reading->groups[i / 2]);
        if (is_missing(reading->bulk, group))
            continue;
        pairs[given++] = names[i];
        pairs[given++] = arena_text(arena, group.bytes, group.length);
    }
    return pairs;
}

/* The record's country, added when it is new and may be; COUNTRY_ALL when the record has none. */
static uint32_t country_of(struct reading *reading)
{
    struct country_load *load = reading->load;
    struct text id = {"", 0};
    for (size_t i = 0; i < reading->bulk->country_count && id.length == 0; i++)
        id = field(reading, reading->countries[i]);
    uint32_t found = id.length ? map_get(load->countries_by_id, id) : MAP_NONE;
    if (found != MAP_NONE || id.length == 0 || id.length > 60 || !reading->add_countries)
        return found == MAP_NONE ? COUNTRY_ALL : found;
    struct arena *arena = load->load->arena;
    struct text name = field(reading, reading->country_name);
    struct country country = {.id = arena_text(arena, id.bytes, id.length),
                              .file = reading->bulk->file,
                              .groups = groups_of(reading, arena)};
    country.name = name.length ? arena_text(arena, name.bytes, name.length) : country.id;
    if (!country.id || !country.name ||
        !load_grow(load->load, (void **)&load->countries, load->country_count, 1,
                   &load->country_capacity, sizeof country))
        return COUNTRY_ALL;
    map_put(load->countries_by_id, text_of(country.id), (uint32_t)load->country_count);
    load->countries[load->country_count] = country;
    return (uint32_t)load->country_count++;
}

static bool period_of(struct reading *reading, struct date *date)
{
    struct text text = field(reading, reading->period);
    struct err err;
    if (date_parse(text.bytes, text.length, date) != DATE_OK) {
        err_set(&err, ERR_SCHEMA_DATE, "%s is \"%.*s\", which is no date", reading->bulk->period,
                (int)(text.length < 60 ? text.length : 60), text.bytes);
        problem(reading, &err);
        return false;
    }
    if (reading->bulk->period_add_years) {
        int months = 12 * reading->bulk->period_add_years;
        date->first = date_add_months(date->first, months);
        date->last = date->first_end = date_add_months(date->last, months);
    }
    return true;
}

static uint32_t source_of(struct reading *reading)
{
    char id[128];
    struct text middle = field(reading, reading->source);
    int length = snprintf(id, sizeof id, "%.*s%.*s%.*s", (int)reading->source_before.length,
                          reading->source_before.bytes, (int)middle.length, middle.bytes,
                          (int)reading->source_after.length, reading->source_after.bytes);
    uint32_t found = length > 0 && (size_t)length < sizeof id
                         ? source_find(reading->load->sources, text_of(id))
                         : UINT32_MAX;
    if (found != UINT32_MAX)
        return found;
    refuse_source(reading, id);
    return UINT32_MAX;
}

/* The number of a field, NaN when it is missing; false after a problem. */
static bool number_of(struct reading *reading, int column, double empty, double *out)
{
    struct text text = field(reading, column);
    struct err err;
    *out = text.length == 0 ? empty : NAN;
    if (column == BULK_NO_COLUMN || is_missing(reading->bulk, text))
        return true;
    enum number_problem wrong = number_parse(text.bytes, text.length, out);
    if (wrong == NUMBER_OK)
        return true;
    err_set(&err, ERR_VALUE_PANEL, "%.*s is \"%.*s\": %s", (int)reading->names[column].length,
            reading->names[column].bytes, (int)(text.length < 60 ? text.length : 60), text.bytes,
            number_problem_text(wrong));
    err_hint(&err, "what stands for missing is listed under missing: in %s.yaml",
             reading->bulk->name);
    problem(reading, &err);
    return false;
}

/* Every indicator that a series feeds takes the figure. */
static void add_figure(struct reading *reading, struct text series,
                       const struct country_figure *figure)
{
    const struct codebook *codebook = reading->load->codebook;
    struct text panel = text_of(reading->bulk->name);
    struct err err;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        for (size_t u = 0; u < indicator->series_count; u++) {
            struct text use = text_of(indicator->series[u].series);
            if (use.length != panel.length + 1 + series.length ||
                memcmp(use.bytes, panel.bytes, panel.length) != 0 ||
                use.bytes[panel.length] != '.' ||
                memcmp(use.bytes + panel.length + 1, series.bytes, series.length) != 0)
                continue;
            if (!country_add_figure(reading->load, i, &indicator->series[u], figure, &err))
                problem(reading, &err);
        }
    }
}

static void read_record(struct reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    struct country_figure figure = {.file = bulk->file, .line = reading->csv.line};
    if (!is_wanted(reading))
        return;
    figure.country = country_of(reading);
    if (figure.country == COUNTRY_ALL || !period_of(reading, &figure.date) ||
        (figure.source = source_of(reading)) == UINT32_MAX)
        return;
    for (size_t i = 0; i < bulk->series_count; i++) {
        const struct columns *columns = &reading->series[i];
        figure.level = bulk->series[i].level;
        if (!number_of(reading, columns->value, bulk->series[i].empty, &figure.value) ||
            !number_of(reading, columns->low, NAN, &figure.low) ||
            !number_of(reading, columns->high, NAN, &figure.high) ||
            !number_of(reading, columns->se, NAN, &figure.se) || isnan(figure.value))
            continue;
        add_figure(reading,
                   bulk->long_series ? field(reading, reading->long_series)
                                     : text_of(bulk->series[i].name),
                   &figure);
    }
}

static bool allocate(struct reading *reading, struct arena *arena)
{
    const struct bulk *bulk = reading->bulk;
    reading->names = arena_alloc(arena, BULK_COLUMNS_MAX, sizeof *reading->names);
    reading->fields = arena_alloc(arena, BULK_COLUMNS_MAX, sizeof *reading->fields);
    reading->series = arena_alloc(arena, bulk->series_count + 1, sizeof *reading->series);
    reading->filters = arena_alloc(arena, bulk->filter_count + 1, sizeof *reading->filters);
    reading->countries = arena_alloc(arena, bulk->country_count + 1, sizeof *reading->countries);
    size_t groups = 0;
    while (bulk->groups && bulk->groups[groups])
        groups++;
    reading->groups = arena_alloc(arena, groups + 1, sizeof *reading->groups);
    return reading->names && reading->fields && reading->series && reading->filters &&
           reading->countries && reading->groups;
}

static void refuse_syntax(struct reading *reading, enum csv_result result)
{
    static const char *const sentences[] = {
        [CSV_TOO_MANY] = "a record has more than 4,096 fields",
        [CSV_QUOTE_OPEN] = "a quoted field is not closed",
        [CSV_QUOTE_INSIDE] = "a quote stands inside a field; a field with quotes is quoted whole",
        [CSV_OUT_OF_MEMORY] = "out of memory while reading the file",
    };
    struct err err;
    err_set(&err, result == CSV_OUT_OF_MEMORY ? ERR_OUT_OF_MEMORY : ERR_CSV_SYNTAX, "%s",
            sentences[result]);
    problem(reading, &err);
}

static void read_records(struct reading *reading)
{
    enum csv_result result;
    struct err err;
    while ((result = csv_next(&reading->csv, reading->fields, BULK_COLUMNS_MAX,
                              &reading->field_count)) == CSV_RECORD) {
        if (reading->field_count == reading->name_count) {
            read_record(reading);
            continue;
        }
        err_set(&err, ERR_CSV_SYNTAX, "the record has %zu fields, but the header names %zu",
                reading->field_count, reading->name_count);
        problem(reading, &err);
    }
    if (result != CSV_END)
        refuse_syntax(reading, result);
}

void bulk_read(struct country_load *load, const struct bulk *bulk, bool countries)
{
    size_t length;
    struct err err;
    struct arena *scratch = load->load->scratch;
    const char *shown = load_shown(load->load, bulk->file);
    if (!file_exists(shown)) {
        err_set(&err, ERR_REFERENCE_PANEL, "the file of the panel %s is not there: %s", bulk->name,
                shown);
        err_at(&err, (struct err_place){.file = load_shown(load->load, bulk->description)});
        err_list_add(load->load->list, &err);
        return;
    }
    const char *bytes = load_file(load->load, bulk->file, BULK_BYTES_MAX, &length);
    if (bytes && gzip_is(bytes, length)) {
        bytes = gzip_expand(scratch, shown, bytes, length, BULK_BYTES_MAX, &length, &err);
        err.place = (struct err_place){.file = shown};
        if (!bytes)
            err_list_add(load->load->list, &err);
    }
    struct reading reading = {
        .load = load, .bulk = bulk, .shown = shown, .add_countries = countries};
    if (bytes && !allocate(&reading, scratch))
        load_no_memory(load->load);
    else if (bytes) {
        csv_open(&reading.csv, scratch, bytes, length);
        enum csv_result result =
            csv_next(&reading.csv, reading.names, BULK_COLUMNS_MAX, &reading.name_count);
        if (result != CSV_RECORD && result != CSV_END)
            refuse_syntax(&reading, result);
        else if (find_columns(&reading))
            read_records(&reading);
    }
    load_done(load->load);
}
