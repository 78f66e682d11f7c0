#include "model/bulk_reading.h"

#include "base/number.h"

#include <string.h>

/* What a column is likely to be, or else which there are: the first line may be of another file. Of
 * several columns that are missing the first has the list. */
static void hint_columns(const struct bulk_reading *reading, struct text name, struct err *err)
{
    const struct load *load = reading->load->load;
    const struct err_list *list = load->list;
    struct text_buffer all = {0};
    const char **names = arena_alloc(load->scratch, reading->name_count + 1, sizeof *names);
    for (size_t i = 0; names && i < reading->name_count; i++) {
        names[i] = arena_text(load->scratch, reading->names[i].bytes, reading->names[i].length);
        text_add_format(&all, "%s%s", i > 0 ? ", " : "", names[i] ? names[i] : "");
    }
    bool nearest = names && load_hint_nearest(err, name, names, reading->name_count);
    bool said = list->count > 0 && list->items[list->count - 1].code == ERR_REFERENCE_COLUMN;
    if (!nearest && !said && all.bytes)
        err_hint(err, "is it the right file? Its columns are %s", all.bytes);
    text_buffer_free(&all);
}

/* The place of a column by its name, BULK_NO_COLUMN after a problem. */
static int find(struct bulk_reading *reading, struct text name)
{
    struct err err;
    for (size_t i = 0; i < reading->name_count; i++)
        if (text_equal(reading->names[i], name))
            return (int)i;
    err_set(&err, ERR_REFERENCE_COLUMN, "the file has no column \"%.*s\"",
            (int)(name.length < 60 ? name.length : 60), name.bytes);
    hint_columns(reading, name, &err);
    bulk_problem(reading, &err);
    return BULK_NO_COLUMN;
}

static bool find_optional(struct bulk_reading *reading, const char *name, int *column)
{
    *column = name ? find(reading, text_of(name)) : BULK_NO_COLUMN;
    return !name || *column != BULK_NO_COLUMN;
}

static bool find_series(struct bulk_reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    bool fine = true;
    for (size_t i = 0; i < bulk->series_count; i++) {
        const struct bulk_series *series = &bulk->series[i];
        struct bulk_place *place = &reading->series[i];
        uint32_t target =
            bulk->long_series ? MAP_NONE : map_get(reading->columns, text_of(series->name));
        place->target = target == MAP_NONE ? NULL : &reading->table->columns[target];
        fine = find_optional(reading, series->column, &place->value) && fine;
        fine = find_optional(reading, series->low, &place->low) && fine;
        fine = find_optional(reading, series->high, &place->high) && fine;
        fine = find_optional(reading, series->se, &place->se) && fine;
    }
    return fine;
}

/* "fiw{edition}" is what stands before, the column, what stands after. */
static bool find_source(struct bulk_reading *reading)
{
    const char *text = reading->bulk->source, *open = strchr(text, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    reading->source = BULK_NO_COLUMN;
    reading->source_before = text_of(text);
    reading->source_after = text_of("");
    if (!close)
        return true;
    reading->source_before = (struct text){text, (size_t)(open - text)};
    reading->source_after = text_of(close + 1);
    reading->source = find(reading, (struct text){open + 1, (size_t)(close - open - 1)});
    return reading->source != BULK_NO_COLUMN;
}

/* Whether a word for missing begins as numbers do, so that it must be looked for before them. */
static bool is_like_a_number(const char *word)
{
    return (word[0] >= '0' && word[0] <= '9') || word[0] == '-' || word[0] == '+';
}

static void add_identity(struct bulk_reading *reading, int column)
{
    if (column == BULK_NO_COLUMN)
        return;
    if (column < reading->identity_first)
        reading->identity_first = column;
    if (column > reading->identity_last)
        reading->identity_last = column;
}

bool bulk_find_columns(struct bulk_reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    bool fine = find_series(reading);
    fine = find_source(reading) && fine;
    for (size_t i = 0; i < bulk->country_count; i++)
        fine = find_optional(reading, bulk->country[i], &reading->countries[i]) && fine;
    for (size_t i = 0; i < bulk->filter_count; i++)
        fine = find_optional(reading, bulk->filters[i].column, &reading->filters[i]) && fine;
    for (size_t i = 0; bulk->groups && bulk->groups[2 * i]; i++)
        fine = find_optional(reading, bulk->groups[2 * i + 1], &reading->groups[i]) && fine;
    fine = find_optional(reading, bulk->country_name, &reading->country_name) && fine;
    fine = find_optional(reading, bulk->period, &reading->period) && fine;
    for (size_t i = 0; i < bulk->missing_count; i++)
        reading->missing_numbers = reading->missing_numbers || is_like_a_number(bulk->missing[i]);
    fine = find_optional(reading, bulk->long_series, &reading->long_series) && fine;
    reading->identity_first = reading->identity_last = reading->period;
    for (size_t i = 0; i < bulk->country_count; i++)
        add_identity(reading, reading->countries[i]);
    for (size_t i = 0; i < bulk->filter_count; i++)
        add_identity(reading, reading->filters[i]);
    add_identity(reading, reading->source);
    return fine;
}
