#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display_robust.h"
#include "cli/progress.h"
#include "cli/show.h"

#include "base/file.h"
#include "robust/robust_design.h"

#include <string.h>

enum { DESIGN_BYTES_MAX = 256 * 1024 * 1024 };

typedef struct rows *make_rows(struct arena *arena, const struct robust_ask *ask, struct err *err);
typedef struct rows *make_table(const struct session *session, const struct robust_frame *frame,
                                const struct rows *tidy);

/* What --show can be; without a table of their own tidy rows are shown as they are. */
static const struct {
    make_rows *rows;
    make_table *table;
} shows[] = {{robust_rows, display_robust_scores},
             {robust_rows_ranks, display_robust_ranks},
             {robust_rows_pairs, display_robust_pairs},
             {robust_rows_runs, NULL},
             {robust_rows_design, NULL}};

enum { SHOWS = sizeof shows / sizeof *shows };
static const char *const show_names[SHOWS] = {"scores", "ranks", "pairs", "runs", "design"};

/* The period of --since, within the panel. */
static bool choose_since(struct session *session, struct robust_frame *frame)
{
    const char *text = session->opt->since;
    const struct panel_options *panel = &frame->reading->panel->options;
    struct robust_ask *ask = &frame->ask;
    ask->dated = text != NULL;
    if (!text || (date_period_parse(panel->axis, text, strlen(text), &ask->since) == DATE_OK &&
                  ask->since >= panel->first && ask->since <= panel->last))
        return true;
    struct err err;
    char from[DATE_PRINT_SIZE], to[DATE_PRINT_SIZE];
    date_period_print(panel->axis, panel->first, from);
    date_period_print(panel->axis, panel->last, to);
    err_set(&err, ERR_PERIOD_UNFIT, "--since %s: it wants a period of the project to compare with",
            text);
    err_hint(&err, "they run from %s to %s", from, to);
    return session_fail(session, &err);
}

/* The table of --design; NULL, said by the session. */
static const struct robust_design *read_design(struct session *session)
{
    struct err err;
    size_t length;
    const char *path = session->opt->design;
    const char *bytes = file_read(session->arena, path, DESIGN_BYTES_MAX, &length, &err);
    const struct robust_design *design =
        bytes ? robust_design_read(session->arena, path, bytes, length, &err) : NULL;
    if (!design)
        session_fail(session, &err);
    return design;
}

/* Opens the frame with the runs of a design, which says what varies where --uncertain does not. */
static bool open_design(struct session *session, const struct reading *reading,
                        struct robust_frame *frame)
{
    struct err err;
    const char *list = session->opt->uncertain;
    if (session->opt->draws != opt_default().draws)
        return robust_frame_fail(session, ERR_OPTION_UNFIT,
                                 "--draws means nothing beside --design, whose runs are its lines",
                                 "leave one of them out");
    const struct robust_design *design = read_design(session);
    if (!design)
        return false;
    if (!list)
        list = robust_design_uncertain(session->arena, design, &err);
    if (!list)
        return session_fail(session, &err);
    if (!robust_frame_open(session, reading, list, frame))
        return false;
    frame->ask.runs = design->runs;
    frame->ask.given = design;
    frame->ask.numbers = robust_design_numbers(session->arena, design, frame->ask.plan, &err);
    frame->words = arena_printf(session->arena, "%s, as %s gives them", list, design->file);
    return frame->ask.numbers ? frame->words || session_complete(session)
                              : session_fail(session, &err);
}

/* The rows, looked on at where they are shown and not asked for by a script. */
static struct rows *run(struct session *session, struct robust_frame *frame, make_rows *rows,
                        bool bare, struct err *err)
{
    struct progress progress;
    if (bare)
        return rows(session->arena, &frame->ask, err);
    progress_begin(&progress, session, "runs");
    frame->ask.watch = &progress.watch;
    struct rows *made = rows(session->arena, &frame->ask, err);
    progress_end(&progress);
    return made;
}

static bool make(struct session *session, const struct reading *reading, struct cmd_rows *made)
{
    struct err err;
    struct robust_frame frame;
    size_t shown = 0;
    if (!robust_frame_show(session, show_names, SHOWS, &shown) ||
        !(session->opt->design
              ? open_design(session, reading, &frame)
              : robust_frame_open(session, reading, session->opt->uncertain, &frame)) ||
        !choose_since(session, &frame))
        return false;
    frame.ask.ranked = session->opt->ranks || frame.countries >= ROBUST_RANKED_FROM;
    made->tidy = run(session, &frame, shows[shown].rows, made->bare, &err);
    if (!made->tidy)
        return session_fail(session, &err);
    robust_frame_meta(session, &frame, made->tidy);
    rows_add_meta(made->tidy, "runs", "%zu", frame.ask.runs);
    if (made->bare || !shows[shown].table)
        return true;
    made->single = shows[shown].table(session, &frame, made->tidy);
    return made->single ||
           robust_frame_fail(session, ERR_OUT_OF_MEMORY, "out of memory in the runs", "");
}

bool cmd_robust_rows(struct session *session, struct cmd_rows *made)
{
    struct reading reading;
    if (session->opt->draws == 0)
        return robust_frame_fail(session, ERR_OPTION_VALUE, "--draws 0 leaves no runs to look at",
                                 "--draws 10000");
    /* All periods are scored: --since may name any. */
    return robust_frame_read(session, &reading) && make(session, &reading, made);
}

enum err_status cmd_robust(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_robust_rows(&session, &made)) {
        show_rows(&session, made.tidy, made.single);
        progress_say_ended(&session, made.tidy);
    }
    return session_close(&session);
}
