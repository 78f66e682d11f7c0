#include "model/record_change.h"

#include <math.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_texts(const char *const *a, const char *const *b)
{
    for (; a && b && *a && *b; a++, b++)
        if (strcmp(*a, *b) != 0)
            return false;
    return (!a && !b) || (a && b && !*a && !*b);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_date(struct date a, struct date b)
{
    return a.first == b.first && a.first_end == b.first_end && a.last == b.last;
}

/* All but a withdrawal, which comes last to a figure. */
static bool same_observation(const struct observation *a, const struct observation *b)
{
    return a->country == b->country && a->indicator == b->indicator && a->source == b->source &&
           same_date(a->date, b->date) && same_number(a->as_published, b->as_published) &&
           same_number(a->value, b->value) && same_number(a->low, b->low) &&
           same_number(a->high, b->high) && a->interval_published == b->interval_published &&
           a->grade == b->grade && !a->use == !b->use &&
           (!a->use || same_text(a->use->series, b->use->series)) &&
           same_text(a->coder, b->coder) && same_texts(a->agrees, b->agrees) &&
           same_text(a->note, b->note) && a->recorded == b->recorded;
}

static bool same_effects(const struct event_effects *a, const struct event_effects *b)
{
    if (a->country != b->country || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct effect *one = &a->effects[i], *other = &b->effects[i];
        if (one->indicator != other->indicator || !same_number(one->by, other->by) ||
            !same_number(one->low, other->low) || !same_number(one->high, other->high) ||
            one->grade != other->grade || one->day != other->day || one->until != other->until ||
            !same_text(one->because, other->because))
            return false;
    }
    return true;
}

static bool same_event(const struct event *a, const struct event *b)
{
    if (!same_text(a->id, b->id) || !same_text(a->title, b->title) ||
        !same_text(a->note, b->note) || !same_date(a->date, b->date) || a->signal != b->signal ||
        a->recorded != b->recorded || a->source_count != b->source_count ||
        a->country_count != b->country_count || a->effects_count != b->effects_count)
        return false;
    for (size_t i = 0; i < a->source_count; i++)
        if (a->sources[i] != b->sources[i])
            return false;
    for (size_t i = 0; i < a->country_count; i++)
        if (a->countries[i] != b->countries[i])
            return false;
    for (size_t i = 0; i < a->effects_count; i++)
        if (!same_effects(&a->effects[i], &b->effects[i]))
            return false;
    return true;
}

/* What became of one thing between the readings. */
enum fate { FATE_KEPT, FATE_WITHDRAWN, FATE_ADDED };

static enum fate fate_of(bool known, int32_t was, int32_t is, const char *old, const char *new)
{
    if (known && was == is && same_text(old, new))
        return FATE_KEPT;
    return known && was == INT32_MAX && is != INT32_MAX ? FATE_WITHDRAWN : FATE_ADDED;
}

static void compare_observations(const struct project *before, const struct project *after,
                                 struct record_change *change)
{
    static const struct observation none = {.retracted = INT32_MAX};
    size_t old = 0;
    for (size_t new = 0; new < after->observation_count; new ++) {
        const struct observation *made = &after->observations[new];
        bool any = old < before->observation_count;
        const struct observation *was = any ? &before->observations[old] : &none;
        enum fate fate = fate_of(any && same_observation(was, made), was->retracted,
                                 made->retracted, was->why, made->why);
        old += fate != FATE_ADDED;
        change->observations_added += fate == FATE_ADDED;
        change->observations_retracted += fate == FATE_WITHDRAWN;
        if (fate != FATE_KEPT)
            change->observation = made;
    }
    change->others = change->others || old < before->observation_count;
}

static void compare_events(const struct project *before, const struct project *after,
                           struct record_change *change)
{
    static const struct event none = {.retracted = INT32_MAX};
    size_t old = 0;
    for (size_t new = 0; new < after->event_count; new ++) {
        const struct event *made = &after->events[new];
        bool any = old < before->event_count;
        const struct event *was = any ? &before->events[old] : &none;
        enum fate fate = fate_of(any && same_event(was, made), was->retracted, made->retracted,
                                 was->why, made->why);
        old += fate != FATE_ADDED;
        change->events_added += fate == FATE_ADDED;
        change->events_retracted += fate == FATE_WITHDRAWN;
        if (fate != FATE_KEPT)
            change->event = made;
    }
    change->others = change->others || old < before->event_count;
}

struct record_change record_change_between(const struct project *before,
                                           const struct project *after)
{
    struct record_change change = {0};
    const struct sources *old = before->sources, *new = after->sources;
    change.others = after->country_count != before->country_count || new->count < old->count ||
                    after->codebook->node_count != before->codebook->node_count;
    for (size_t i = 0; !change.others && i < old->count; i++)
        change.others = !same_text(old->items[i].id, new->items[i].id);
    for (size_t i = 0; !change.others && i < before->country_count; i++)
        change.others = !same_text(before->countries[i].id, after->countries[i].id);
    change.sources_added = new->count - old->count;
    compare_observations(before, after, &change);
    compare_events(before, after, &change);
    return change;
}
