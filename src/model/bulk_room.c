#include "model/bulk_reading.h"

#include <math.h>
#include <string.h>

enum { ROOM_LEAST = 64 };

/* Arrays of a column that a file fills. */
static void arrays_of(struct bulk_column *column, double **arrays[4])
{
    arrays[0] = &column->value;
    arrays[1] = &column->low;
    arrays[2] = &column->high;
    arrays[3] = &column->se;
}

/* Which of them the description names; a long file has one description for all its series. */
static bool is_described(const struct bulk_reading *reading, size_t column, size_t array)
{
    const struct bulk_place *place = reading->series;
    while (!reading->bulk->long_series && place->target != &reading->table->columns[column])
        place++;
    const int places[] = {place->value, place->low, place->high, place->se};
    return places[array] != BULK_NO_COLUMN;
}

void bulk_clear_records(const struct bulk_table *table, size_t first)
{
    for (size_t c = 0; c < table->column_count; c++) {
        struct bulk_column *column = &table->columns[c];
        double **arrays[4];
        arrays_of(column, arrays);
        for (size_t k = 0; k < 4; k++) {
            if (!*arrays[k])
                continue;
            double *cells = *arrays[k] + first;
            for (size_t i = 0; i < BULK_GROUP; i++)
                cells[i] = NAN;
            __builtin_prefetch(cells + BULK_GROUP, 1);
        }
        __builtin_prefetch(column->lines + first + 2 * BULK_GROUP, 1);
    }
}

/* Moves an array of `count` records to `to`, which has room for more. */
static void *move(const void *from, void *to, size_t count, size_t size)
{
    if (from && count > 0)
        memcpy(to, from, count * size);
    return to;
}

/* All arrays in one piece of memory, which the system then gives in large pages. */
static bool grow(struct bulk_reading *reading, size_t capacity)
{
    struct bulk_table *table = reading->table;
    bool is_long = reading->bulk->long_series != NULL;
    size_t doubles = 1;
    for (size_t c = 0; c < table->column_count; c++)
        for (size_t k = 0; k < 4; k++)
            doubles += is_described(reading, c, k);
    size_t record_bytes = sizeof(struct bulk_record) + doubles * sizeof(double) +
                          (is_long ? table->column_count * sizeof(uint32_t) : 0);
    struct arena *own = arena_new();
    char *memory = own ? arena_alloc(own, capacity, record_bytes) : NULL;
    if (!memory) {
        arena_free(own);
        return false;
    }
    table->records = move(table->records, memory, table->count, sizeof *table->records);
    double *next = (double *)(void *)(memory + capacity * sizeof *table->records);
    for (size_t c = 0; c < table->column_count; c++) {
        double **arrays[4];
        arrays_of(&table->columns[c], arrays);
        for (size_t k = 0; k < 4; k++) {
            if (!is_described(reading, c, k))
                continue;
            *arrays[k] = move(*arrays[k], next, table->count, sizeof(double));
            next += capacity;
        }
    }
    table->spare = next;
    uint32_t *lines = (uint32_t *)(void *)(next + capacity);
    for (size_t c = 0; is_long && c < table->column_count; c++, lines += capacity)
        table->columns[c].lines = move(table->columns[c].lines, lines, table->count, sizeof *lines);
    arena_free(reading->own);
    reading->own = own;
    reading->capacity = capacity;
    return true;
}

/* How many times as many rows the whole file may have as those read. */
static double rows_to_come(const struct bulk_reading *reading)
{
    size_t unread = reading->have - reading->csv.at;
    size_t total = stream_size_bytes(reading->stream), done = reading->given - unread;
    if (reading->csv.whole && unread == 0)
        return 1;
    return total > done && done > 0 ? (double)total / (double)done : 2;
}

/* A row of a wide file is a record. Of a long one it is known how many records its rows made so
 * far, unless each row still makes one: then it may list a series after the other. */
static size_t estimate(const struct bulk_reading *reading, size_t count)
{
    double share = rows_to_come(reading);
    if (reading->bulk->long_series && reading->capacity == 0)
        return ROOM_LEAST;
    if (reading->bulk->long_series && reading->taken < 2 * count)
        return 2 * count;
    if (reading->bulk->long_series)
        share *= (double)reading->rows / (double)reading->taken;
    return (size_t)((double)count * share * (share > 1 ? 1.04 : 1)) + (share > 1 ? ROOM_LEAST : 0);
}

bool bulk_make_room(struct bulk_reading *reading, size_t more)
{
    size_t count = reading->table->count + more;
    if (count <= reading->capacity)
        return true;
    size_t wanted = estimate(reading, count);
    wanted = (wanted < count ? count : wanted) + BULK_GROUP - 1;
    if (grow(reading, wanted - wanted % BULK_GROUP))
        return true;
    load_no_memory(reading->load->load);
    reading->load->load->failed = true;
    return false;
}
