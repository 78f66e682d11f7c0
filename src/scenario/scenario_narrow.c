#include "scenario/scenario_narrow.h"

#include "base/date.h"

static struct scenario *copy_of(struct arena *arena, const struct scenario *scenario)
{
    struct scenario *made = arena_alloc(arena, 1, sizeof *made);
    if (made)
        *made = *scenario;
    return made;
}

const struct scenario *scenario_narrow(struct arena *arena, const struct scenario *scenario,
                                       uint32_t country, int32_t to)
{
    struct scenario *made = copy_of(arena, scenario);
    uint32_t *countries = arena_alloc(arena, 1, sizeof *countries);
    struct scenario_pull *pulls = arena_alloc(arena, scenario->pull_count + 1, sizeof *pulls);
    struct scenario_assume *assumes =
        arena_alloc(arena, scenario->assume_count + 1, sizeof *assumes);
    struct scenario_step *steps = arena_alloc(arena, scenario->step_count + 1, sizeof *steps);
    if (!made || !countries || !pulls || !assumes || !steps)
        return NULL;
    countries[0] = country;
    made->countries = countries;
    made->country_count = 1;
    made->to = to;
    made->pulls = pulls;
    made->assumes = assumes;
    made->steps = steps;
    made->pull_count = made->assume_count = made->step_count = 0;
    for (size_t i = 0; i < scenario->pull_count; i++)
        if (scenario->pulls[i].country == country)
            pulls[made->pull_count++] = scenario->pulls[i];
    for (size_t i = 0; i < scenario->assume_count; i++)
        if (scenario->assumes[i].country == country)
            assumes[made->assume_count++] = scenario->assumes[i];
    for (size_t i = 0; i < scenario->step_count; i++)
        if (scenario->steps[i].country == country)
            steps[made->step_count++] = scenario->steps[i];
    return made;
}

const struct scenario *scenario_narrow_pulls(struct arena *arena, const struct scenario *scenario,
                                             const struct scenario_pull *pulls, size_t count)
{
    struct scenario *made = copy_of(arena, scenario);
    if (!made)
        return NULL;
    made->pulls = pulls;
    made->pull_count = count;
    return made;
}

static int months_between(int32_t from, int32_t to)
{
    int year[2], month[2], day;
    date_civil(from, &year[0], &month[0], &day);
    date_civil(to, &year[1], &month[1], &day);
    return (year[1] - year[0]) * 12 + month[1] - month[0];
}

const struct scenario *scenario_narrow_moved(struct arena *arena, const struct scenario *scenario,
                                             int32_t from, int32_t to)
{
    struct scenario *made = copy_of(arena, scenario);
    struct scenario_step *steps = arena_alloc(arena, scenario->step_count + 1, sizeof *steps);
    if (!made || !steps)
        return NULL;
    int months = months_between(scenario->from, from);
    made->from = from;
    made->to = to;
    made->steps = steps;
    for (size_t i = 0; i < scenario->step_count; i++) {
        steps[i] = scenario->steps[i];
        steps[i].from = date_add_months(steps[i].from, months);
        if (steps[i].until != INT32_MAX)
            steps[i].until = date_add_months(steps[i].until, months);
    }
    return made;
}
