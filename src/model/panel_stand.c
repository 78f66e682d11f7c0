#include "model/panel_stand.h"

#include <string.h>

/* Whether a coder has a hand in a coding: theirs, or agreed with them. */
static bool is_by(const struct observation *made, const char *coder)
{
    bool by = made->coder && strcmp(made->coder, coder) == 0;
    for (const char *const *name = made->agrees; !by && name && *name; name++)
        by = strcmp(*name, coder) == 0;
    return by;
}

/* Known, not withdrawn, and of the values that are read. */
static bool is_visible(const struct panel_pick *pick, const struct observation *made)
{
    const struct panel_options *options = pick->options;
    if (options->values != PANEL_ALL && (options->values == PANEL_PUBLISHED) != (made->use != NULL))
        return false;
    if (options->without > 0 &&
        (made->source == options->without - 1 ||
         pick->project->sources->items[made->source].of == options->without - 1))
        return false;
    if (options->without_coder && !made->use && is_by(made, options->without_coder))
        return false;
    return made->recorded <= options->as_known &&
           (made->retracted == INT32_MAX || made->retracted > options->as_known);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool panel_stand_same_hand(const struct observation *a, const struct observation *b)
{
    if (a->use || b->use)
        return a->use == b->use;
    return a->source == b->source && same_text(a->coder, b->coder);
}

static uint32_t family_of(const struct sources *sources, uint32_t source)
{
    uint32_t family = sources->items[source].of;
    return family == UINT32_MAX ? source : family;
}

bool panel_stand_same_family(const struct sources *sources, uint32_t a, uint32_t b)
{
    return family_of(sources, a) == family_of(sources, b);
}

const struct preference *panel_stand_preference(const struct panel_pick *pick,
                                                const struct observation *made)
{
    return preference_on(&pick->indicator->prefer, pick->preferences, pick->preference_count,
                         &made->date, pick->options->as_known);
}

const struct preference *panel_stand_aside(const struct panel_pick *pick, size_t index, int32_t day)
{
    const struct observation *made = &pick->items[index];
    const struct sources *sources = pick->project->sources;
    const struct preference *preference = panel_stand_preference(pick, made);
    if (!preference || preference_holds(sources, preference, made->source))
        return NULL;
    for (size_t i = 0; i < pick->count; i++) {
        const struct observation *other = &pick->items[i];
        if (other->date.last <= day && date_meet(&made->date, &other->date) &&
            is_visible(pick, other) && preference_holds(sources, preference, other->source))
            return preference;
    }
    return NULL;
}

/* Whether a later record of the date supersedes items[index]: of the same hand, and, within, of the
 * same family of sources. Without within, what is set aside supersedes nothing. */
static bool is_superseded(const struct panel_pick *pick, size_t index, int32_t day, bool within)
{
    const struct observation *made = &pick->items[index];
    const struct sources *sources = pick->project->sources;
    size_t from = index, to = index + 1;
    while (from > 0 && pick->items[from - 1].date.last == made->date.last)
        from--;
    while (to < pick->count && pick->items[to].date.last == made->date.last)
        to++;
    for (size_t i = from; i < to; i++) {
        const struct observation *other = &pick->items[i];
        bool later =
            other->recorded > made->recorded || (other->recorded == made->recorded && i > index);
        if (later && is_visible(pick, other) && panel_stand_same_hand(made, other) &&
            (within ? panel_stand_same_family(sources, made->source, other->source)
                    : !panel_stand_aside(pick, i, day)))
            return true;
    }
    return false;
}

bool panel_stand_holds(const struct panel_pick *pick, size_t index, int32_t day)
{
    return is_visible(pick, &pick->items[index]) && !is_superseded(pick, index, day, false) &&
           !panel_stand_aside(pick, index, day);
}

bool panel_stand_beside(const struct panel_pick *pick, size_t index, int32_t day)
{
    return is_visible(pick, &pick->items[index]) && !is_superseded(pick, index, day, true) &&
           !panel_stand_holds(pick, index, day);
}
