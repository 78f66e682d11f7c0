#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/show.h"
#include "cli/sort.h"

#include "score/score_moves.h"
#include "score/score_published.h"

#include <stdio.h>
#include <string.h>

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

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while laying out the scores");
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

/* Events move the panel, which all rules that read the same values share. */
static void say_all_moves(struct session *session, const struct readings *readings,
                          const struct score_selection *selection)
{
    bool several = false;
    for (size_t i = 1; i < readings->count; i++)
        several = several || readings->items[i].panel != readings->items[0].panel;
    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->items[i];
        size_t first = 0;
        while (readings->items[first].panel != reading->panel)
            first++;
        if (first < i)
            continue;
        if (several && !session->opt->quiet)
            fprintf(stderr, "\nUnder rule %s:\n", reading->rule->name);
        say_moves(session, reading, selection);
    }
}

static bool choose_stage(struct session *session, struct score_selection *selection)
{
    static const char *const names[] = {
        [SCORE_ROWS_READ] = "read",         [SCORE_ROWS_TREATED] = "treated",
        [SCORE_ROWS_IMPUTED] = "imputed",   [SCORE_ROWS_NORMALISED] = "normalised",
        [SCORE_ROWS_WEIGHTED] = "weighted",
    };
    struct err err;
    const struct opt *opt = session->opt;
    size_t stage = 0;
    if (!opt->stage)
        return true;
    while (stage < sizeof names / sizeof *names && strcmp(names[stage], opt->stage) != 0)
        stage++;
    if (stage == sizeof names / sizeof *names) {
        err_set(&err, ERR_OPTION_VALUE,
                "--stage %s: the stages are read, treated, imputed, normalised and weighted",
                opt->stage);
        return session_fail(session, &err);
    }
    selection->stage = (enum score_rows_stage)stage;
    if (selection->levels & SCORE_LEVEL_INDICATOR)
        return true;
    err_set(&err, ERR_OPTION_UNFIT,
            "--stage %s is a figure of indicators, but --level %s shows none", opt->stage,
            opt->level);
    err_hint(&err, "write --level indicator, or leave --level out");
    return session_fail(session, &err);
}

/* What is of no use beside --published is a mistake. */
static bool check_published(struct session *session)
{
    struct err err;
    const struct opt *opt = session->opt;
    const char *unfit = opt->level   ? "--level"
                        : opt->stage ? "--stage"
                        : opt->sort  ? "--sort"
                        : opt->all   ? "--all"
                                     : NULL;
    if (!opt->published || !unfit)
        return true;
    err_set(&err, ERR_OPTION_UNFIT, "%s means nothing beside --published", unfit);
    err_hint(&err, "the rule's `published` says what is compared");
    return session_fail(session, &err);
}

static bool choose(struct session *session, struct score_selection *selection)
{
    const struct opt *opt = session->opt;
    unsigned levels = opt->stage ? SCORE_LEVEL_INDICATOR
                                 : SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_RESULT;
    selection->all = opt->all;
    return no_arguments(session) && check_published(session) &&
           session_levels(session, levels, &selection->levels) &&
           choose_stage(session, selection) &&
           session_countries(session, &selection->countries, &selection->country_count);
}

/* Room for what every rule gives: its tidy rows, and the tables made of them. */
static bool make_room(struct session *session, size_t count, struct rows ***tidy,
                      struct cmd_rows *made)
{
    *tidy = arena_alloc(session->arena, count, sizeof **tidy);
    made->displays = arena_alloc(session->arena, 2 * count, sizeof *made->displays);
    return (*tidy && made->displays) || out_of_memory(session);
}

/* The warnings that a table of one reading needs. */
static bool add_warnings(struct session *session, const struct reading *reading,
                         struct rows *display)
{
    static const struct rows_column none[] = {{"none", NULL, ROWS_TEXT, 0}};
    struct rows *meta = rows_new(session->arena, none, 1);
    if (!meta)
        return false;
    session_meta_warnings(session, reading, false, meta);
    show_as_notes(meta, display);
    return !meta->failed;
}

/* Not eligible and left out is another thing under each rule: "RULE.ID". */
static void keep_lists(const struct reading *reading, bool named, const struct rows *from,
                       struct rows *rows)
{
    static const char *const lists[] = {"not_eligible", "left_out"};
    const char *value;
    for (size_t i = 0; i < 2; i++)
        for (size_t n = 0; (value = rows_get_meta(from, lists[i], n)); n++)
            rows_add_meta(rows, lists[i], "%s%s%s", named ? reading->rule->name : "",
                          named ? "." : "", value);
}

