#include "score/rule_reader.h"

static uint32_t find_node(struct rule_reader *reader, const char *path, struct text id,
                          const char *const *words, size_t word_count)
{
    const struct codebook *codebook = reader->codebook;
    uint32_t node = map_get(codebook->by_id, id);
    if (node != MAP_NONE)
        return node;
    size_t count = 0;
    const char **ids =
        script_reader_alloc(&reader->script, codebook->node_count + word_count, sizeof *ids);
    for (size_t i = 0; ids && i < codebook->node_count; i++)
        ids[count++] = codebook->nodes[i].id;
    for (size_t i = 0; ids && i < word_count; i++)
        ids[count++] = words[i];
    const char *hint = ids ? script_reader_near(&reader->script, id, NULL, ids, count) : NULL;
    if (text_is(id, "index"))
        hint =
            "the headline has an option of its own: index = …, missing = { need = { index = … } }";
    script_reader_error(&reader->script, ERR_RULE_NAME, path, hint,
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
        script_reader_error(&reader->script, ERR_RULE_VALUE, path, ids->example,
                            "`%s` is %s, but a table of ids was expected", path,
                            method ? "a method" : script_reader_shown(&reader->script, table));
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        if (key->kind != VALUE_TEXT) {
            script_reader_error(&reader->script, ERR_RULE_VALUE, path, ids->example,
                                "`%s` is a list, but a table of ids was expected", path);
            return;
        }
        if (is_word(ids, key->text))
            continue;
        const char *inner = script_reader_path(&reader->script, path, key->text);
        uint32_t node = find_node(reader, inner, key->text, ids->words, ids->word_count);
        if (node != CODEBOOK_NONE)
            ids->each(reader, ids->context, inner, node, &table->pairs[i].value);
    }
}
