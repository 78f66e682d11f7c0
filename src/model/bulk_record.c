#include "model/bulk_reading.h"

#include <stdio.h>
#include <string.h>

enum { COUNTRY_ID_MAX = 60, SHOWN_MAX = 60 };

void bulk_problem(struct bulk_reading *reading, struct err *err)
{
    err_at(err, (struct err_place){.file = reading->shown, .line = reading->line});
    err_list_add(reading->load->load->list, err);
}

static bool matches(struct text value, const char *pattern)
{
    size_t length = strlen(pattern);
    if (length > 0 && pattern[length - 1] == '*')
        return value.length >= length - 1 && memcmp(value.bytes, pattern, length - 1) == 0;
    return text_is(value, pattern);
}

bool bulk_is_wanted(struct bulk_reading *reading, struct text_place *fields)
{
    for (size_t i = 0; i < reading->bulk->filter_count; i++) {
        const struct bulk_filter *filter = &reading->bulk->filters[i];
        struct text value = bulk_field(reading, fields, reading->filters[i]);
        bool found = false;
        for (size_t v = 0; v < filter->value_count; v++)
            found = found || matches(value, filter->values[v]);
        if (found != filter->keep)
            return false;
    }
    return true;
}

void bulk_remember(struct bulk_last *last, struct text text, uint32_t number)
{
    last->number = number;
    last->length = text.length <= sizeof last->bytes ? text.length : SIZE_MAX;
    if (last->length != SIZE_MAX)
        memcpy(last->bytes, text.bytes, text.length);
}

static int shown_length(struct text text)
{
    return (int)(text.length < SHOWN_MAX ? text.length : SHOWN_MAX);
}

static bool is_printable(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point;
        size_t step = text_scalar(text.bytes + at, text.length - at, &code_point);
        if (step == 0 || text_is_control(code_point))
            return false;
        at += step;
    }
    return true;
}

/* Text of a file that is shown to people. */
static bool check_text(struct bulk_reading *reading, int column, struct text text)
{
    struct err err;
    if (is_printable(text))
        return true;
    struct text name = reading->names[column];
    err_set(&err, ERR_YAML_ENCODING, "%.*s is \"%.*s\", which is no printable text in UTF-8",
            shown_length(name), name.bytes, shown_length(text), text.bytes);
    err_hint(&err, "save the file as CSV in UTF-8");
    bulk_problem(reading, &err);
    return false;
}

/* An id is what country files may have (semantics.md A3). */
static bool check_id(struct bulk_reading *reading, int column, struct text id)
{
    struct err err;
    bool fits = text_code_points(id.bytes, id.length) <= COUNTRY_ID_MAX;
    for (size_t i = 0; i < id.length && fits; i++)
        fits = !strchr(",;/\"\t", id.bytes[i]) &&
               (id.bytes[i] != '.' || i + 1 == id.length || id.bytes[i + 1] != '.');
    if (!check_text(reading, column, id))
        return false;
    if (fits)
        return true;
    err_set(&err, ERR_SCHEMA_ID, "country \"%.*s\" cannot stand as an id", shown_length(id),
            id.bytes);
    err_hint(&err, "at most 60 characters, none of , ; / \" and no two dots; a column of codes is "
                   "best");
    bulk_problem(reading, &err);
    return false;
}

static const char *group_of(const struct country *country, const char *classification)
{
    for (size_t i = 0; country->groups && country->groups[i]; i += 2)
        if (strcmp(country->groups[i], classification) == 0)
            return country->groups[i + 1];
    return "";
}

/* The groups of the record, made anew when one differs; a field that is missing is no group. */
static bool set_groups(struct bulk_reading *reading, struct text_place *fields,
                       struct country *country)
{
    const char *const *names = reading->bulk->groups;
    struct arena *arena = reading->load->load->arena;
    bool same = true;
    size_t count = 0, used = 0;
    for (; names && names[count]; count += 2)
        same = text_is(bulk_field(reading, fields, reading->groups[count / 2]),
                       group_of(country, names[count])) &&
               same;
    if (same)
        return true;
    const char **pairs = arena_alloc(arena, count + 1, sizeof *pairs);
    for (size_t i = 0; pairs && i < count; i += 2) {
        int column = reading->groups[i / 2];
        struct text group = bulk_field(reading, fields, column);
        if (bulk_is_missing(reading->bulk, group) || !check_text(reading, column, group))
            continue;
        pairs[used++] = names[i];
        pairs[used++] = arena_text(arena, group.bytes, group.length);
    }
    country->groups = pairs;
    return pairs != NULL;
}

