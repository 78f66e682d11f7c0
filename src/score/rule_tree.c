#include "score/rule_tree.h"

#include "score/rule_formula.h"
#include "score/rule_method.h"

/* A method, or a function for later; value NULL after an error. */
struct combination {
    struct rule_method method;
    struct rule_function function;
};

static bool read_combination(struct rule_reader *reader, const struct value *value,
                             const char *path, struct combination *combination)
{
    *combination = (struct combination){.method = rule_method_plain(METHOD_MEAN)};
    if (value->kind != VALUE_FUNCTION)
        return rule_method_read(reader, value, path, METHOD_AGGREGATE, &combination->method);
    combination->function = (struct rule_function){value, path};
    return true;
}

static void combine(struct rule_reader *reader, uint32_t node, const struct combination *with)
{
    reader->rule->nodes[node].method = with->method;
    reader->functions[node] = with->function;
}

static void read_kinds(struct rule_reader *reader, const struct value *value, const char *path,
                       bool pillars)
{
    struct combination combination;
    if (!read_combination(reader, value, path, &combination))
        return;
    for (uint32_t i = 0; i < reader->codebook->node_count; i++) {
        enum node_kind kind = reader->codebook->nodes[i].kind;
        if (kind == NODE_GROUP || (pillars && kind == NODE_PILLAR))
            combine(reader, i, &combination);
    }
}

void rule_tree_pillar(struct rule_reader *reader, const struct value *value, const char *path)
{
    read_kinds(reader, value, path, true);
}

void rule_tree_group(struct rule_reader *reader, const struct value *value, const char *path)
{
    read_kinds(reader, value, path, false);
}

static void read_at(struct rule_reader *reader, void *context, const char *path, uint32_t node,
                    const struct value *value)
{
    (void)context;
    struct combination combination;
    if (reader->codebook->nodes[node].kind != NODE_INDICATOR) {
        if (read_combination(reader, value, path, &combination))
            combine(reader, node, &combination);
        return;
    }
    script_reader_error(&reader->script, ERR_RULE_VALUE, path, "name a pillar or a group",
                        "%s is an indicator: it has no children to aggregate",
                        reader->codebook->nodes[node].id);
}

void rule_tree_at(struct rule_reader *reader, const struct value *value, const char *path)
{
    static const struct rule_reader_ids ids = {
        .example = "write at = { civic_space = tide.geometric() } with an id of your own",
        .each = read_at};
    rule_reader_by_id(reader, value, path, &ids);
}

void rule_tree_index(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct combination combination;
    if (!read_combination(reader, value, path, &combination))
        return;
    reader->rule->index.method = combination.method;
    reader->functions[reader->codebook->node_count] = combination.function;
}

static void read_of_item(struct rule_reader *reader, const char *path, size_t at,
                         const struct value *item)
{
    struct rule *rule = reader->rule;
    if (item->kind != VALUE_TEXT) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, NULL,
                            "item %zu of `of` is %s, but an id was expected", at,
                            script_reader_shown(&reader->script, item));
        return;
    }
    const char *quoted = script_reader_quoted(&reader->script, path, item->text);
    uint32_t node = rule_reader_node(reader, quoted, item->text);
    if (node != CODEBOOK_NONE && rule->in_index[node])
        script_reader_error(&reader->script, ERR_RULE_TWICE, quoted, NULL, "`of` names %s twice",
                            reader->codebook->nodes[node].id);
    else if (node != CODEBOOK_NONE)
        rule->in_index[node] = true;
}

void rule_tree_of(struct rule_reader *reader, const struct value *value, const char *path)
{
    size_t count = value_length(value);
    if (value->kind != VALUE_TABLE || count == 0 || count != value->count) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write of = { \"civic_space\", … }",
                            "`of` is %s, but a list of ids was expected",
                            value->kind == VALUE_TABLE && value->count == 0
                                ? "empty"
                                : script_reader_shown(&reader->script, value));
        return;
    }
    for (size_t i = 0; i < reader->codebook->node_count; i++)
        reader->rule->in_index[i] = false;
    for (size_t i = 1; i <= count; i++)
        read_of_item(reader, path, i, value_item(value, i));
}

void rule_tree_trace(struct rule_reader *reader)
{
    const struct codebook *codebook = reader->codebook;
    const struct value *failed = NULL;
    for (size_t i = 0; i <= codebook->node_count; i++) {
        const struct rule_function *function = &reader->functions[i];
        bool index = i == codebook->node_count;
        /* One function at many nodes fails at each for one reason: it is said once. */
        if (!function->value || function->value == failed)
            continue;
        const struct formula *formula =
            rule_formula_node(reader, function, index ? "index" : codebook->nodes[i].id);
        (index ? &reader->rule->index : &reader->rule->nodes[i])->formula = formula;
        failed = formula ? failed : function->value;
    }
}
