#include "score/rule_reader.h"

#include "score/rule_place.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static void add(struct rule_reader *reader, enum err_severity severity, enum err_code code,
                const char *path, const char *hint, const char *format, va_list list)
{
    struct err err;
    char sentence[ERR_SENTENCE_SIZE];
    vsnprintf(sentence, sizeof sentence, format, list);
    err_set(&err, code, "%s", sentence);
    err_at(&err, rule_place(reader->rule->file, reader->source, path));
    if (hint)
        err_hint(&err, "%s", hint);
    err.severity = severity;
    err_list_add(reader->list, &err);
}

void rule_reader_error(struct rule_reader *reader, enum err_code code, const char *path,
                       const char *hint, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    add(reader, ERR_ERROR, code, path, hint, format, list);
    va_end(list);
}

void rule_reader_warning(struct rule_reader *reader, enum err_code code, const char *path,
                         const char *hint, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    add(reader, ERR_WARNING, code, path, hint, format, list);
    va_end(list);
}

const char *rule_reader_path(struct rule_reader *reader, const char *path, struct text part)
{
    const char *joined = arena_printf(reader->arena, "%s%s%.*s", path, *path ? "." : "",
                                      (int)part.length, part.bytes);
    return joined ? joined : path;
}

const char *rule_reader_shown(struct rule_reader *reader, const struct value *value)
{
    const char *shown = NULL;
    if (value->kind == VALUE_TEXT)
        shown = arena_printf(reader->arena, "the text \"%.*s\"", (int)value->text.length,
                             value->text.bytes);
    else if (value->kind == VALUE_NUMBER)
        shown = arena_printf(reader->arena, "the number %.17g", value->number);
    else if (value->kind == VALUE_BOOLEAN)
        shown = value->boolean ? "true" : "false";
    return shown ? shown : value_kind_text(value->kind);
}

static const char *near_hint(struct rule_reader *reader, struct text word, const char *const *known,
                             size_t count)
{
    size_t near = text_nearest(word, known, count);
    if (near != SIZE_MAX)
        return arena_printf(reader->arena, "did you mean %s?", known[near]);
    if (count > 12)
        return NULL;
    struct text_buffer names = {0};
    text_add_string(&names, "it may have");
    for (size_t i = 0; i < count; i++)
        text_add_format(&names, "%s %s", i ? "," : "", known[i]);
    const char *hint = names.failed ? NULL : arena_text(reader->arena, names.bytes, names.length);
    text_buffer_free(&names);
    return hint;
}

void rule_reader_keys(struct rule_reader *reader, const struct value *table, const char *path,
                      const char *what, const char *const *known, size_t count)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        bool ours = key->kind == VALUE_TEXT && text_is(key->text, "@");
        for (size_t k = 0; k < count && !ours; k++)
            ours = key->kind == VALUE_TEXT && text_is(key->text, known[k]);
        if (ours)
            continue;
        if (key->kind != VALUE_TEXT) {
            rule_reader_error(reader, ERR_RULE_OPTION, path, NULL,
                              "%s holds a value without a name (number %g)", what, key->number);
            continue;
        }
        rule_reader_error(reader, ERR_RULE_OPTION, rule_reader_path(reader, path, key->text),
                          near_hint(reader, key->text, known, count), "%s has no option \"%.*s\"",
                          what, (int)key->text.length, key->text.bytes);
    }
}

uint32_t rule_reader_node(struct rule_reader *reader, const char *path, struct text id)
{
    const struct codebook *codebook = reader->codebook;
    uint32_t node = map_get(codebook->by_id, id);
    if (node != MAP_NONE)
        return node;
    const char **ids = arena_alloc(reader->arena, codebook->node_count, sizeof *ids);
    for (size_t i = 0; ids && i < codebook->node_count; i++)
        ids[i] = codebook->nodes[i].id;
    size_t near = ids ? text_nearest(id, ids, codebook->node_count) : SIZE_MAX;
    const char *hint = NULL;
    if (text_is(id, "index"))
        hint =
            "the headline has an option of its own: index = …, missing = { need = { index = … } }";
    else if (near != SIZE_MAX)
        hint = arena_printf(reader->arena, "did you mean %s?", ids[near]);
    rule_reader_error(reader, ERR_RULE_NAME, path, hint,
                      "the codebook has no indicator, group or pillar \"%.*s\"", (int)id.length,
                      id.bytes);
    return CODEBOOK_NONE;
}

void rule_reader_by_id(struct rule_reader *reader, const struct value *table, const char *path,
                       const char *example, rule_reader_entry *each)
{
    if (table->kind != VALUE_TABLE) {
        rule_reader_error(reader, ERR_RULE_VALUE, path, example,
                          "`%s` is %s, but a table of ids was expected", path,
                          rule_reader_shown(reader, table));
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            rule_reader_error(reader, ERR_RULE_VALUE, path, example,
                              "`%s` is a list, but a table of ids was expected", path);
            return;
        }
        const char *inner = rule_reader_path(reader, path, key->text);
        uint32_t node = rule_reader_node(reader, inner, key->text);
        if (node != CODEBOOK_NONE)
            each(reader, inner, node, &table->pairs[i].value);
    }
}

bool rule_reader_number(struct rule_reader *reader, const struct value *value, const char *path,
                        const char *expected, double *number)
{
    if (value->kind == VALUE_NUMBER && isfinite(value->number)) {
        *number = value->number;
        return true;
    }
    rule_reader_error(reader, ERR_RULE_VALUE, path, NULL, "`%s` is %s, but %s was expected", path,
                      rule_reader_shown(reader, value), expected);
    return false;
}