/* Name and groups are those of the latest record that has the country. */
static bool describe(struct bulk_reading *reading, struct text_place *fields, uint32_t at,
                     int32_t day)
{
    struct country *country = &reading->load->countries[at];
    struct text name = bulk_field(reading, fields, reading->country_name);
    int32_t *named_on = &reading->named_on[at - reading->first_country];
    if (day <= *named_on)
        return true;
    *named_on = day;
    if (name.length > 0 && !text_is(name, country->name) &&
        check_text(reading, reading->country_name, name))
        country->name = arena_text(reading->load->load->arena, name.bytes, name.length);
    return country->name && set_groups(reading, fields, country);
}

static bool make_room_for_name(struct bulk_reading *reading, size_t count)
{
    if (count < reading->named_capacity)
        return true;
    size_t wanted = 2 * count + 64;
    int32_t *grown =
        arena_grow(reading->load->load->scratch, reading->named_on, count, wanted, sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = count; i < wanted; i++)
        grown[i] = INT32_MIN;
    reading->named_on = grown;
    reading->named_capacity = wanted;
    return true;
}

static uint32_t add_country(struct bulk_reading *reading, int column, struct text id)
{
    struct country_load *load = reading->load;
    if (!check_id(reading, column, id))
        return COUNTRY_ALL;
    struct country country = {.id = arena_text(load->load->arena, id.bytes, id.length),
                              .file = reading->bulk->file};
    country.name = country.id;
    if (!country.id || !make_room_for_name(reading, load->country_count - reading->first_country) ||
        !load_grow(load->load, (void **)&load->countries, load->country_count, 1,
                   &load->country_capacity, sizeof country) ||
        map_put(load->countries_by_id, text_of(country.id), (uint32_t)load->country_count) ==
            MAP_NONE)
        return COUNTRY_ALL;
    load->countries[load->country_count] = country;
    return (uint32_t)load->country_count++;
}

/* The record's country, added when it is new and may be; COUNTRY_ALL when it is not of the project,
 * or has none. */
static uint32_t country_of(struct bulk_reading *reading, struct text_place *fields)
{
    struct country_load *load = reading->load;
    struct text id = {"", 0};
    int column = BULK_NO_COLUMN;
    for (size_t i = 0; i < reading->bulk->country_count && id.length == 0; i++) {
        column = reading->countries[i];
        id = bulk_field(reading, fields, column);
    }
    if (id.length == 0)
        return COUNTRY_ALL;
    if (bulk_is_last(&reading->last_country, id))
        return reading->last_country.number;
    uint32_t found = map_get(load->countries_by_id, id);
    if (found == MAP_NONE && reading->add_countries)
        found = add_country(reading, column, id);
    if (found != COUNTRY_ALL || !reading->add_countries)
        bulk_remember(&reading->last_country, id, found);
    return found;
}

static uint32_t add_date(struct bulk_reading *reading, struct text text)
{
    struct bulk_table *table = reading->table;
    struct date date;
    struct err err;
    if (date_parse(text.bytes, text.length, &date) != DATE_OK) {
        err_set(&err, ERR_SCHEMA_DATE, "%s is \"%.*s\", which is no date", reading->bulk->period,
                shown_length(text), text.bytes);
        err_hint(&err, "a period is written 2021, 2021Q3, 2021-08 or 2021-08-23");
        bulk_problem(reading, &err);
        return UINT32_MAX;
    }
    if (reading->bulk->period_add_years) {
        int months = 12 * reading->bulk->period_add_years;
        date.first = date_add_months(date.first, months);
        date.last = date.first_end = date_add_months(date.last, months);
    }
    const char *key = arena_text(reading->load->load->scratch, text.bytes, text.length);
    if (!key ||
        !load_grow(reading->load->load, (void **)&table->dates, table->date_count, 1,
                   &reading->date_capacity, sizeof date) ||
        map_put(reading->dates_by_text, (struct text){key, text.length},
                (uint32_t)table->date_count) == MAP_NONE)
        return UINT32_MAX;
    table->dates[table->date_count] = date;
    return (uint32_t)table->date_count++;
}

