#include "base/rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_FIRST_CAPACITY = 64 };

struct rows *rows_new(struct arena *arena, const struct rows_column *columns, size_t column_count)
{
    struct rows *rows = arena_alloc(arena, 1, sizeof *rows);
    if (!rows)
        return NULL;
    rows->arena = arena;
    rows->columns = columns;
    rows->column_count = column_count;
    rows->data = arena_alloc(arena, column_count, sizeof *rows->data);
    return rows->data ? rows : NULL;
}

static size_t cell_size(const struct rows *rows, size_t column)
{
    return rows->columns[column].type == ROWS_TEXT ? sizeof(const char *) : sizeof(double);
}

static bool grow(struct rows *rows)
{
    size_t capacity = rows->capacity ? rows->capacity * 2 : ROWS_FIRST_CAPACITY;
    for (size_t i = 0; i < rows->column_count; i++) {
        void *data =
            arena_grow(rows->arena, rows->data[i], rows->count, capacity, cell_size(rows, i));
        if (!data)
            return false;
        rows->data[i] = data;
    }
    rows->capacity = capacity;
    return true;
}

size_t rows_add(struct rows *rows)
{
    if (rows->count == rows->capacity && !grow(rows)) {
        rows->failed = true;
        return 0;
    }
    size_t row = rows->count++;
    for (size_t i = 0; i < rows->column_count; i++) {
        if (rows->columns[i].type == ROWS_TEXT)
            ((const char **)rows->data[i])[row] = "";
        else
            ((double *)rows->data[i])[row] = NAN;
    }
    return row;
}

void rows_set_text(struct rows *rows, size_t column, const char *text)
{
    if (rows->count > 0 && !rows->failed)
        ((const char **)rows->data[column])[rows->count - 1] = text ? text : "";
}

void rows_set_number(struct rows *rows, size_t column, double number)
{
    if (rows->count > 0 && !rows->failed)
        ((double *)rows->data[column])[rows->count - 1] = number;
}

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
    return ((const char *const *)rows->data[column])[row];
}

double rows_number(const struct rows *rows, size_t row, size_t column)
{
    return ((const double *)rows->data[column])[row];
}

size_t rows_find(const struct rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->column_count; i++)
        if (strcmp(rows->columns[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

void rows_add_like(struct rows *rows, const struct rows *from, size_t row)
{
    rows_add(rows);
    for (size_t i = 0; i < rows->column_count; i++) {
        size_t column = rows_find(from, rows->columns[i].name);
        if (column == SIZE_MAX || from->columns[column].type != rows->columns[i].type)
            continue;
        if (rows->columns[i].type == ROWS_TEXT)
            rows_set_text(rows, i, rows_text(from, row, column));
        else
            rows_set_number(rows, i, rows_number(from, row, column));
    }
}

static bool has_column(const struct rows_column *columns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return true;
    return false;
}

struct rows *rows_join(struct arena *arena, const char *name, const char *const *labels,
                       const struct rows *const *parts, size_t count)
{
    size_t room = 1, used = 0;
    for (size_t i = 0; i < count; i++)
        room += parts[i]->column_count;
    struct rows_column *columns = arena_alloc(arena, room, sizeof *columns);
    if (!columns)
        return NULL;
    columns[used++] = (struct rows_column){name, NULL, ROWS_TEXT, 0};
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < parts[i]->column_count; c++)
            if (!has_column(columns, used, parts[i]->columns[c].name))
                columns[used++] = parts[i]->columns[c];
    struct rows *rows = rows_new(arena, columns, used);
    for (size_t i = 0; rows && i < count; i++) {
        for (size_t row = 0; row < parts[i]->count; row++) {
            rows_add_like(rows, parts[i], row);
            rows_set_text(rows, 0, labels[i]);
        }
    }
    return rows && !rows->failed ? rows : NULL;
}

void rows_add_meta(struct rows *rows, const char *key, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *value = length < 0 ? NULL : arena_alloc(rows->arena, (size_t)length + 1, 1);
    struct rows_meta *meta = arena_grow(rows->arena, rows->meta, rows->meta_count,
                                        rows->meta_count + 1, sizeof *rows->meta);
    if (!value || !meta) {
        rows->failed = true;
        return;
    }
    va_start(list, format);
    vsnprintf(value, (size_t)length + 1, format, list);
    va_end(list);
    meta[rows->meta_count++] = (struct rows_meta){key, value};
    rows->meta = meta;
}

const char *rows_get_meta(const struct rows *rows, const char *key, size_t n)
{
    for (size_t i = 0; i < rows->meta_count; i++)
        if (strcmp(rows->meta[i].key, key) == 0 && n-- == 0)
            return rows->meta[i].value;
    return NULL;
}
