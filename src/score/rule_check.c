#include "score/rule_check.h"

#include "score/rule_formula.h"
#include "score/rule_method.h"
#include "score/rule_stage.h"

#include <math.h>

static bool in_headline(const struct rule_reader *reader, uint32_t node)
{
    while (node != CODEBOOK_NONE && !reader->rule->in_index[node])
        node = reader->codebook->nodes[node].parent;
    return node != CODEBOOK_NONE;
}

static void check_of(struct rule_reader *reader)
{
    struct rule *rule = reader->rule;
    const struct codebook *codebook = reader->codebook;
    for (uint32_t i = 0; i < codebook->node_count; i++) {
        const struct node *node = &codebook->nodes[i];
        if (!rule->in_index[i])
            continue;
        const char *quoted = script_reader_quoted(&reader->script, "of", text_of(node->id));
        if (node->role != ROLE_OUTCOME) {
            rule->counts_lever = rule->counts_lever || node->role == ROLE_LEVER;
            script_reader_warning(&reader->script, ERR_RULE_BESIDE, quoted,
                                  "read it beside a rule that leaves it out",
                                  "%s is %s: it is counted in the headline by rule %s", node->id,
                                  node->role == ROLE_LEVER ? "a lever" : "context", rule->name);
        }
        if (node->parent != CODEBOOK_NONE && in_headline(reader, node->parent))
            script_reader_warning(&reader->script, ERR_RULE_TWICE, quoted,
                                  "name the whole or its parts, not both",
                                  "%s is counted twice in the headline: `of` also names a node it "
                                  "stands under",
                                  node->id);
    }
}

/* A formula that reads what a lever is, or a rule that counts one. Context is no such thing: a
 * formula that reads a population names it on purpose. */
static const char *lever_in(const struct rule_reader *reader, const struct formula *formula,
                            const bool *used)
{
    const struct rule *rule = reader->rule;
    for (size_t i = 0; i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        if (step->op != FORMULA_INPUT || (used && !used[i]))
            continue;
        uint32_t node = map_get(reader->codebook->by_id, text_of(step->text));
        if (node != MAP_NONE && reader->codebook->nodes[node].role == ROLE_LEVER)
            return step->text;
        for (size_t u = 0; u < rule->use_count; u++)
            if (text_is(text_of(step->text), rule->uses[u].name) &&
                rule->uses[u].rule->counts_lever && text_is(text_of(rule->uses[u].item), "index"))
                return step->text;
    }
    return NULL;
}

static void check_formula(struct rule_reader *reader, const struct formula *formula, size_t result,
                          const char *path)
{
    bool *used = script_reader_alloc(&reader->script, formula->step_count, sizeof *used);
    if (!used)
        return;
    rule_formula_reach(formula, result, used);
    const char *lever = lever_in(reader, formula, used);
    if (!lever)
        return;
    reader->rule->counts_lever = true;
    script_reader_warning(
        &reader->script, ERR_RULE_BESIDE, path, "read it beside a rule that leaves it out",
        "%s is a lever: it is counted in the headline by rule %s", lever, reader->rule->name);
}

void rule_check_headline(struct rule_reader *reader)
{
    const struct rule *rule = reader->rule;
    if (rule->score) {
        check_formula(reader, rule->score, rule->headline, "score");
        return;
    }
    check_of(reader);
    if (rule->index.formula)
        check_formula(reader, rule->index.formula, 0, "index");
}

/* What a method needs of an indicator's scale and does not find there; NULL: nothing. */
static const char *lacking(const struct indicator *indicator, enum method_id method)
{
    const struct scale *scale = &indicator->scale;
    if (method == METHOD_GOALPOSTS && !(isfinite(scale->worst) && isfinite(scale->best)))
        return "worst and best";
    return method == METHOD_DISTANCE_TO_TARGET && isnan(indicator->target) ? "target" : NULL;
}

/* An indicator that holds what was published stands beside the rule, which never counts it: unless
 * the headline does, no scale is asked of it. */
