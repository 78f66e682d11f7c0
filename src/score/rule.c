#include "score/rule.h"

#include "score/rule_method.h"
#include "score/rule_need.h"
#include "score/rule_reader.h"

#include <math.h>

static void read_title(struct rule_reader *reader, const struct value *value, const char *path)
{
    if (value->kind != VALUE_TEXT) {
        rule_reader_error(reader, ERR_RULE_VALUE, path, NULL,
                          "`title` is %s, but a text was expected",
                          rule_reader_shown(reader, value));
        return;
    }
    const char *title = arena_text(reader->arena, value->text.bytes, value->text.length);
    reader->rule->title = title ? title : reader->rule->name;
}

static void read_scale(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    if (!rule_method_ends(reader, value, path, &rule->scale_worst, &rule->scale_best))
        return;
    rule->to_worst = rule->scale_worst;
    rule->to_best = rule->scale_best;
}

static void read_values(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const names[] = {
        [PANEL_ALL] = "all", [PANEL_PUBLISHED] = "published", [PANEL_CODED] = "coded"};
    for (int i = 0; i < 3; i++) {
        if (value->kind == VALUE_TEXT && text_is(value->text, names[i])) {
            reader->rule->values = (enum panel_values)i;
            return;
        }
    }
    size_t near = value->kind == VALUE_TEXT ? text_nearest(value->text, names, 3) : SIZE_MAX;
    const char *hint =
        near == SIZE_MAX ? NULL : arena_printf(reader->arena, "did you mean \"%s\"?", names[near]);
    rule_reader_error(reader, ERR_RULE_VALUE, path, hint,
                      "`values` is %s, but \"published\", \"coded\" or \"all\" was expected",
                      rule_reader_shown(reader, value));
}

static void read_over(struct rule_reader *reader, const struct value *value, const char *path)
{
    if (value->kind == VALUE_TEXT && text_is(value->text, "all"))
        return;
    rule_reader_error(reader, ERR_RULE_UNSUPPORTED, path,
                      "leave it out: goalposts stand in the codebook, not in the data",
                      "`over` is %s, but this version takes no figures from the data",
                      rule_reader_shown(reader, value));
}

static void read_pillar(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule_method method;
    const struct codebook *codebook = reader->codebook;
    if (!rule_method_read(reader, value, path, &method))
        return;
    for (size_t i = 0; i < codebook->node_count; i++)
        reader->rule->nodes[i].method = method;
}

static void read_group(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule_method method;
    const struct codebook *codebook = reader->codebook;
    if (!rule_method_read(reader, value, path, &method))
        return;
    for (size_t i = 0; i < codebook->node_count; i++)
        if (codebook->nodes[i].kind == NODE_GROUP)
            reader->rule->nodes[i].method = method;
}

static void read_index(struct rule_reader *reader, const struct value *value, const char *path)
{
    rule_method_read(reader, value, path, &reader->rule->index.method);
}

static void read_at_node(struct rule_reader *reader, const char *path, uint32_t node,
                         const struct value *value)
{
    if (reader->codebook->nodes[node].kind != NODE_INDICATOR) {
        rule_method_read(reader, value, path, &reader->rule->nodes[node].method);
        return;
    }
    rule_reader_error(reader, ERR_RULE_VALUE, path, "name a pillar or a group",
                      "%s is an indicator: it has no children to aggregate",
                      reader->codebook->nodes[node].id);
}

static void read_at(struct rule_reader *reader, const struct value *value, const char *path)
{
    rule_reader_by_id(reader, value, path, "write at = { civic_space = tide.geometric() }",
                      read_at_node);
}

static void read_of(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    size_t count = value_length(value);
    if (value->kind != VALUE_TABLE || count == 0 || count != value->count) {
        rule_reader_error(reader, ERR_RULE_VALUE, path, "write of = { \"civic_space\", … }",
                          "`of` is %s, but a list of ids was expected",
                          value->kind == VALUE_TABLE && value->count == 0
                              ? "empty"
                              : rule_reader_shown(reader, value));
        return;
    }
    for (size_t i = 0; i < reader->codebook->node_count; i++)
        rule->in_index[i] = false;
    for (size_t i = 1; i <= count; i++) {
        const struct value *item = value_item(value, i);
        if (item->kind != VALUE_TEXT) {
            rule_reader_error(reader, ERR_RULE_VALUE, path, NULL,
                              "item %zu of `of` is %s, but an id was expected", i,
                              rule_reader_shown(reader, item));
            continue;
        }
        const char *quoted =
            arena_printf(reader->arena, "of.\"%.*s\"", (int)item->text.length, item->text.bytes);
        uint32_t node = rule_reader_node(reader, quoted ? quoted : path, item->text);
        if (node != CODEBOOK_NONE && rule->in_index[node])
            rule_reader_error(reader, ERR_RULE_TWICE, quoted ? quoted : path, NULL,
                              "`of` names %s twice", reader->codebook->nodes[node].id);
        else if (node != CODEBOOK_NONE)
            rule->in_index[node] = true;
    }
}

