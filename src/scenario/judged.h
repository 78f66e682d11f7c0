/* A judged magnitude: the ends and the peak of a triangle (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_JUDGED_H
#define TIDEMARK_SCENARIO_JUDGED_H

#include <stdbool.h>

/* low <= likely <= high, all finite; a plain number has all three alike and is certain. */
struct judged {
    double low;
    double likely;
    double high;
};

/* The magnitude below which the share u (0..1) of the triangle lies: its quantile, by inversion
 * (Kotz and van Dorp, Beyond Beta, 2004, 1.2). */
double judged_at(const struct judged *judged, double u);

/* (low + likely + high) / 3. */
double judged_mean(const struct judged *judged);

/* Whether it is a plain number. */
bool judged_certain(const struct judged *judged);

#endif
