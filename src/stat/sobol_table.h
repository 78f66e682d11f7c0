/* Direction numbers of Sobol' points, packed: Joe and Kuo's for the criterion D(6) (S. Joe and F.
 * Y. Kuo, Constructing Sobol' sequences with better two-dimensional projections, SIAM J. Sci.
 * Comput. 30, 2008, 2635-2654, doi:10.1137/070709359; their file new-joe-kuo-6.21201), all
 * polynomials up to degree 13. */
#ifndef TIDEMARK_STAT_SOBOL_TABLE_H
#define TIDEMARK_STAT_SOBOL_TABLE_H

#include <stdint.h>

enum { SOBOL_TABLE_DEGREES = 13 };

/* How many dimensions, from the second on, have a polynomial of degree 0, 1, 2 … */
extern const uint16_t sobol_table_degrees[SOBOL_TABLE_DEGREES + 1];

/* For each of these in order the degree - 1 inner coefficients of its polynomial (a) and, for k = 2
 * … degree, the k - 1 bits of m_k above the lowest, which is 1; a bit stream from the lowest bit of
 * the first word on. */
extern const uint64_t sobol_table_bits[];

#endif
