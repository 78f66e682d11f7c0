#include "model/bulk_source.h"

#include <stdio.h>
#include <string.h>

enum { SOURCE_NAMED_MAX = 4 };

/* A text with a column in braces: what stands before and after, and the column's values. */
struct pattern {
    struct text before;
    struct text after;
    const struct text *values;
    size_t count;
};

/* The distinct fields of a column, empty ones left out; NULL without memory. */
static const struct text *distinct(struct bulk_draft *draft, size_t column, size_t *count)
{
    struct csv csv;
    struct arena *arena = draft->scan->arena;
    struct map *seen = map_new(arena);
    struct text *values = NULL;
    size_t capacity = 0;
    *count = 0;
    bulk_scan_begin(draft->scan, &csv);
    while (seen && bulk_scan_next(draft->scan, &csv)) {
        struct text field = draft->scan->fields[column];
        if (field.length == 0 || map_get(seen, field) != MAP_NONE)
            continue;
        if (*count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            values = arena_grow(arena, values, *count, capacity, sizeof *values);
        }
        if (!values || map_put(seen, field, (uint32_t)*count) == MAP_NONE)
            return NULL;
        values[(*count)++] = field;
    }
    return values;
}

static const char *source_id(const struct bulk_draft *draft, const struct pattern *pattern,
                             size_t value)
{
    return arena_printf(draft->scan->arena, "%.*s%.*s%.*s", (int)pattern->before.length,
                        pattern->before.bytes, (int)pattern->values[value].length,
                        pattern->values[value].bytes, (int)pattern->after.length,
                        pattern->after.bytes);
}

/* How many values make no source, the first of them named in list. */
static size_t lacking(const struct bulk_draft *draft, const struct pattern *pattern, char *list,
                      size_t size)
{
    size_t lacks = 0, used = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        const char *id = source_id(draft, pattern, i);
        if (!id || source_find(draft->known->sources, text_of(id)) != UINT32_MAX)
            continue;
        if (lacks++ < SOURCE_NAMED_MAX && used < size)
            used += (size_t)snprintf(list + used, size - used, "%s%s", used ? ", " : "", id);
    }
    return lacks;
}

static void hint_sources(const struct bulk_draft *draft, const char *id, struct err *err)
{
    const struct sources *sources = draft->known->sources;
    const char **ids = arena_alloc(draft->scan->arena, sources->count + 1, sizeof *ids);
    for (size_t i = 0; ids && i < sources->count; i++)
        ids[i] = sources->items[i].id;
    size_t near = ids ? text_nearest(text_of(id), ids, sources->count) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(err, "did you mean %s?", ids[near]);
    else
        err_hint(err, "add it to indicators/sources.yaml first");
}

static bool check_values(struct bulk_draft *draft, struct pattern *pattern, size_t column,
                         struct err *err)
{
    char list[ERR_HINT_SIZE / 2] = "";
    pattern->values = distinct(draft, column, &pattern->count);
    if (!pattern->values && arena_failed(draft->scan->arena))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for sources");
    size_t lacks = lacking(draft, pattern, list, sizeof list);
    if (lacks == 0)
        return true;
    err_set(err, ERR_OPTION_VALUE, "--source %s makes %zu sources, %zu of which do not exist: %s%s",
            draft->known->source, pattern->count, lacks, list,
            lacks > SOURCE_NAMED_MAX ? " …" : "");
    return err_hint(err, "add them to indicators/sources.yaml first");
}

bool bulk_source_check(struct bulk_draft *draft, struct err *err)
{
    const char *given = draft->known->source;
    const struct sources *sources = draft->known->sources;
    if (!given || !sources || sources->incomplete)
        return true;
    const char *open = strchr(given, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close) {
        if (source_find(sources, text_of(given)) != UINT32_MAX)
            return true;
        err_set(err, ERR_OPTION_VALUE, "--source %s: no source has that id", given);
        hint_sources(draft, given, err);
        return false;
    }
    struct pattern pattern = {.before = {given, (size_t)(open - given)},
                              .after = text_of(close + 1)};
    struct text name = {open + 1, (size_t)(close - open - 1)};
    for (size_t i = 0; i < draft->column_count; i++)
        if (name.length > 0 && text_equal(draft->scan->columns[i].name, name))
            return check_values(draft, &pattern, i, err);
    return err_set(err, ERR_OPTION_VALUE, "--source %s: the file has no column \"%.*s\"", given,
                   (int)(name.length < 60 ? name.length : 60), name.bytes);
}

/* What must stand before each value for all to be sources: what stands before the first value in
 * the id of a source that ends in it. */
static bool find_pattern(const struct bulk_draft *draft, struct pattern *pattern)
{
    const struct sources *sources = draft->known->sources;
    char list[64] = "";
    for (size_t i = 0; sources && pattern->count > 0 && i < sources->count; i++) {
        struct text id = text_of(sources->items[i].id);
        struct text value = pattern->values[0];
        if (id.length <= value.length ||
            memcmp(id.bytes + id.length - value.length, value.bytes, value.length) != 0)
            continue;
        pattern->before = (struct text){id.bytes, id.length - value.length};
        if (lacking(draft, pattern, list, sizeof list) == 0)
            return true;
    }
    return false;
}

struct text bulk_source_family(const char *panel)
{
    size_t length = 0;
    while (panel[length] &&
           !(panel[length] == '_' && panel[length + 1] >= '0' && panel[length + 1] <= '9'))
        length++;
    return (struct text){panel, length};
}

void bulk_source_suggest(struct bulk_draft *draft)
{
    struct arena *arena = draft->scan->arena;
    struct pattern pattern = {.after = {"", 0}};
    if (draft->known->source || draft->edition == BULK_DRAFT_NONE)
        return;
    const char *name = bulk_draft_name(draft, draft->edition);
    pattern.values = distinct(draft, (size_t)draft->edition, &pattern.count);
    if (!pattern.values || pattern.count == 0 || !name)
        return;
    bool found = find_pattern(draft, &pattern);
    struct text before = found ? pattern.before : bulk_source_family(draft->known->panel);
    const char *code =
        arena_printf(arena, "source: \"%.*s{%s}\"", (int)before.length, before.bytes, name);
    pattern.before = before;
    const char *first = source_id(draft, &pattern, 0);
    const char *text =
        found
            ? arena_printf(arena,
                           "%s tells editions apart, and sources.yaml has one for each of its %zu "
                           "values (such as %s):",
                           name, pattern.count, first ? first : "")
            : arena_printf(arena,
                           "%s tells editions apart. With a source for each in sources.yaml "
                           "(such as %s), and its date, --as-known sees what was known when:",
                           name, first ? first : "");
    bulk_draft_remark(draft, BULK_DRAFT_AT_SOURCE, text, code);
}
