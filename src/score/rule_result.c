#include "score/rule_result.h"

#include "score/rule_formula.h"

#include <string.h>

static size_t find_result(const struct rule *rule, struct text name)
{
    for (size_t i = 0; rule->score && i < rule->score->result_count; i++)
        if (name.length > 0 && text_is(name, rule->score->results[i].name))
            return i;
    return SIZE_MAX;
}

/* All that has a value under a rule: the index, its results, and codebook nodes, of a rule that is
 * a formula alone only indicators. NULL without memory. */
static const char **items_of(struct rule_reader *reader, const struct rule *rule, size_t *count)
{
    const struct codebook *codebook = reader->codebook;
    size_t results = rule->score ? rule->score->result_count : 0;
    const char **items =
        script_reader_alloc(&reader->script, 1 + results + codebook->node_count, sizeof *items);
    *count = 0;
    if (!items)
        return NULL;
    items[(*count)++] = "index";
    for (size_t i = 0; i < results; i++)
        if (*rule->score->results[i].name)
            items[(*count)++] = rule->score->results[i].name;
    for (size_t i = 0; i < codebook->node_count; i++)
        if (rule->tree || codebook->nodes[i].kind == NODE_INDICATOR)
            items[(*count)++] = codebook->nodes[i].id;
    return items;
}

/* The item of a rule that has the name; NULL after an error. */
static const char *find_item(struct rule_reader *reader, const struct rule *rule, struct text name,
                             const char *path)
{
    size_t count = 0, result = find_result(rule, name);
    const char **items = items_of(reader, rule, &count);
    const char *whose =
        rule == reader->rule
            ? "this rule"
            : script_reader_kept(&reader->script,
                                 arena_printf(reader->script.arena, "the rule %s", rule->name));
    if (result != SIZE_MAX && rule->score->results[result].text) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, "name a result that is a number",
                            "the result %s of %s is a text", rule->score->results[result].name,
                            whose);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (text_is(name, items[i]))
            return items[i];
    const char *hint = script_reader_near(&reader->script, name, "it has", items, count);
    uint32_t node = map_get(reader->codebook->by_id, name);
    if (node != MAP_NONE)
        hint = "a rule that is only a formula has no pillars and groups";
    script_reader_error(&reader->script, ERR_RULE_NAME, path, hint, "%s gives no value to \"%.*s\"",
                        whose, (int)name.length, name.bytes);
    return NULL;
}

static bool check_name(struct rule_reader *reader, struct text name, const char *path)
{
    uint32_t node = map_get(reader->codebook->by_id, name);
    if (node != MAP_NONE)
        script_reader_error(&reader->script, ERR_RULE_NAME, path, "give it a name of its own",
                            "`uses` takes the name %.*s, which the codebook has already",
                            (int)name.length, name.bytes);
    else if (!text_is_id(name))
        script_reader_error(&reader->script, ERR_RULE_NAME, path,
                            "a name begins with a letter and has a-z, A-Z, 0-9 and _, and is no "
                            "word of Lua or of rules",
                            "`uses` names something \"%.*s\", which is no name", (int)name.length,
                            name.bytes);
    else
        return true;
    return false;
}

static bool read_use(struct rule_reader *reader, const struct value *value, struct text name,
                     const char *path, struct rule_use *use)
{
    const struct rule_host *host = reader->host;
    struct text all = value->text;
    if (value->kind != VALUE_TEXT || all.length == 0) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write uses = { performance = \"bti.performance\" }",
                            "`%s` is %s, but \"RULE.ITEM\" was expected", path,
                            script_reader_shown(&reader->script, value));
        return false;
    }
    if (!check_name(reader, name, path))
        return false;
    const char *dot = memchr(all.bytes, '.', all.length);
    size_t length = dot ? (size_t)(dot - all.bytes) : all.length;
    struct text item = dot ? (struct text){dot + 1, all.length - length - 1} : text_of("index");
    const char *other = script_reader_text(&reader->script, (struct text){all.bytes, length});
    if (!host || !host->rule) {
        script_reader_error(&reader->script, ERR_RULE_UNSUPPORTED, path, NULL,
                            "`%s` uses the rule %s, but there are no other rules here", path,
                            other);
        return false;
    }
    struct err err = {0};
    use->rule = host->rule(host->context, other, &err);
    if (!use->rule) {
        script_reader_add(&reader->script, &err, path);
        return false;
    }
    use->name = script_reader_text(&reader->script, name);
    use->item = find_item(reader, use->rule, item, path);
    return use->item != NULL;
}