static uint32_t date_of(struct bulk_reading *reading, struct text_place *fields)
{
    struct text text = bulk_field(reading, fields, reading->period);
    if (bulk_is_last(&reading->last_date, text))
        return reading->last_date.number;
    uint32_t found = map_get(reading->dates_by_text, text);
    if (found == MAP_NONE)
        found = add_date(reading, text);
    if (found != UINT32_MAX)
        bulk_remember(&reading->last_date, text, found);
    return found;
}

/* Once each, on the first row that has it. */
static void refuse_source(struct bulk_reading *reading, const char *id)
{
    struct err err;
    const char *key = arena_text(reading->load->load->scratch, id, strlen(id));
    uint32_t row = (uint32_t)reading->refused_count;
    if (reading->load->sources->incomplete || !key ||
        map_put(reading->refused_sources, text_of(key), row) != row)
        return;
    reading->refused_count++;
    err_set(&err, ERR_REFERENCE_SOURCE, "no source has the id \"%s\"", id);
    err_hint(&err, "add it to indicators/sources.yaml");
    bulk_problem(reading, &err);
}

static uint32_t source_of(struct bulk_reading *reading, struct text_place *fields)
{
    char id[128];
    struct text middle = bulk_field(reading, fields, reading->source);
    if (bulk_is_last(&reading->last_source, middle))
        return reading->last_source.number;
    int length = snprintf(id, sizeof id, "%.*s%.*s%.*s", (int)reading->source_before.length,
                          reading->source_before.bytes, (int)middle.length, middle.bytes,
                          (int)reading->source_after.length, reading->source_after.bytes);
    if (reading->bulk->only && strcmp(id, reading->bulk->only) != 0)
        return UINT32_MAX;
    uint32_t found = length > 0 && (size_t)length < sizeof id
                         ? source_find(reading->load->sources, text_of(id))
                         : UINT32_MAX;
    if (found != UINT32_MAX) {
        bulk_remember(&reading->last_source, middle, found);
        return found;
    }
    refuse_source(reading, id);
    return UINT32_MAX;
}

/* A source says which time it covers; a figure of another time is not its (semantics.md A10). */
static bool check_covers(struct bulk_reading *reading, const struct bulk_record *record)
{
    const struct source *source = &reading->load->sources->items[record->source];
    const struct date *date = &reading->table->dates[record->date];
    if (source->covers_first > source->covers_last ||
        (date->last >= source->covers_first && date->last <= source->covers_last))
        return true;
    struct err err;
    char day[DATE_PRINT_SIZE], first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    date_print(*date, day);
    date_print_day(source->covers_first, first);
    date_print_day(source->covers_last, last);
    err_set(&err, ERR_VALUE_COVERS, "the row is dated %s, but %s covers %s to %s", day, source->id,
            first, last);
    err_hint(&err, "a value is dated by the time it describes, not by its edition; "
                   "period: {column: …, add: -1} moves it");
    bulk_problem(reading, &err);
    return false;
}

bool bulk_identify(struct bulk_reading *reading, struct text_place *fields,
                   struct bulk_record *record)
{
    record->country = country_of(reading, fields);
    if (record->country == COUNTRY_ALL)
        return false;
    record->date = date_of(reading, fields);
    if (record->date == UINT32_MAX ||
        reading->table->dates[record->date].last < reading->bulk->first_day ||
        reading->table->dates[record->date].last > reading->bulk->last_day)
        return false;
    record->source = source_of(reading, fields);
    if (record->source == UINT32_MAX || !check_covers(reading, record))
        return false;
    return record->country < reading->first_country ||
           describe(reading, fields, record->country, reading->table->dates[record->date].last);
}
