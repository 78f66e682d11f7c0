#include "scenario/summary.h"

#include "stat/quantile.h"

#include <math.h>

/* Two numbers that differ by less are taken for equal. */
static const double slack = 1e-9;

/* Of values that are all there. */
static void summarise(double *values, size_t count, struct summary *summary)
{
    static const double p[] = {0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};
    double q[sizeof p / sizeof *p], sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    quantile_several(values, count, p, sizeof p / sizeof *p, q);
    *summary = (struct summary){.there = count,
                                .mean = count > 0 ? sum / (double)count : NAN,
                                .median = q[4],
                                .low = {q[3], q[2], q[1], q[0]},
                                .high = {q[5], q[6], q[7], q[8]}};
}

void summary_of(const double *values, size_t draws, double *scratch, struct summary *summary)
{
    size_t there = 0;
    for (size_t d = 0; d < draws; d++) {
        scratch[there] = values[d];
        there += isfinite(values[d]) ? 1 : 0;
    }
    summarise(scratch, there, summary);
}

void summary_difference(const double *a, const double *b, size_t draws, double *scratch,
                        struct summary *summary)
{
    size_t there = 0;
    for (size_t d = 0; d < draws; d++) {
        scratch[there] = a[d] - b[d];
        there += isfinite(scratch[there]) ? 1 : 0;
    }
    summarise(scratch, there, summary);
}

/* The share of draws in which a - b (b NULL: a) stands above an edge. */
static double share_above(const double *a, const double *b, size_t draws, double edge)
{
    size_t there = 0, above = 0;
    for (size_t d = 0; d < draws; d++) {
        double difference = b ? a[d] - b[d] : a[d];
        there += isfinite(difference) ? 1 : 0;
        above += isfinite(difference) && difference > edge;
    }
    return there > 0 ? (double)above / (double)there : NAN;
}

double summary_chance_above(const double *a, const double *b, size_t draws, double by)
{
    return share_above(a, b, draws, by + slack);
}

double summary_chance_least(const double *a, const double *b, size_t draws, double by)
{
    return share_above(a, b, draws, by - slack);
}

double summary_chance_reaches(const double *values, size_t draws, double target)
{
    return share_above(values, NULL, draws, target - slack);
}
