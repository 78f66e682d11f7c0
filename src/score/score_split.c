#include "score/score_split.h"

#include "score/graph_mean.h"
#include "score/score_shapley.h"

#include <math.h>

/* Below this share of the values themselves a remainder is rounding and is left alone. */
static const double rounding = 1e-13;

struct splitter {
    struct arena *arena;
    const struct score_split_end *ends;
    const struct score *score; /* of the second end */
    const struct compile *compile;
    size_t row;
    const double *a;
    const double *b;
    score_split_visit visit;
    void *context;
};

/* The children of one item with room for what is worked out for them; behind the children what its
 * formula reads of other rules that are taken apart, by their places in rule->uses. */
struct family {
    const struct compile_item *item;
    size_t *uses;
    size_t use_count;
    double *weights;
    double *a;
    double *b;
    struct graph_part *split;
    struct graph_part *parts;
    double *errors; /* standard, of each child's part */
};

static const struct score_used_rule *used_at(const struct splitter *splitter, size_t end,
                                             size_t use)
{
    return &splitter->ends[end].used->rules[use];
}

/* Whether what an item reads of another rule is known at both ends. */
static bool is_taken_apart(const struct splitter *splitter, size_t at, size_t use)
{
    const struct score_split_end *ends = splitter->ends;
    if (!ends[0].used || !ends[1].used || !score_used_reads(splitter->score, at, use))
        return false;
    return used_at(splitter, 0, use)->score && used_at(splitter, 1, use)->score &&
           used_at(splitter, 0, use)->item == used_at(splitter, 1, use)->item;
}

static bool family_of(const struct splitter *splitter, size_t at, struct family *family)
{
    struct arena *arena = splitter->arena;
    const struct compile_item *item = &splitter->compile->items[at];
    size_t uses = splitter->score->rule->use_count, count = item->child_count + uses;
    *family = (struct family){.item = item,
                              .uses = arena_alloc(arena, uses, sizeof *family->uses),
                              .a = arena_alloc(arena, count, sizeof(double)),
                              .b = arena_alloc(arena, count, sizeof(double)),
                              .split = arena_alloc(arena, count, sizeof(struct graph_part)),
                              .parts = arena_alloc(arena, count, sizeof(struct graph_part))};
    family->weights = arena_alloc(arena, count, sizeof *family->weights);
    for (size_t i = 0; family->weights && i < item->child_count; i++)
        family->weights[i] = score_weight(splitter->score, at, i, splitter->row);
    family->errors = arena_alloc(arena, count, sizeof *family->errors);
    for (size_t use = 0; family->uses && use < uses; use++)
        if (is_taken_apart(splitter, at, use))
            family->uses[family->use_count++] = use;
    return family->weights && family->a && family->b && family->split && family->parts &&
           family->errors && family->uses;
}

static void load(const struct splitter *splitter, struct family *family)
{
    for (size_t i = 0; i < family->item->child_count; i++) {
        family->a[i] = splitter->a[family->item->children[i]];
        family->b[i] = splitter->b[family->item->children[i]];
    }
}

/* One value for every child that values has. */
static void load_constant(struct family *family, const double *values, double constant)
{
    for (size_t i = 0; i < family->item->child_count; i++) {
        family->b[i] = values[family->item->children[i]];
        family->a[i] = isnan(family->b[i]) ? NAN : constant;
    }
}

/* What the children's parts leave of factor × (to - from), when it is more than rounding: a floor
 * can hold a mean away from the constant its children have. */
static double remainder_of(const struct family *family, double from, double to)
{
    double rest = to - from;
    for (size_t i = 0; i < family->item->child_count; i++)
        rest -= graph_mean_part(&family->split[i], family->a[i], family->b[i]);
    return fabs(rest) > rounding * (fabs(from) + fabs(to)) ? rest : 0;
}