static void read_weight(struct rule_reader *reader, const char *path, uint32_t node,
                        const struct value *value)
{
    double weight = 0;
    struct rule *rule = reader->rule;
    if (!rule_reader_number(reader, value, path, "a number above 0", &weight))
        return;
    if (weight <= 0) {
        rule_reader_error(reader, ERR_RULE_VALUE, path,
                          "to leave a node out of the headline, list the others in `of`",
                          "`%s` is %g, but a weight is a number above 0", path, weight);
        return;
    }
    if (rule->in_index[node] || reader->codebook->nodes[node].kind == NODE_PILLAR)
        rule->index_weight[node] = weight;
    else
        rule->node_weight[node] = weight;
}

static void read_weights(struct rule_reader *reader, const struct value *value, const char *path)
{
    rule_reader_by_id(reader, value, path, "write weights = { civic_space = 2 }", read_weight);
}

static void refuse_stage(struct rule_reader *reader, const struct value *value, const char *path)
{
    (void)value;
    rule_reader_error(reader, ERR_RULE_UNSUPPORTED, path,
                      "leave it out: a rule here has goalposts, weights and means",
                      "`%s` is not supported in this version", path);
}

static void refuse_formula(struct rule_reader *reader, const struct value *value, const char *path)
{
    (void)value;
    rule_reader_error(reader, ERR_RULE_UNSUPPORTED, path,
                      "write the rule with normalise, pillar, group, at and index",
                      "`score` holds a formula, but rules are tables in this version");
}

/* In the order they are read: `group` is what `pillar` is unless it says otherwise, `at` has the
 * last word, `to` of goalposts stands above `scale`, and a weight depends on `of`. */
static const struct option {
    const char *name;
    void (*read)(struct rule_reader *reader, const struct value *value, const char *path);
} options[] = {
    {"title", read_title},
    {"scale", read_scale},
    {"values", read_values},
    {"missing", rule_need_read},
    {"normalise", rule_method_normalise},
    {"over", read_over},
    {"pillar", read_pillar},
    {"group", read_group},
    {"at", read_at},
    {"index", read_index},
    {"of", read_of},
    {"weights", read_weights},
    {"treat", refuse_stage},
    {"impute", refuse_stage},
    {"order", refuse_stage},
    {"frame", refuse_stage},
    {"uses", refuse_stage},
    {"published", refuse_stage},
    {"headline", refuse_stage},
    {"score", refuse_formula},
};
enum { OPTION_COUNT = sizeof options / sizeof *options };

static void read_options(struct rule_reader *reader, const struct value *table)
{
    const char *names[OPTION_COUNT];
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct value *value = value_field(table, options[i].name);
        names[i] = options[i].name;
        if (value)
            options[i].read(reader, value, options[i].name);
    }
    rule_reader_keys(reader, table, "", "a rule", names, OPTION_COUNT);
}

static bool in_headline(const struct rule *rule, const struct codebook *codebook, uint32_t node)
{
    while (node != CODEBOOK_NONE && !rule->in_index[node])
        node = codebook->nodes[node].parent;
    return node != CODEBOOK_NONE;
}

/* Levers in the headline, and nodes counted within another. */
static void check_headline(struct rule_reader *reader)
{
    struct rule *rule = reader->rule;
    const struct codebook *codebook = reader->codebook;
    for (uint32_t i = 0; i < codebook->node_count; i++) {
        const struct node *node = &codebook->nodes[i];
        const char *quoted = arena_printf(reader->arena, "of.\"%s\"", node->id);
        if (!rule->in_index[i])
            continue;
        if (node->role != ROLE_OUTCOME) {
            rule->counts_lever = rule->counts_lever || node->role == ROLE_LEVER;
            rule_reader_warning(reader, ERR_RULE_BESIDE, quoted ? quoted : "of",
                                "read it beside a rule that leaves it out",
                                "%s is %s: it is counted in the headline by rule %s", node->id,
                                node->role == ROLE_LEVER ? "a lever" : "context", rule->name);
        }
        if (node->parent != CODEBOOK_NONE && in_headline(rule, codebook, node->parent))
            rule_reader_warning(reader, ERR_RULE_TWICE, quoted ? quoted : "of",
                                "name the whole or its parts, not both",
                                "%s is counted twice in the headline: `of` also names a node it "
                                "stands under",
                                node->id);
    }
}

