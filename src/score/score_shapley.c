#include "score/score_shapley.h"

#include "base/random.h"
#include "score/score_point.h"

#include <math.h>

/* Points between a and b. The players are the inputs that differ: what stands still gets nothing
 * and changes nobody's share. Of point p, player i stands at b where at_b[i × points + p]. */
struct lattice {
    const struct score_shapley_inputs *inputs;
    uint32_t *players; /* as places among the inputs */
    size_t count;      /* of players */
    size_t points;
    bool *at_b;
    double *values;
};

static bool find_players(struct arena *arena, struct lattice *lattice)
{
    const double *a = lattice->inputs->a, *b = lattice->inputs->b;
    lattice->players = arena_alloc(arena, lattice->inputs->count, sizeof *lattice->players);
    for (uint32_t i = 0; lattice->players && i < lattice->inputs->count; i++)
        if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
            lattice->players[lattice->count++] = i;
    return lattice->players;
}

/* The values of an input at points first..first + count - 1. player is the first player that is not
 * done, and moves on when the input is it. */
static void fill_input(const struct lattice *lattice, size_t input, size_t *player, size_t first,
                       size_t count, double *column)
{
    const struct score_shapley_inputs *inputs = lattice->inputs;
    bool plays = *player < lattice->count && lattice->players[*player] == input;
    for (size_t p = 0; p < count; p++)
        column[p] = plays && lattice->at_b[*player * lattice->points + first + p]
                        ? inputs->b[input]
                        : inputs->a[input];
    *player += plays;
}

/* Rows of one point each, others standing as they are: for what looks at its row alone. */
static bool evaluate_row(struct arena *arena, const struct score *score, size_t row, uint32_t node,
                         const struct lattice *lattice)
{
    const struct score_shapley_inputs *inputs = lattice->inputs;
    size_t indicators = score->panel->indicators, points = lattice->points;
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources = arena_alloc(arena, indicators + 1, sizeof *sources);
    struct graph_grouping *groupings =
        arena_alloc(arena, score->compile->grouping_count, sizeof *groupings);
    struct graph_override *overrides = arena_alloc(arena, inputs->count, sizeof *overrides);
    double *columns = arena_alloc(arena, inputs->count * points, sizeof *columns);
    if (!sources || !groupings || !overrides || !columns)
        return false;
    for (uint32_t i = 0; i < indicators; i++)
        sources[i] = (struct graph_column){panel_column(score->panel, i) + row, 0};
    for (size_t i = 0, player = 0; i < inputs->count; i++) {
        double *column = columns + i * points;
        fill_input(lattice, i, &player, 0, points, column);
        overrides[i] = (struct graph_override){inputs->nodes[i], {column, 1}};
    }
    struct graph_binding binding = score_bind_row(&score->bind, row, sources, groupings, &calls);
    binding.overrides = overrides;
    binding.override_count = inputs->count;
    return graph_evaluate(score->compile->graph, &binding, points, &node, 1, &lattice->values,
                          score->kernel, arena);
}

/* Whether a node looks at other rows otherwise than through its inputs; figures of frames are held.
 */
static bool looks_around(struct arena *arena, const struct score *score, uint32_t node,
                         const struct score_shapley_inputs *inputs, bool *around)
{
    const struct graph *graph = score->compile->graph;
    bool *marks = arena_alloc(arena, graph_count(graph), sizeof *marks);
    struct graph_frame_info info;
    *around = false;
    if (!marks)
        return false;
    graph_mark_above(graph, node, inputs->nodes, inputs->count, marks);
    for (uint32_t id = 0; id < graph_count(graph); id++)
        *around = *around || (marks[id] && graph_looks_around(graph, id) &&
                              !graph_frame_info(graph, id, &info));
    return true;
}

/* The whole panel once a point, the inputs of the row standing at the point. */
static bool evaluate_panel(struct arena *arena, const struct score *score, size_t row,
                           uint32_t node, const struct lattice *lattice)
{
    const struct score_shapley_inputs *inputs = lattice->inputs;
    struct score_point_panel panel;
    bool done = score_point_panel(arena, score, row, inputs->nodes, inputs->count, &panel);
    for (size_t p = 0; done && p < lattice->points; p++) {
        double *out = &lattice->values[p];
        for (size_t i = 0, player = 0; i < inputs->count; i++)
            fill_input(lattice, i, &player, p, 1, &panel.columns[i][row]);
        done = score_point_panel_run(&panel, &node, 1, &out);
    }
    return done;
}

static bool evaluate(struct arena *arena, const struct score *score, size_t row, size_t item,
                     struct lattice *lattice)
{
    bool around;
    uint32_t node = score->compile->items[item].node;
    lattice->values = arena_alloc(arena, lattice->points, sizeof *lattice->values);
    return lattice->values && looks_around(arena, score, node, lattice->inputs, &around) &&
           (around ? evaluate_panel : evaluate_row)(arena, score, row, node, lattice);
}

/* Every subset of the players at b, point p the subset of its bits. */
static void fill_subsets(struct lattice *lattice)
{
    for (size_t i = 0; i < lattice->count; i++)
        for (size_t p = 0; p < lattice->points; p++)
            lattice->at_b[i * lattice->points + p] = p >> i & 1;
}

