#include "stat/agreement.h"

#include "base/random.h"
#include "stat/quantile.h"

#include <math.h>
#include <stdlib.h>

/* Distinct values, ascending, with how often each was given among values that can be paired; below
 * is how often any smaller one was. */
struct counts {
    double *values;
    double *count;
    double *below;
    size_t distinct;
    double n;
};

static int by_value(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

static size_t values_of(const struct agreement *agreement, size_t unit)
{
    size_t count = 0;
    for (size_t c = 0; c < agreement->coders; c++)
        count += isnan(agreement->values[unit * agreement->coders + c]) ? 0 : 1;
    return count;
}

/* Whether a unit takes part: two coded it, coder among them. */
static bool takes_part(const struct agreement *agreement, size_t unit, size_t coder)
{
    return values_of(agreement, unit) >= 2 &&
           (coder == AGREEMENT_ALL || !isnan(agreement->values[unit * agreement->coders + coder]));
}

static bool count_values(const struct agreement *agreement, size_t coder, struct arena *arena,
                         struct counts *counts)
{
    size_t room = agreement->units * agreement->coders + 1, used = 0;
    *counts = (struct counts){.values = arena_alloc(arena, room, sizeof(double)),
                              .count = arena_alloc(arena, room, sizeof(double)),
                              .below = arena_alloc(arena, room, sizeof(double))};
    if (!counts->values || !counts->count || !counts->below)
        return false;
    for (size_t u = 0; u < agreement->units; u++)
        for (size_t c = 0; c < agreement->coders && takes_part(agreement, u, coder); c++)
            if (!isnan(agreement->values[u * agreement->coders + c]))
                counts->values[used++] = agreement->values[u * agreement->coders + c];
    qsort(counts->values, used, sizeof(double), by_value);
    counts->n = (double)used;
    for (size_t i = 0; i < used; i++) {
        size_t last = counts->distinct;
        if (last == 0 || counts->values[last - 1] != counts->values[i]) {
            counts->values[last] = counts->values[i];
            counts->below[last] = (double)i;
            counts->count[last] = 0;
            counts->distinct++;
        }
        counts->count[counts->distinct - 1]++;
    }
    return true;
}

static size_t place_of(const struct counts *counts, double value)
{
    size_t low = 0, high = counts->distinct;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (counts->values[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* δ² between the distinct values at two places. */
static double distance(const struct counts *counts, enum agreement_metric metric, size_t a,
                       size_t b)
{
    double one = counts->values[a], other = counts->values[b];
    if (a == b)
        return 0;
    if (metric == AGREEMENT_NOMINAL)
        return 1;
    if (metric == AGREEMENT_INTERVAL)
        return (one - other) * (one - other);
    if (metric == AGREEMENT_RATIO) {
        double part = (one - other) / (one + other);
        return part * part;
    }
    size_t least = a < b ? a : b, most = a < b ? b : a;
    double between = counts->below[most] + counts->count[most] - counts->below[least] -
                     (counts->count[least] + counts->count[most]) / 2;
    return between * between;
}

/* The sum of δ² over the ordered pairs of a unit, each unit's total weight being its values (or, of
 * one coder, 1). */
static double unit_distance(const struct agreement *agreement, const struct counts *counts,
                            enum agreement_metric metric, size_t unit, size_t coder)
{
    const double *row = agreement->values + unit * agreement->coders;
    double sum = 0;
    for (size_t a = 0; a < agreement->coders; a++) {
        if (isnan(row[a]) || (coder != AGREEMENT_ALL && a != coder))
            continue;
        for (size_t b = 0; b < agreement->coders; b++)
            if (b != a && !isnan(row[b]))
                sum += distance(counts, metric, place_of(counts, row[a]), place_of(counts, row[b]));
    }
    return sum / (double)(values_of(agreement, unit) - 1);
}

bool agreement_alpha(const struct agreement *agreement, enum agreement_metric metric, size_t coder,
                     struct arena *arena, double *alpha)
{
    struct arena_mark mark = arena_mark(arena);
    struct counts counts;
    double observed = 0, weight = 0, expected = 0;
    *alpha = NAN;
    if (!count_values(agreement, coder, arena, &counts))
        return false;
    for (size_t u = 0; u < agreement->units; u++) {
        if (!takes_part(agreement, u, coder))
            continue;
        observed += unit_distance(agreement, &counts, metric, u, coder);
        weight += coder == AGREEMENT_ALL ? (double)values_of(agreement, u) : 1;
    }
    for (size_t a = 0; a < counts.distinct; a++)
        for (size_t b = a + 1; b < counts.distinct; b++)
            expected += 2 * counts.count[a] * counts.count[b] * distance(&counts, metric, a, b);
    if (expected > 0)
        *alpha = 1 - observed / weight / (expected / (counts.n * (counts.n - 1)));
    arena_rewind(arena, mark);
    return true;
}

struct agreement_pairs agreement_pairs(const struct agreement *agreement, double step, size_t coder)
{
    struct agreement_pairs pairs = {0, NAN, NAN, NAN};
    double exact = 0, within = 0, above = 0;
    for (size_t u = 0; u < agreement->units; u++) {
        const double *row = agreement->values + u * agreement->coders;
        for (size_t a = 0; a < agreement->coders; a++) {
            if (isnan(row[a]) || (coder != AGREEMENT_ALL && a != coder))
                continue;
            for (size_t b = coder == AGREEMENT_ALL ? a + 1 : 0; b < agreement->coders; b++) {
                if (b == a || isnan(row[b]))
                    continue;
                pairs.pairs++;
                exact += row[a] == row[b];
                within += fabs(row[a] - row[b]) <= step * (1 + 1e-9);
                above += coder == AGREEMENT_ALL ? 0 : row[a] - row[b];
            }
        }
    }
    if (pairs.pairs == 0)
        return pairs;
    double count = (double)pairs.pairs;
    return (struct agreement_pairs){pairs.pairs, exact / count, within / count, above / count};
}

/* The units that take part, drawn with replacement. */
static void draw_units(const struct agreement *from, const size_t *units, size_t count,
                       const double *uniforms, double *values)
{
    for (size_t i = 0; i < count; i++) {
        size_t unit = units[(size_t)(uniforms[i] * (double)count)];
        for (size_t c = 0; c < from->coders; c++)
            values[i * from->coders + c] = from->values[unit * from->coders + c];
    }
}

bool agreement_interval(const struct agreement *agreement, enum agreement_metric metric,
                        size_t coder, size_t draws, uint64_t seed, struct arena *arena, double *low,
                        double *high)
{
    struct arena_mark mark = arena_mark(arena);
    size_t count = 0, made = 0;
    size_t *units = arena_alloc(arena, agreement->units + 1, sizeof *units);
    double *values = arena_alloc(arena, agreement->units * agreement->coders + 1, sizeof *values);
    double *uniforms = arena_alloc(arena, agreement->units + 1, sizeof *uniforms);
    double *alphas = arena_alloc(arena, draws + 1, sizeof *alphas);
    *low = *high = NAN;
    if (!units || !values || !uniforms || !alphas)
        return false;
    for (size_t u = 0; u < agreement->units; u++)
        if (takes_part(agreement, u, coder))
            units[count++] = u;
    struct agreement drawn = {values, count, agreement->coders};
    for (size_t d = 0; d < draws && count > 0; d++) {
        random_uniforms(seed, 0, d * count, count, uniforms);
        draw_units(agreement, units, count, uniforms, values);
        if (!agreement_alpha(&drawn, metric, coder, arena, &alphas[made]))
            return false;
        made += isnan(alphas[made]) ? 0 : 1;
    }
    if (made > 0 && made * 2 >= draws) {
        *low = quantile_select(alphas, made, 0.05);
        *high = quantile_select(alphas, made, 0.95);
    }
    arena_rewind(arena, mark);
    return true;
}