void rule_result_uses(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    if (value->kind != VALUE_TABLE || value_length(value) > 0) {
        script_reader_error(
            &reader->script, ERR_RULE_VALUE, path,
            "write uses = { performance = \"bti.performance\" }",
            "`uses` is %s, but a table of names was expected",
            value->kind == VALUE_TABLE ? "a list" : script_reader_shown(&reader->script, value));
        return;
    }
    struct rule_use *uses = script_reader_alloc(&reader->script, value->count, sizeof *uses);
    size_t count = 0;
    for (size_t i = 0; uses && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        struct text name = key->kind == VALUE_TEXT ? key->text : text_of("");
        if (read_use(reader, &value->pairs[i].value, name,
                     script_reader_path(&reader->script, path, name), &uses[count]))
            count++;
    }
    rule->uses = uses;
    rule->use_count = count;
}

void rule_result_score(struct rule_reader *reader, const struct value *value, const char *path)
{
    if (value->kind != VALUE_FUNCTION) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write score = function(c) return … end",
                            "`score` is %s, but a function was expected",
                            script_reader_shown(&reader->script, value));
        return;
    }
    struct rule_function function = {value, path};
    reader->rule->score = rule_formula_score(reader, &function);
}

/* What to do where no number is the headline: the results that could be. */
static const char *headline_hint(struct rule_reader *reader, const struct formula *formula)
{
    struct text_buffer names = {0};
    for (size_t i = 0; i < formula->result_count; i++)
        if (!formula->results[i].text)
            text_add_format(&names, "%s%s", names.length ? ", " : "", formula->results[i].name);
    const char *hint = "return a number beside it";
    if (names.bytes)
        hint = script_reader_kept(&reader->script,
                                  arena_printf(reader->script.arena,
                                               "write headline = \"…\" with one of these: %s",
                                               names.bytes));
    text_buffer_free(&names);
    return hint;
}

void rule_result_headline(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    if (value->kind != VALUE_TEXT) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, "write headline = \"NAME\"",
                            "`headline` is %s, but the name of a result was expected",
                            script_reader_shown(&reader->script, value));
        return;
    }
    if (!rule->score)
        return;
    size_t result = find_result(rule, value->text);
    if (result == SIZE_MAX) {
        const char *names[FORMULA_RESULTS_MAX];
        size_t count = 0;
        for (; count < rule->score->result_count && count < FORMULA_RESULTS_MAX; count++)
            names[count] = rule->score->results[count].name;
        bool nameless = count == 1 && !*names[0];
        script_reader_error(
            &reader->script, ERR_RULE_NAME, path,
            nameless ? "leave `headline` out: the one number is the index"
                     : script_reader_near(&reader->script, value->text, "it has", names, count),
            "`score` has no result \"%.*s\"", (int)value->text.length, value->text.bytes);
        return;
    }
    rule->headline = result;
}

static bool read_within(struct rule_reader *reader, const struct value *table, const char *path,
                        double *within)
{
    const struct value *value = value_field(table, "within");
    const char *inner = script_reader_path(&reader->script, path, text_of("within"));
    if (!value)
        return true;
    if (!script_reader_number(&reader->script, value, inner, "a number of 0 or more", within))
        return false;
    if (*within >= 0)
        return true;
    script_reader_error(&reader->script, ERR_RULE_VALUE, inner, NULL,
                        "`%s` is %g, but a number of 0 or more was expected", inner, *within);
    return false;
}

