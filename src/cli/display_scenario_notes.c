#include "cli/display_scenario.h"

#include <math.h>
#include <string.h>

static const char *after(const char *text)
{
    return *text ? ", " : "";
}

/* Whether no earlier entry pulls the same lever. */
static bool is_first(const struct scenario *scenario, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (scenario->pulls[i].lever == scenario->pulls[at].lever)
            return false;
    return true;
}

/* Whether a lever is pulled alike in all the scenario's countries. */
static bool is_alike(const struct scenario *scenario, size_t at)
{
    size_t count = 0;
    const struct scenario_pull *pull = &scenario->pulls[at];
    for (size_t i = 0; i < scenario->pull_count; i++) {
        const struct scenario_pull *other = &scenario->pulls[i];
        if (other->lever != pull->lever)
            continue;
        if (other->judged != pull->judged || (!pull->judged && other->strength != pull->strength))
            return false;
        count++;
    }
    return count == scenario->country_count;
}

static const char *strength_of(struct arena *arena, const struct scenario_pull *pull)
{
    return pull->judged ? "by its judged chance" : arena_printf(arena, "%g", pull->strength);
}

/* "D1 1, D4 0.8, X4 1 (KGZ) 1 (TJK)". */
static const char *pulls_of(struct arena *arena, const struct project *project,
                            const struct levers *levers, const struct scenario *scenario)
{
    const char *text = "";
    for (size_t i = 0; text && i < scenario->pull_count; i++) {
        const struct scenario_pull *pull = &scenario->pulls[i];
        if (!is_first(scenario, i))
            continue;
        text = arena_printf(arena, "%s%s%s", text, after(text), levers->items[pull->lever].id);
        if (text && is_alike(scenario, i)) {
            text = arena_printf(arena, "%s %s", text, strength_of(arena, pull));
            continue;
        }
        for (size_t k = i; text && k < scenario->pull_count; k++)
            if (scenario->pulls[k].lever == pull->lever)
                text =
                    arena_printf(arena, "%s %s (%s)", text, strength_of(arena, &scenario->pulls[k]),
                                 project->countries[scenario->pulls[k].country].id);
    }
    return text ? text : "";
}

/* Whether a lever's judgement counts in the scenario: it is pulled, or happens by itself. */
static bool counts(const struct levers *levers, const struct scenario *scenario, uint32_t lever)
{
    uint32_t whole = levers->items[lever].part_of;
    for (size_t i = 0; i < scenario->pull_count; i++) {
        const struct lever *pulled = &levers->items[scenario->pulls[i].lever];
        if (scenario->pulls[i].lever == lever || scenario->pulls[i].lever == whole)
            return true;
        for (size_t k = 0; k < pulled->raise_count; k++)
            if (pulled->raises[k].lever == lever)
                return true;
    }
    return scenario->background;
}

/* What the magnitudes rest on, each text once with the levers it stands in. */
static void note_judgement(struct arena *arena, const struct levers *levers,
                           const struct scenario *scenario, struct rows *display)
{
    for (uint32_t i = 0; i < levers->count; i++) {
        const char *because = levers->items[i].because, *ids = "";
        bool said = levers->items[i].part_of != LEVER_NONE || !counts(levers, scenario, i) ||
                    (levers->items[i].effect_count == 0 && levers->items[i].raise_count == 0);
        for (uint32_t k = 0; !said && k < i; k++)
            said = counts(levers, scenario, k) && strcmp(levers->items[k].because, because) == 0;
        for (uint32_t k = i; !said && ids && k < levers->count; k++)
            if (levers->items[k].part_of == LEVER_NONE && counts(levers, scenario, k) &&
                strcmp(levers->items[k].because, because) == 0)
                ids = arena_printf(arena, "%s%s%s", ids, after(ids), levers->items[k].id);
        if (!said && ids)
            rows_add_meta(display, "note", "Magnitudes of %s: %s.", ids, because);
    }
}

void display_scenario_notes(const struct session *session, const struct levers *levers,
                            const struct scenario *scenario, struct rows *display)
{
    struct arena *arena = session->arena;
    const char *pulls = pulls_of(arena, session->project, levers, scenario);
    char from[DATE_PRINT_SIZE];
    date_print_day(scenario->from, from);
    if (*pulls)
        rows_add_meta(display, "note", "Pulled from %s: %s.", from, pulls);
    for (size_t i = 0; i < scenario->step_count; i++) {
        const struct scenario_step *step = &scenario->steps[i];
        bool said = false;
        for (size_t k = 0; k < i; k++)
            said = said || strcmp(scenario->steps[k].because, step->because) == 0;
        if (!said)
            rows_add_meta(display, "note", "Assumed of %s%s: %s.",
                          session->project->codebook->indicators[step->indicator].id,
                          isnan(step->chance) ? "" : ", by its chance", step->because);
    }
    if (scenario->background)
        rows_add_meta(display, "note",
                      "Levers that are not pulled happen by their judged chance, in the baseline "
                      "too.");
    note_judgement(arena, levers, scenario, display);
}
