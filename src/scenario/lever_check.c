#include "scenario/lever_check.h"

/* Whether `other` happens when `lever` does: a whole happens with its parts. */
static bool happens_with(const struct levers *levers, uint32_t lever, uint32_t other)
{
    return other == lever || levers->items[other].part_of == lever;
}

/* A search along raises from the first lever: from[x] is the lever by which x was reached. */
struct search {
    const struct levers *levers;
    uint32_t *from;
    uint32_t *queue;
    size_t count;
};

static void reach(struct search *search, uint32_t lever, uint32_t from)
{
    for (uint32_t i = 0; i < search->levers->count; i++) {
        if (!happens_with(search->levers, lever, i) || search->from[i] != LEVER_NONE)
            continue;
        search->from[i] = from;
        search->queue[search->count++] = i;
    }
}

/* "D4 → R2 → D4", back from the last one reached. */
static const char *chain(struct assumption_reader *reader, const struct search *search,
                         uint32_t first, uint32_t last)
{
    const char *text = search->levers->items[first].id;
    for (uint32_t at = last; at != first; at = search->from[at])
        text =
            script_reader_kept(&reader->script, arena_printf(reader->script.arena, "%s → %s",
                                                             search->levers->items[at].id, text));
    return script_reader_kept(&reader->script, arena_printf(reader->script.arena, "%s → %s",
                                                            search->levers->items[first].id, text));
}

static bool is_under(const struct codebook *codebook, uint32_t indicator, uint32_t node)
{
    uint32_t at = codebook->indicators[indicator].node;
    while (at != CODEBOOK_NONE && at != node)
        at = codebook->nodes[at].parent;
    return at == node;
}

/* The first indicator under the node that these effects move, UINT32_MAX when none. */
static uint32_t moved_under(const struct codebook *codebook, const struct lever_effect *effects,
                            size_t count, uint32_t node)
{
    for (size_t i = 0; i < count; i++)
        if (is_under(codebook, effects[i].indicator, node))
            return effects[i].indicator;
    return UINT32_MAX;
}

static uint32_t moved_by(const struct codebook *codebook, const struct lever *lever, uint32_t node)
{
    uint32_t found = moved_under(codebook, lever->effects, lever->effect_count, node);
    for (size_t i = 0; found == UINT32_MAX && i < lever->mix_count; i++)
        found = moved_under(codebook, lever->mix[i].effects, lever->mix[i].effect_count, node);
    for (size_t i = 0; found == UINT32_MAX && i < lever->interaction_count; i++)
        found = moved_under(codebook, lever->interactions[i].effects,
                            lever->interactions[i].effect_count, node);
    return found;
}

/* The lever by which first is reached again, LEVER_NONE; all that it raises is then in the queue.
 */
static uint32_t follow(struct search *search, uint32_t first)
{
    const struct levers *levers = search->levers;
    search->queue[search->count++] = first;
    for (size_t done = 0; done < search->count; done++) {
        const struct lever *lever = &levers->items[search->queue[done]];
        for (size_t i = 0; i < lever->raise_count; i++) {
            if (happens_with(levers, lever->raises[i].lever, first))
                return search->queue[done];
            reach(search, lever->raises[i].lever, search->queue[done]);
        }
    }
    return LEVER_NONE;
}

/* Of levers in a circle the first one tells. */
static bool tells(const struct search *search, uint32_t first, uint32_t last)
{
    for (uint32_t at = last; at != first; at = search->from[at])
        if (at < first)
            return false;
    return true;
}

static void check_scale(struct assumption_reader *reader, const struct search *search,
                        uint32_t raiser, const char *path)
{
    const struct codebook *codebook = reader->project->codebook;
    const struct lever *lever = &search->levers->items[raiser];
    for (size_t i = 1; lever->scaled_by != CODEBOOK_NONE && i < search->count; i++) {
        const struct lever *raised = &search->levers->items[search->queue[i]];
        uint32_t moved = moved_by(codebook, raised, lever->scaled_by);
        if (moved == UINT32_MAX)
            continue;
        script_reader_error(&reader->script, ERR_SCENARIO_CIRCLE,
                            script_reader_path(&reader->script, path, text_of(raised->id)),
                            "leave out what is raised, or scale by something else",
                            "%s raises %s, which moves %s in %s, by which %s is scaled", lever->id,
                            raised->id, codebook->indicators[moved].id,
                            codebook->nodes[lever->scaled_by].id, lever->id);
    }
}

void lever_check(struct assumption_reader *reader, const struct levers *levers, uint32_t lever,
                 const char *path)
{
    struct search search = {
        levers, script_reader_alloc(&reader->script, levers->count, sizeof(uint32_t)),
        script_reader_alloc(&reader->script, levers->count, sizeof(uint32_t)), 0};
    const char *raises = script_reader_path(&reader->script, path, text_of("raises"));
    if (!search.from || !search.queue || levers->items[lever].raise_count == 0)
        return;
    for (size_t i = 0; i < levers->count; i++)
        search.from[i] = LEVER_NONE;
    uint32_t last = follow(&search, lever);
    if (last == LEVER_NONE)
        check_scale(reader, &search, lever, raises);
    else if (tells(&search, lever, last))
        script_reader_error(&reader->script, ERR_SCENARIO_CIRCLE, raises,
                            "what raises must come before what is raised: leave out one of these",
                            "levers raise each other in a circle: %s",
                            chain(reader, &search, lever, last));
}
