#include "cli/cmd_rows.h"
#include "cli/cmd_scenario.h"
#include "cli/display_scenario.h"
#include "cli/progress.h"
#include "cli/scenario_ask.h"
#include "cli/show.h"

#include "scenario/scenario_losses.h"
#include "scenario/scenario_rows.h"
#include "score/score_rows.h"

#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while running scenarios");
    return session_fail(session, &err);
}

/* Without --at and --years a table shows the scenario's last period, all else every one. */
static void choose_shown(struct session *session, struct scenario_ask *ask)
{
    enum out_format format = OUT_TABLE;
    if (show_format(session, &format) && !ask->reading.chosen &&
        (format == OUT_TABLE || format == OUT_MARKDOWN))
        ask->first = ask->last;
}

static struct scenario_selection selection_of(const struct scenario_ask *ask, unsigned levels)
{
    return (struct scenario_selection){.levels = levels,
                                       .first = ask->first,
                                       .last = ask->last,
                                       .countries = ask->countries,
                                       .country_count = ask->country_count};
}

/* One scenario's rows, and what is shown of them (display NULL: nothing). before is the ensemble
 * run before it, and becomes its own. */
static bool run_one(struct scenario_ask *ask, unsigned levels, const struct ensemble **before,
                    struct rows **tidy, struct rows **display)
{
    struct session *session = ask->session;
    if (display)
        choose_shown(session, ask);
    struct scenario_selection selection = selection_of(ask, levels);
    /* Indicators are always drawn: which of them stand at an end is said in any case. */
    unsigned drawn = levels | SCORE_LEVEL_INDICATOR;
    const struct ensemble *ensemble = scenario_ask_run(ask, drawn, *before);
    if (!ensemble)
        return false;
    *before = ensemble;
    struct scenario_rows_side side = {.ensemble = ensemble};
    size_t wanted = ask->draws;
    ask->draws = ensemble->draws; /* what is held is set beside as many */
    ask->watch = NULL;
    if (!scenario_ask_still(ask, drawn, &side.still))
        return false;
    *tidy = scenario_rows(session->arena, &side, &selection);
    if (!*tidy)
        return out_of_memory(session);
    scenario_ask_meta(ask, *tidy);
    if (ensemble->draws < wanted)
        rows_add_meta(*tidy, "ended", "%zu of %zu draws", ensemble->draws, wanted);
    progress_warn_ended(*tidy);
    scenario_losses_say(ensemble, ask->countries, ask->country_count, *tidy);
    scenario_losses_say_ends(ensemble, ask->countries, ask->country_count, *tidy);
    if (!display)
        return true;
    *display = display_scenario_run(session, &ask->reading, ask->scenario, *tidy);
    if (!*display)
        return out_of_memory(session);
    display_scenario_notes(session, ask->levers, ask->scenario, *display);
    show_as_notes(*tidy, *display);
    return true;
}

/* Behind the first part come the rows of the others, and what they alone rest on. */
static struct rows *joined(struct rows *const *parts, size_t count)
{
    struct rows *all = parts[0];
    for (size_t i = 1; i < count; i++) {
        for (size_t row = 0; row < parts[i]->count; row++)
            rows_add_like(all, parts[i], row);
        for (size_t n = 0; n < parts[i]->meta_count; n++) {
            const struct rows_meta *meta = &parts[i]->meta[n];
            if (strcmp(meta->key, "scenario") == 0 || strcmp(meta->key, "because") == 0 ||
                strcmp(meta->key, "ended") == 0 || strcmp(meta->key, "warnings") == 0)
                rows_add_meta(all, meta->key, "%s", meta->value);
        }
    }
    return all;
}

/* The rows of all, and what is shown of each (displays NULL: nothing); NULL when they cannot be
 * made. Where watch ends the draws of one, *count becomes how many there are with it.
 */
