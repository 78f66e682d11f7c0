#include "scenario/assumption.h"

static const char *kind_word(const struct node *node)
{
    return node->kind == NODE_PILLAR ? "a pillar" : "a group";
}

/* Some indicators under a node, for hints. */
static const char *some_under(struct assumption_reader *reader, uint32_t node)
{
    const struct codebook *codebook = reader->project->codebook;
    const char *first = NULL;
    for (size_t i = 0; i < codebook->indicator_count; i++) {
        uint32_t above = codebook->indicators[i].node;
        while (above != CODEBOOK_NONE && above != node)
            above = codebook->nodes[above].parent;
        if (above != node)
            continue;
        if (first)
            return arena_printf(reader->script.arena, "name its indicators: %s, %s …", first,
                                codebook->indicators[i].id);
        first = codebook->indicators[i].id;
    }
    return NULL;
}

uint32_t assumption_name_indicator(struct assumption_reader *reader, const char *path,
                                   struct text id)
{
    const struct codebook *codebook = reader->project->codebook;
    const struct indicator *indicator = codebook_indicator(codebook, id);
    if (indicator)
        return (uint32_t)(indicator - codebook->indicators);
    uint32_t node = map_get(codebook->by_id, id);
    if (node != MAP_NONE) {
        script_reader_error(&reader->script, ERR_SCENARIO_NAME, path, some_under(reader, node),
                            "%.*s is %s, but only indicators can be moved", (int)id.length,
                            id.bytes, kind_word(&codebook->nodes[node]));
        return UINT32_MAX;
    }
    const char **ids = script_reader_alloc(&reader->script, codebook->indicator_count, sizeof *ids);
    for (size_t i = 0; ids && i < codebook->indicator_count; i++)
        ids[i] = codebook->indicators[i].id;
    script_reader_error(
        &reader->script, ERR_SCENARIO_NAME, path,
        ids ? script_reader_near(&reader->script, id, NULL, ids, codebook->indicator_count) : NULL,
        "the codebook has no indicator \"%.*s\"", (int)id.length, id.bytes);
    return UINT32_MAX;
}

uint32_t assumption_name_country(struct assumption_reader *reader, const char *path, struct text id)
{
    const struct project *project = reader->project;
    uint32_t country = project_country(project, id);
    if (country != UINT32_MAX)
        return country;
    size_t count = 0;
    const char **names =
        script_reader_alloc(&reader->script, 2 * project->country_count, sizeof *names);
    for (size_t i = 0; names && i < project->country_count; i++)
        names[count++] = project->countries[i].id;
    const char *hint = names ? script_reader_near(&reader->script, id, NULL, names, count) : NULL;
    for (size_t i = 0; names && i < project->country_count; i++)
        names[count++] = project->countries[i].name;
    if (names && !hint)
        hint = script_reader_near(&reader->script, id, NULL, names, count);
    if (names && !hint)
        hint = script_reader_near(&reader->script, id, "the project has", names,
                                  project->country_count);
    script_reader_error(&reader->script, ERR_SCENARIO_NAME, path, hint,
                        "the project has no country \"%.*s\"", (int)id.length, id.bytes);
    return UINT32_MAX;
}

static const char *lever_hint(struct assumption_reader *reader, struct text id)
{
    const struct levers *levers = reader->levers;
    if (levers->count == 0)
        return "levers are files in scripts/levers";
    const char **ids = script_reader_alloc(&reader->script, levers->count, sizeof *ids);
    for (size_t i = 0; ids && i < levers->count; i++)
        ids[i] = levers->items[i].id;
    const char *hint =
        ids ? script_reader_near(&reader->script, id, "there are", ids, levers->count) : NULL;
    return hint ? hint : "`tidemark levers` lists them";
}

uint32_t assumption_name_lever(struct assumption_reader *reader, const char *path, struct text id)
{
    uint32_t lever = lever_find(reader->levers, id);
    if (lever == LEVER_NONE && !reader->incomplete)
        script_reader_error(&reader->script, ERR_SCENARIO_NAME, path, lever_hint(reader, id),
                            "there is no lever \"%.*s\"", (int)id.length, id.bytes);
    return lever;
}

/* R6, D4, X10b: letters, digits and perhaps a part. */
static bool looks_like_lever(struct text id)
{
    size_t at = 0, letters, digits;
    while (at < id.length && id.bytes[at] >= 'A' && id.bytes[at] <= 'Z')
        at++;
    letters = at;
    while (at < id.length && id.bytes[at] >= '0' && id.bytes[at] <= '9')
        at++;
    digits = at - letters;
    while (at < id.length && id.bytes[at] >= 'a' && id.bytes[at] <= 'z')
        at++;
    return letters > 0 && digits > 0 && at == id.length;
}

static bool read_cause(struct assumption_reader *reader, const struct value *value,
                       const char *path, struct lever_cause *cause)
{
    if (value->kind != VALUE_TEXT) {
        script_reader_error(&reader->script, reader->script.value, path, NULL,
                            "`%s` is %s, but the name of a lever or of a step was expected", path,
                            script_reader_shown(&reader->script, value));
        return false;
    }
    *cause = (struct lever_cause){lever_find(reader->levers, value->text), NULL};
    if (cause->lever != LEVER_NONE)
        return true;
    if (looks_like_lever(value->text))
        return assumption_name_lever(reader, path, value->text) != LEVER_NONE;
    if (!text_is_id(value->text)) {
        script_reader_error(&reader->script, reader->script.value, path,
                            "it has letters, digits and _, and begins with a letter",
                            "`%s` is \"%.*s\", but that is no name of a lever or step", path,
                            (int)value->text.length, value->text.bytes);
        return false;
    }
    cause->step = script_reader_text(&reader->script, value->text);
    return true;
}

const struct lever_cause *assumption_name_causes(struct assumption_reader *reader,
                                                 const struct value *value, const char *path,
                                                 size_t *count)
{
    size_t length = value->kind == VALUE_TABLE ? value_length(value) : 1;
    struct lever_cause *causes = script_reader_alloc(&reader->script, length, sizeof *causes);
    *count = 0;
    if (value->kind == VALUE_TABLE && (length == 0 || length != value->count)) {
        script_reader_error(&reader->script, reader->script.value, path,
                            "write { \"R6a\", \"R6b\" }",
                            "`%s` is a table, but a name or a list of names was expected", path);
        return NULL;
    }
    for (size_t i = 0; causes && i < length; i++) {
        bool listed = value->kind == VALUE_TABLE;
        const char *inner = listed ? script_reader_item(&reader->script, path, i + 1) : path;
        if (read_cause(reader, listed ? value_item(value, i + 1) : value, inner, &causes[*count]))
            (*count)++;
    }
    return causes;
}
