#include "cli/cmd.h"
#include "cli/session.h"
#include "cli/show.h"

#include "model/history.h"
#include "model/panel_live.h"

#include <math.h>
#include <string.h>

enum {
    HISTORY_COUNTRY,
    HISTORY_ITEM,
    HISTORY_KIND,
    HISTORY_DATE,
    HISTORY_VALUE,
    HISTORY_LOW,
    HISTORY_HIGH,
    HISTORY_SERIES,
    HISTORY_SOURCE,
    HISTORY_CODER,
    HISTORY_RECORDED,
    HISTORY_STATE,
    HISTORY_UNTIL,
    HISTORY_WHY,
    HISTORY_NOTE,
    HISTORY_FILE,
    HISTORY_LINE,
    HISTORY_COLUMNS
};

static const struct rows_column history_columns[HISTORY_COLUMNS] = {
    [HISTORY_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [HISTORY_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [HISTORY_KIND] = {"kind", NULL, ROWS_TEXT, 0},
    [HISTORY_DATE] = {"date", NULL, ROWS_TEXT, 0},
    [HISTORY_VALUE] = {"value", NULL, ROWS_NUMBER, -1},
    [HISTORY_LOW] = {"low", NULL, ROWS_NUMBER, -1},
    [HISTORY_HIGH] = {"high", NULL, ROWS_NUMBER, -1},
    [HISTORY_SERIES] = {"series", NULL, ROWS_TEXT, 0},
    [HISTORY_SOURCE] = {"source", NULL, ROWS_TEXT, 0},
    [HISTORY_CODER] = {"coder", NULL, ROWS_TEXT, 0},
    [HISTORY_RECORDED] = {"recorded", NULL, ROWS_TEXT, 0},
    [HISTORY_STATE] = {"state", NULL, ROWS_TEXT, 0},
    [HISTORY_UNTIL] = {"until", NULL, ROWS_TEXT, 0},
    [HISTORY_WHY] = {"why", NULL, ROWS_TEXT, 0},
    [HISTORY_NOTE] = {"note", NULL, ROWS_TEXT, 0},
    [HISTORY_FILE] = {"file", NULL, ROWS_TEXT, 0},
    [HISTORY_LINE] = {"line", NULL, ROWS_NUMBER, 0},
};

struct history {
    struct session *session;
    uint32_t country;
    uint32_t indicator; /* CODEBOOK_NONE: all */
    int32_t as_known;
    struct rows *tidy;
};

static void set_day(struct history *history, int column, int32_t day)
{
    char text[DATE_PRINT_SIZE];
    if (day != INT32_MAX)
        rows_set_text(history->tidy, (size_t)column,
                      arena_text(history->session->arena, text, date_print_day(day, text)));
}

/* Why an entry stands no more, "" where its line says all. */
static const char *why_of(const struct history *history, const struct history_entry *entry)
{
    const struct project *project = history->session->project;
    if (entry->state == HISTORY_WITHDRAWN)
        return entry->observation.why;
    if (entry->state != HISTORY_SET_ASIDE)
        return "";
    return arena_printf(history->session->arena, "%s is preferred: %s",
                        project->sources->items[entry->preference->source].id,
                        entry->preference->because);
}

static void add_entry(struct history *history, uint32_t indicator,
                      const struct history_entry *entry)
{
    struct rows *tidy = history->tidy;
    const struct project *project = history->session->project;
    const struct observation *made = &entry->observation;
    char date[DATE_PRINT_SIZE];
    size_t length = date_print(made->date, date);
    rows_add(tidy);
    rows_set_text(tidy, HISTORY_COUNTRY, project->countries[history->country].id);
    rows_set_text(tidy, HISTORY_ITEM, project->codebook->indicators[indicator].id);
    rows_set_text(tidy, HISTORY_KIND, made->use ? "published" : "coded");
    rows_set_text(tidy, HISTORY_DATE, arena_text(history->session->arena, date, length));
    rows_set_number(tidy, HISTORY_VALUE, made->value);
    rows_set_number(tidy, HISTORY_LOW, made->low);
    rows_set_number(tidy, HISTORY_HIGH, made->high);
    rows_set_text(tidy, HISTORY_SERIES, made->use ? made->use->series : "");
    rows_set_text(tidy, HISTORY_SOURCE, project->sources->items[made->source].id);
    rows_set_text(tidy, HISTORY_CODER, made->coder);
    set_day(history, HISTORY_RECORDED, made->recorded);
    rows_set_text(tidy, HISTORY_STATE, history_word(entry->state));
    set_day(history, HISTORY_UNTIL, entry->until);
    rows_set_text(tidy, HISTORY_WHY, why_of(history, entry));
    rows_set_text(tidy, HISTORY_NOTE, made->note);
    rows_set_text(tidy, HISTORY_FILE, made->file);
    rows_set_number(tidy, HISTORY_LINE, made->line);
}

static void add_effect(struct history *history, const struct event *event,
                       const struct effect *effect)
{
    struct rows *tidy = history->tidy;
    const struct project *project = history->session->project;
    bool withdrawn = event->retracted != INT32_MAX && event->retracted <= history->as_known;
    rows_add(tidy);
    rows_set_text(tidy, HISTORY_COUNTRY, project->countries[history->country].id);
    rows_set_text(tidy, HISTORY_ITEM, project->codebook->indicators[effect->indicator].id);
    rows_set_text(tidy, HISTORY_KIND, "effect");
    set_day(history, HISTORY_DATE, effect->day);
    rows_set_number(tidy, HISTORY_VALUE, effect->by);
    rows_set_number(tidy, HISTORY_LOW, effect->low);
    rows_set_number(tidy, HISTORY_HIGH, effect->high);
    rows_set_text(tidy, HISTORY_SOURCE, project->sources->items[event->sources[0]].id);
    set_day(history, HISTORY_RECORDED, event->recorded);
    rows_set_text(tidy, HISTORY_STATE,
                  history_word(withdrawn ? HISTORY_WITHDRAWN : HISTORY_STANDS));
    set_day(history, HISTORY_UNTIL, withdrawn ? event->retracted : INT32_MAX);
    rows_set_text(tidy, HISTORY_WHY, withdrawn ? event->why : "");
    rows_set_text(tidy, HISTORY_NOTE, event->title);
    rows_set_text(tidy, HISTORY_FILE, effect->file);
    rows_set_number(tidy, HISTORY_LINE, effect->line);
}

static void add_effects(struct history *history, uint32_t indicator)
{
    const struct project *project = history->session->project;
    for (size_t i = 0; i < project->event_count; i++) {
        const struct event *event = &project->events[i];
        if (event->signal || event->recorded > history->as_known)
            continue;
        for (size_t j = 0; j < event->effects_count; j++)
            for (size_t k = 0; k < event->effects[j].count; k++)
                if (event->effects[j].effects[k].indicator == indicator &&
                    panel_live_bears(event, &event->effects[j], history->country))
                    add_effect(history, event, &event->effects[j].effects[k]);
    }
}

static bool fill(struct history *history)
{
    const struct project *project = history->session->project;
    for (uint32_t i = 0; i < project->codebook->indicator_count; i++) {
        size_t count;
        if (history->indicator != CODEBOOK_NONE && history->indicator != i)
            continue;
        const struct history_entry *entries = history_of(
            history->session->arena, project, i, history->country, history->as_known, &count);
        if (!entries)
            return false;
        for (size_t k = 0; k < count; k++)
            add_entry(history, i, &entries[k]);
        add_effects(history, i);
    }
    return !history->tidy->failed;
}

static const char *number(struct arena *arena, double value, bool step)
{
    return arena_printf(arena, step ? "%+.5g" : "%.5g", value);
}

static const char *value_of(struct arena *arena, const struct rows *tidy, size_t row)
{
    double low = rows_number(tidy, row, HISTORY_LOW), high = rows_number(tidy, row, HISTORY_HIGH);
    bool step = strcmp(rows_text(tidy, row, HISTORY_KIND), "effect") == 0;
    const char *value = number(arena, rows_number(tidy, row, HISTORY_VALUE), step);
    if (isnan(low))
        return value;
    return arena_printf(arena, "%s (%s–%s)", value, number(arena, low, step),
                        number(arena, high, step));
}

/* "fiw.E1, fiw2022, data/KGZ.yaml:101". */
static const char *origin_of(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *series = rows_text(tidy, row, HISTORY_SERIES);
    const char *coder = rows_text(tidy, row, HISTORY_CODER);
    const char *first = *series ? series : coder;
    bool step = strcmp(rows_text(tidy, row, HISTORY_KIND), "effect") == 0;
    return arena_printf(arena, "%s%s%s%s%s, %s:%.0f",
                        step ? rows_text(tidy, row, HISTORY_NOTE) : "", step ? ", " : "", first,
                        *first ? ", " : "", rows_text(tidy, row, HISTORY_SOURCE),
                        rows_text(tidy, row, HISTORY_FILE), rows_number(tidy, row, HISTORY_LINE));
}

static const char *fate_of(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *state = rows_text(tidy, row, HISTORY_STATE);
    const char *why = rows_text(tidy, row, HISTORY_WHY);
    if (strcmp(state, "stands") == 0)
        return state;
    return arena_printf(arena, "%s %s%s%s",
                        strcmp(state, history_word(HISTORY_SET_ASIDE)) == 0 ? "set aside" : state,
                        rows_text(tidy, row, HISTORY_UNTIL), *why ? ": " : "", why);
}

static struct rows *lay_out(const struct history *history)
{
    static const struct rows_column columns[] = {{"date", "Date", ROWS_TEXT, 0},
                                                 {"value", "Value", ROWS_TEXT, 0},
                                                 {"recorded", "Known", ROWS_TEXT, 0},
                                                 {"state", "Now", ROWS_TEXT, 0},
                                                 {"from", "From", ROWS_TEXT, 0}};
    struct arena *arena = history->session->arena;
    const struct project *project = history->session->project;
    const struct rows *tidy = history->tidy;
    struct rows *display = rows_new(arena, columns, 5);
    const char *item = "";
    for (size_t row = 0; display && row < tidy->count; row++) {
        const char *here = rows_text(tidy, row, HISTORY_ITEM);
        if (history->indicator == CODEBOOK_NONE && strcmp(here, item) != 0) {
            rows_add(display);
            rows_set_text(display, 0, here);
            item = here;
        }
        rows_add(display);
        rows_set_text(display, 0, rows_text(tidy, row, HISTORY_DATE));
        rows_set_text(display, 1, value_of(arena, tidy, row));
        rows_set_text(display, 2, rows_text(tidy, row, HISTORY_RECORDED));
        rows_set_text(display, 3, fate_of(arena, tidy, row));
        rows_set_text(display, 4, origin_of(arena, tidy, row));
    }
    if (!display)
        return NULL;
    rows_add_meta(
        display, "title", "%s%s%s", project->countries[history->country].name,
        history->indicator == CODEBOOK_NONE ? "" : ": ",
        history->indicator == CODEBOOK_NONE
            ? ""
            : project->codebook->nodes[project->codebook->indicators[history->indicator].node]
                  .name);
    if (tidy->count == 0)
        rows_add_meta(display, "note", "Nothing is recorded.");
    return display;
}

static bool take_arguments(struct history *history)
{
    struct err err;
    struct session *session = history->session;
    const struct opt *opt = session->opt;
    struct date date;
    if (opt->argument_count != 1 && opt->argument_count != 2) {
        err_set(&err, ERR_ARGUMENT, "`tidemark history` wants a country and at most one indicator");
        err_hint(&err, "tidemark history KGZ cs_assembly");
        return session_fail(session, &err);
    }
    if (!session_country(session, opt->arguments[0], &history->country))
        return false;
    if (opt->argument_count == 2 &&
        !session_indicator(session, opt->arguments[1], &history->indicator))
        return false;
    if (!opt->as_known)
        return true;
    enum date_problem problem = date_parse(opt->as_known, strlen(opt->as_known), &date);
    if (problem == DATE_OK) {
        history->as_known = date.last;
        return true;
    }
    err_set(&err, ERR_PERIOD_UNFIT, "--as-known %s is %s", opt->as_known,
            date_problem_text(problem));
    return session_fail(session, &err);
}

enum err_status cmd_history(const struct opt *opt)
{
    struct session session;
    struct err err;
    struct history history = {
        .session = &session, .indicator = CODEBOOK_NONE, .as_known = INT32_MAX};
    if (session_open(&session, opt, false) && take_arguments(&history)) {
        history.tidy = rows_new(session.arena, history_columns, HISTORY_COLUMNS);
        struct rows *display = history.tidy && fill(&history) ? lay_out(&history) : NULL;
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking back");
        if (display)
            show_rows(&session, history.tidy, display);
        else
            session_fail(&session, &err);
    }
    return session_close(&session);
}
