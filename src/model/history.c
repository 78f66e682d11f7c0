#include "model/history.h"

#include "model/panel_stand.h"

const char *history_word(enum history_state state)
{
    static const char *const words[] = {"stands", "superseded", "settled", "withdrawn",
                                        "set_aside"};
    return words[state];
}

static bool is_withdrawn(const struct observation *made, int32_t as_known)
{
    return made->retracted != INT32_MAX && made->retracted <= as_known;
}

/* Whether the other, of the same date, takes the place of items[at]. What is set aside takes none,
 * but of what its own source said before. */
static bool supersedes(const struct panel_pick *pick, size_t other, size_t at)
{
    const struct observation *one = &pick->items[at], *next = &pick->items[other];
    return panel_stand_same_hand(one, next) &&
           (next->recorded > one->recorded || (next->recorded == one->recorded && other > at)) &&
           (panel_stand_same_family(pick->project->sources, one->source, next->source) ||
            !panel_stand_aside(pick, other, INT32_MAX));
}

/* An agreement settles what others coded for the date. */
static bool settles(const struct observation *other, const struct observation *made)
{
    return other->agrees && !other->use && !made->use && !made->agrees;
}

/* The day from which a preference set items[at] aside. */
static int32_t day_of_aside(const struct panel_pick *pick, size_t at, int32_t as_known,
                            const struct preference *preference)
{
    const struct observation *made = &pick->items[at];
    int32_t first = INT32_MAX, day = preference->recorded;
    for (size_t i = 0; i < pick->count; i++) {
        const struct observation *other = &pick->items[i];
        if (date_meet(&other->date, &made->date) && !is_withdrawn(other, as_known) &&
            preference_holds(pick->project->sources, preference, other->source) &&
            other->recorded < first)
            first = other->recorded;
    }
    day = day > first ? day : first;
    return day > made->recorded ? day : made->recorded;
}

static void find_state(const struct panel_pick *pick, size_t at, int32_t as_known,
                       struct history_entry *entry)
{
    const struct observation *made = &pick->items[at];
    *entry = (struct history_entry){.observation = *made, .until = INT32_MAX};
    if (is_withdrawn(made, as_known)) {
        entry->state = HISTORY_WITHDRAWN;
        entry->until = made->retracted;
        return;
    }
    for (size_t i = 0; i < pick->count; i++) {
        const struct observation *other = &pick->items[i];
        if (i == at || other->date.last != made->date.last || other->recorded > as_known ||
            is_withdrawn(other, as_known) || other->recorded > entry->until)
            continue;
        bool superseded = supersedes(pick, i, at);
        if (!superseded && (entry->state == HISTORY_SUPERSEDED || !settles(other, made)))
            continue;
        entry->state = superseded ? HISTORY_SUPERSEDED : HISTORY_SETTLED;
        entry->until = other->recorded > made->recorded ? other->recorded : made->recorded;
    }
    const struct preference *preference = panel_stand_aside(pick, at, INT32_MAX);
    if (!preference || entry->state == HISTORY_SUPERSEDED)
        return;
    entry->state = HISTORY_SET_ASIDE;
    entry->until = day_of_aside(pick, at, as_known, preference);
    entry->preference = preference;
}

struct history_entry *history_of(struct arena *arena, const struct project *project,
                                 uint32_t indicator, uint32_t country, int32_t as_known,
                                 size_t *count)
{
    struct panel_options options = {.as_known = as_known, .as_of = INT32_MAX, .as_published = true};
    struct panel_pick_room room = {.arena = arena};
    struct panel_pick pick;
    *count = 0;
    if (!panel_pick_of(project, &options, indicator, country, &room, &pick))
        return NULL;
    struct history_entry *entries = arena_alloc(arena, pick.count + 1, sizeof *entries);
    for (size_t i = 0; entries && i < pick.count; i++)
        if (pick.items[i].recorded <= as_known)
            find_state(&pick, i, as_known, &entries[(*count)++]);
    return entries;
}
