#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display_robust.h"
#include "cli/robust_ask.h"
#include "cli/show.h"

#include <string.h>

enum shown { SHOW_SCORES, SHOW_RANKS, SHOW_PAIRS };

static bool fail(struct session *session, enum err_code code, const char *sentence,
                 const char *hint)
{
    struct err err;
    err_set(&err, code, "%s", sentence);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

static bool choose_shown(struct session *session, enum shown *shown)
{
    static const char *const names[] = {"scores", "ranks", "pairs"};
    const char *text = session->opt->show ? session->opt->show : names[SHOW_SCORES];
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            *shown = (enum shown)i;
            return true;
        }
    return fail(session, ERR_OPTION_VALUE, "--show wants scores, ranks or pairs", "--show ranks");
}

/* The period of --since, within the panel. */
static bool choose_since(struct session *session, const struct reading *reading,
                         struct robust_ask *ask)
{
    const char *text = session->opt->since;
    const struct panel_options *panel = &reading->panel->options;
    ask->dated = text != NULL;
    if (!text)
        return true;
    if (date_period_parse(panel->axis, text, strlen(text), &ask->since) != DATE_OK ||
        ask->since < panel->first || ask->since > panel->last)
        return fail(session, ERR_PERIOD_UNFIT,
                    "--since wants a period of the project to compare with", "--since 2019");
    return true;
}

/* The most countries that have the item in one of the periods shown. */
static size_t countries_of(const struct robust_ask *ask)
{
    size_t most = 0;
    for (int32_t at = ask->first; at <= ask->last; at++) {
        size_t count = robust_rows_countries(ask, at);
        most = count > most ? count : most;
    }
    return most;
}

static void add_meta(struct session *session, const struct reading *reading,
                     const struct robust_ask *ask, const char *words, struct rows *rows)
{
    session_meta(session, reading, rows);
    rows_add_meta(rows, "uncertain", "%s", words);
    rows_add_meta(rows, "runs", "%zu", ask->runs);
    rows_add_meta(rows, "countries_ranked", "%zu", countries_of(ask));
}

static bool make(struct session *session, const struct reading *reading, struct cmd_rows *made)
{
    struct err err;
    struct robust_ask ask;
    enum shown shown = SHOW_SCORES;
    size_t item;
    const char *words;
    const char *name = session->opt->argument_count > 0 ? session->opt->arguments[0] : NULL;
    if (!choose_shown(session, &shown) || !robust_ask_item(session, reading->score, name, &item) ||
        !robust_ask_make(session, reading, item, &ask, &words) ||
        !choose_since(session, reading, &ask))
        return false;
    size_t countries = countries_of(&ask);
    ask.ranked = session->opt->ranks || countries >= ROBUST_RANKED_FROM;
    made->tidy = shown == SHOW_SCORES  ? robust_rows(session->arena, &ask, &err)
                 : shown == SHOW_RANKS ? robust_rows_ranks(session->arena, &ask, &err)
                                       : robust_rows_pairs(session->arena, &ask, &err);
    if (!made->tidy)
        return session_fail(session, &err);
    add_meta(session, reading, &ask, words, made->tidy);
    if (made->bare)
        return true;
    const struct display_robust display = {
        .ask = &ask, .words = words, .countries = countries, .reading = reading};
    made->single = shown == SHOW_SCORES  ? display_robust_scores(session, &display, made->tidy)
                   : shown == SHOW_RANKS ? display_robust_ranks(session, &display, made->tidy)
                                         : display_robust_pairs(session, &display, made->tidy);
    return made->single || fail(session, ERR_OUT_OF_MEMORY, "out of memory in the runs", "");
}

bool cmd_robust_rows(struct session *session, struct cmd_rows *made)
{
    struct reading reading;
    if (session->opt->argument_count > 1)
        return fail(session, ERR_ARGUMENT, "`tidemark robust` takes one item at most",
                    "tidemark robust civic_space --at 2021");
    if (session->opt->draws == 0)
        return fail(session, ERR_OPTION_VALUE, "--draws 0 leaves no runs to look at",
                    "--draws 10000");
    /* All periods are scored: --since may name any. */
    return session_read(session, &(struct session_ask){.around = true, .exact = true}, &reading) &&
           make(session, &reading, made);
}

enum err_status cmd_robust(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_robust_rows(&session, &made))
        show_rows(&session, made.tidy, made.single);
    return session_close(&session);
}