/* The part of an item that weighs the same on both sides. */
static double hand_down_both(const struct splitter *splitter, struct family *family, size_t at,
                             double factor)
{
    size_t count = family->item->child_count;
    load(splitter, family);
    graph_mean_split(&family->item->mean, family->weights, family->a, family->b, count,
                     family->split);
    for (size_t i = 0; i < count; i++) {
        struct graph_part *part = &family->parts[i];
        part->both = factor * family->split[i].both;
        part->to_a = factor * family->split[i].to_a;
        part->to_b = factor * family->split[i].to_b;
        part->middle = family->split[i].middle;
        part->plain = factor * family->split[i].plain;
    }
    return factor * remainder_of(family, splitter->a[at], splitter->b[at]);
}

/* The part of one side against a constant. */
static double hand_down_side(const struct splitter *splitter, struct family *family, size_t at,
                             const struct graph_part *own, bool side_b)
{
    size_t count = family->item->child_count;
    const double *values = side_b ? splitter->b : splitter->a;
    double factor = side_b ? own->to_b : own->to_a, sign = side_b ? 1 : -1;
    load_constant(family, values, own->middle);
    graph_mean_split(&family->item->mean, family->weights, family->a, family->b, count,
                     family->split);
    for (size_t i = 0; i < count; i++) {
        struct graph_part *part = &family->parts[i];
        *(side_b ? &part->to_b : &part->to_a) = factor * family->split[i].both;
        part->middle = own->middle;
        part->plain += sign * factor * family->split[i].plain;
    }
    return sign * factor * remainder_of(family, own->middle, values[at]);
}

/* Shares plain among the children that are there on a side, by weight. */
static void share_plain(const struct splitter *splitter, struct family *family, double plain)
{
    double total = 0;
    const struct compile_item *item = family->item;
    for (size_t i = 0; i < item->child_count; i++) {
        uint32_t child = item->children[i];
        bool there = !isnan(splitter->a[child]) || !isnan(splitter->b[child]);
        total += there ? family->weights[i] : 0;
    }
    for (size_t i = 0; i < item->child_count && total > 0; i++) {
        uint32_t child = item->children[i];
        if (!isnan(splitter->a[child]) || !isnan(splitter->b[child]))
            family->parts[i].plain += plain * family->weights[i] / total;
    }
}

/* Means whose parts are known in closed form; the others are shared out. */
static bool has_closed_parts(const struct compile_item *item)
{
    return item->kind == COMPILE_LEAF ||
           (item->kind == COMPILE_MEAN &&
            (item->mean.average == GRAPH_ARITHMETIC || item->mean.average == GRAPH_GEOMETRIC));
}

/* The standard error of what two independent errors make. */
static double joint(double a, double b)
{
    return sqrt(a * a + b * b);
}

/* Whether an item rests on more than its children, and that stands otherwise at the other end. */
static bool has_surroundings(const struct splitter *splitter, const struct compile_item *item)
{
    const struct score_split_end *ends = splitter->ends;
    return (item->apart || item->dated) &&
           (ends[0].score != ends[1].score || ends[0].row != ends[1].row);
}

/* Shares of an item's inputs as it is computed at one end. */
static bool shares_at(const struct splitter *splitter, const struct family *family, size_t at,
                      size_t end, double *shares, double *errors, bool *known)
{
    const struct score *score = splitter->ends[end].score;
    size_t children = family->item->child_count, count = children + family->use_count;
    uint32_t *nodes = arena_alloc(splitter->arena, count, sizeof *nodes);
    if (!nodes)
        return false;
    for (size_t i = 0; i < children; i++)
        nodes[i] = score->compile->items[family->item->children[i]].node;
    for (size_t i = 0; i < family->use_count; i++)
        nodes[children + i] = used_at(splitter, end, family->uses[i])->node;
    const struct score_shapley_inputs inputs = {nodes, family->a, family->b, count};
    return score_shapley(splitter->arena, score, splitter->ends[end].row, at, &inputs, shares,
                         errors, known);
}