/* The indicator's id in "ID" or { "ID", within = 0.01 }; absent when the value is neither. */
static struct text published_id(const struct value *value)
{
    const struct value *first = value->kind == VALUE_TABLE ? value_item(value, 1) : value;
    for (size_t i = 0; value->kind == VALUE_TABLE && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        if (key->kind == VALUE_TEXT ? !text_is(key->text, "within") : key->number != 1)
            return (struct text){NULL, 0};
    }
    return first && first->kind == VALUE_TEXT ? first->text : (struct text){NULL, 0};
}

static bool read_published(struct rule_reader *reader, const struct value *value, struct text item,
                           const char *path, struct rule_published *published)
{
    struct text id = published_id(value);
    if (!id.bytes) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, path,
                            "write \"hdi_published\" or { \"hdi_published\", within = 0.0005 }",
                            "`%s` is %s, but an indicator was expected", path,
                            script_reader_shown(&reader->script, value));
        return false;
    }
    published->item = find_item(reader, reader->rule, item, path);
    const char *quoted = script_reader_quoted(&reader->script, path, id);
    uint32_t node = published->item ? rule_reader_node(reader, quoted, id) : CODEBOOK_NONE;
    if (node == CODEBOOK_NONE)
        return false;
    if (reader->codebook->nodes[node].kind != NODE_INDICATOR) {
        script_reader_error(&reader->script, ERR_RULE_VALUE, quoted,
                            "name an indicator that holds it",
                            "%s is no indicator: it does not hold what was published",
                            reader->codebook->nodes[node].id);
        return false;
    }
    published->indicator = reader->codebook->nodes[node].indicator;
    return value->kind != VALUE_TABLE || read_within(reader, value, path, &published->within);
}

void rule_result_published(struct rule_reader *reader, const struct value *value, const char *path)
{
    struct rule *rule = reader->rule;
    if (value->kind != VALUE_TABLE || value_length(value) > 0) {
        script_reader_error(
            &reader->script, ERR_RULE_VALUE, path,
            "write published = { index = \"hdi_published\" }",
            "`published` is %s, but a table of results was expected",
            value->kind == VALUE_TABLE ? "a list" : script_reader_shown(&reader->script, value));
        return;
    }
    struct rule_published *published =
        script_reader_alloc(&reader->script, value->count, sizeof *published);
    size_t count = 0;
    for (size_t i = 0; published && i < value->count; i++) {
        const struct value *key = &value->pairs[i].key;
        struct text item = key->kind == VALUE_TEXT ? key->text : text_of("");
        if (read_published(reader, &value->pairs[i].value, item,
                           script_reader_path(&reader->script, path, item), &published[count]))
            count++;
    }
    rule->published = published;
    rule->published_count = count;
}

void rule_result_check(struct rule_reader *reader, const struct value *table)
{
    const struct rule *rule = reader->rule;
    const struct formula *score = rule->score;
    bool named = value_field(table, "headline") != NULL;
    if (named && !value_field(table, "score"))
        script_reader_error(&reader->script, ERR_RULE_VALUE, "headline",
                            "without `score` the headline is what `of` and `index` make",
                            "`headline` names a result of `score`, but the rule has no `score`");
    if (!score)
        return;
    const char *hint = headline_hint(reader, score);
    if (!named && score->result_count > 1)
        script_reader_error(&reader->script, ERR_RULE_VALUE, "score", hint,
                            "`score` has %zu results, but the rule does not say which is the index",
                            score->result_count);
    else if (score->results[rule->headline].text)
        script_reader_error(&reader->script, ERR_RULE_VALUE, named ? "headline" : "score", hint,
                            "the headline would be %s, a text, but the index is a number",
                            *score->results[rule->headline].name
                                ? score->results[rule->headline].name
                                : "what `score` returns");
}
