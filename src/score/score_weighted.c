#include "score/score_weighted.h"

#include <math.h>

static double weight_of(const struct score *score, size_t item, size_t child, size_t row)
{
    const struct compile_item *made = &score->compile->items[item];
    return child < made->child_count ? score_weight(score, item, child, row) : made->weights[child];
}

/* What an item's weights are divided by. */
static double divisor_of(const struct score *score, size_t item, size_t row)
{
    const struct compile_item *made = &score->compile->items[item];
    double total = 0;
    for (size_t i = 0; i < made->child_count + made->withheld; i++)
        total += weight_of(score, item, i, row);
    return made->mean.average == GRAPH_SUM ? 1 : total;
}

static bool has_weights(const struct compile_item *item)
{
    return item->kind == COMPILE_MEAN && item->mean.average != GRAPH_MINIMUM;
}

double score_weighted_share(const struct score *score, size_t item, size_t child, size_t row)
{
    const struct compile_item *made = &score->compile->items[item];
    if (!has_weights(made))
        return NAN;
    if (made->mean.average == GRAPH_MPI)
        return 1 / (double)(made->child_count + made->withheld);
    return weight_of(score, item, child, row) / divisor_of(score, item, row);
}

static void hand_down(const struct score *score, size_t item, size_t row, double weight,
                      double *out)
{
    const struct compile_item *made = &score->compile->items[item];
    if (made->kind == COMPILE_LEAF) {
        double *own = &out[score->panel->project->codebook->nodes[item].indicator];
        *own = isnan(*own) ? weight : *own + weight;
        return;
    }
    if (!has_weights(made))
        return;
    bool alike = made->mean.average == GRAPH_MPI;
    double divisor = divisor_of(score, item, row);
    for (size_t i = 0; i < made->child_count; i++) {
        double share = alike ? 1 / (double)(made->child_count + made->withheld)
                             : weight_of(score, item, i, row) / divisor;
        hand_down(score, made->children[i], row, weight * share, out);
    }
}

void score_weighted(const struct score *score, size_t row, double *out)
{
    for (size_t i = 0; i < score->panel->indicators; i++)
        out[i] = NAN;
    size_t index = score_index(score);
    if (score->eligible[index])
        hand_down(score, index, row, 1, out);
}