static void load_uses(const struct splitter *splitter, struct family *family)
{
    for (size_t i = 0; i < family->use_count; i++) {
        const struct score_used_rule *a = used_at(splitter, 0, family->uses[i]);
        const struct score_used_rule *b = used_at(splitter, 1, family->uses[i]);
        family->a[family->item->child_count + i] = a->values[a->item];
        family->b[family->item->child_count + i] = b->values[b->item];
    }
}

/* The shares of an item's inputs: the mean of both ends where what surrounds them differs. */
static bool find_shares(const struct splitter *splitter, struct family *family, size_t at,
                        double *shares, bool *known)
{
    size_t count = family->item->child_count + family->use_count;
    double *first = arena_alloc(splitter->arena, count, sizeof *first);
    double *errors = arena_alloc(splitter->arena, count, sizeof *errors);
    load(splitter, family);
    load_uses(splitter, family);
    if (!first || !errors || !shares_at(splitter, family, at, 1, shares, family->errors, known))
        return false;
    if (!has_surroundings(splitter, family->item))
        return true;
    bool also = false;
    if (!shares_at(splitter, family, at, 0, first, errors, &also))
        return false;
    *known = *known && also;
    for (size_t i = 0; i < count; i++) {
        shares[i] = (shares[i] + first[i]) / 2;
        family->errors[i] = (family->errors[i] + errors[i]) / 2;
    }
    return true;
}

/* Gives each child its share of an item's part, by what it does to the item's own difference; what
 * that leaves is visited as what is around the item, or added to plain. whole is the visit of the
 * item. */
static bool share_out(const struct splitter *splitter, struct family *family,
                      const struct score_split_part *whole, double part, double *plain)
{
    size_t count = family->item->child_count + family->use_count, at = whole->item;
    double *shares = arena_alloc(splitter->arena, count, sizeof *shares);
    bool known = false;
    double moved_by = splitter->b[at] - splitter->a[at], error = whole->error;
    if (!shares || !find_shares(splitter, family, at, shares, &known))
        return false;
    double factor = moved_by != 0 ? part / moved_by : whole->slope, rest = part;
    factor = known ? factor : 0;
    for (size_t i = 0; i < count; i++) {
        double share = factor * shares[i], moved = family->b[i] - family->a[i];
        rest -= share;
        family->errors[i] = joint(factor * family->errors[i], part != 0 ? error * share / part : 0);
        if (moved != 0 && !isnan(moved))
            family->parts[i].both = share / moved;
        else
            family->parts[i].plain = share;
    }
    if (known && has_surroundings(splitter, family->item))
        splitter->visit(splitter->context, &(struct score_split_part){.score = splitter->score,
                                                                      .item = at,
                                                                      .depth = whole->depth,
                                                                      .part = rest,
                                                                      .around = true});
    else
        *plain += fabs(rest) > rounding * fabs(part) ? rest : 0;
    return true;
}

/* Errors of children whose parts are in proportion to the whole. */
static void scale_errors(const struct splitter *splitter, struct family *family, double part,
                         double error)
{
    for (size_t i = 0; i < family->item->child_count; i++) {
        uint32_t child = family->item->children[i];
        double own = graph_mean_part(&family->parts[i], splitter->a[child], splitter->b[child]);
        family->errors[i] = error != 0 && part != 0 ? error * fabs(own / part) : 0;
    }
}

static bool is_nothing(const struct graph_part *part)
{
    return part->both == 0 && part->to_a == 0 && part->to_b == 0 && part->plain == 0;
}

static bool descend(const struct splitter *splitter, size_t at, size_t depth,
                    const struct graph_part *own, double error);

