#include "score/score_explain.h"

#include "score/score_point.h"
#include "score/score_rows.h"
#include "score/score_shapley.h"
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
    [EXPLAIN_ERROR] = {"error", NULL, ROWS_NUMBER, 1},
};

/* One country and period: every item's value, and the parts of the loss in the order of the tree;
 * no parts where they cannot be told. */
struct explanation {
    const struct score *score;
    struct arena *scratch;
    struct rows *rows;
    size_t row;
    const char *country;
    const char *period;
    const double *values;
    struct score_used used; /* other rules, with their values */
    const char *name;       /* of the item added next, NULL: its own */
    struct score_split_part *shares;
    size_t share_count;
    size_t share_capacity;
    size_t next; /* the share at hand */
    size_t *parents;
    size_t parent_capacity;
    double **imputed; /* [indicator][row - first_row], NULL where nothing was imputed at the row */
    bool failed;
};

static const char *why_untold(struct arena *arena, const struct score *score,
                              const struct score_used *used, size_t root, size_t row, bool *seen);

/* Why what an item reads of other rules cannot be told; NULL when it can. */
static const char *why_unread(struct arena *arena, const struct score *score,
                              const struct score_used *used, size_t item, size_t row)
{
    const char *why = NULL;
    for (size_t use = 0; !why && use < used->count; use++) {
        const struct score_used_rule *rule = &used->rules[use];
        const struct rule_use *named = &score->rule->uses[use];
        if (!score_used_reads(score, item, use))
            continue;
        bool *seen = rule->score ? arena_alloc(arena, rule->score->items, sizeof *seen) : NULL;
        why = seen ? why_untold(arena, rule->score, rule->used, rule->item, row, seen)
                   : arena_printf(arena, "%s reads %s.%s, which cannot be scored alone",
                                  score_item_id(score, item), named->rule->name, named->item);
    }
    return why;
}

/* Why what the parts below root take off cannot be told, NULL when it can. seen marks the items
 * that were looked at. */
static const char *why_untold(struct arena *arena, const struct score *score,
                              const struct score_used *used, size_t root, size_t row, bool *seen)
{
    const struct compile_item *item = &score->compile->items[root];
    const char *id = score_item_id(score, root), *why = NULL;
    seen[root] = true;
    if (item->text)
        return arena_printf(arena, "%s is a text, which has no points to lose", id);
    if (item->kind == COMPILE_LEAF && !isnan(score_value(score, root, row)) &&
        !isfinite(item->best))
        return arena_printf(arena, "%s has no best value", id);
    for (size_t i = 0; !why && i < item->child_count; i++)
        if (!seen[item->children[i]])
            why = why_untold(arena, score, used, item->children[i], row, seen);
    return why ? why : why_unread(arena, score, used, root, row);
}

static void keep_share(void *context, const struct score_split_part *part)
{
    struct explanation *explanation = context;
    if (explanation->share_count == explanation->share_capacity) {
        size_t capacity = explanation->share_capacity ? 2 * explanation->share_capacity : 64;
        struct score_split_part *shares =
            arena_grow(explanation->scratch, explanation->shares, explanation->share_count,
                       capacity, sizeof *shares);
        explanation->failed = explanation->failed || !shares;
        if (!shares)
            return;
        explanation->shares = shares;
        explanation->share_capacity = capacity;
    }
    explanation->shares[explanation->share_count++] = *part;
}

static bool take_apart(struct arena *arena, struct explanation *explanation, size_t root)
{
    const struct score *score = explanation->score;
    double *best = arena_alloc(arena, score->items, sizeof *best);
    double *values = arena_alloc(arena, score->items, sizeof *values);
    bool *seen = arena_alloc(arena, score->items, sizeof *seen);
    if (!best || !values || !seen)
        return false;
    for (size_t i = 0; i < score->items; i++)
        values[i] = score->eligible[i] && !score->compile->items[i].text
                        ? score_value(score, i, explanation->row)
                        : NAN;
    struct score_used best_used;
    if (!score_used_find(arena, score, explanation->row, &explanation->used) ||
        !score_used_copy(arena, &explanation->used, &best_used))
        return false;
    const struct score_split_end ends[] = {{score, explanation->row, &explanation->used},
                                           {score, explanation->row, &best_used}};
    explanation->values = values;
    const char *untold = why_untold(arena, score, &explanation->used, root, explanation->row, seen);
    if (untold) {
        rows_add_meta(explanation->rows, "untold", "%s", untold);
        return true;
    }
    return score_point_best(arena, score, explanation->row, &best_used, best) &&
           score_split_tree(arena, ends, root, values, best, keep_share, explanation) &&
           !explanation->failed;
}

