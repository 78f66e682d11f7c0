#include "stat/outranking.h"

#include <math.h>

/* Weights on which the first of two is higher, lower, equal. */
struct duel {
    double higher;
    double lower;
    double equal;
};

static struct duel compare(const double *const *columns, const double *weights, size_t count,
                           size_t i, size_t j)
{
    struct duel duel = {0, 0, 0};
    for (size_t column = 0; column < count; column++) {
        double x = columns[column][i], y = columns[column][j];
        if (x > y)
            duel.higher += weights[column];
        else if (x < y)
            duel.lower += weights[column];
        else if (x == y)
            duel.equal += weights[column];
    }
    return duel;
}

void outranking_matrix(const double *const *columns, const double *weights, size_t count,
                       size_t units, double *matrix)
{
    for (size_t i = 0; i < units; i++) {
        matrix[i * units + i] = 0.5;
        for (size_t j = 0; j < i; j++) {
            struct duel duel = compare(columns, weights, count, i, j);
            double sum = duel.higher + duel.lower + duel.equal;
            matrix[i * units + j] = sum > 0 ? (duel.higher + duel.equal / 2) / sum : NAN;
            matrix[j * units + i] = sum > 0 ? (duel.lower + duel.equal / 2) / sum : NAN;
        }
    }
}

/* Whether a unit has a value that weighs. */
static bool takes_part(const double *const *columns, const double *weights, size_t count,
                       size_t unit)
{
    for (size_t column = 0; column < count; column++)
        if (!isnan(columns[column][unit]) && weights[column] > 0)
            return true;
    return false;
}

void outranking_copeland(const double *const *columns, const double *weights, size_t count,
                         size_t units, double *scores, size_t *compared)
{
    for (size_t i = 0; i < units; i++) {
        scores[i] = takes_part(columns, weights, count, i) ? 0 : NAN;
        if (compared)
            compared[i] = 0;
        for (size_t j = 0; j < i; j++) {
            struct duel duel = compare(columns, weights, count, i, j);
            double sum = duel.higher + duel.lower + duel.equal, lead = duel.higher - duel.lower;
            if (!(sum > 0))
                continue;
            /* o - ½ is half of the lead */
            double won = lead > 2e-12 * sum ? 1 : lead < -2e-12 * sum ? -1 : 0;
            scores[i] += won;
            scores[j] -= won;
            if (compared) {
                compared[i]++;
                compared[j]++;
            }
        }
    }
}

/* What is known of a set of units that come last: the best sum within it, and how many orders of
 * it, at most two, have that. */
struct rest {
    double sum;
    int orders;
};

/* The sum when `first` stands before all others of a set of units (bit by bit). */
static double lead_of(const double *matrix, size_t units, unsigned set, size_t first)
{
    double sum = 0;
    for (size_t other = 0; other < units; other++) {
        double share = matrix[first * units + other];
        if (other != first && set >> other & 1)
            sum += isnan(share) ? 0.5 : share;
    }
    return sum;
}

static struct rest best_of(const double *matrix, size_t units, unsigned set,
                           const struct rest *rests)
{
    struct rest best = {-INFINITY, 0};
    for (size_t first = 0; first < units; first++) {
        if (!(set >> first & 1))
            continue;
        const struct rest *rest = &rests[set & ~(1U << first)];
        double sum = lead_of(matrix, units, set, first) + rest->sum;
        if (sum > best.sum + 1e-9)
            best = (struct rest){sum, rest->orders};
        else if (sum >= best.sum - 1e-9)
            best.orders = 2;
    }
    return best;
}

/* Going forward, the first unit with which the best sum can still be reached. */
static void trace(const double *matrix, size_t units, const struct rest *rests, size_t *order)
{
    unsigned set = (1U << units) - 1;
    for (size_t place = 0; place < units; place++) {
        size_t first = 0;
        while (!(set >> first & 1) ||
               lead_of(matrix, units, set, first) + rests[set & ~(1U << first)].sum <
                   rests[set].sum - 1e-9)
            first++;
        order[place] = first;
        set &= ~(1U << first);
    }
}

enum outranking_status outranking_median(const double *const *columns, const double *weights,
                                         size_t count, size_t units, struct arena *arena,
                                         size_t *order, double *agreement, bool *unique)
{
    if (units > OUTRANKING_MEDIAN_MOST)
        return OUTRANKING_TOO_MANY;
    struct arena_mark mark = arena_mark(arena);
    double *matrix = arena_alloc(arena, units * units, sizeof *matrix);
    struct rest *rests = arena_alloc(arena, (size_t)1 << units, sizeof *rests);
    if (!matrix || !rests)
        return OUTRANKING_NO_MEMORY;
    outranking_matrix(columns, weights, count, units, matrix);
    rests[0] = (struct rest){0, 1};
    for (unsigned set = 1; set < 1U << units; set++)
        rests[set] = best_of(matrix, units, set, rests);
    *agreement = rests[(1U << units) - 1].sum;
    *unique = rests[(1U << units) - 1].orders == 1;
    trace(matrix, units, rests, order);
    arena_rewind(arena, mark);
    return OUTRANKING_OK;
}
