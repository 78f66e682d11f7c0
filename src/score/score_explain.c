#include "score/score_explain.h"

#include "score/score_point.h"
#include "score/score_rows.h"
#include "score/score_split.h"

#include <math.h>

static const struct rows_column columns[EXPLAIN_COLUMNS] = {
    [EXPLAIN_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [EXPLAIN_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [EXPLAIN_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [EXPLAIN_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [EXPLAIN_PARENT] = {"parent", NULL, ROWS_TEXT, 0},
    [EXPLAIN_VALUE] = {"value", NULL, ROWS_NUMBER, 1},
    [EXPLAIN_WEIGHT] = {"weight", NULL, ROWS_NUMBER, 2},
    [EXPLAIN_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, 1},
    [EXPLAIN_SERIES] = {"series", NULL, ROWS_TEXT, 0},
    [EXPLAIN_SOURCE] = {"source", NULL, ROWS_TEXT, 0},
    [EXPLAIN_FILE] = {"file", NULL, ROWS_TEXT, 0},
    [EXPLAIN_LINE] = {"line", NULL, ROWS_NUMBER, 0},
};

/* One country and period: every item's value and part of the loss. */
struct explanation {
    const struct score *score;
    struct rows *rows;
    size_t row;
    const char *country;
    const char *period;
    const double *values;
    double *parts;
};

/* False where an indicator that has a value under root has no best end. */
static bool best_known(const struct score *score, size_t root, size_t row)
{
    const struct compile_item *item = &score->compile->items[root];
    if (item->eligible && graph_reach(score->compile->graph, item->node) == GRAPH_REACH_PANEL)
        return false;
    if (item->child_count == 0)
        return isnan(score_value(score, root, row)) || isfinite(item->best);
    for (size_t i = 0; i < item->child_count; i++)
        if (!best_known(score, item->children[i], row))
            return false;
    return true;
}

/* The values that what is there would have at its best, per item. */
static bool best_items(struct arena *arena, const struct score *score, size_t row, double *items)
{
    const struct panel *panel = score->panel;
    double *values = arena_alloc(arena, panel->indicators, sizeof *values);
    if (!values)
        return false;
    score_point_values(score, row, NULL, values);
    for (size_t i = 0; i < panel->indicators; i++)
        if (!isnan(values[i]))
            values[i] = panel->project->codebook->indicators[i].scale.best;
    return score_point(arena, score, row, values, items);
}

static bool take_apart(struct arena *arena, struct explanation *explanation, size_t root)
{
    const struct score *score = explanation->score;
    double *best = arena_alloc(arena, score->items, sizeof *best);
    double *values = arena_alloc(arena, score->items, sizeof *values);
    explanation->parts = arena_alloc(arena, score->items, sizeof *explanation->parts);
    if (!best || !values || !explanation->parts)
        return false;
    for (size_t i = 0; i < score->items; i++) {
        values[i] = score->eligible[i] ? score_value(score, i, explanation->row) : NAN;
        explanation->parts[i] = NAN;
    }
    explanation->values = values;
    if (!best_known(score, root, explanation->row))
        return true;
    return best_items(arena, score, explanation->row, best) &&
           score_split(arena, score, explanation->row, root, values, best, explanation->parts);
}

static void add_origin(struct explanation *explanation, uint32_t indicator)
{
    const struct panel *panel = explanation->score->panel;
    struct observation made;
    rows_set_number(explanation->rows, EXPLAIN_VALUE,
                    panel_value(panel, indicator, explanation->row));
    if (!panel_observation(panel, indicator, explanation->row, &made))
        return;
    rows_set_text(explanation->rows, EXPLAIN_SERIES, made.use ? made.use->series : "");
    rows_set_text(explanation->rows, EXPLAIN_SOURCE,
                  panel->project->sources->items[made.source].id);
    rows_set_text(explanation->rows, EXPLAIN_FILE, made.file);
    rows_set_number(explanation->rows, EXPLAIN_LINE, made.line);
}

static void add_item(struct explanation *explanation, size_t item, const char *parent,
                     double weight)
{
    struct rows *rows = explanation->rows;
    const struct codebook *codebook = explanation->score->panel->project->codebook;
    bool there = !isnan(explanation->values[item]);
    rows_add(rows);
    rows_set_text(rows, EXPLAIN_COUNTRY, explanation->country);
    rows_set_text(rows, EXPLAIN_PERIOD, explanation->period);
    rows_set_text(rows, EXPLAIN_LEVEL, score_item_level(explanation->score, item));
    rows_set_text(rows, EXPLAIN_ITEM, score_item_id(explanation->score, item));
    rows_set_text(rows, EXPLAIN_PARENT, parent);
    rows_set_number(rows, EXPLAIN_VALUE, explanation->values[item]);
    rows_set_number(rows, EXPLAIN_WEIGHT, there ? weight : NAN);
    rows_set_number(rows, EXPLAIN_CONTRIBUTION, there ? explanation->parts[item] : NAN);
    if (item < codebook->node_count && codebook->nodes[item].kind == NODE_INDICATOR)
        add_origin(explanation, codebook->nodes[item].indicator);
}

static void add_tree(struct explanation *explanation, size_t root, const char *parent,
                     double weight)
{
    const struct compile_item *item = &explanation->score->compile->items[root];
    double total = 0;
    add_item(explanation, root, parent, weight);
    for (size_t i = 0; i < item->child_count; i++)
        total += isnan(explanation->values[item->children[i]])
                     ? 0
                     : score_weight(explanation->score, root, i, explanation->row);
    for (size_t i = 0; i < item->child_count; i++)
        add_tree(explanation, item->children[i], score_item_id(explanation->score, root),
                 score_weight(explanation->score, root, i, explanation->row) / total);
    /* What is counted as missing because it takes no part explains why the whole is. */
    for (size_t i = item->child_count; i < item->child_count + item->withheld; i++)
        add_item(explanation, item->children[i], score_item_id(explanation->score, root), NAN);
}

/* Whether a node stands under root in the codebook, or under a node of the headline. */
static bool stands_under(const struct score *score, uint32_t node, size_t root)
{
    const struct codebook *codebook = score->panel->project->codebook;
    while (node != CODEBOOK_NONE) {
        if (node == root || (root == codebook->node_count && score->rule->in_index[node]))
            return true;
        node = codebook->nodes[node].parent;
    }
    return false;
}

struct rows *score_explain(struct arena *arena, const struct score *score, size_t item,
                           uint32_t country, int32_t period)
{
    char label[DATE_PRINT_SIZE];
    size_t root = item == SIZE_MAX ? score_index(score) : item;
    struct explanation explanation = {.score = score,
                                      .rows = rows_new(arena, columns, EXPLAIN_COLUMNS),
                                      .row = score_row(score, country, period)};
    if (!explanation.rows || explanation.row == SIZE_MAX)
        return explanation.rows;
    size_t length = date_period_print(score->panel->options.axis, period, label);
    explanation.country = score->panel->project->countries[country].id;
    explanation.period = arena_text(arena, label, length);
    if (!explanation.period || !take_apart(arena, &explanation, root))
        return NULL;
    add_tree(&explanation, root, "", NAN);
    for (uint32_t node = 0; node < score->compile->nodes; node++)
        if (!score->eligible[node] && stands_under(score, node, root))
            rows_add_meta(explanation.rows, "not_eligible", "%s", score_item_id(score, node));
    return explanation.rows->failed ? NULL : explanation.rows;
}
