#include "cli/cmd.h"
#include "cli/display.h"
#include "cli/show.h"
#include "cli/sort.h"

#include "score/score_moves.h"
#include "score/score_rows.h"

#include <stdio.h>

static bool no_arguments(struct session *session)
{
    struct err err;
    if (session->opt->argument_count == 0)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark %s` takes no arguments, but got \"%s\"",
            session->opt->verb, session->opt->arguments[0]);
    err_hint(&err, "countries are chosen with --countries, periods with --at or --years");
    return session_fail(session, &err);
}

/* The live reading names every event that moved something or found nothing to move. */
static bool say_moves(struct session *session, const struct reading *reading,
                      const struct score_selection *selection)
{
    struct rows *moves = score_moves(session->arena, reading->panel, selection);
    struct text_buffer text = {0};
    struct out_options options = {show_columns(), false};
    for (int moved = 1; moves && moved >= 0; moved--) {
        struct rows *display = display_moved(session->arena, reading, moves, moved);
        if (display && display->count > 0) {
            text_add_string(&text, "\n");
            out_rows(display, OUT_TABLE, &options, &text);
        }
    }
    fflush(stdout);
    if (!session->opt->quiet && text.bytes)
        fputs(text.bytes, stderr);
    bool done = moves && !text.failed;
    text_buffer_free(&text);
    return done;
}

static void score(struct session *session)
{
    struct reading reading;
    struct score_selection selection = {0};
    if (!no_arguments(session) ||
        !session_levels(session, SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR, &selection.levels) ||
        !session_countries(session, &selection.countries, &selection.country_count))
        return;
    if (!session_read(session, &reading) ||
        !sort_countries(session, &reading, &selection.countries, selection.country_count))
        return;
    selection.first = reading.first;
    selection.last = reading.last;
    struct rows *tidy = score_rows(session->arena, reading.score, &selection);
    struct rows *display = tidy ? display_score(session, &reading, tidy) : NULL;
    if (!display) {
        struct err err;
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while laying out the scores");
        session_fail(session, &err);
        return;
    }
    session_meta(session, &reading, tidy);
    if (show_rows(session, tidy, display) && session->opt->live)
        say_moves(session, &reading, &selection);
}

enum err_status cmd_score(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        score(&session);
    return session_close(&session);
}