/* Works out what stands in for the missing figures of the row; false without memory. */
static bool find_imputed(struct explanation *explanation)
{
    const struct score *score = explanation->score;
    const struct codebook *codebook = score->panel->project->codebook;
    size_t count = codebook->indicator_count;
    bool any = false;
    double **imputed = arena_alloc(explanation->scratch, count, sizeof *imputed);
    for (size_t i = 0; imputed && i < count; i++) {
        size_t item = codebook->indicators[i].node;
        if (!score->eligible[item] || !(score_flags(score, item, explanation->row) & PANEL_IMPUTED))
            continue;
        imputed[i] = arena_alloc(explanation->scratch, score->rows, sizeof **imputed);
        if (!imputed[i])
            return false;
        any = true;
    }
    explanation->imputed = imputed;
    return imputed && (!any || score_stage(explanation->scratch, score, COMPILE_IMPUTED, imputed));
}

/* What was filled in by row, among siblings, is on the scale of the rule from the start. */
static void add_imputed(struct explanation *explanation, uint32_t indicator)
{
    const struct score *score = explanation->score;
    size_t item = score->panel->project->codebook->indicators[indicator].node;
    double value = explanation->imputed[indicator][explanation->row - score->first_row];
    rows_set_number(explanation->rows, EXPLAIN_VALUE,
                    isnan(value) ? explanation->values[item] : value);
    rows_set_text(explanation->rows, EXPLAIN_SOURCE, "imputed");
}