static bool is_beside(const struct rule_reader *reader, uint32_t indicator)
{
    const struct rule *rule = reader->rule;
    bool published = false;
    for (size_t i = 0; i < rule->published_count; i++)
        published = published || rule->published[i].indicator == indicator;
    return published && !in_headline(reader, reader->codebook->indicators[indicator].node);
}

enum { IDS_SHOWN = 4 };

/* "mf_safety", "a and b", "a, b, c, d and 5 more"; lacks: [indicator] those meant. */
static const char *join_ids(struct rule_reader *reader, const bool *lacks, size_t count)
{
    const struct codebook *codebook = reader->codebook;
    size_t shown = count > IDS_SHOWN ? IDS_SHOWN : count, done = 0;
    const char *ids = "";
    for (size_t i = 0; i < codebook->indicator_count && done < shown; i++) {
        if (!lacks[i])
            continue;
        const char *between = done == 0 ? "" : done + 1 == count ? " and " : ", ";
        ids =
            script_reader_kept(&reader->script, arena_printf(reader->script.arena, "%s%s%s", ids,
                                                             between, codebook->indicators[i].id));
        done++;
    }
    return shown == count ? ids
                          : script_reader_kept(&reader->script,
                                               arena_printf(reader->script.arena, "%s and %zu more",
                                                            ids, count - shown));
}

/* Every indicator in the headline, or every one outside, that method cannot place: one problem. */
static void check_scales_of(struct rule_reader *reader, enum method_id method, bool counted)
{
    const struct codebook *codebook = reader->codebook;
    const char *lack = NULL;
    size_t count = 0;
    bool *lacks = script_reader_alloc(&reader->script, codebook->indicator_count, sizeof *lacks);
    for (size_t i = 0; lacks && i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        const char *lacked = lacking(indicator, method);
        lacks[i] = lacked && reader->rule->stages[i].normalise.id == method &&
                   reader->eligible[indicator->node] && !is_beside(reader, (uint32_t)i) &&
                   in_headline(reader, indicator->node) == counted;
        lack = lacks[i] ? lacked : lack;
        count += lacks[i];
    }
    if (count == 0)
        return;
    bool goalposts = method == METHOD_GOALPOSTS, one = count == 1;
    const char *hint = script_reader_kept(
        &reader->script, arena_printf(reader->script.arena, "give %s a %s%s%s%s",
                                      one ? "it" : "each", goalposts ? "scale with " : "", lack,
                                      goalposts ? ", or use tide.minmax()" : "",
                                      !counted ? ""
                                      : one    ? ", or leave its pillar out of the headline"
                                               : ", or leave their pillars out of the headline"));
    (counted ? script_reader_error : script_reader_warning)(
        &reader->script, ERR_RULE_GOALPOSTS, "normalise", hint,
        "%s %s no %s in the codebook, so tide.%s() cannot place %s", join_ids(reader, lacks, count),
        one ? "has" : "have", lack, method_at(method)->name, one ? "it" : "them");
}

void rule_check_goalposts(struct rule_reader *reader)
{
    static const enum method_id methods[] = {METHOD_GOALPOSTS, METHOD_DISTANCE_TO_TARGET};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        check_scales_of(reader, methods[i], true);
        check_scales_of(reader, methods[i], false);
    }
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static const struct rule_method *normalise_of(const struct rule_reader *reader, uint32_t indicator)
{
    return &reader->rule->stages[indicator].normalise;
}

/* Whether two indicators count alike after the stage normalise: between the same ends, or by the
 * same method. */
static bool alike(const struct rule_reader *reader, uint32_t a, uint32_t b)
{
    const struct rule_method *x = normalise_of(reader, a), *y = normalise_of(reader, b);
    double x_ends[2], y_ends[2];
    if (rule_stage_ends(reader->rule, x, x_ends) && rule_stage_ends(reader->rule, y, y_ends))
        return x_ends[0] == y_ends[0] && x_ends[1] == y_ends[1];
    if (x->id != y->id)
        return false;
    if (x->id == METHOD_ZSCORE)
        return rule_method_number(x, "mean", 0) == rule_method_number(y, "mean", 0) &&
               rule_method_number(x, "sd", 1) == rule_method_number(y, "sd", 1);
    if (x->id != METHOD_COUNT)
        return true;
    const struct scale *p = &reader->codebook->indicators[a].scale;
    const struct scale *q = &reader->codebook->indicators[b].scale;
    return same_number(p->worst, q->worst) && same_number(p->best, q->best);
}