static void share_subsets(const struct lattice *lattice, double *shares)
{
    size_t n = lattice->count;
    double weights[SCORE_SHAPLEY_EXACT]; /* of a subset by its size: s! (n - s - 1)! / n! */
    weights[0] = 1 / (double)n;
    for (size_t s = 1; s < n; s++)
        weights[s] = weights[s - 1] * (double)s / (double)(n - s);
    for (size_t i = 0; i < n; i++)
        for (size_t p = 0; p < lattice->points; p++) {
            if (p >> i & 1)
                continue;
            double gain = lattice->values[p | (size_t)1 << i] - lattice->values[p];
            shares[lattice->players[i]] += weights[__builtin_popcountll(p)] * gain;
        }
}

/* An order of n things, each as likely as any (Durstenfeld, Communications of the ACM 7, 1964,
 * 420), from n uniform numbers. */
static void shuffle(const double *uniforms, size_t n, uint32_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)(uniforms[i - 1] * (double)i);
        uint32_t moving = order[i - 1];
        order[i - 1] = order[j];
        order[j] = moving;
    }
}

/* The orders that n players of an item are taken in, one after another; NULL without memory. */
static uint32_t *draw_orders(struct arena *arena, const struct score *score, size_t item, size_t n)
{
    uint64_t stream = random_stream(0, text_of("shapley"));
    stream = random_stream(stream, text_of(score->compile->items[item].id));
    uint32_t *orders = arena_alloc(arena, SCORE_SHAPLEY_ORDERS * n, sizeof *orders);
    double *uniforms = arena_alloc(arena, n, sizeof *uniforms);
    if (!orders || !uniforms)
        return NULL;
    for (size_t i = 0; i < SCORE_SHAPLEY_ORDERS; i++) {
        random_uniforms(score->seed, stream, i * n, n, uniforms);
        shuffle(uniforms, n, orders + i * n);
    }
    return orders;
}

/* The player that changes at step s of walk w: walks come in pairs, there and back. */
static uint32_t changing(const uint32_t *orders, size_t n, size_t walk, size_t step)
{
    const uint32_t *order = orders + walk / 2 * n;
    return walk % 2 ? order[n - 1 - step] : order[step];
}

static void fill_walks(struct lattice *lattice, const uint32_t *orders)
{
    size_t n = lattice->count;
    for (size_t walk = 0; walk < 2 * SCORE_SHAPLEY_ORDERS; walk++)
        for (size_t step = 0; step < n; step++) {
            bool *at_b = lattice->at_b + changing(orders, n, walk, step) * lattice->points;
            for (size_t after = step + 1; after <= n; after++)
                at_b[walk * (n + 1) + after] = true;
        }
}

/* What the player that changes at a step of a walk gains by it. */
static double gain_at(const struct lattice *lattice, size_t walk, size_t step)
{
    const double *values = lattice->values + walk * (lattice->count + 1);
    return values[step + 1] - values[step];
}

/* Means over the pairs of an order and its reverse, and the standard errors of these. The player
 * of step s there changes at step n - 1 - s back. */
static void share_walks(const struct lattice *lattice, const uint32_t *orders, double *shares,
                        double *errors)
{
    size_t n = lattice->count;
    const double pairs = SCORE_SHAPLEY_ORDERS;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t pair = 0; pair < SCORE_SHAPLEY_ORDERS; pair++)
            for (size_t step = 0; step < n; step++) {
                uint32_t i = lattice->players[orders[pair * n + step]];
                double gain = (gain_at(lattice, 2 * pair, step) +
                               gain_at(lattice, 2 * pair + 1, n - 1 - step)) /
                              2;
                if (pass == 0)
                    shares[i] += gain / pairs;
                else
                    errors[i] += (gain - shares[i]) * (gain - shares[i]);
            }
    for (size_t i = 0; i < lattice->inputs->count; i++)
        errors[i] = sqrt(errors[i] / (pairs * (pairs - 1)));
}

static bool all_known(const struct lattice *lattice)
{
    for (size_t p = 0; p < lattice->points; p++)
        if (!isfinite(lattice->values[p]))
            return false;
    return true;
}

bool score_shapley_samples(const struct score *score, size_t root)
{
    const struct compile_item *item = &score->compile->items[root];
    if (item->kind == COMPILE_OTHER && item->child_count > SCORE_SHAPLEY_EXACT)
        return true;
    for (size_t i = 0; i < item->child_count; i++)
        if (score_shapley_samples(score, item->children[i]))
            return true;
    return false;
}

bool score_shapley(struct arena *arena, const struct score *score, size_t row, size_t item,
                   const struct score_shapley_inputs *inputs, double *shares, double *errors,
                   bool *known)
{
    struct arena_mark mark = arena_mark(arena);
    struct lattice lattice = {.inputs = inputs};
    if (!find_players(arena, &lattice))
        return false;
    size_t n = lattice.count;
    bool exact = n <= SCORE_SHAPLEY_EXACT;
    lattice.points = exact ? (size_t)1 << n : 2 * SCORE_SHAPLEY_ORDERS * (n + 1);
    const uint32_t *orders = exact ? NULL : draw_orders(arena, score, item, n);
    lattice.at_b = arena_alloc(arena, n * lattice.points, sizeof *lattice.at_b);
    if ((!exact && !orders) || !lattice.at_b)
        return false;
    if (exact)
        fill_subsets(&lattice);
    else
        fill_walks(&lattice, orders);
    bool done = evaluate(arena, score, row, item, &lattice);
    *known = done && all_known(&lattice);
    for (size_t i = 0; i < inputs->count; i++)
        shares[i] = errors[i] = 0;
    if (*known && exact)
        share_subsets(&lattice, shares);
    else if (*known)
        share_walks(&lattice, orders, shares, errors);
    arena_rewind(arena, mark);
    return done;
}