static void add_origin(struct explanation *explanation, uint32_t indicator)
{
    const struct panel *panel = explanation->score->panel;
    struct observation made;
    if (explanation->imputed[indicator]) {
        add_imputed(explanation, indicator);
        return;
    }
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

static void keep_parent(struct explanation *explanation, size_t parent)
{
    size_t row = explanation->rows->count - 1;
    if (row >= explanation->parent_capacity) {
        size_t capacity = explanation->parent_capacity ? 2 * explanation->parent_capacity : 64;
        size_t *parents = arena_grow(explanation->rows->arena, explanation->parents, row, capacity,
                                     sizeof *parents);
        explanation->failed = explanation->failed || !parents;
        if (!parents)
            return;
        explanation->parents = parents;
        explanation->parent_capacity = capacity;
    }
    explanation->parents[row] = parent;
}

/* part: NULL where there is none. */
static void add_item(struct explanation *explanation, size_t item, size_t parent, double weight,
                     const struct score_split_part *part)
{
    struct rows *rows = explanation->rows;
    const struct codebook *codebook = explanation->score->panel->project->codebook;
    bool there = !isnan(explanation->values[item]);
    rows_add(rows);
    if (rows->failed)
        return;
    keep_parent(explanation, parent);
    rows_set_text(rows, EXPLAIN_COUNTRY, explanation->country);
    rows_set_text(rows, EXPLAIN_PERIOD, explanation->period);
    rows_set_text(rows, EXPLAIN_LEVEL, score_item_level(explanation->score, item));
    rows_set_text(rows, EXPLAIN_ITEM,
                  explanation->name ? explanation->name : score_item_id(explanation->score, item));
    explanation->name = NULL;
    rows_set_text(rows, EXPLAIN_PARENT,
                  parent == SIZE_MAX ? "" : rows_text(rows, parent, EXPLAIN_ITEM));
    rows_set_number(rows, EXPLAIN_VALUE, explanation->values[item]);
    rows_set_number(rows, EXPLAIN_WEIGHT, there ? weight : NAN);
    rows_set_number(rows, EXPLAIN_CONTRIBUTION, there && part ? part->part : NAN);
    if (rows->column_count > EXPLAIN_ERROR)
        rows_set_number(rows, EXPLAIN_ERROR, there && part ? part->error : NAN);
    if (item < codebook->node_count && codebook->nodes[item].kind == NODE_INDICATOR)
        add_origin(explanation, codebook->nodes[item].indicator);
}

/* What an item weighs among those of its siblings that have a value; a formula gives no weights. */
static double share_of(const struct explanation *explanation, size_t parent, size_t child)
{
    const struct compile_item *item = &explanation->score->compile->items[parent];
    double total = 0;
    if (item->formula)
        return NAN;
    for (size_t i = 0; i < item->child_count; i++)
        total += isnan(explanation->values[item->children[i]])
                     ? 0
                     : score_weight(explanation->score, parent, i, explanation->row);
    return score_weight(explanation->score, parent, child, explanation->row) / total;
}

/* The part of an item at this place of the tree, NULL when it has none. */
static const struct score_split_part *next_part(struct explanation *explanation, size_t item,
                                                size_t depth)
{
    if (explanation->next >= explanation->share_count)
        return NULL;
    const struct score_split_part *share = &explanation->shares[explanation->next];
    if (share->score != explanation->score || share->item != item || share->depth != depth)
        return NULL;
    explanation->next++;
    return share;
}

/* Whether an input of a formula that runs row by row is to be listed: which it reads is not known,
 * but what makes a difference is; where that is not told, indicators that have a value are. */
static bool lists(const struct explanation *explanation, size_t child,
                  const struct score_split_part *part)
{
    if (explanation->share_count > 0)
        return part;
    return explanation->score->compile->items[child].kind == COMPILE_LEAF &&
           !isnan(explanation->values[child]);
}

static void add_used(struct explanation *explanation, size_t root, size_t use, size_t parent,
                     size_t depth);

static void add_tree(struct explanation *explanation, size_t root, size_t parent, size_t depth,
                     double weight, const struct score_split_part *part)
{
    const struct compile_item *item = &explanation->score->compile->items[root];
    size_t row = explanation->rows->count;
    bool by_row = score_by_row(explanation->score, root);
    add_item(explanation, root, parent, weight, part);
    if (explanation->rows->failed || explanation->failed)
        return;
    for (size_t i = 0; i < item->child_count; i++) {
        const struct score_split_part *own = next_part(explanation, item->children[i], depth + 1);
        if (!by_row || lists(explanation, item->children[i], own))
            add_tree(explanation, item->children[i], row, depth + 1, share_of(explanation, root, i),
                     own);
    }
    for (size_t use = 0; use < explanation->used.count; use++)
        if (explanation->used.rules[use].score && score_used_reads(explanation->score, root, use))
            add_used(explanation, root, use, row, depth + 1);
    /* What is counted as missing because it takes no part explains why the whole is. */
    for (size_t i = item->child_count; i < item->child_count + item->withheld; i++)
        add_item(explanation, item->children[i], row, NAN, NULL);
}

/* What an item reads of another rule, as part of the tree: the rule and its item, and what stands
 * below that. */
static void add_used(struct explanation *explanation, size_t root, size_t use, size_t parent,
                     size_t depth)
{
    const struct score_used_rule *rule = &explanation->used.rules[use];
    const struct rule_use *named = &explanation->score->rule->uses[use];
    struct rows *rows = explanation->rows;
    const struct score *own = explanation->score;
    const double *values = explanation->values;
    struct score_used used = explanation->used;
    bool by_row = score_by_row(own, root);
    explanation->name = arena_printf(rows->arena, "%s.%s", named->rule->name, named->item);
    explanation->failed = explanation->failed || !explanation->name;
    explanation->score = rule->score;
    explanation->values = rule->values;
    explanation->used = *rule->used;
    const struct score_split_part *part = next_part(explanation, rule->item, depth);
    if (!by_row || part)
        add_tree(explanation, rule->item, parent, depth, NAN, part);
    explanation->score = own;
    explanation->values = values;
    explanation->used = used;
    explanation->name = NULL;
}

/* Whether a node stands under root in the codebook, or under a node of the headline. */
static bool stands_under(const struct score *score, uint32_t node, size_t root)
{
    const struct codebook *codebook = score->panel->project->codebook;
    while (node != CODEBOOK_NONE) {
        if (node == root || (root == score_index(score) && score->rule->in_index[node]))
            return true;
        node = codebook->nodes[node].parent;
    }
    return false;
}

static struct rows *explain(struct arena *arena, struct explanation *explanation, size_t root,
                            uint32_t country, int32_t period)
{
    char label[DATE_PRINT_SIZE];
    const struct score *score = explanation->score;
    size_t length = date_period_print(score->panel->options.axis, period, label);
    explanation->country = score->panel->project->countries[country].id;
    explanation->period = arena_text(arena, label, length);
    if (!explanation->period || !take_apart(arena, explanation, root) || !find_imputed(explanation))
        return NULL;
    add_tree(explanation, root, SIZE_MAX, 0, NAN, next_part(explanation, root, 0));
    if (score->compile->items[root].text)
        rows_add_meta(explanation->rows, "text", "%s", score_text(score, root, explanation->row));
    for (uint32_t node = 0; node < score->compile->nodes; node++)
        if (!score->eligible[node] && stands_under(score, node, root))
            rows_add_meta(explanation->rows, "not_eligible", "%s", score_item_id(score, node));
    return explanation->rows->failed || explanation->failed ? NULL : explanation->rows;
}

struct rows *score_explain_tree(struct arena *arena, const struct score *score, size_t item,
                                uint32_t country, int32_t period, const size_t **parents)
{
    size_t root = item == SIZE_MAX ? score_index(score) : item;
    struct explanation explanation = {
        .score = score,
        .scratch = arena_new(),
        .rows = rows_new(arena, columns,
                         score_shapley_samples(score, root) ? EXPLAIN_COLUMNS : EXPLAIN_ERROR),
        .row = score_row(score, country, period)};
    struct rows *rows = explanation.scratch ? explanation.rows : NULL;
    if (rows && explanation.row != SIZE_MAX)
        rows = explain(arena, &explanation, root, country, period);
    arena_free(explanation.scratch);
    *parents = explanation.parents;
    return rows;
}

struct rows *score_explain(struct arena *arena, const struct score *score, size_t item,
                           uint32_t country, int32_t period)
{
    const size_t *parents;
    return score_explain_tree(arena, score, item, country, period, &parents);
}
