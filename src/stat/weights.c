#include "stat/weights.h"

#include "base/elementary.h"
#include "stat/correlation.h"
#include "stat/moments.h"

#include <math.h>
#include <stdbool.h>

enum { ITERATIONS_MAX = 100000, INDICES = 16 };

/* Mean consistency index of random matrices of each order: Saaty, 1980, page 21. */
static const double random_index[INDICES] = {0,    0,    0,    0.58, 0.90, 1.12, 1.24, 1.32,
                                             1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

/* Weights as shares; false where they are all 0. */
static bool share(double *weights, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    if (!(sum > 0))
        return false;
    for (size_t i = 0; i < count; i++)
        weights[i] /= sum;
    return true;
}

/* 1 - E */
static double difference(const double *x, size_t rows, const struct kernel_span *span)
{
    double terms = 0;
    if (span->least == span->most)
        return 0;
    for (size_t row = 0; row < rows; row++) {
        double p = x[row] / span->sum;
        if (p > 0)
            terms += p * elementary_log(p);
    }
    double left = 1 + terms / elementary_log((double)span->count);
    return left > 0 ? left : 0;
}

enum weights_status weights_entropy(const struct kernel *kernel, const double *const *columns,
                                    size_t count, size_t rows, double *weights,
                                    struct weights_place *place)
{
    for (size_t i = 0; i < count; i++) {
        struct kernel_span span;
        kernel->span(columns[i], rows, &span);
        *place = (struct weights_place){.column = i};
        if (span.count < 2)
            return WEIGHTS_FEW_VALUES;
        if (span.least < 0)
            return WEIGHTS_NEGATIVE;
        if (span.most == 0)
            return WEIGHTS_ALL_ZERO;
        weights[i] = difference(columns[i], rows, &span);
    }
    return share(weights, count) ? WEIGHTS_OK : WEIGHTS_ALL_ALIKE;
}

/* Σ (1 - r); columns that are one line but for rounding are the same. False where an r has no
 * value. */
static bool conflict(const double *correlations, size_t count, struct weights_place *place,
                     double *sum)
{
    *sum = 0;
    for (place->other = 0; place->other < count; place->other++) {
        double apart = 1 - correlations[place->column * count + place->other];
        if (isnan(apart))
            return false;
        *sum += apart > 1e-12 ? apart : 0;
    }
    return true;
}

enum weights_status weights_critic(const struct kernel *kernel, const double *const *columns,
                                   size_t count, size_t rows, struct arena *arena, double *weights,
                                   struct weights_place *place)
{
    double *correlations = arena_alloc(arena, count * count, sizeof *correlations);
    if (!correlations || !correlation_matrix(kernel, CORRELATION_PEARSON, CORRELATION_PAIRWISE,
                                             columns, count, rows, arena, correlations))
        return WEIGHTS_NO_MEMORY;
    /* A column that has no spread is told of before those that it has no correlation with. */
    for (size_t i = 0; i < count; i++) {
        struct moments moments = moments_of(kernel, columns[i], rows);
        *place = (struct weights_place){i, i};
        if (moments.count < 2)
            return WEIGHTS_FEW_VALUES;
        if (moments.sd == 0)
            return WEIGHTS_NO_SPREAD;
        weights[i] = moments.sd;
    }
    for (size_t i = 0; i < count; i++) {
        double conflicts = 0;
        *place = (struct weights_place){i, i};
        if (!conflict(correlations, count, place, &conflicts))
            return WEIGHTS_NO_SPREAD;
        weights[i] = count == 1 ? 1 : conflicts * weights[i];
    }
    return share(weights, count) ? WEIGHTS_OK : WEIGHTS_ALL_ALIKE;
}

static enum weights_status check(const double *matrix, size_t count, struct weights_place *place)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            double forth = matrix[i * count + j], back = matrix[j * count + i];
            *place = (struct weights_place){i, j};
            if (!(forth > 0) || isinf(forth))
                return WEIGHTS_NOT_POSITIVE;
            if (i == j ? forth != 1 : back > 0 && !(fabs(forth * back - 1) <= 0.05))
                return WEIGHTS_NOT_RECIPROCAL;
        }
    return WEIGHTS_OK;
}

/* One step towards the principal eigenvector: made = matrix × weights, as shares. The sum before
 * that, where weights sum to 1, comes to be the eigenvalue. */
static double step(const double *matrix, size_t count, const double *weights, double *made)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        made[i] = 0;
        for (size_t j = 0; j < count; j++)
            made[i] += matrix[i * count + j] * weights[j];
        sum += made[i];
    }
    for (size_t i = 0; i < count; i++)
        made[i] /= sum;
    return sum;
}

/* The largest change, as a share of the weight; weights become what was made of them. */
static double change(double *weights, const double *made, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        double moved = fabs(made[i] - weights[i]) / made[i];
        most = moved <= most ? most : moved;
        weights[i] = made[i];
    }
    return most;
}

static struct weights_consistency measure(double eigenvalue, size_t count)
{
    double n = (double)count;
    struct weights_consistency consistency = {.eigenvalue = eigenvalue};
    if (count > 2) {
        consistency.index = (eigenvalue - n) / (n - 1);
        consistency.ratio = count < INDICES ? consistency.index / random_index[count] : NAN;
    }
    return consistency;
}

enum weights_status weights_hierarchy(const double *matrix, size_t count, struct arena *arena,
                                      double *weights, struct weights_consistency *consistency,
                                      struct weights_place *place)
{
    double *made = arena_alloc(arena, count, sizeof *made), eigenvalue = 0;
    enum weights_status status = check(matrix, count, place);
    if (!made)
        return WEIGHTS_NO_MEMORY;
    if (status != WEIGHTS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        weights[i] = 1 / (double)count;
    for (int i = 0; i < ITERATIONS_MAX; i++) {
        eigenvalue = step(matrix, count, weights, made);
        if (change(weights, made, count) <= 1e-14) {
            *consistency = measure(eigenvalue, count);
            return WEIGHTS_OK;
        }
    }
    return WEIGHTS_NOT_SETTLED;
}
