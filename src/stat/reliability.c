#include "stat/reliability.h"

#include "base/elementary.h"
#include "stat/complete.h"
#include "stat/correlation.h"
#include "stat/moments.h"
#include "stat/quantile.h"

#include <math.h>
#include <string.h>

static double variance(const struct kernel *kernel, const double *x, size_t rows)
{
    double sd = moments_of(kernel, x, rows).sd;
    return sd * sd;
}

/* sums[rows] has room for the sum of each row. */
static double alpha_of(const struct kernel *kernel, const double *const *columns, size_t count,
                       size_t rows, double *sums)
{
    double single = 0;
    for (size_t column = 0; column < count; column++) {
        single += variance(kernel, columns[column], rows);
        for (size_t row = 0; row < rows; row++)
            sums[row] = (column > 0 ? sums[row] : 0) + columns[column][row];
    }
    double whole = variance(kernel, sums, rows), k = (double)count;
    return whole > 0 ? k / (k - 1) * (1 - single / whole) : NAN;
}

bool reliability_alpha(const struct kernel *kernel, const double *const *columns, size_t count,
                       size_t rows, struct arena *arena, double *alpha, size_t *complete)
{
    struct arena_mark mark = arena_mark(arena);
    columns = complete_rows(columns, count, rows, arena, complete);
    double *sums = arena_alloc(arena, *complete, sizeof *sums);
    bool done = columns && sums;
    *alpha = NAN;
    if (done && count > 1 && *complete > 1)
        *alpha = alpha_of(kernel, columns, count, *complete, sums);
    arena_rewind(arena, mark);
    return done;
}

void reliability_importance(const struct kernel *kernel, const double *const *columns, size_t count,
                            const double *aggregate, size_t rows, double *importance)
{
    for (size_t column = 0; column < count; column++) {
        double r = correlation_pearson(kernel, columns[column], aggregate, rows);
        importance[column] = r * r;
    }
}

/* The rows that have both, y about its mean, and the curve through them. */
struct curve {
    double *x;
    double *y;
    double *fitted;
    size_t n;
};

static double bandwidth(const struct curve *curve, double sd)
{
    double *copy = curve->fitted;
    memcpy(copy, curve->x, curve->n * sizeof *copy);
    double upper = quantile_select(copy, curve->n, 0.75),
           lower = quantile_select(copy, curve->n, 0.25), spread = (upper - lower) / 1.349;
    return 2.345 * (spread > 0 && spread < sd ? spread : sd) *
           elementary_pow((double)curve->n, -0.2);
}

/* The local line's value at a row, from all rows or from the others; the mean of all, which is 0,
 * where none is near. */
static double smooth(const struct curve *curve, double h, size_t row, bool others)
{
    double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
    for (size_t i = 0; i < curve->n; i++) {
        double d = (curve->x[i] - curve->x[row]) / h, weight = 1 - d * d;
        if (weight <= 0 || (others && i == row))
            continue;
        s0 += weight;
        s1 += weight * d;
        s2 += weight * d * d;
        t0 += weight * curve->y[i];
        t1 += weight * d * curve->y[i];
    }
    double determinant = s0 * s2 - s1 * s1;
    if (determinant <= 1e-10 * s0 * s2) /* one place: no line goes through it */
        return s0 > 0 ? t0 / s0 : 0;
    return (s2 * t0 - s1 * t1) / determinant;
}

/* The sum of squares by which each y is missed when it is left out. */
static double loss_of(const struct curve *curve, double h)
{
    double loss = 0;
    for (size_t row = 0; row < curve->n; row++) {
        double missed = curve->y[row] - smooth(curve, h, row, true);
        loss += missed * missed;
    }
    return loss;
}

static double best_bandwidth(const struct curve *curve, double sd)
{
    double h = 2 * bandwidth(curve, sd), best = h, least = loss_of(curve, h);
    for (int halving = 0; halving < 4; halving++) {
        double loss = loss_of(curve, h /= 2);
        if (loss < least) {
            least = loss;
            best = h;
        }
    }
    return best;
}

static double ratio_of(const struct kernel *kernel, const struct curve *curve)
{
    struct moments of_x = moments_of(kernel, curve->x, curve->n),
                   of_y = moments_of(kernel, curve->y, curve->n);
    if (curve->n < RELIABILITY_ROWS_LEAST || of_x.sd == 0 || of_y.sd == 0)
        return NAN;
    for (size_t row = 0; row < curve->n; row++)
        curve->y[row] -= of_y.mean;
    double h = best_bandwidth(curve, of_x.sd);
    for (size_t row = 0; row < curve->n; row++)
        curve->fitted[row] = smooth(curve, h, row, false);
    double ratio = variance(kernel, curve->fitted, curve->n) / (of_y.sd * of_y.sd);
    return ratio < 1 ? ratio : 1;
}

bool reliability_ratio(const struct kernel *kernel, const double *x, const double *y, size_t rows,
                       struct arena *arena, double *ratio)
{
    struct arena_mark mark = arena_mark(arena);
    struct curve curve = {.x = arena_alloc(arena, rows, sizeof *curve.x),
                          .y = arena_alloc(arena, rows, sizeof *curve.y),
                          .fitted = arena_alloc(arena, rows, sizeof *curve.fitted)};
    bool done = curve.x && curve.y && curve.fitted;
    *ratio = NAN;
    for (size_t row = 0; done && row < rows; row++)
        if (!isnan(x[row]) && !isnan(y[row])) {
            curve.x[curve.n] = x[row];
            curve.y[curve.n++] = y[row];
        }
    if (done)
        *ratio = ratio_of(kernel, &curve);
    arena_rewind(arena, mark);
    return done;
}
