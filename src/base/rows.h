/* Results as typed columns: what the core returns, what out prints and chart draws. */
#ifndef TIDEMARK_BASE_ROWS_H
#define TIDEMARK_BASE_ROWS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum rows_type { ROWS_TEXT, ROWS_NUMBER };

/* As decimals of a text column: it stands to the right in a table, as figures do. */
enum { ROWS_RIGHT = 1 };

/* name is the tidy column name (csv, json); heading what a table for people shows (NULL: name);
 * decimals what a table rounds to (csv and json never round), -1: as many as needed; for a text 0
 * or ROWS_RIGHT. */
struct rows_column {
    const char *name;
    const char *heading;
    enum rows_type type;
    int decimals;
};

/* One key of the meta data. Several entries of one key are a list (warning, input …). */
struct rows_meta {
    const char *key;
    const char *value;
};

struct rows {
    struct arena *arena;
    const struct rows_column *columns;
    size_t column_count;
    size_t count;
    size_t capacity;
    void **data; /* [column]: const char *[] or double[] */
    struct rows_meta *meta;
    size_t meta_count;
    bool failed; /* an addition ran out of memory: sticky, check once at the end */
};

/* Empty rows in arena over columns (which must outlive them); NULL without memory. */
struct rows *rows_new(struct arena *arena, const struct rows_column *columns, size_t column_count);

/* Adds a row (texts empty, numbers missing) and returns its index. */
size_t rows_add(struct rows *rows);

/* Sets a cell of the last row added. The text is kept by reference: it must outlive the rows
 * (arena_text it otherwise); NULL means empty. A missing number is NaN. */
void rows_set_text(struct rows *rows, size_t column, const char *text);
void rows_set_number(struct rows *rows, size_t column, double number);

const char *rows_text(const struct rows *rows, size_t row, size_t column); /* never NULL */
double rows_number(const struct rows *rows, size_t row, size_t column);

/* The column of that name, SIZE_MAX when there is none. */
size_t rows_find(const struct rows *rows, const char *name);

/* Adds a row like one of another's: cells of columns of the same name and type are copied (texts by
 * reference), others stay empty. */
void rows_add_like(struct rows *rows, const struct rows *from, size_t row);

/* The rows of several parts one after another, each with its label in a first column `name`. Then
 * come the columns of the first part and, behind them, those that only later ones have; a cell of a
 * column that a part lacks is empty. Meta data stay behind. NULL without memory. */
struct rows *rows_join(struct arena *arena, const char *name, const char *const *labels,
                       const struct rows *const *parts, size_t count);

/* Adds a meta entry, value formatted into the arena. */
void rows_add_meta(struct rows *rows, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The n-th value (from 0) at key, NULL past the last. */
const char *rows_get_meta(const struct rows *rows, const char *key, size_t n);

#endif
