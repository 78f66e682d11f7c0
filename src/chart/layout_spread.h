/* Labels moved apart along a line. */
#ifndef TIDEMARK_CHART_LAYOUT_SPREAD_H
#define TIDEMARK_CHART_LAYOUT_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

/* Moves count positions so that neighbours are at least gap apart, within least..most, as little as
 * possible in the sum of squares: isotonic regression by pooling adjacent violators (Ayer and
 * others, Annals of Mathematical Statistics 26, 1955, 641-647) of wanted[i] - i × gap. wanted is in
 * ascending order; equals keep their order. When they cannot all fit the gap shrinks. */
void layout_spread(const double *wanted, size_t count, double gap, double least, double most,
                   double *placed);

/* Puts a position and whose it is among count others in ascending order; equals keep the order in
 * which they came. There is room for one more. */
void layout_spread_insert(double *wanted, size_t *whose, size_t count, double position, size_t who);

#endif
