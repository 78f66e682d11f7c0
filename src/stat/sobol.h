/* Sobol' points: low-discrepancy points of up to 1,111 dimensions, scrambled by nested uniform
 * permutations (A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995; Scrambling
 * Sobol' and Niederreiter-Xing points, J. Complexity 14, 1998, 466-489,
 * doi:10.1006/jcom.1998.0487), which keep how evenly the points lie, take away what they have in
 * common with regular functions, and make an estimate from them one without bias. */
#ifndef TIDEMARK_STAT_SOBOL_H
#define TIDEMARK_STAT_SOBOL_H

#include "base/arena.h"

#include <stdint.h>

enum { SOBOL_BITS = 32, SOBOL_DIMENSIONS = 1111 };

/* Direction numbers of dimensions 0..dimensions - 1, [dimension × SOBOL_BITS + bit]: point i has
 * the exclusive or of those of the bits of i, as 32 bits behind the binary point. */
struct sobol {
    size_t dimensions;
    const uint32_t *directions;
};

/* NULL without memory; dimensions is 1 to SOBOL_DIMENSIONS. */
const struct sobol *sobol_make(struct arena *arena, size_t dimensions);

/* One coordinate as it stands in the sequence (in its natural order, from the origin on). */
uint32_t sobol_coordinate(const struct sobol *sobol, size_t dimension, uint32_t index);

/* The coordinate scrambled under seed: each bit is flipped or not by a bit that hangs on seed,
 * dimension and the bits above it. Dimensions are scrambled each on its own. */
uint32_t sobol_scramble(uint32_t coordinate, uint64_t seed, size_t dimension);

/* The scrambled coordinates of points first..first + count - 1, in (0, 1): the middle of an
 * interval of 2^-32. Each stands alone: parts are those of the whole. */
void sobol_points(const struct sobol *sobol, size_t dimension, uint64_t seed, uint32_t first,
                  size_t count, double *out);

#endif
