#include "cli/cmd.h"
#include "cli/display.h"
#include "cli/show.h"

#include "score/score_compare.h"
#include "score/score_rows.h"
#include "score/score_stored.h"
#include "score/score_trouble.h"

#include <string.h>

/* "KGZ" or "KGZ@2019": a country, at the period of the reading or at one of its own. */
static bool read_side(struct session *session, const struct reading *reading, const char *text,
                      struct score_side *side)
{
    struct err err;
    const char *at = strchr(text, '@');
    const char *name = at ? arena_text(session->arena, text, (size_t)(at - text)) : text;
    if (!name || !session_country(session, name, &side->country))
        return false;
    const char *id = session->project->countries[side->country].id;
    side->score = reading->score;
    side->period = reading->last;
    side->label = at ? arena_printf(session->arena, "%s %s", id, at + 1) : id;
    if (!at)
        return true;
    enum date_problem problem =
        date_period_parse(reading->axis, at + 1, strlen(at + 1), &side->period);
    const struct panel_options *panel = &reading->panel->options;
    if (problem == DATE_OK && side->period >= panel->first && side->period <= panel->last) {
        size_t row = score_row(reading->score, side->country, side->period);
        return !score_stored_lacks(session->arena, &reading->score->bind, row, &err) ||
               session_fail(session, &err);
    }
    if (problem == DATE_OK)
        err_set(&err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project", at + 1);
    else
        err_set(&err, ERR_PERIOD_UNFIT, "%s is %s", at + 1, date_problem_text(problem));
    return session_fail(session, &err);
}

static bool check_arguments(struct session *session)
{
    struct err err;
    if (session->opt->argument_count >= 2)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark compare` wants at least two sides");
    err_hint(&err, "tidemark compare KGZ TJK --at 2021, or tidemark compare KGZ@2019 KGZ@2021");
    return session_fail(session, &err);
}

static void compare(struct session *session)
{
    struct err err;
    struct reading reading;
    unsigned levels = 0;
    size_t count = session->opt->argument_count;
    if (!check_arguments(session) || !session_levels(session,
                                                     SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR |
                                                         SCORE_LEVEL_INDICATOR | SCORE_LEVEL_RESULT,
                                                     &levels))
        return;
    if (!session_read(session, &(struct session_ask){.around = true, .exact = true}, &reading))
        return;
    struct score_side *sides = arena_alloc(session->arena, count, sizeof *sides);
    for (size_t i = 0; sides && i < count; i++)
        if (!read_side(session, &reading, session->opt->arguments[i], &sides[i]))
            return;
    bool dated = sides != NULL;
    for (size_t i = 0; i < count; i++)
        dated = dated && strchr(session->opt->arguments[i], '@');
    for (size_t i = 0; sides && i < count; i++) {
        size_t row = score_row(sides[i].score, sides[i].country, sides[i].period);
        if (row != SIZE_MAX && !score_trouble_zero(sides[i].score, row, 1, &err)) {
            session_fail(session, &err);
            return;
        }
    }
    if (dated)
        reading.default_why = NULL;
    struct score_options options = session_score_options(session, reading.first, reading.last);
    struct rows *tidy =
        sides ? score_compare(session->arena, sides, count, levels, &options, &err) : NULL;
    struct rows *display = tidy ? display_compare(session, &reading, tidy) : NULL;
    if (!display) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        session_fail(session, &err);
        return;
    }
    session_meta(session, &reading, tidy);
    show_rows(session, tidy, display);
}

enum err_status cmd_compare(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        compare(&session);
    return session_close(&session);
}
