#include "stat/principal.h"

#include "stat/complete.h"
#include "stat/correlation.h"
#include "stat/eigen.h"

#include <math.h>

enum { ROWS_LEAST = 3 };

/* Rounding may leave a component that explains nothing a little below 0. */
static void derive(size_t count, double *values, const double *vectors, double *explained,
                   double *loadings)
{
    for (size_t k = 0; k < count; k++) {
        values[k] = values[k] > 0 ? values[k] : 0;
        explained[k] = values[k] / (double)count;
        for (size_t i = 0; i < count; i++)
            loadings[k * count + i] = vectors[k * count + i] * sqrt(values[k]);
    }
}

static enum principal_status solve(double *matrix, size_t count, struct arena *arena,
                                   struct principal *principal)
{
    double *values = arena_alloc(arena, count, sizeof *values),
           *explained = arena_alloc(arena, count, sizeof *explained),
           *vectors = arena_alloc(arena, count * count, sizeof *vectors),
           *loadings = arena_alloc(arena, count * count, sizeof *loadings);
    if (!values || !explained || !vectors || !loadings)
        return PRINCIPAL_NO_MEMORY;
    if (!eigen_symmetric(matrix, count, values, vectors))
        return PRINCIPAL_NOT_SETTLED;
    derive(count, values, vectors, explained, loadings);
    principal->eigenvalues = values;
    principal->explained = explained;
    principal->vectors = vectors;
    principal->loadings = loadings;
    return PRINCIPAL_OK;
}

/* The correlations of a column without spread have no value, even with itself. */
static bool find_level(const double *matrix, size_t count, size_t *column)
{
    for (*column = 0; *column < count; ++*column)
        if (isnan(matrix[*column * count + *column]))
            return true;
    return false;
}

enum principal_status principal_of(const struct kernel *kernel, const double *const *columns,
                                   size_t count, size_t rows, struct arena *arena,
                                   struct principal *principal, size_t *column)
{
    *principal = (struct principal){.count = count};
    double *matrix = arena_alloc(arena, count * count, sizeof *matrix);
    columns = complete_rows(columns, count, rows, arena, &principal->rows);
    if (!matrix || !columns)
        return PRINCIPAL_NO_MEMORY;
    if (principal->rows < ROWS_LEAST)
        return PRINCIPAL_FEW_ROWS;
    if (!correlation_matrix(kernel, CORRELATION_PEARSON, CORRELATION_PAIRWISE, columns, count,
                            principal->rows, arena, matrix))
        return PRINCIPAL_NO_MEMORY;
    if (find_level(matrix, count, column))
        return PRINCIPAL_NO_SPREAD;
    return solve(matrix, count, arena, principal);
}

void principal_weights(const struct principal *principal, double *weights)
{
    double sum = 0;
    for (size_t i = 0; i < principal->count; i++) {
        weights[i] = principal->loadings[i] * principal->loadings[i];
        sum += weights[i];
    }
    for (size_t i = 0; i < principal->count; i++)
        weights[i] /= sum;
}

size_t principal_strong(const struct principal *principal, double limit)
{
    size_t strong = 0;
    while (strong < principal->count && principal->eigenvalues[strong] > limit + 1e-9)
        strong++;
    return strong > 0 ? strong : 1;
}