/* On into what is read of another rule, on the scores of that rule. */
static bool descend_used(const struct splitter *splitter, size_t use, size_t depth,
                         const struct graph_part *own, double error)
{
    const struct score_used_rule *a = used_at(splitter, 0, use), *b = used_at(splitter, 1, use);
    const struct score_split_end ends[] = {{a->score, splitter->ends[0].row, a->used},
                                           {b->score, splitter->ends[1].row, b->used}};
    struct splitter other = *splitter;
    other.ends = ends;
    other.score = b->score;
    other.compile = b->score->compile;
    other.a = a->values;
    other.b = b->values;
    return (isnan(a->values[a->item]) && isnan(b->values[b->item])) ||
           descend(&other, b->item, depth, own, error);
}

static bool descend(const struct splitter *splitter, size_t at, size_t depth,
                    const struct graph_part *own, double error)
{
    struct family family;
    double part = graph_mean_part(own, splitter->a[at], splitter->b[at]);
    bool by_row = score_by_row(splitter->score, at);
    const struct score_split_part whole = {.score = splitter->score,
                                           .item = at,
                                           .move = splitter->b[at] - splitter->a[at],
                                           .depth = depth,
                                           .part = part,
                                           .error = error,
                                           .slope = own->both + (own->to_a + own->to_b) / 2};
    splitter->visit(splitter->context, &whole);
    struct arena_mark mark = arena_mark(splitter->arena);
    if (!family_of(splitter, at, &family))
        return false;
    double plain = own->plain;
    bool closed = has_closed_parts(family.item);
    if (!closed && !share_out(splitter, &family, &whole, part - own->plain, &plain))
        return false;
    if (closed && own->both != 0)
        plain += hand_down_both(splitter, &family, at, own->both);
    if (closed && own->to_a != 0)
        plain += hand_down_side(splitter, &family, at, own, false);
    if (closed && own->to_b != 0)
        plain += hand_down_side(splitter, &family, at, own, true);
    if (plain != 0)
        share_plain(splitter, &family, plain);
    if (closed)
        scale_errors(splitter, &family, part, error);
    bool done = true;
    for (size_t i = 0; i < family.item->child_count && done; i++) {
        uint32_t child = family.item->children[i];
        bool there = !isnan(splitter->a[child]) || !isnan(splitter->b[child]);
        if (there && !(by_row && is_nothing(&family.parts[i])))
            done = descend(splitter, child, depth + 1, &family.parts[i], family.errors[i]);
    }
    for (size_t i = 0; i < family.use_count && done; i++) {
        size_t place = family.item->child_count + i;
        if (!(by_row && is_nothing(&family.parts[place])))
            done = descend_used(splitter, family.uses[i], depth + 1, &family.parts[place],
                                family.errors[place]);
    }
    arena_rewind(splitter->arena, mark);
    return done;
}

bool score_split_tree(struct arena *arena, const struct score_split_end ends[2], size_t root,
                      const double *a, const double *b, score_split_visit visit, void *context)
{
    struct splitter splitter = {arena, ends,  ends[1].score, ends[1].score->compile, ends[1].row, a,
                                b,     visit, context};
    if (isnan(a[root]) || isnan(b[root]))
        return true;
    return descend(&splitter, root, 0, &(struct graph_part){.both = 1}, 0);
}

struct sums {
    double *parts;
    double *errors;
};

static void add_part(void *context, const struct score_split_part *part)
{
    struct sums *sums = context;
    if (part->around)
        return;
    double *sum = &sums->parts[part->item];
    bool first = isnan(*sum);
    *sum = first ? part->part : *sum + part->part;
    if (sums->errors)
        sums->errors[part->item] = first ? part->error : sums->errors[part->item] + part->error;
}

bool score_split(struct arena *arena, const struct score *score, size_t row, size_t root,
                 const double *a, const double *b, double *parts, double *errors)
{
    struct sums sums = {parts, errors};
    for (size_t i = 0; i < score->compile->count; i++)
        parts[i] = NAN;
    for (size_t i = 0; errors && i < score->compile->count; i++)
        errors[i] = NAN;
    const struct score_split_end ends[] = {{score, row, NULL}, {score, row, NULL}};
    return score_split_tree(arena, ends, root, a, b, add_part, &sums);
}