/* What every rule gave, under several rules joined. */
static bool join(struct session *session, const struct readings *readings, struct rows **tidy,
                 struct cmd_rows *made)
{
    made->tidy = tidy[0];
    if (readings->count > 1) {
        const char **names = arena_alloc(session->arena, readings->count, sizeof *names);
        if (!names)
            return out_of_memory(session);
        for (size_t i = 0; i < readings->count; i++)
            names[i] = readings->items[i].rule->name;
        made->tidy = rows_join(session->arena, "rule", names, (const struct rows *const *)tidy,
                               readings->count);
        if (!made->tidy)
            return out_of_memory(session);
        for (size_t i = 0; i < readings->count; i++)
            keep_lists(&readings->items[i], true, tidy[i], made->tidy);
    }
    session_meta_rules(session, readings, made->tidy);
    return true;
}

static bool score(struct session *session, struct score_selection *selection,
                  struct readings *readings, struct cmd_rows *made)
{
    struct rows **tidy = NULL;
    if (!session_read_rules(session, &(struct session_ask){.several = true}, readings) ||
        !make_room(session, readings->count, &tidy, made) ||
        !sort_countries(session, readings->items, &selection->countries, selection->country_count))
        return false;
    selection->first = readings->items->first;
    selection->last = readings->items->last;
    bool named = readings->count > 1;
    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->items[i];
        tidy[i] = score_rows(session->arena, reading->score, selection);
        if (!tidy[i])
            return out_of_memory(session);
        if (made->bare)
            continue;
        struct rows *display = display_score(session, reading, selection, named, tidy[i]);
        if (!display || !add_warnings(session, reading, display))
            return out_of_memory(session);
        made->displays[made->display_count++] = display;
    }
    return join(session, readings, tidy, made);
}

/* Leaves out the rules that do not say what was published: an error when none does. */
static bool keep_published(struct session *session, struct readings *readings)
{
    struct err err;
    size_t kept = 0, count = readings->count;
    for (size_t i = 0; i < count; i++)
        kept += readings->items[i].rule->published_count > 0;
    if (kept == 0) {
        if (count == 1)
            err_set(&err, ERR_ARGUMENT, "the rule %s does not say what was published",
                    readings->items->rule->name);
        else
            err_set(&err, ERR_ARGUMENT, "none of these rules says what was published");
        err_hint(&err,
                 "add published = { index = { \"ID\", within = 0.01 } } to %s, ID an indicator "
                 "that holds the published figures",
                 count == 1 ? "it" : "one");
        return session_fail(session, &err);
    }
    readings->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = readings->items[i].rule;
        if (rule->published_count > 0)
            readings->items[readings->count++] = readings->items[i];
        else if (!session->opt->quiet)
            fprintf(stderr, "notice: the rule %s is left out: it does not say what was published\n",
                    rule->name);
    }
    return true;
}

static bool published(struct session *session, struct score_selection *selection,
                      struct readings *readings, struct cmd_rows *made)
{
    struct rows **tidy = NULL;
    const struct session_ask ask = {.several = true, .span = true, .exact = true};
    if (!session_read_rules(session, &ask, readings) || !keep_published(session, readings) ||
        !make_room(session, readings->count, &tidy, made))
        return false;
    selection->first = readings->items->first;
    selection->last = readings->items->last;
    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->items[i];
        tidy[i] = score_published(session->arena, reading->score, selection);
        if (!tidy[i])
            return out_of_memory(session);
        if (made->bare)
            continue;
        struct rows *display = display_published(session, reading, readings->count > 1, tidy[i]);
        struct rows *beyond = display_published_beyond(session, reading, tidy[i]);
        if (!display || !beyond || !add_warnings(session, reading, display))
            return out_of_memory(session);
        made->displays[made->display_count++] = display;
        if (beyond->count > 0)
            made->displays[made->display_count++] = beyond;
    }
    return join(session, readings, tidy, made);
}

static bool make(struct session *session, struct score_selection *selection,
                 struct readings *readings, struct cmd_rows *made)
{
    if (!choose(session, selection))
        return false;
    return session->opt->published ? published(session, selection, readings, made)
                                   : score(session, selection, readings, made);
}

bool cmd_score_rows(struct session *session, struct cmd_rows *made)
{
    struct score_selection selection = {0};
    struct readings readings;
    return make(session, &selection, &readings, made);
}

enum err_status cmd_score(const struct opt *opt)
{
    struct session session;
    struct score_selection selection = {0};
    struct readings readings;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && make(&session, &selection, &readings, &made) &&
        show_several(&session, made.tidy, made.displays, made.display_count) && opt->live &&
        !opt->published)
        say_all_moves(&session, &readings, &selection);
    return session_close(&session);
}
