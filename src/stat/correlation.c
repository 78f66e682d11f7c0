#include "stat/correlation.h"

#include "base/elementary.h"
#include "stat/complete.h"
#include "stat/moments.h"
#include "stat/rank.h"

#include <math.h>
#include <stdint.h>

/* From sums about a centre that rounding has put a little off the mean. */
static double finish(const struct kernel_products *products, double n)
{
    const double *first = products->first, *square = products->square;
    double x = square[0] - first[0] * first[0] / n, y = square[1] - first[1] * first[1] / n;
    double r = (products->cross - first[0] * first[1] / n) / sqrt(x * y);
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

double correlation_pearson(const struct kernel *kernel, const double *x, const double *y,
                           size_t rows)
{
    struct kernel_pair pair;
    struct kernel_products products;
    kernel->pair(x, y, rows, &pair);
    double n = (double)pair.count;
    if (pair.count < 2 || pair.least[0] == pair.most[0] || pair.least[1] == pair.most[1])
        return NAN;
    for (int side = 0; side < 2; side++) {
        products.centre[side] = pair.sum[side] / n;
        products.scale[side] = moments_scale(pair.most[side] - pair.least[side]);
    }
    kernel->products(&products, x, y, rows);
    return finish(&products, n);
}

/* The rows where both are there. */
struct both {
    double *x;
    double *y;
    size_t count;
    struct order_item *items;   /* two for each row */
    struct order_item *scratch; /* the second half */
};

static bool take_both(const double *x, const double *y, size_t rows, struct arena *arena,
                      struct both *both)
{
    *both = (struct both){.x = arena_alloc(arena, rows, sizeof *both->x),
                          .y = arena_alloc(arena, rows, sizeof *both->y),
                          .items = arena_alloc(arena, rows, 2 * sizeof *both->items)};
    if (!both->x || !both->y || !both->items)
        return false;
    both->scratch = both->items + rows;
    for (size_t row = 0; row < rows; row++)
        if (!isnan(x[row]) && !isnan(y[row])) {
            both->x[both->count] = x[row];
            both->y[both->count++] = y[row];
        }
    return true;
}

/* Pairs of items whose keys are equal; items stand in their order. */
static int64_t tied_pairs(const struct order_item *items, size_t count)
{
    int64_t pairs = 0, run = 0;
    for (size_t i = 1; i < count; i++) {
        run = items[i].key == items[i - 1].key ? run + 1 : 0;
        pairs += run;
    }
    return pairs;
}

/* Pairs equal in both columns; rows stand by x, then y. */
static int64_t tied_in_both(const struct both *both)
{
    int64_t pairs = 0, run = 0;
    for (size_t i = 1; i < both->count; i++) {
        uint32_t row = both->items[i].row, before = both->items[i - 1].row;
        bool same = both->x[row] == both->x[before] && both->y[row] == both->y[before];
        run = same ? run + 1 : 0;
        pairs += run;
    }
    return pairs;
}

/* Merges two neighbouring runs that ascend by key; how many of the second pass one of the first. */
static int64_t merge(const struct order_item *from, size_t first, size_t middle, size_t end,
                     struct order_item *to)
{
    int64_t passed = 0;
    size_t left = first, right = middle;
    for (size_t at = first; at < end; at++)
        if (right == end || (left < middle && from[left].key <= from[right].key)) {
            to[at] = from[left++];
        } else {
            passed += (int64_t)(middle - left);
            to[at] = from[right++];
        }
    return passed;
}

/* How many pairs stand in falling order of their keys: the exchanges of a merge sort. */
static int64_t falling_pairs(struct order_item *items, struct order_item *scratch, size_t count)
{
    int64_t pairs = 0;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t first = 0; first < count; first += 2 * run) {
            size_t middle = first + run < count ? first + run : count;
            size_t end = middle + run < count ? middle + run : count;
            pairs += merge(items, first, middle, end, scratch);
        }
        struct order_item *kept = items;
        items = scratch;
        scratch = kept;
    }
    return pairs;
}