static struct rows *run_all(struct session *session, const char *const *names, size_t *count,
                            const struct pool_watch *watch, struct rows **displays)
{
    unsigned levels = 0;
    struct scenario_ask ask;
    const struct ensemble *before = NULL;
    struct pool_part part = {watch, 0, *count};
    const struct pool_watch watched = {pool_part_go_on, &part};
    struct rows **parts = arena_alloc(session->arena, *count, sizeof *parts);
    if (!parts) {
        out_of_memory(session);
        return NULL;
    }
    if (!session_levels(session, SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_RESULT,
                        &levels))
        return NULL;
    for (size_t i = 0; i < *count; i++) {
        struct scenario_ask first = ask;
        bool good = i == 0 ? scenario_ask_begin(session, names[i], &ask)
                           : scenario_ask_another(&first, names[i], &ask);
        ask.watch = watch ? &watched : NULL;
        part.part = i;
        if (!good || !run_one(&ask, levels, &before, &parts[i], displays ? &displays[i] : NULL))
            return NULL;
        if (rows_get_meta(parts[i], "ended", 0))
            *count = i + 1;
    }
    return joined(parts, *count);
}

void cmd_scenario_run(struct session *session, const char *const *names, size_t count)
{
    struct progress progress;
    struct rows **displays = arena_alloc(session->arena, count, sizeof *displays);
    progress_begin(&progress, session, "draws");
    struct rows *tidy =
        displays ? run_all(session, names, &count, &progress.watch, displays) : NULL;
    progress_end(&progress);
    if (!displays)
        out_of_memory(session);
    if (!tidy)
        return;
    show_several(session, tidy, displays, count);
    progress_say_ended(session, tidy);
}

bool cmd_scenario_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    if (session->opt->argument_count == 0) {
        err_set(&err, ERR_ARGUMENT, "no scenario is named");
        err_hint(&err, "tidemark scenario list shows them");
        return session_fail(session, &err);
    }
    size_t count = session->opt->argument_count;
    made->tidy = run_all(session, session->opt->arguments, &count, NULL, NULL);
    return made->tidy;
}

struct rows *cmd_scenario_run_index(struct session *session, const char *name,
                                    struct scenario_ask *ask)
{
    struct rows *tidy = NULL;
    const struct ensemble *before = NULL;
    bool made = scenario_ask_begin(session, name, ask) &&
                run_one(ask, SCORE_LEVEL_INDEX, &before, &tidy, NULL);
    return made ? tidy : NULL;
}

void cmd_scenario_compare(struct session *session, const char *const *names, size_t count)
{
    unsigned levels = 0;
    struct err err;
    struct scenario_ask a, b;
    struct rows *tidy = NULL, *display = NULL;
    if (!session_levels(session, SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_RESULT,
                        &levels) ||
        !scenario_ask_begin(session, names[0], &a))
        return;
    choose_shown(session, &a);
    struct scenario_selection selection = selection_of(&a, levels);
    const struct ensemble *first = scenario_ask_run(&a, levels, NULL);
    struct scenario_rows_side one = {.ensemble = first}, two;
    if (!first || !scenario_ask_still(&a, levels, &one.still))
        return;
    struct rows **displays = arena_alloc(session->arena, count, sizeof *displays);
    for (size_t i = 1; displays && i < count; i++) {
        if (!scenario_ask_another(&a, names[i], &b))
            return;
        const struct ensemble *other = scenario_ask_run(&b, levels, first);
        if (!other)
            return;
        two = (struct scenario_rows_side){.ensemble = other};
        if (!scenario_ask_still(&b, levels, &two.still))
            return;
        struct rows *pair = scenario_rows_compare(session->arena, &one, &two, &selection, &err);
        if (!pair) {
            session_fail(session, &err);
            return;
        }
        if (i == 1) {
            scenario_ask_meta(&a, pair);
            scenario_losses_say(first, a.countries, a.country_count, pair);
        }
        rows_add_meta(pair, "scenario", "%s: %s", b.scenario->id, b.scenario->title);
        scenario_losses_say(other, a.countries, a.country_count, pair);
        display = display_scenario_compare(session, &a.reading, pair);
        if (!display)
            break;
        show_as_notes(pair, display);
        displays[i - 1] = display;
        if (i == 1)
            tidy = pair;
        else
            tidy = joined((struct rows *[]){tidy, pair}, 2);
    }
    if (!tidy || !display) {
        out_of_memory(session);
        return;
    }
    show_several(session, tidy, displays, count - 1);
}
