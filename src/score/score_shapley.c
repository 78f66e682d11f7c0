#include "score/score_shapley.h"

#include "base/random.h"

#include <math.h>

/* Points between a and b: of point p, child i stands at b where at_b[i × points + p]. */
struct lattice {
    size_t children;
    size_t points;
    bool *at_b;
    double *values;
};

static bool evaluate(struct arena *arena, const struct score *score, size_t row, size_t item,
                     const double *a, const double *b, struct lattice *lattice)
{
    const struct compile_item *made = &score->compile->items[item];
    size_t indicators = score->panel->indicators, points = lattice->points;
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources = arena_alloc(arena, indicators + 1, sizeof *sources);
    struct graph_grouping *groupings =
        arena_alloc(arena, score->compile->grouping_count, sizeof *groupings);
    struct graph_override *overrides = arena_alloc(arena, lattice->children, sizeof *overrides);
    double *columns = arena_alloc(arena, lattice->children * points, sizeof *columns);
    lattice->values = arena_alloc(arena, points, sizeof *lattice->values);
    if (!sources || !groupings || !overrides || !columns || !lattice->values)
        return false;
    for (uint32_t i = 0; i < indicators; i++)
        sources[i] = (struct graph_column){panel_column(score->panel, i) + row, 0};
    for (size_t i = 0; i < lattice->children; i++) {
        double *column = columns + i * points;
        for (size_t p = 0; p < points; p++)
            column[p] = lattice->at_b[i * points + p] ? b[i] : a[i];
        overrides[i] =
            (struct graph_override){score->compile->items[made->children[i]].node, {column, 1}};
    }
    struct graph_binding binding = score_bind_row(&score->bind, row, sources, groupings, &calls);
    binding.overrides = overrides;
    binding.override_count = lattice->children;
    return graph_evaluate(score->compile->graph, &binding, points, &made->node, 1, &lattice->values,
                          score->kernel, arena);
}

/* Every subset of the children at b, point p the subset of its bits. */
static void fill_subsets(struct lattice *lattice)
{
    for (size_t i = 0; i < lattice->children; i++)
        for (size_t p = 0; p < lattice->points; p++)
            lattice->at_b[i * lattice->points + p] = p >> i & 1;
}

static void share_subsets(const struct lattice *lattice, double *shares)
{
    size_t n = lattice->children;
    double weights[SCORE_SHAPLEY_EXACT]; /* of a subset by its size: s! (n - s - 1)! / n! */
    weights[0] = 1 / (double)n;
    for (size_t s = 1; s < n; s++)
        weights[s] = weights[s - 1] * (double)s / (double)(n - s);
    for (size_t i = 0; i < n; i++) {
        shares[i] = 0;
        for (size_t p = 0; p < lattice->points; p++) {
            if (p >> i & 1)
                continue;
            double gain = lattice->values[p | (size_t)1 << i] - lattice->values[p];
            shares[i] += weights[__builtin_popcountll(p)] * gain;
        }
    }
}

/* An order of n things, the same in every run. */
static void shuffle(uint64_t number, size_t n, uint32_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t i = n; i > 1; i--) {
        double uniform;
        random_uniforms(number, i, 0, 1, &uniform);
        size_t j = (size_t)(uniform * (double)i);
        uint32_t moving = order[i - 1];
        order[i - 1] = order[j];
        order[j] = moving;
    }
}

/* The child that changes at step s of walk w: walks come in pairs, there and back. */
static uint32_t changing(const uint32_t *orders, size_t n, size_t walk, size_t step)
{
    const uint32_t *order = orders + walk / 2 * n;
    return walk % 2 ? order[n - 1 - step] : order[step];
}

static void fill_walks(struct lattice *lattice, const uint32_t *orders)
{
    size_t n = lattice->children;
    for (size_t walk = 0; walk < 2 * SCORE_SHAPLEY_ORDERS; walk++)
        for (size_t step = 0; step < n; step++) {
            bool *at_b = lattice->at_b + changing(orders, n, walk, step) * lattice->points;
            for (size_t after = step + 1; after <= n; after++)
                at_b[walk * (n + 1) + after] = true;
        }
}

static void share_walks(const struct lattice *lattice, const uint32_t *orders, double *shares)
{
    size_t n = lattice->children, walks = 2 * SCORE_SHAPLEY_ORDERS;
    for (size_t i = 0; i < n; i++)
        shares[i] = 0;
    for (size_t walk = 0; walk < walks; walk++) {
        const double *values = lattice->values + walk * (n + 1);
        for (size_t step = 0; step < n; step++)
            shares[changing(orders, n, walk, step)] +=
                (values[step + 1] - values[step]) / (double)walks;
    }
}

static bool all_known(const struct lattice *lattice)
{
    for (size_t p = 0; p < lattice->points; p++)
        if (!isfinite(lattice->values[p]))
            return false;
    return true;
}

bool score_shapley(struct arena *arena, const struct score *score, size_t row, size_t item,
                   const double *a, const double *b, double *shares, bool *known)
{
    struct arena_mark mark = arena_mark(arena);
    size_t n = score->compile->items[item].child_count;
    bool exact = n <= SCORE_SHAPLEY_EXACT;
    struct lattice lattice = {
        .children = n, .points = exact ? (size_t)1 << n : 2 * SCORE_SHAPLEY_ORDERS * (n + 1)};
    uint32_t *orders = arena_alloc(arena, exact ? 0 : SCORE_SHAPLEY_ORDERS * n, sizeof *orders);
    lattice.at_b = arena_alloc(arena, n * lattice.points, sizeof *lattice.at_b);
    if (!orders || !lattice.at_b)
        return false;
    for (size_t i = 0; !exact && i < SCORE_SHAPLEY_ORDERS; i++)
        shuffle(i, n, orders + i * n);
    if (exact)
        fill_subsets(&lattice);
    else
        fill_walks(&lattice, orders);
    bool done = evaluate(arena, score, row, item, a, b, &lattice);
    *known = done && all_known(&lattice);
    for (size_t i = 0; i < n; i++)
        shares[i] = 0;
    if (*known && exact)
        share_subsets(&lattice, shares);
    else if (*known)
        share_walks(&lattice, orders, shares);
    arena_rewind(arena, mark);
    return done;
}
