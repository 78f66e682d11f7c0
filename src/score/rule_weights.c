#include "score/rule_weights.h"

#include "score/rule_method.h"

#include <string.h>

static bool is_given(const struct value *value)
{
    return value->kind == VALUE_TEXT && text_is(value->text, "given");
}

/* A method that finds weights, or "given"; false after an error. */
static bool read_weighting(struct rule_reader *reader, const struct value *value, const char *path,
                           struct rule_method *weighting)
{
    *weighting = rule_method_plain(METHOD_COUNT);
    if (is_given(value))
        return true;
    if (value->kind == VALUE_NUMBER || value->kind == VALUE_TEXT) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write tide.equal(), tide.pca(), or \"given\" for the codebook's",
                            "`%s` is %s, but a way to find weights was expected", path,
                            script_reader_shown(&reader->script, value));
        return false;
    }
    return rule_method_read(reader, value, path, METHOD_WEIGHTS, weighting);
}

static void apply(struct rule_reader *reader, enum node_kind kind,
                  const struct rule_method *weighting)
{
    for (size_t i = 0; i < reader->codebook->node_count; i++)
        if (reader->codebook->nodes[i].kind == kind)
            reader->rule->nodes[i].weighting = *weighting;
}

static void read_kinds(struct rule_reader *reader, const struct value *table, const char *path)
{
    struct rule_method weighting;
    const struct value *pillar = value_field(table, "pillar");
    const struct value *group = value_field(table, "group");
    const struct value *index = value_field(table, "index");
    if (pillar &&
        read_weighting(reader, pillar, script_reader_path(&reader->script, path, text_of("pillar")),
                       &weighting)) {
        apply(reader, NODE_PILLAR, &weighting);
        apply(reader, NODE_GROUP, &weighting);
    }
    if (group &&
        read_weighting(reader, group, script_reader_path(&reader->script, path, text_of("group")),
                       &weighting))
        apply(reader, NODE_GROUP, &weighting);
    if (index &&
        read_weighting(reader, index, script_reader_path(&reader->script, path, text_of("index")),
                       &weighting))
        reader->rule->index.weighting = weighting;
}

static void read_at(struct rule_reader *reader, void *context, const char *path, uint32_t node,
                    const struct value *value)
{
    (void)context;
    struct rule_method weighting;
    if (reader->codebook->nodes[node].kind == NODE_INDICATOR)
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, "name a pillar or a group",
                            "%s is an indicator: it has no children to weight",
                            reader->codebook->nodes[node].id);
    else if (read_weighting(reader, value, path, &weighting))
        reader->rule->nodes[node].weighting = weighting;
}

/* Whether a node's weight in `weights` is that in the headline, not that among its siblings. */
static bool counts_in_headline(const struct rule_reader *reader, uint32_t node)
{
    return reader->rule->in_index[node] || reader->codebook->nodes[node].kind == NODE_PILLAR;
}

static void read_number(struct rule_reader *reader, void *context, const char *path, uint32_t node,
                        const struct value *value)
{
    struct rule *rule = reader->rule;
    (void)context;
    double weight = 0;
    bool headline = counts_in_headline(reader, node);
    uint32_t parent = reader->codebook->nodes[node].parent;
    const struct rule_method *weighting =
        headline ? &rule->index.weighting : &rule->nodes[parent].weighting;
    if (rule_method_is(value)) {
        script_reader_error(
            &reader->script, ERR_RULE_VALUE, path,
            script_reader_kept(&reader->script, arena_printf(reader->script.arena,
                                                             "write weights = { at = { %s = … "
                                                             "} } to weight what stands in it",
                                                             reader->codebook->nodes[node].id)),
            "`%s` is a method, but the weight of %s was expected", path,
            reader->codebook->nodes[node].id);
        return;
    }
    if (!script_reader_number(&reader->script, value, path, "a number above 0", &weight))
        return;
    if (weight <= 0)
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "to leave a node out of the headline, list the others in `of`",
                            "`%s` is %g, but a weight is a number above 0", path, weight);
    else if (weighting->id != METHOD_COUNT)
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, "leave one of the two out",
                            "%s is given a weight, but tide.%s finds those of the children of %s",
                            reader->codebook->nodes[node].id, method_at(weighting->id)->name,
                            headline ? "the headline" : reader->codebook->nodes[parent].id);
    else if (headline)
        rule->index_weight[node] = weight;
    else
        rule->node_weight[node] = weight;
}

void rule_weights_read(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const char *const words[] = {"pillar", "group", "index", "at"};
    static const struct rule_reader_ids numbers = {
        "write weights = { civic_space = 2 }, or weights = tide.equal()", words, 4, read_number,
        NULL};
    static const struct rule_reader_ids nodes = {
        "write at = { civic_space = tide.pca() } with a pillar or group of your own", NULL, 0,
        read_at, NULL};
    struct rule_method weighting;
    /* A function is a method whose brackets were forgotten. */
    if (is_given(value) || rule_method_is(value) || value->kind == VALUE_FUNCTION) {
        if (!read_weighting(reader, value, path, &weighting))
            return;
        apply(reader, NODE_PILLAR, &weighting);
        apply(reader, NODE_GROUP, &weighting);
        reader->rule->index.weighting = weighting;
        return;
    }
    read_kinds(reader, value, path);
    const struct value *at = value_field(value, "at");
    if (at)
        rule_reader_by_id(reader, at, script_reader_path(&reader->script, path, text_of("at")),
                          &nodes);
    rule_reader_by_id(reader, value, path, &numbers);
}

/* node NULL: the headline. */
static void check_node(struct rule_reader *reader, const char *node, const struct rule_node *how,
                       size_t children)
{
    const char *whose = node ? node : "the headline";
    const struct rule_setting *matrix = rule_method_setting(&how->weighting, "matrix");
    double least = rule_method_number(&how->method, "least", 0);
    double most = rule_method_number(&how->method, "most", 1);
    if (children == 0 || how->formula)
        return;
    if (how->weighting.id == METHOD_AHP && matrix->width != children)
        script_reader_error(&reader->script, ERR_RULE_VALUE, "weights",
                            "weights = { at = { ID = tide.ahp { … } } } gives one node its own",
                            "the matrix of tide.ahp has %zu rows, but %s has %zu %s", matrix->width,
                            whose, children, children == 1 ? "child" : "children");
    if (how->method.id == METHOD_BENEFIT_OF_DOUBT &&
        (least * (double)children > 1 + 1e-9 || most * (double)children < 1 - 1e-9))
        script_reader_error(&reader->script, ERR_RULE_VALUE, node ? "pillar" : "index",
                            "the shares of all children sum to 1",
                            "%s has %zu %s, whose shares cannot all be from %g to %g", whose,
                            children, children == 1 ? "child" : "children", least, most);
}

void rule_weights_check(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    size_t headline = 0;
    for (uint32_t i = 0; i < codebook->node_count; i++) {
        size_t children = 0;
        headline += reader->rule->in_index[i] && reader->eligible[i];
        for (uint32_t c = codebook->nodes[i].first_child; c != CODEBOOK_NONE;
             c = codebook->nodes[c].next)
            children += reader->eligible[c];
        check_node(reader, codebook->nodes[i].id, &reader->rule->nodes[i], children);
    }
    if (!reader->rule->score)
        check_node(reader, NULL, &reader->rule->index, headline);
}