static void check_goalposts(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        bool ends = isfinite(indicator->scale.worst) && isfinite(indicator->scale.best);
        if (ends || !rule_reads(reader->rule, indicator))
            continue;
        bool counted = in_headline(reader->rule, codebook, indicator->node);
        (counted ? rule_reader_error : rule_reader_warning)(
            reader, ERR_RULE_GOALPOSTS, "normalise",
            "give it a scale with worst and best, or leave its pillar out of the headline",
            "%s has no worst and best in the codebook, so tide.goalposts() cannot place it",
            indicator->id);
    }
}

static bool same_end(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Values averaged as they are must at least count alike: the first pair under one pillar or in the
 * headline that does not is said. */
static void check_scales(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    for (size_t i = 1; i < codebook->indicator_count; i++) {
        const struct indicator *b = &codebook->indicators[i];
        for (size_t j = 0; j < i; j++) {
            const struct indicator *a = &codebook->indicators[j];
            bool together =
                codebook_pillar_of(codebook, a->node) == codebook_pillar_of(codebook, b->node) ||
                (in_headline(reader->rule, codebook, a->node) &&
                 in_headline(reader->rule, codebook, b->node));
            if (!together || !rule_reads(reader->rule, a) || !rule_reads(reader->rule, b) ||
                (same_end(a->scale.worst, b->scale.worst) &&
                 same_end(a->scale.best, b->scale.best)))
                continue;
            rule_reader_warning(reader, ERR_RULE_SCALES, "", "add normalise = tide.goalposts()",
                                "%s and %s are averaged as they are, on different scales (%g to %g "
                                "and %g to %g)",
                                a->id, b->id, a->scale.worst, a->scale.best, b->scale.worst,
                                b->scale.best);
            return;
        }
    }
}

/* The rule with nothing named: values as they are, weighted means, need 2/3, outcome pillars. */
static struct rule *rule_blank(struct arena *arena, const struct codebook *codebook)
{
    size_t count = codebook->node_count;
    struct rule *rule = arena_alloc(arena, 1, sizeof *rule);
    if (!rule)
        return NULL;
    *rule = (struct rule){.scale_best = 100, .to_best = 100};
    rule->stages = arena_alloc(arena, codebook->indicator_count, sizeof *rule->stages);
    rule->nodes = arena_alloc(arena, count, sizeof *rule->nodes);
    rule->node_weight = arena_alloc(arena, count, sizeof *rule->node_weight);
    rule->index_weight = arena_alloc(arena, count, sizeof *rule->index_weight);
    rule->in_index = arena_alloc(arena, count, sizeof *rule->in_index);
    if (!rule->stages || !rule->nodes || !rule->node_weight || !rule->index_weight ||
        !rule->in_index)
        return NULL;
    const struct rule_method none = rule_method_plain(METHOD_COUNT);
    for (size_t i = 0; i < codebook->indicator_count; i++)
        rule->stages[i] = (struct rule_stages){none, none, none};
    rule->index = (struct rule_node){.method = rule_method_plain(METHOD_MEAN), .weighting = none};
    rule->tree = true;
    for (size_t i = 0; i < count; i++) {
        const struct node *node = &codebook->nodes[i];
        rule->nodes[i] = rule->index;
        rule->node_weight[i] = rule->index_weight[i] = node->weight;
        rule->in_index[i] = node->kind == NODE_PILLAR && node->role == ROLE_OUTCOME;
    }
    rule_need_default(rule, codebook);
    return rule;
}

struct rule *rule_default(struct arena *arena, const struct codebook *codebook)
{
    struct rule *rule = rule_blank(arena, codebook);
    if (!rule)
        return NULL;
    rule->name = "default";
    rule->normalised = true;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_GOALPOSTS);
    return rule;
}

struct rule *rule_read(struct arena *arena, const char *name, const char *file, struct text source,
                       const struct value *value, const struct codebook *codebook,
                       const struct rule_host *host, struct err_list *list)
{
    (void)host;
    size_t errors_before = list->errors;
    struct rule *rule = rule_blank(arena, codebook);
    if (!rule) {
        list->out_of_memory = true;
        return NULL;
    }
    rule->name = rule->title = name;
    rule->file = file;
    struct rule_reader reader = {arena, rule, codebook, source, list};
    if (value->kind != VALUE_TABLE) {
        rule_reader_error(&reader, ERR_SCRIPT_RESULT, "", "end the file with return { … }",
                          "a rule returns a table, but this script returns %s",
                          rule_reader_shown(&reader, value));
        return NULL;
    }
    read_options(&reader, value);
    if (list->errors > errors_before)
        return NULL;
    check_headline(&reader);
    if (rule->normalised)
        check_goalposts(&reader);
    else
        check_scales(&reader);
    return list->errors > errors_before ? NULL : rule;
}

bool rule_reads(const struct rule *rule, const struct indicator *indicator)
{
    return rule->values != PANEL_PUBLISHED || indicator->series_count > 0;
}
