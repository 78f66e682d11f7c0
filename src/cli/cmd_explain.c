#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/explain_cells.h"
#include "cli/show.h"

#include "model/panel_live.h"
#include "score/score_explain.h"

#include <string.h>

/* The item asked for: "index" when there is no second argument. */
static bool find_item(struct session *session, const struct reading *reading, size_t *item)
{
    struct err err;
    const struct score *score = reading->score;
    if (session->opt->argument_count < 2) {
        *item = SIZE_MAX;
        return true;
    }
    const char *name = session->opt->arguments[1];
    *item = score_item(reading->score, text_of(name));
    if (*item != SIZE_MAX)
        return true;
    const char **ids = arena_alloc(session->arena, score->items, sizeof *ids);
    for (size_t i = 0; ids && i < score->items; i++)
        ids[i] = score_item_id(score, i);
    err_set(&err, ERR_ITEM_UNKNOWN, "there is no result, pillar, group or indicator \"%s\"", name);
    size_t near = ids ? text_nearest(text_of(name), ids, score->items) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", ids[near]);
    else
        err_hint(&err,
                 "tidemark score --level result,pillar,group,indicator --format csv lists them");
    return session_fail(session, &err);
}

static bool check_arguments(struct session *session)
{
    struct err err;
    size_t count = session->opt->argument_count;
    if ((count == 1 || count == 2) && !strchr(session->opt->arguments[0], ','))
        return true;
    if (count == 1 || count == 2) {
        err_set(&err, ERR_ARGUMENT, "`tidemark explain` takes one country, not %s",
                session->opt->arguments[0]);
        err_hint(&err, "explain one after the other, or set two side by side: tidemark compare");
        return session_fail(session, &err);
    }
    err_set(&err, ERR_ARGUMENT,
            count ? "`tidemark explain` takes a country and at most one item"
                  : "`tidemark explain` wants a country");
    err_hint(&err, "tidemark explain KGZ, or tidemark explain KGZ civic_space --at 2021");
    return session_fail(session, &err);
}

/* Under a node of a lever or any other pillar: the dated acts behind it, whether they moved it or
 * not. */
static bool under(const struct codebook *codebook, uint32_t node, size_t item)
{
    while (node != CODEBOOK_NONE && node != item)
        node = codebook->nodes[node].parent;
    return node != CODEBOOK_NONE;
}

static void add_event(struct session *session, const struct event *event,
                      const struct effect *effect, struct rows *rows)
{
    const struct codebook *codebook = session->project->codebook;
    const struct sources *sources = session->project->sources;
    char day[DATE_PRINT_SIZE];
    date_print_day(effect->day, day);
    rows_add(rows);
    rows_set_text(rows, EXPLAIN_COUNTRY, rows_text(rows, 0, EXPLAIN_COUNTRY));
    rows_set_text(rows, EXPLAIN_PERIOD, arena_text(session->arena, day, strlen(day)));
    rows_set_text(rows, EXPLAIN_LEVEL, "event");
    rows_set_text(rows, EXPLAIN_ITEM, event->title);
    rows_set_text(rows, EXPLAIN_PARENT,
                  codebook->nodes[codebook->indicators[effect->indicator].node].id);
    rows_set_number(rows, EXPLAIN_VALUE, effect->by);
    rows_set_text(rows, EXPLAIN_SOURCE, sources->items[event->sources[0]].id);
    rows_set_text(rows, EXPLAIN_FILE, effect->file);
    rows_set_number(rows, EXPLAIN_LINE, effect->line);
}

/* Events up to the end of the period whose effects bear on an indicator under item. */
static void add_events(struct session *session, const struct reading *reading, uint32_t country,
                       size_t item, struct rows *rows)
{
    const struct project *project = session->project;
    int32_t end = date_period_last_day(reading->axis, reading->last);
    for (size_t i = 0; i < project->event_count; i++) {
        const struct event *event = &project->events[i];
        if (event->signal || !panel_live_knows(&reading->panel->options, event))
            continue;
        for (size_t j = 0; j < event->effects_count; j++) {
            if (!panel_live_bears(event, &event->effects[j], country))
                continue;
            for (size_t k = 0; k < event->effects[j].count; k++) {
                const struct effect *effect = &event->effects[j].effects[k];
                uint32_t node = project->codebook->indicators[effect->indicator].node;
                if (effect->day <= end && under(project->codebook, node, item))
                    add_event(session, event, effect, rows);
            }
        }
    }
}

bool cmd_explain_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    struct reading reading;
    uint32_t country = 0;
    size_t item = SIZE_MAX;
    if (!check_arguments(session) ||
        !session_country(session, session->opt->arguments[0], &country))
        return false;
    if (!session_read(session, &(struct session_ask){.exact = true}, &reading) ||
        !find_item(session, &reading, &item))
        return false;
    const size_t *parents = NULL;
    struct rows *tidy = made->tidy =
        score_explain_tree(session->arena, reading.score, item, country, reading.last, &parents);
    if (tidy)
        explain_cells_meta(session, &reading, country, tidy);
    if (tidy && item < session->project->codebook->node_count) {
        explain_cells_beside(session, &reading, country, item, tidy);
        add_events(session, &reading, country, item, tidy);
    }
    if (tidy && !made->bare)
        made->single = display_explain(session, &reading, tidy, parents,
                                       session->project->countries[country].name);
    if (!tidy || !(made->bare || made->single) ||
        !score_remarks(session->arena, reading.score, reading.last, reading.last, country,
                       &reading.remarks)) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while explaining");
        return session_fail(session, &err);
    }
    session_meta(session, &reading, tidy);
    return true;
}

enum err_status cmd_explain(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_explain_rows(&session, &made))
        show_rows(&session, made.tidy, made.single);
    return session_close(&session);
}
