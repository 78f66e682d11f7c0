#include "scenario/scenario_stack.h"

#include "scenario/scenario_order.h"
#include "scenario/scenario_step.h"

#include <stdio.h>
#include <string.h>

static bool brings_to(const struct scenario_step *step)
{
    return step->act == SCENARIO_SET || step->act == SCENARIO_RAMP;
}

static bool add_overlap(struct arena *arena, struct scenario *scenario, const char *what)
{
    struct scenario_overlap *overlaps =
        arena_grow(arena, scenario->overlaps, scenario->overlap_count, scenario->overlap_count + 1,
                   sizeof *overlaps);
    if (!what || !overlaps)
        return false;
    overlaps[scenario->overlap_count++].what = what;
    scenario->overlaps = overlaps;
    return true;
}

/* "drift", or "drift (line 7)" where the line is known. */
static const char *owner_of(struct arena *arena, const struct scenario *scenario, size_t step,
                            const char *const *owners)
{
    const char *name = owners ? owners[step] : scenario->id;
    uint32_t line = scenario->steps[step].line;
    const char *shown = line ? arena_printf(arena, "%s (line %u)", name, line) : name;
    return shown ? shown : name;
}

bool scenario_stack_overlaps(struct arena *arena, const struct project *project,
                             struct scenario *scenario, const char *const *owners)
{
    bool good = true;
    for (size_t i = 0; good && i < scenario->step_count; i++) {
        const struct scenario_step *later = &scenario->steps[i];
        for (size_t k = i; good && brings_to(later) && k-- > 0;) {
            const struct scenario_step *earlier = &scenario->steps[k];
            if (!brings_to(earlier) || earlier->country != later->country ||
                earlier->indicator != later->indicator)
                continue;
            good =
                add_overlap(arena, scenario,
                            arena_printf(arena,
                                         "%s in %s is brought to a value by %s and by %s: once it "
                                         "begins, the later one counts",
                                         project->codebook->indicators[later->indicator].id,
                                         project->countries[later->country].id,
                                         owner_of(arena, scenario, k, owners),
                                         owner_of(arena, scenario, i, owners)));
            break;
        }
    }
    return good;
}

static void print_strength(const struct scenario_pull *pull, char out[32])
{
    if (pull->judged)
        snprintf(out, 32, "by its judged chance");
    else
        snprintf(out, 32, "at %g", pull->strength);
}

struct stacking {
    struct arena *arena;
    const struct project *project;
    const struct levers *levers;
    const struct scenario *const *parts;
    size_t count;
    struct scenario *whole;
    const char **owners; /* of steps */
    const char **pull_owners;
    struct scenario_pull *pulls;
    struct scenario_assume *assumes;
    struct scenario_step *steps;
};

/* Puts a pull in its place by lever and country, over an earlier one. */
static bool add_pull(struct stacking *stacking, const struct scenario_pull *pull, const char *owner)
{
    struct scenario *whole = stacking->whole;
    size_t at = whole->pull_count;
    while (at > 0 && (stacking->pulls[at - 1].lever > pull->lever ||
                      (stacking->pulls[at - 1].lever == pull->lever &&
                       stacking->pulls[at - 1].country >= pull->country)))
        at--;
    struct scenario_pull *there = &stacking->pulls[at];
    bool same =
        at < whole->pull_count && there->lever == pull->lever && there->country == pull->country;
    char before[32], now[32];
    if (same) {
        print_strength(there, before);
        print_strength(pull, now);
        bool good = add_overlap(stacking->arena, whole,
                                arena_printf(stacking->arena,
                                             "%s in %s is pulled %s by %s and %s by %s: the later "
                                             "one counts",
                                             stacking->levers->items[pull->lever].id,
                                             stacking->project->countries[pull->country].id, before,
                                             stacking->pull_owners[at], now, owner));
        *there = *pull;
        stacking->pull_owners[at] = owner;
        return good;
    }
    memmove(there + 1, there, (whole->pull_count - at) * sizeof *there);
    memmove(&stacking->pull_owners[at + 1], &stacking->pull_owners[at],
            (whole->pull_count - at) * sizeof *stacking->pull_owners);
    *there = *pull;
    stacking->pull_owners[at] = owner;
    whole->pull_count++;
    return true;
}

static bool add_assume(struct stacking *stacking, const struct scenario_assume *assume,
                       const char *owner)
{
    struct scenario *whole = stacking->whole;
    for (size_t i = 0; i < whole->assume_count; i++) {
        struct scenario_assume *there = &stacking->assumes[i];
        if (there->country != assume->country || there->indicator != assume->indicator)
            continue;
        *there = *assume;
        return add_overlap(
            stacking->arena, whole,
            arena_printf(stacking->arena, "%s in %s is assumed by %s, too: the later one counts",
                         stacking->project->codebook->indicators[assume->indicator].id,
                         stacking->project->countries[assume->country].id, owner));
    }
    stacking->assumes[whole->assume_count++] = *assume;
    return true;
}

static bool add_part(struct stacking *stacking, const struct scenario *part)
{
    struct scenario *whole = stacking->whole;
    bool good = true;
    for (size_t i = 0; good && i < part->pull_count; i++)
        good = add_pull(stacking, &part->pulls[i], part->id);
    for (size_t i = 0; good && i < part->assume_count; i++)
        good = add_assume(stacking, &part->assumes[i], part->id);
    for (size_t i = 0; i < part->step_count; i++) {
        stacking->owners[whole->step_count] = part->id;
        stacking->steps[whole->step_count++] = part->steps[i];
    }
    if (part->branch_count > 0) {
        whole->branches = part->branches;
        whole->branch_count = part->branch_count;
    }
    return good;
}