/* Two indicators that do not count alike but are averaged; b CODEBOOK_NONE: none found. */
struct pair {
    uint32_t a;
    uint32_t b;
};

/* What a parent sees of its children so far: the first indicator whose values it averages. */
static void see(const struct rule_reader *reader, uint32_t *first, uint32_t child,
                struct pair *found)
{
    if (child == CODEBOOK_NONE)
        return;
    if (*first == CODEBOOK_NONE)
        *first = child;
    else if (child < found->b && !alike(reader, *first, child))
        *found = (struct pair){*first, child};
}

/* A node that is a formula, that only compares countries child by child, or whose weights make up
 * for any unit takes children of any scale, and what it gives is on none of theirs. */
static bool averages(const struct rule_node *node)
{
    return !node->formula && node->method.id != METHOD_COPELAND &&
           node->method.id != METHOD_BENEFIT_OF_DOUBT;
}

static struct pair find_unlike(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    const struct rule *rule = reader->rule;
    struct pair found = {CODEBOOK_NONE, CODEBOOK_NONE};
    uint32_t *seen = script_reader_alloc(&reader->script, codebook->node_count, sizeof *seen);
    uint32_t headline = CODEBOOK_NONE;
    if (!seen)
        return found;
    /* Children stand behind their parents in the codebook, so the last nodes come first. */
    for (uint32_t i = (uint32_t)codebook->node_count; i-- > 0;) {
        const struct node *node = &codebook->nodes[i];
        seen[i] = CODEBOOK_NONE;
        if (node->kind == NODE_INDICATOR && reader->eligible[i] &&
            !is_beside(reader, node->indicator))
            seen[i] = node->indicator;
        for (uint32_t c = node->first_child; averages(&rule->nodes[i]) && c != CODEBOOK_NONE;
             c = codebook->nodes[c].next)
            see(reader, &seen[i], seen[c], &found);
    }
    for (uint32_t i = 0; !rule->score && averages(&rule->index) && i < codebook->node_count; i++)
        if (rule->in_index[i])
            see(reader, &headline, seen[i], &found);
    return found;
}

static const char *how(struct rule_reader *reader, uint32_t indicator)
{
    const struct rule_method *method = normalise_of(reader, indicator);
    if (method->id == METHOD_COUNT)
        return "as it is";
    return script_reader_kept(&reader->script, arena_printf(reader->script.arena, "by tide.%s",
                                                            method_at(method->id)->name));
}

static const char *ends_of(struct rule_reader *reader, const struct scale *scale)
{
    if (isnan(scale->worst) || isnan(scale->best))
        return "without ends";
    return script_reader_kept(
        &reader->script, arena_printf(reader->script.arena, "%g to %g", scale->worst, scale->best));
}

void rule_check_scales(struct rule_reader *reader)
{
    struct pair found = find_unlike(reader);
    if (found.b == CODEBOOK_NONE)
        return;
    const struct indicator *a = &reader->codebook->indicators[found.a];
    const struct indicator *b = &reader->codebook->indicators[found.b];
    if (normalise_of(reader, found.a)->id != METHOD_COUNT ||
        normalise_of(reader, found.b)->id != METHOD_COUNT)
        script_reader_warning(&reader->script, ERR_RULE_SCALES, "normalise",
                              "normalise alike what is averaged, to the same scale",
                              "%s and %s are averaged, but normalised differently (%s and %s)",
                              a->id, b->id, how(reader, found.a), how(reader, found.b));
    else
        script_reader_warning(&reader->script, ERR_RULE_SCALES, "",
                              "add normalise = tide.goalposts()",
                              "%s and %s are averaged as they are, on different scales (%s and %s)",
                              a->id, b->id, ends_of(reader, &a->scale), ends_of(reader, &b->scale));
}
