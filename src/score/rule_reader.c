#include "score/rule_reader.h"

#include "score/rule_place.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* A hint that lists names lists at most so many. */
enum { FEW = 12 };

static void add(struct rule_reader *reader, enum err_severity severity, enum err_code code,
                const char *path, const char *hint, const char *format, va_list list)
{
    struct err err;
    char sentence[ERR_SENTENCE_SIZE];
    vsnprintf(sentence, sizeof sentence, format, list);
    err_set(&err, code, "%s", sentence);
    if (hint && *hint)
        err_hint(&err, "%s", hint);
    err.severity = severity;
    rule_reader_add(reader, &err, path);
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

void rule_reader_add(struct rule_reader *reader, struct err *err, const char *path)
{
    /* What is only counted needs no place, and the script of a thousand slips no thousand searches.
     */
    if (!err->place.file && reader->list->count < ERR_LIST_MAX)
        err_at(err, rule_place(reader->rule->file, reader->source, path));
    err_list_add(reader->list, err);
}

void *rule_reader_alloc(struct rule_reader *reader, size_t count, size_t size)
{
    void *memory = arena_alloc(reader->arena, count, size);
    if (!memory)
        reader->list->out_of_memory = true;
    return memory;
}

const char *rule_reader_text(struct rule_reader *reader, struct text text)
{
    const char *copy = arena_text(reader->arena, text.bytes, text.length);
    if (!copy)
        reader->list->out_of_memory = true;
    return copy ? copy : "";
}

const char *rule_reader_kept(struct rule_reader *reader, const char *made)
{
    if (!made)
        reader->list->out_of_memory = true;
    return made ? made : "";
}

const char *rule_reader_path(struct rule_reader *reader, const char *path, struct text part)
{
    const char *joined = arena_printf(reader->arena, "%s%s%.*s", path, *path ? "." : "",
                                      (int)part.length, part.bytes);
    return joined ? joined : path;
}

const char *rule_reader_quoted(struct rule_reader *reader, const char *path, struct text part)
{
    const char *joined =
        arena_printf(reader->arena, "%s.\"%.*s\"", path, (int)part.length, part.bytes);
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

const char *rule_reader_near(struct rule_reader *reader, struct text word, const char *what,
                             const char *const *known, size_t count)
{
    size_t near = text_nearest(word, known, count);
    if (near != SIZE_MAX)
        return arena_printf(reader->arena, "did you mean %s?", known[near]);
    if (!what || count == 0 || count > FEW)
        return NULL;
    struct text_buffer names = {0};
    text_add_string(&names, what);
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
        const char *hint = count ? rule_reader_near(reader, key->text, "it may have", known, count)
                                 : "it has no options";
        rule_reader_error(reader, ERR_RULE_OPTION, rule_reader_path(reader, path, key->text), hint,
                          "%s has no option \"%.*s\"", what, (int)key->text.length,
                          key->text.bytes);
    }
}

static uint32_t find_node(struct rule_reader *reader, const char *path, struct text id,
                          const char *const *words, size_t word_count)
{
    const struct codebook *codebook = reader->codebook;
    uint32_t node = map_get(codebook->by_id, id);
    if (node != MAP_NONE)
        return node;
    size_t count = 0;
    const char **ids = rule_reader_alloc(reader, codebook->node_count + word_count, sizeof *ids);
    for (size_t i = 0; ids && i < codebook->node_count; i++)
        ids[count++] = codebook->nodes[i].id;
    for (size_t i = 0; ids && i < word_count; i++)
        ids[count++] = words[i];
    const char *hint = ids ? rule_reader_near(reader, id, NULL, ids, count) : NULL;
    if (text_is(id, "index"))
        hint =
            "the headline has an option of its own: index = …, missing = { need = { index = … } }";
    rule_reader_error(reader, ERR_RULE_NAME, path, hint,
                      "the codebook has no indicator, group or pillar \"%.*s\"", (int)id.length,
                      id.bytes);
    return CODEBOOK_NONE;
}

uint32_t rule_reader_node(struct rule_reader *reader, const char *path, struct text id)
{
    return find_node(reader, path, id, NULL, 0);
}

static bool is_word(const struct rule_reader_ids *ids, struct text key)
{
    for (size_t i = 0; i < ids->word_count; i++)
        if (text_is(key, ids->words[i]))
            return true;
    return false;
}

void rule_reader_by_id(struct rule_reader *reader, const struct value *table, const char *path,
                       const struct rule_reader_ids *ids)
{
    bool method = value_field(table, "@") != NULL;
    if (table->kind != VALUE_TABLE || method) {
        rule_reader_error(reader, ERR_RULE_VALUE, path, ids->example,
                          "`%s` is %s, but a table of ids was expected", path,
                          method ? "a method" : rule_reader_shown(reader, table));
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            rule_reader_error(reader, ERR_RULE_VALUE, path, ids->example,
                              "`%s` is a list, but a table of ids was expected", path);
            return;
        }
        if (is_word(ids, key->text))
            continue;
        const char *inner = rule_reader_path(reader, path, key->text);
        uint32_t node = find_node(reader, inner, key->text, ids->words, ids->word_count);
        if (node != CODEBOOK_NONE)
            ids->each(reader, ids->context, inner, node, &table->pairs[i].value);
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

bool rule_reader_pair(struct rule_reader *reader, const struct value *value, const char *path,
                      const char *hint, double numbers[2])
{
    const struct value *first = value_item(value, 1), *second = value_item(value, 2);
    if (value->kind == VALUE_TABLE && value->count == 2 && first && second &&
        first->kind == VALUE_NUMBER && second->kind == VALUE_NUMBER && isfinite(first->number) &&
        isfinite(second->number) && first->number < second->number) {
        numbers[0] = first->number;
        numbers[1] = second->number;
        return true;
    }
    rule_reader_error(reader, ERR_RULE_VALUE, path, hint,
                      "`%s` needs two numbers, the lower first, such as { 0, 100 }", path);
    return false;
}
