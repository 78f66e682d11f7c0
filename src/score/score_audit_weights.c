#include "score/score_audit_weights.h"

#include "score/score_weighted.h"
#include "stat/correlation.h"
#include "stat/reliability.h"

#include <math.h>

/* Items beside each other that move a target: the parts of a node, or all indicators of the index.
 */
struct movers {
    const struct score_audit_part *part;
    const char *section;
    size_t target;
    const uint32_t *items;
    const double *nominal;
    size_t count;
};

static bool add_ratio(const struct score_audit_part *part, struct score_audit_figure figure,
                      const double *x, const double *y)
{
    figure.measure = "ratio";
    figure.value = NAN;
    figure.remark = figure.n > SCORE_AUDIT_RATIO_ROWS_MAX ? "many_rows"
                    : figure.n < RELIABILITY_ROWS_LEAST   ? "few_rows"
                                                          : NULL;
    if (!figure.remark &&
        !reliability_ratio(part->score->kernel, x, y, part->count, part->arena, &figure.value))
        return false;
    score_audit_part_add(part, &figure);
    return true;
}

static bool add_mover(const struct movers *movers, size_t i, double importance)
{
    const struct score_audit_part *part = movers->part;
    const double *x = part->columns[movers->items[i]], *y = part->columns[movers->target];
    struct score_audit_figure figure = {.section = movers->section,
                                        .measure = "nominal",
                                        .item = movers->items[i],
                                        .other = movers->target,
                                        .value = movers->nominal[i],
                                        .n = part->count};
    score_audit_part_add(part, &figure);
    figure.n = score_audit_part_pairs(part, x, y);
    figure.measure = "pearson";
    figure.value = correlation_pearson(part->score->kernel, x, y, part->count);
    figure.remark = score_audit_part_negative(figure.value, figure.n) ? "negative" : NULL;
    score_audit_part_add(part, &figure);
    figure.measure = "importance";
    figure.value = importance;
    figure.remark = importance > 2 * movers->nominal[i]   ? "heavy"
                    : importance < movers->nominal[i] / 2 ? "light"
                                                          : NULL;
    score_audit_part_add(part, &figure);
    return add_ratio(part, figure, x, y);
}

static bool add_movers(const struct movers *movers)
{
    const struct score_audit_part *part = movers->part;
    const double **columns = arena_alloc(part->arena, movers->count, sizeof *columns);
    double *importance = arena_alloc(part->arena, movers->count, sizeof *importance);
    double sum = 0;
    if (!columns || !importance)
        return false;
    for (size_t i = 0; i < movers->count; i++)
        columns[i] = part->columns[movers->items[i]];
    reliability_importance(part->score->kernel, columns, movers->count,
                           part->columns[movers->target], part->count, importance);
    for (size_t i = 0; i < movers->count; i++)
        sum += isnan(importance[i]) ? 0 : importance[i];
    for (size_t i = 0; i < movers->count; i++)
        if (!add_mover(movers, i, sum > 0 ? importance[i] / sum : NAN))
            return false;
    return true;
}

/* The mean over rows of shares that one row gives; one row speaks for all unless the data decide
 * weights. */
struct shares {
    double *sums;
    size_t *counts;
    size_t count;
};

static bool start_shares(struct arena *arena, size_t count, struct shares *shares)
{
    *shares = (struct shares){arena_alloc(arena, count, sizeof *shares->sums),
                              arena_alloc(arena, count, sizeof *shares->counts), count};
    return shares->sums && shares->counts;
}

static void add_share(struct shares *shares, size_t at, double share)
{
    if (isnan(share))
        return;
    shares->sums[at] += share;
    shares->counts[at]++;
}

static const double *means(struct shares *shares)
{
    for (size_t i = 0; i < shares->count; i++)
        shares->sums[i] = shares->counts[i] ? shares->sums[i] / (double)shares->counts[i] : NAN;
    return shares->sums;
}

static bool are_decided(const struct score *score)
{
    for (size_t item = 0; item < score->items; item++)
        if (score->weights[item])
            return true;
    return false;
}

static bool add_parts(const struct score_audit_part *part, size_t item)
{
    struct shares shares;
    const struct score *score = part->score;
    const struct compile_item *made = &score->compile->items[item];
    size_t rows = score->weights[item] ? part->count : part->count > 0;
    if (!start_shares(part->arena, made->child_count, &shares))
        return false;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < made->child_count; i++)
            add_share(&shares, i, score_weighted_share(score, item, i, part->rows[row]));
    return add_movers(
        &(struct movers){part, "weight", item, made->children, means(&shares), made->child_count});
}

/* All indicators with the index. */
static bool add_indicators(const struct score_audit_part *part)
{
    struct shares shares;
    const struct score *score = part->score;
    const struct codebook *codebook = score->panel->project->codebook;
    size_t index = score_index(score), count = 0, indicators = codebook->indicator_count;
    size_t rows = are_decided(score) ? part->count : part->count > 0;
    bool *found = arena_alloc(part->arena, score->items, sizeof *found);
    uint32_t *items = arena_alloc(part->arena, indicators, sizeof *items);
    double *row_shares = arena_alloc(part->arena, indicators, sizeof *row_shares);
    double *nominal = arena_alloc(part->arena, indicators, sizeof *nominal);
    if (!found || !items || !row_shares || !nominal ||
        !start_shares(part->arena, indicators, &shares))
        return false;
    for (size_t row = 0; row < rows; row++) {
        score_weighted(score, part->rows[row], row_shares);
        for (size_t i = 0; i < indicators; i++)
            add_share(&shares, i, row_shares[i]);
    }
    const double *mean = means(&shares);
    score_audit_part_below(score, index, found);
    for (uint32_t node = 0; node < codebook->node_count; node++) {
        if (codebook->nodes[node].indicator == CODEBOOK_NONE || !found[node] ||
            !part->columns[node])
            continue;
        nominal[count] = mean[codebook->nodes[node].indicator];
        items[count++] = node;
    }
    return add_movers(&(struct movers){part, "index_weight", index, items, nominal, count});
}

/* Whether the index stands on nothing but indicators: then these are its parts already. */
static bool is_flat(const struct score *score)
{
    const struct compile_item *index = &score->compile->items[score_index(score)];
    for (size_t i = 0; i < index->child_count; i++)
        if (score->compile->items[index->children[i]].kind != COMPILE_LEAF)
            return false;
    return true;
}

bool score_audit_weights(const struct score_audit_part *part)
{
    size_t item;
    for (size_t i = 0; (item = score_audit_part_node(part, i)) != SIZE_MAX; i++)
        if (score_audit_part_is_node(part, item, 2) && !add_parts(part, item))
            return false;
    bool index = part->columns[score_index(part->score)] != NULL;
    return !index || is_flat(part->score) || add_indicators(part);
}
