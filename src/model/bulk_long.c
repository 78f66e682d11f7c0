#include "model/bulk_reading.h"

#include <math.h>
#include <string.h>

enum { KEY_BYTES = 3 * sizeof(uint32_t) }; /* country, date and source of a record */

/* The column of a series, column_count when it feeds nothing. Most files list the series in the
 * same order again and again: what followed the last one is tried first, then, one may be missing,
 * what followed that. */
static uint32_t column_of(struct bulk_reading *reading, struct text_place *fields)
{
    struct text name = bulk_field(reading, fields, reading->long_series);
    struct bulk_last *next = &reading->followers[reading->last_series];
    struct bulk_last *behind = &reading->followers[next->number];
    if (!bulk_is_last(next, name) && bulk_is_last(behind, name)) {
        next = behind;
    } else if (!bulk_is_last(next, name)) {
        uint32_t found = map_get(reading->columns, name);
        found = found == MAP_NONE ? (uint32_t)reading->table->column_count : found;
        bulk_remember(next, name, found);
        reading->is_seen[found] = true;
    }
    reading->last_series = next->number;
    return next->number;
}

static uint32_t add_record(struct bulk_reading *reading, const struct bulk_record *made)
{
    struct bulk_table *table = reading->table;
    char *key = arena_text(reading->load->load->scratch, (const char *)made, KEY_BYTES);
    if (!key || !bulk_make_room(reading, 1) ||
        map_put(reading->records, (struct text){key, KEY_BYTES}, (uint32_t)table->count) ==
            MAP_NONE)
        return UINT32_MAX;
    if (table->count % BULK_GROUP == 0)
        bulk_clear_records(table, table->count);
    table->records[table->count] = *made;
    table->records[table->count].line = 0;
    return (uint32_t)table->count++;
}

static inline bool same_record(const struct bulk_record *one, const struct bulk_record *other)
{
    return one->country == other->country && one->date == other->date &&
           one->source == other->source;
}

/* The record of a row: that of the row before, the one after it, or any. */
static uint32_t record_of(struct bulk_reading *reading, const struct bulk_record *row,
                          uint32_t last)
{
    const struct bulk_table *table = reading->table;
    for (uint32_t near = last; near < table->count && near <= last + 1; near++)
        if (same_record(&table->records[near], row))
            return near;
    uint32_t found = map_get(reading->records, (struct text){(const char *)row, KEY_BYTES});
    return found == MAP_NONE ? add_record(reading, row) : found;
}

static void refuse_twice(struct bulk_reading *reading, const struct bulk_column *column,
                         const struct bulk_record *row, uint32_t first_line)
{
    struct err err;
    char date[DATE_PRINT_SIZE];
    date_print(reading->table->dates[row->date], date);
    reading->line = row->line;
    err_set(&err, ERR_VALUE_TWICE, "%s of %s %s is given twice, first on line %u", column->series,
            reading->load->countries[row->country].id, date, (unsigned)first_line);
    err_hint(&err, "delete one of the rows, or leave one out by where: or except: in %s.yaml",
             reading->bulk->name);
    bulk_problem(reading, &err);
}

/* Puts low, high and se of a row of the block beside its value. */
static void put_interval(const struct bulk_reading *reading, const struct bulk_column *column,
                         uint32_t record, size_t row)
{
    double *const arrays[] = {column->low, column->high, column->se};
    for (size_t k = 0; k < 3; k++)
        if (arrays[k])
            arrays[k][record] = reading->aside[k + 1][row];
}

static void check_scales(struct bulk_reading *reading, const struct bulk_column *column, size_t row)
{
    for (size_t i = 0; i < reading->check_count; i++)
        if (reading->checks[i]->column == column)
            bulk_check_scale(reading, reading->checks[i], row, 1, reading->aside[0]);
}

bool bulk_take_long(struct bulk_reading *reading)
{
    const struct bulk_place *place = reading->series;
    struct bulk_table *table = reading->table;
    size_t kept = bulk_keep_rows(reading);
    double *figures[4] = {reading->aside[0],
                          place->low == BULK_NO_COLUMN ? NULL : reading->aside[1],
                          place->high == BULK_NO_COLUMN ? NULL : reading->aside[2],
                          place->se == BULK_NO_COLUMN ? NULL : reading->aside[3]};
    reading->settle_bytes = 0;
    bulk_read_series(reading, 0, kept, figures);
    bulk_plan_hash(reading, kept);
    size_t taken = reading->taken;
    uint32_t record = 0;
    bool interval = figures[1] || figures[2] || figures[3];
    for (size_t row = 0; row < kept; row++) {
        if (row % BULK_SETTLE == 0)
            stream_settle(reading->stream, reading->settle_bytes);
        uint32_t at = column_of(reading, reading->block.fields + row * reading->block.width);
        double value = figures[0][row];
        if (at == table->column_count || (isnan(value) && !reading->bulk->keep_empty))
            continue;
        reading->taken = taken + row + 1;
        record = record_of(reading, &reading->kept[row], record);
        if (record == UINT32_MAX)
            return false;
        struct bulk_column *column = &table->columns[at];
        if (reading->is_checked[at])
            check_scales(reading, column, row);
        if (column->lines[record] > 0) {
            refuse_twice(reading, column, &reading->kept[row], column->lines[record]);
            continue;
        }
        column->value[record] = value;
        column->lines[record] = reading->kept[row].line;
        if (interval)
            put_interval(reading, column, record, row);
    }
    reading->taken = taken + kept;
    return true;
}
