/* Units compared in pairs. */
#ifndef TIDEMARK_STAT_OUTRANKING_H
#define TIDEMARK_STAT_OUTRANKING_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* In all of these: columns[count][units], higher is better, missing NaN; weights[count] are not
 * negative. Two units are compared on the columns that both have, whose weights are taken as shares
 * of their sum: o(i, j) is the share of those on which i is higher, and half the share of those on
 * which they are equal. Steps grow with units² × count.
 *
 * G. Munda and M. Nardo, Noncompensatory/nonlinear composite indicators for ranking countries,
 * Applied Economics 41, 2009, 1513-1523; OECD and JRC, Handbook on Constructing Composite
 * Indicators, 2008, step 6. */

/* o(i, j) into matrix[i × units + j]; a half on the diagonal, NaN where two units have no column
 * with a weight in common. o(i, j) + o(j, i) is 1 up to the last digit. */
void outranking_matrix(const double *const *columns, const double *weights, size_t count,
                       size_t units, double *matrix);

/* Copeland's scores[units]: how many a unit beats (o above a half), less how many beat it; what
 * differs from a half by 10^-12 or less is a draw. NaN for a unit without any value that weighs.
 * compared[units], unless NULL, receives with how many others it could be compared. */
void outranking_copeland(const double *const *columns, const double *weights, size_t count,
                         size_t units, double *scores, size_t *compared);

enum { OUTRANKING_MEDIAN_MOST = 12 };

enum outranking_status {
    OUTRANKING_OK,
    OUTRANKING_NO_MEMORY,
    OUTRANKING_TOO_MANY /* more units than OUTRANKING_MEDIAN_MOST: not available */
};

/* The median order of Kemeny: order[units] receives the units, the best first, so that the sum of
 * o(a, b) over all a before b, put into *agreement, is the largest of all orders'. Pairs that have
 * nothing in common count a half either way. Exact, by going over all sets of units; of several
 * such orders (sums within 10^-9) the first in the order of unit numbers, and *unique is false.
 * J. G. Kemeny, Mathematics without numbers, Daedalus 88, 1959, 577-591. */
enum outranking_status outranking_median(const double *const *columns, const double *weights,
                                         size_t count, size_t units, struct arena *arena,
                                         size_t *order, double *agreement, bool *unique);

#endif
