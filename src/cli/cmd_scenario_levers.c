#include "cli/cmd_scenario.h"
#include "cli/session.h"
#include "cli/show.h"

#include <math.h>

enum { LEVERS_ID, LEVERS_TITLE, LEVERS_ACTOR, LEVERS_SIDE, LEVERS_MOVES, LEVERS_CHANCE };
static const struct rows_column columns[] = {
    [LEVERS_ID] = {"lever", "Lever", ROWS_TEXT, 0},
    [LEVERS_TITLE] = {"title", "What is done", ROWS_TEXT, 0},
    [LEVERS_ACTOR] = {"actor", "Who acts", ROWS_TEXT, 0},
    [LEVERS_SIDE] = {"side", "Side", ROWS_TEXT, 0},
    [LEVERS_MOVES] = {"effects", "Effects", ROWS_NUMBER, 0},
    [LEVERS_CHANCE] = {"chance", "Chance", ROWS_TEXT, 0},
};

/* "0.35", or "KGZ 0.15, TJK 0.05" where countries differ; empty where none is judged. */
static const char *chance_of(struct session *session, const struct lever *lever)
{
    const struct project *project = session->project;
    const char *text = "";
    bool alike = true;
    for (size_t i = 1; i < project->country_count; i++)
        alike = alike && lever->chance[i] == lever->chance[0];
    if (alike && project->country_count > 0 && !isnan(lever->chance[0]))
        return arena_printf(session->arena, "%g", lever->chance[0]);
    for (size_t i = 0; text && i < project->country_count; i++)
        if (!isnan(lever->chance[i]))
            text = arena_printf(session->arena, "%s%s%s %g", text, *text ? ", " : "",
                                project->countries[i].id, lever->chance[i]);
    return text;
}

static void levers(struct session *session)
{
    const struct levers *all = session_levers(session);
    session_report(session, false);
    struct rows *rows = rows_new(session->arena, columns, sizeof columns / sizeof *columns);
    if (!all || !rows || session->status != ERR_NONE)
        return;
    for (size_t i = 0; i < all->count; i++) {
        const struct lever *lever = &all->items[i];
        rows_add(rows);
        rows_set_text(rows, LEVERS_ID, lever->id);
        rows_set_text(rows, LEVERS_TITLE, lever->title);
        rows_set_text(rows, LEVERS_ACTOR, lever->actor);
        rows_set_text(rows, LEVERS_SIDE, lever->side);
        rows_set_number(rows, LEVERS_MOVES, (double)lever->effect_count);
        rows_set_text(rows, LEVERS_CHANCE, chance_of(session, lever));
    }
    rows_add_meta(rows, "title", "Levers of %s", session->project->codebook->id);
    show_rows(session, rows, NULL);
}

enum err_status cmd_scenario_levers(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        levers(&session);
    return session_close(&session);
}
