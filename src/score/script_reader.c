#include "score/script_reader.h"

#include "base/number.h"
#include "score/script_place.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* A hint that lists names lists at most so many. */
enum { FEW = 12 };

static void add(struct script_reader *reader, enum err_severity severity, enum err_code code,
                const char *path, const char *hint, const char *format, va_list list)
{
    struct err err;
    char sentence[ERR_SENTENCE_SIZE];
    vsnprintf(sentence, sizeof sentence, format, list);
    err_set(&err, code, "%s", sentence);
    if (hint && *hint)
        err_hint(&err, "%s", hint);
    err.severity = severity;
    script_reader_add(reader, &err, path);
}

void script_reader_error(struct script_reader *reader, enum err_code code, const char *path,
                         const char *hint, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    add(reader, ERR_ERROR, code, path, hint, format, list);
    va_end(list);
}

void script_reader_warning(struct script_reader *reader, enum err_code code, const char *path,
                           const char *hint, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    add(reader, ERR_WARNING, code, path, hint, format, list);
    va_end(list);
}

void script_reader_add(struct script_reader *reader, struct err *err, const char *path)
{
    /* What is only counted needs no place, and the script of a thousand slips no thousand searches.
     */
    if (!err->place.file && reader->list->count < ERR_LIST_MAX)
        err_at(err, reader->call
                        ? script_place_call(reader->file, reader->source, reader->call, path)
                        : script_place(reader->file, reader->source, path));
    err_list_add(reader->list, err);
}

void *script_reader_alloc(struct script_reader *reader, size_t count, size_t size)
{
    void *memory = arena_alloc(reader->arena, count, size);
    if (!memory)
        reader->list->out_of_memory = true;
    return memory;
}

const char *script_reader_text(struct script_reader *reader, struct text text)
{
    const char *copy = arena_text(reader->arena, text.bytes, text.length);
    if (!copy)
        reader->list->out_of_memory = true;
    return copy ? copy : "";
}

const char *script_reader_kept(struct script_reader *reader, const char *made)
{
    if (!made)
        reader->list->out_of_memory = true;
    return made ? made : "";
}

const char *script_reader_path(struct script_reader *reader, const char *path, struct text part)
{
    const char *joined = arena_printf(reader->arena, "%s%s%.*s", path, *path ? "." : "",
                                      (int)part.length, part.bytes);
    return joined ? joined : path;
}

const char *script_reader_quoted(struct script_reader *reader, const char *path, struct text part)
{
    const char *joined =
        arena_printf(reader->arena, "%s.\"%.*s\"", path, (int)part.length, part.bytes);
    return joined ? joined : path;
}

const char *script_reader_item(struct script_reader *reader, const char *path, size_t index)
{
    const char *joined = arena_printf(reader->arena, "%s[%zu]", path, index);
    return joined ? joined : path;
}

const char *script_reader_shown(struct script_reader *reader, const struct value *value)
{
    char digits[NUMBER_PRINT_SIZE];
    const char *shown = NULL;
    if (value->kind == VALUE_TEXT)
        shown = arena_printf(reader->arena, "the text \"%.*s\"", (int)value->text.length,
                             value->text.bytes);
    else if (value->kind == VALUE_NUMBER)
        shown = arena_printf(reader->arena, "the number %.*s",
                             (int)number_print(value->number, digits), digits);
    else if (value->kind == VALUE_BOOLEAN)
        shown = value->boolean ? "true" : "false";
    return shown ? shown : value_kind_text(value->kind);
}

const char *script_reader_near(struct script_reader *reader, struct text word, const char *what,
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

void script_reader_keys(struct script_reader *reader, const struct value *table, const char *path,
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
            script_reader_error(reader, reader->option, path, NULL,
                                "%s holds a value without a name (number %g)", what, key->number);
            continue;
        }
        const char *hint = count
                               ? script_reader_near(reader, key->text, "it may have", known, count)
                               : "it has no options";
        script_reader_error(reader, reader->option, script_reader_path(reader, path, key->text),
                            hint, "%s has no option \"%.*s\"", what, (int)key->text.length,
                            key->text.bytes);
    }
}

bool script_reader_number(struct script_reader *reader, const struct value *value, const char *path,
                          const char *expected, double *number)
{
    if (value->kind == VALUE_NUMBER && isfinite(value->number)) {
        *number = value->number;
        return true;
    }
    script_reader_error(reader, reader->value, path, NULL, "`%s` is %s, but %s was expected", path,
                        script_reader_shown(reader, value), expected);
    return false;
}

bool script_reader_pair(struct script_reader *reader, const struct value *value, const char *path,
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
    script_reader_error(reader, reader->value, path, hint,
                        "`%s` needs two numbers, the lower first, such as { 0, 100 }", path);
    return false;
}
