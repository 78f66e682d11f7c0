#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/show.h"

#include "score/score_compare.h"
#include "score/score_rows.h"
#include "score/score_stored.h"
#include "score/score_trouble.h"

#include <string.h>

/* What follows @ is one period; a range of several is a mistake. */
static bool read_period(struct session *session, const struct reading *reading, const char *id,
                        const char *text, int32_t *period)
{
    struct err err;
    int32_t first = 0, last = 0;
    char latest[DATE_PRINT_SIZE];
    enum date_problem problem = date_period_parse(reading->axis, text, strlen(text), period);
    const struct panel_options *panel = &reading->panel->options;
    if (problem != DATE_OK) {
        err_set(&err, ERR_PERIOD_UNFIT, "%s is %s", text, date_problem_text(problem));
        return session_fail(session, &err);
    }
    date_period_range(reading->axis, text, strlen(text), &first, &last);
    if (first != last) {
        date_period_print(reading->axis, last, latest);
        err_set(&err, ERR_PERIOD_UNFIT, "%s@%s: a side is one period, but %s is several", id, text,
                text);
        err_hint(&err, "write %s@%s; several periods are sides of their own", id, latest);
        return session_fail(session, &err);
    }
    if (*period >= panel->first && *period <= panel->last)
        return true;
    err_set(&err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project", text);
    return session_fail(session, &err);
}

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
    if (!read_period(session, reading, id, at + 1, &side->period))
        return false;
    size_t row = score_row(reading->score, side->country, side->period);
    return !score_stored_lacks(session->arena, &reading->score->bind, row, &err) ||
           session_fail(session, &err);
}

/* Where sides stand in different periods, each says its own; false without memory. */
static bool label_periods(struct session *session, const struct reading *reading,
                          struct score_side *sides, size_t count)
{
    char period[DATE_PRINT_SIZE];
    bool differ = false;
    for (size_t i = 1; i < count; i++)
        differ = differ || sides[i].period != sides[0].period;
    for (size_t i = 0; differ && i < count; i++) {
        if (strchr(session->opt->arguments[i], '@'))
            continue;
        date_period_print(reading->axis, sides[i].period, period);
        sides[i].label = arena_printf(session->arena, "%s %s", sides[i].label, period);
        if (!sides[i].label)
            return false;
    }
    return true;
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

bool cmd_compare_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    struct reading reading;
    unsigned levels = 0;
    size_t count = session->opt->argument_count;
    if (!check_arguments(session) || !session_levels(session,
                                                     SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR |
                                                         SCORE_LEVEL_INDICATOR | SCORE_LEVEL_RESULT,
                                                     &levels))
        return false;
    if (!session_read(session, &(struct session_ask){.around = true, .exact = true}, &reading))
        return false;
    struct score_side *sides = arena_alloc(session->arena, count, sizeof *sides);
    for (size_t i = 0; sides && i < count; i++)
        if (!read_side(session, &reading, session->opt->arguments[i], &sides[i]))
            return false;
    bool dated = sides != NULL;
    for (size_t i = 0; i < count; i++)
        dated = dated && strchr(session->opt->arguments[i], '@');
    for (size_t i = 0; sides && i < count; i++) {
        size_t row = score_row(sides[i].score, sides[i].country, sides[i].period);
        if (row != SIZE_MAX && !score_trouble_zero(sides[i].score, row, 1, &err))
            return session_fail(session, &err);
    }
    if (dated)
        reading.default_why = NULL;
    struct score_options options = session_score_options(session, reading.first, reading.last);
    made->tidy = sides && label_periods(session, &reading, sides, count)
                     ? score_compare(session->arena, sides, count, levels, &options, &err)
                     : NULL;
    if (made->tidy && !made->bare)
        made->single = display_compare(session, &reading, made->tidy);
    if (!made->tidy || !(made->bare || made->single)) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        return session_fail(session, &err);
    }
    session_meta(session, &reading, made->tidy);
    return true;
}

enum err_status cmd_compare(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_compare_rows(&session, &made))
        show_rows(&session, made.tidy, made.single);
    return session_close(&session);
}