static bool has_branch_effects(const struct scenario *part)
{
    for (size_t i = 0; i < part->branch_count; i++)
        if (part->branches[i].effect_count > 0)
            return true;
    return false;
}

static bool same_countries(const struct scenario *a, const struct scenario *b)
{
    return a->country_count == b->country_count &&
           memcmp(a->countries, b->countries, a->country_count * sizeof *a->countries) == 0;
}

/* Whether two can stand in one stack. */
static bool fit(const struct scenario *a, const struct scenario *b, struct err *err)
{
    char days[4][DATE_PRINT_SIZE];
    const int32_t ends[4] = {a->from, a->to, b->from, b->to};
    for (int i = 0; i < 4; i++)
        days[i][date_print_day(ends[i], days[i])] = '\0';
    if (a->from != b->from || a->to != b->to)
        return err_set(err, ERR_SCENARIO_STACK,
                       "%s runs from %s to %s, but %s from %s to %s: they cannot be stacked", a->id,
                       days[0], days[1], b->id, days[2], days[3]);
    if (a->background != b->background)
        return err_set(err, ERR_SCENARIO_STACK,
                       "%s has background = \"judged\", but %s has not: they cannot be stacked",
                       a->background ? a->id : b->id, a->background ? b->id : a->id);
    if (a->branch_count > 0 && b->branch_count > 0)
        return err_set(err, ERR_SCENARIO_STACK,
                       "%s and %s both have branches: they cannot be stacked", a->id, b->id);
    if (!same_countries(a, b) && (has_branch_effects(a) || has_branch_effects(b)))
        return err_set(err, ERR_SCENARIO_STACK,
                       "%s has effects in its branches, but %s is of other countries: they cannot "
                       "be stacked",
                       has_branch_effects(a) ? a->id : b->id,
                       has_branch_effects(a) ? b->id : a->id);
    return true;
}

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while scenarios were stacked");
}

/* The countries of all, in the project's order. */
static bool unite_countries(struct stacking *stacking)
{
    size_t total = stacking->project->country_count;
    bool *named = arena_alloc(stacking->arena, total, sizeof *named);
    uint32_t *countries = arena_alloc(stacking->arena, total, sizeof *countries);
    if (!named || !countries)
        return false;
    for (size_t i = 0; i < stacking->count; i++)
        for (size_t k = 0; k < stacking->parts[i]->country_count; k++)
            named[stacking->parts[i]->countries[k]] = true;
    for (size_t i = 0; i < total; i++)
        if (named[i])
            countries[stacking->whole->country_count++] = (uint32_t)i;
    stacking->whole->countries = countries;
    return true;
}

/* Names of all, joined. */
static const char *joined(const struct stacking *stacking, const char *between, bool title)
{
    const char *text = NULL;
    for (size_t i = 0; i < stacking->count; i++) {
        const struct scenario *part = stacking->parts[i];
        const char *name = title ? part->title : part->id;
        text = i == 0 ? name
                      : arena_printf(stacking->arena, "%s%s%s", text ? text : "", between, name);
    }
    return text ? text : "";
}

static bool make_room(struct stacking *stacking)
{
    size_t pulls = 0, assumes = 0, steps = 0;
    for (size_t i = 0; i < stacking->count; i++) {
        pulls += stacking->parts[i]->pull_count;
        assumes += stacking->parts[i]->assume_count;
        steps += stacking->parts[i]->step_count;
    }
    struct arena *arena = stacking->arena;
    stacking->pulls = arena_alloc(arena, pulls + 1, sizeof *stacking->pulls);
    stacking->pull_owners = arena_alloc(arena, pulls + 1, sizeof *stacking->pull_owners);
    stacking->assumes = arena_alloc(arena, assumes, sizeof *stacking->assumes);
    stacking->steps = arena_alloc(arena, steps, sizeof *stacking->steps);
    stacking->owners = arena_alloc(arena, steps, sizeof *stacking->owners);
    stacking->whole->pulls = stacking->pulls;
    stacking->whole->assumes = stacking->assumes;
    stacking->whole->steps = stacking->steps;
    return stacking->pulls && stacking->pull_owners && stacking->assumes && stacking->steps &&
           stacking->owners;
}

const struct scenario *scenario_stack(struct arena *arena, const struct project *project,
                                      const struct levers *levers,
                                      const struct scenario *const *parts, size_t count,
                                      struct err *err)
{
    struct scenario *whole = arena_alloc(arena, 1, sizeof *whole);
    struct stacking stacking = {.arena = arena,
                                .project = project,
                                .levers = levers,
                                .parts = parts,
                                .count = count,
                                .whole = whole};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (!fit(parts[k], parts[i], err))
                return NULL;
    bool good = whole && unite_countries(&stacking) && make_room(&stacking);
    for (size_t i = 0; good && i < count; i++)
        good = add_part(&stacking, parts[i]);
    if (!good || !scenario_stack_overlaps(arena, project, whole, stacking.owners)) {
        no_memory(err);
        return NULL;
    }
    whole->id = joined(&stacking, "+", false);
    whole->title = joined(&stacking, " + ", true);
    whole->because = whole->question = "";
    whole->from = parts[0]->from;
    whole->to = parts[0]->to;
    whole->background = parts[0]->background;
    whole->file = parts[0]->file;
    struct scenario_order order = {arena, project, whole, err, 0};
    return scenario_order_check(&order) ? whole : NULL;
}
