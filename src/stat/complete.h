/* The rows of a table that lack nothing. */
#ifndef TIDEMARK_STAT_COMPLETE_H
#define TIDEMARK_STAT_COMPLETE_H

#include "base/arena.h"

#include <stddef.h>

/* columns[count][rows], without the rows in which any is missing (NaN); *complete receives how many
 * are left. Where none is left out these are the columns given, else copies in the arena. NULL
 * without memory. */
const double *const *complete_rows(const double *const *columns, size_t count, size_t rows,
                                   struct arena *arena, size_t *complete);

#endif