static double tau_of(const struct both *both)
{
    size_t count = both->count;
    int64_t all = (int64_t)count * ((int64_t)count - 1) / 2;
    order_ascending(both->y, count, both->items, both->scratch);
    int64_t differ_in_y = all - tied_pairs(both->items, count);
    order_again(both->x, both->items, count, both->scratch);
    int64_t differ_in_x = all - tied_pairs(both->items, count);
    if (count < 2 || differ_in_x == 0 || differ_in_y == 0)
        return NAN;
    int64_t differ_in_both = differ_in_x + differ_in_y - all + tied_in_both(both);
    order_keys(both->y, both->items, count);
    int64_t discordant = falling_pairs(both->items, both->scratch, count);
    double tau = (double)(differ_in_both - 2 * discordant) /
                 (sqrt((double)differ_in_x) * sqrt((double)differ_in_y));
    return tau > 1 ? 1 : tau < -1 ? -1 : tau;
}

bool correlation_kendall(const double *x, const double *y, size_t rows, struct arena *arena,
                         double *tau)
{
    struct arena_mark mark = arena_mark(arena);
    struct both both;
    bool done = take_both(x, y, rows, arena, &both);
    *tau = done ? tau_of(&both) : NAN;
    arena_rewind(arena, mark);
    return done;
}

bool correlation_spearman(const struct kernel *kernel, const double *x, const double *y,
                          size_t rows, struct arena *arena, double *rho)
{
    struct arena_mark mark = arena_mark(arena);
    struct both both;
    bool done = take_both(x, y, rows, arena, &both);
    *rho = NAN;
    if (done) {
        rank_average(both.x, both.count, both.x, both.items);
        rank_average(both.y, both.count, both.y, both.items);
        *rho = correlation_pearson(kernel, both.x, both.y, both.count);
    }
    arena_rewind(arena, mark);
    return done;
}

static bool correlate(const struct kernel *kernel, enum correlation_kind kind, const double *x,
                      const double *y, size_t rows, struct arena *arena, double *r)
{
    if (kind == CORRELATION_SPEARMAN)
        return correlation_spearman(kernel, x, y, rows, arena, r);
    if (kind == CORRELATION_KENDALL)
        return correlation_kendall(x, y, rows, arena, r);
    *r = correlation_pearson(kernel, x, y, rows);
    return true;
}

/* The columns as ranks, once for all pairs: right where each pair has the same rows. */
static const double *const *rank_columns(const double *const *columns, size_t count, size_t rows,
                                         struct arena *arena)
{
    const double **ranked = arena_alloc(arena, count, sizeof *ranked);
    struct order_item *scratch = arena_alloc(arena, rows, 2 * sizeof *scratch);
    if (!ranked || !scratch)
        return NULL;
    for (size_t column = 0; column < count; column++) {
        double *ranks = arena_alloc(arena, rows, sizeof *ranks);
        if (!ranks)
            return NULL;
        rank_average(columns[column], rows, ranks, scratch);
        ranked[column] = ranks;
    }
    return ranked;
}

static bool fill(const struct kernel *kernel, enum correlation_kind kind,
                 const double *const *columns, size_t count, size_t rows, struct arena *arena,
                 double *matrix)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j <= i; j++) {
            double r;
            if (!correlate(kernel, kind, columns[i], columns[j], rows, arena, &r))
                return false;
            matrix[i * count + j] = matrix[j * count + i] = r;
        }
    return true;
}

bool correlation_matrix(const struct kernel *kernel, enum correlation_kind kind,
                        enum correlation_rows which, const double *const *columns, size_t count,
                        size_t rows, struct arena *arena, double *matrix)
{
    struct arena_mark mark = arena_mark(arena);
    bool complete = which == CORRELATION_COMPLETE;
    if (complete)
        columns = complete_rows(columns, count, rows, arena, &rows);
    if (columns && complete && kind == CORRELATION_SPEARMAN) {
        columns = rank_columns(columns, count, rows, arena);
        kind = CORRELATION_PEARSON;
    }
    bool done = columns && fill(kernel, kind, columns, count, rows, arena, matrix);
    arena_rewind(arena, mark);
    return done;
}

/* tanh by exp, which has the same bits everywhere. */
static double tanh_of(double z)
{
    double e = elementary_exp(-2 * fabs(z));
    return (z < 0 ? -1 : 1) * (1 - e) / (1 + e);
}

void correlation_interval(double r, size_t n, double z, double *low, double *high)
{
    *low = *high = NAN;
    if (n < 4 || isnan(r) || fabs(r) >= 1)
        return;
    double middle = 0.5 * elementary_log((1 + r) / (1 - r));
    double half = z / sqrt((double)n - 3);
    *low = tanh_of(middle - half);
    *high = tanh_of(middle + half);
}
