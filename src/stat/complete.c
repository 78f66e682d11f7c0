#include "stat/complete.h"

#include <math.h>
#include <stdint.h>

/* The rows that lack nothing, and how many. */
static size_t find(const double *const *columns, size_t count, size_t rows, uint32_t *found)
{
    size_t complete = 0;
    for (size_t row = 0; row < rows; row++) {
        size_t column = 0;
        while (column < count && !isnan(columns[column][row]))
            column++;
        if (column == count)
            found[complete++] = (uint32_t)row;
    }
    return complete;
}

const double *const *complete_rows(const double *const *columns, size_t count, size_t rows,
                                   struct arena *arena, size_t *complete)
{
    uint32_t *found = arena_alloc(arena, rows, sizeof *found);
    const double **copies = arena_alloc(arena, count, sizeof *copies);
    *complete = 0;
    if (!found || !copies)
        return NULL;
    *complete = find(columns, count, rows, found);
    if (*complete == rows)
        return columns;
    for (size_t column = 0; column < count; column++) {
        double *copy = arena_alloc(arena, *complete, sizeof *copy);
        if (!copy)
            return NULL;
        for (size_t i = 0; i < *complete; i++)
            copy[i] = columns[column][found[i]];
        copies[column] = copy;
    }
    return copies;
}
