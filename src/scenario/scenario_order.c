#include "scenario/scenario_order.h"

#include <math.h>
#include <string.h>

static bool same_chance(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_cause(const struct lever_cause *a, const struct lever_cause *b)
{
    if (!a->step || !b->step)
        return a->lever == b->lever && !a->step && !b->step;
    return strcmp(a->step, b->step) == 0;
}

static bool fail(struct scenario_order *order, const struct scenario_step *step)
{
    order->line = step->line;
    return false;
}

/* The first step of that name in the country, NULL when none. */
static const struct scenario_step *named(const struct scenario *scenario, uint32_t country,
                                         const char *id)
{
    for (size_t i = 0; i < scenario->step_count; i++)
        if (scenario->steps[i].country == country && strcmp(scenario->steps[i].id, id) == 0)
            return &scenario->steps[i];
    return NULL;
}

static bool check_alike(struct scenario_order *order, const struct scenario_step *step)
{
    const struct scenario_step *first =
        *step->id ? named(order->scenario, step->country, step->id) : NULL;
    if (!first || (first->from == step->from && same_chance(first->chance, step->chance) &&
                   same_cause(&first->after, &step->after) && first->branch == step->branch))
        return true;
    err_set(order->err, ERR_SCENARIO_VALUE,
            "two steps named \"%s\" in %s differ in from, chance, after or branch", step->id,
            order->project->countries[step->country].id);
    err_hint(order->err, "steps of one name are one happening: make them alike, or give one "
                         "another name");
    return fail(order, step);
}

/* What a step waits for must be there, and must not wait for the step. */
static bool check_after(struct scenario_order *order, const struct scenario_step *step)
{
    const struct scenario *scenario = order->scenario;
    const struct scenario_step *at = step;
    const char *country = order->project->countries[step->country].id;
    for (size_t i = 0; at->after.step; i++) {
        const struct scenario_step *next = named(scenario, step->country, at->after.step);
        if (!next) {
            const char **ids = arena_alloc(order->arena, scenario->step_count, sizeof *ids);
            for (size_t k = 0; ids && k < scenario->step_count; k++)
                ids[k] = scenario->steps[k].id;
            size_t near =
                ids ? text_nearest(text_of(at->after.step), ids, scenario->step_count) : SIZE_MAX;
            err_set(order->err, ERR_SCENARIO_NAME,
                    "`after` waits for \"%s\", but %s has no step of that id and there is no such "
                    "lever",
                    at->after.step, country);
            if (near != SIZE_MAX && strcmp(ids[near], at->after.step) != 0)
                err_hint(order->err, "did you mean %s?", ids[near]);
            else
                err_hint(order->err, "name the step it waits for: id = \"%s\"", at->after.step);
            return fail(order, at);
        }
        if (next == step || i > scenario->step_count || strcmp(next->id, step->id) == 0) {
            err_set(order->err, ERR_SCENARIO_CIRCLE,
                    "the step \"%s\" of %s waits for itself, over `after`", next->id, country);
            return fail(order, step);
        }
        at = next;
    }
    return true;
}

bool scenario_order_check(struct scenario_order *order)
{
    for (size_t i = 0; i < order->scenario->step_count; i++)
        if (!check_alike(order, &order->scenario->steps[i]) ||
            !check_after(order, &order->scenario->steps[i]))
            return false;
    return true;
}
