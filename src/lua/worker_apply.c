#include "lua/worker_apply.h"

#include "lua/decode.h"
#include "lua/worker_talk.h"

#include <string.h>

static void put_world(struct text_buffer *out, const struct project *project,
                      const uint32_t *countries, size_t country_count)
{
    const struct codebook *codebook = project->codebook;
    protocol_put_u32(out, (uint32_t)project->country_count);
    for (size_t i = 0; i < project->country_count; i++) {
        const struct country *country = &project->countries[i];
        bool inside = false;
        for (size_t k = 0; k < country_count && !inside; k++)
            inside = countries[k] == i;
        protocol_put_text(out, country->id, strlen(country->id));
        protocol_put_text(out, country->name, strlen(country->name));
        protocol_put_byte(out, inside);
    }
    protocol_put_u32(out, (uint32_t)codebook->node_count);
    for (size_t i = 0; i < codebook->node_count; i++) {
        const struct node *node = &codebook->nodes[i];
        protocol_put_text(out, node->id, strlen(node->id));
        protocol_put_byte(out, node->kind == NODE_INDICATOR);
    }
}

/* A record holds no functions: nobody would count them. */
static bool is_plain(const struct value *value)
{
    bool plain = value->kind != VALUE_FUNCTION;
    for (size_t i = 0; plain && value->kind == VALUE_TABLE && i < value->count; i++)
        plain = is_plain(&value->pairs[i].value);
    return plain;
}

static const struct value *accept(struct worker_talk *talk)
{
    const struct value *value =
        decode_value(talk->arena, talk->body.bytes, talk->body.length, talk->err);
    if (value && !is_plain(value)) {
        worker_talk_give_up(talk, PROTOCOL_MALFORMED);
        return NULL;
    }
    return value;
}

const struct value *worker_apply(struct worker *worker, struct arena *arena,
                                 const struct value *function, const struct project *project,
                                 const uint32_t *countries, size_t country_count, struct err *err)
{
    const struct worker_talk_script *script =
        worker->gone ? NULL : worker_talk_script_of(worker, function->number);
    const struct value *recorded = NULL;
    if (!script) {
        err_set(err, ERR_SCRIPT_STOPPED, "apply is not run: the script worker was stopped before");
        return NULL;
    }
    struct worker_talk talk = {.worker = worker,
                               .arena = arena,
                               .chunks = script->chunks,
                               .chunk_count = script->chunk_count,
                               .err = err};
    worker_talk_begin(&talk);
    protocol_put_u32(&talk.body, (uint32_t)function->number);
    put_world(&talk.body, project, countries, country_count);
    if (worker_talk_send(&talk, PROTOCOL_APPLY) && worker_talk_listen(&talk, PROTOCOL_RECORD))
        recorded = accept(&talk);
    text_buffer_free(&talk.body);
    return recorded;
}
