#include "cli/cmd.h"
#include "cli/session.h"
#include "cli/show.h"

#include "model/history.h"
#include "stat/agreement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    AGREE_ITEM,
    AGREE_CODER,
    AGREE_UNITS,
    AGREE_PAIRS,
    AGREE_ORDINAL,
    AGREE_ORDINAL_LOW,
    AGREE_ORDINAL_HIGH,
    AGREE_INTERVAL,
    AGREE_INTERVAL_LOW,
    AGREE_INTERVAL_HIGH,
    AGREE_EXACT,
    AGREE_WITHIN,
    AGREE_ABOVE,
    AGREE_COLUMNS
};

static const struct rows_column agree_columns[AGREE_COLUMNS] = {
    [AGREE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [AGREE_CODER] = {"coder", NULL, ROWS_TEXT, 0},
    [AGREE_UNITS] = {"units", NULL, ROWS_NUMBER, 0},
    [AGREE_PAIRS] = {"pairs", NULL, ROWS_NUMBER, 0},
    [AGREE_ORDINAL] = {"ordinal", NULL, ROWS_NUMBER, -1},
    [AGREE_ORDINAL_LOW] = {"ordinal_low", NULL, ROWS_NUMBER, -1},
    [AGREE_ORDINAL_HIGH] = {"ordinal_high", NULL, ROWS_NUMBER, -1},
    [AGREE_INTERVAL] = {"interval", NULL, ROWS_NUMBER, -1},
    [AGREE_INTERVAL_LOW] = {"interval_low", NULL, ROWS_NUMBER, -1},
    [AGREE_INTERVAL_HIGH] = {"interval_high", NULL, ROWS_NUMBER, -1},
    [AGREE_EXACT] = {"exact", NULL, ROWS_NUMBER, -1},
    [AGREE_WITHIN] = {"within_one", NULL, ROWS_NUMBER, -1},
    [AGREE_ABOVE] = {"above", NULL, ROWS_NUMBER, -1},
};

/* Values by unit and coder; a unit is an indicator, country and date that somebody coded. Values
 * are in levels: from 0, the worst, on; a scale without levels counts as one of five. */
struct table {
    struct session *session;
    struct arena *arena;
    int32_t as_known;
    uint32_t asked; /* the indicator to look at alone, CODEBOOK_NONE: all */
    const char **coders;
    size_t coder_count;
    uint32_t *indicator; /* [unit] */
    double *values;      /* [unit × coder_count] */
    size_t units;
    size_t room;
    struct rows *tidy;
};

static double level_of(const struct scale *scale, double value)
{
    double steps = scale->kind == SCALE_ORDINAL ? (double)(scale->level_count - 1) : 4;
    return (value - scale->worst) / (scale->best - scale->worst) * steps;
}

/* A value that a coder stands by, whether or not others settled on another or a source is
 * preferred. */
static bool counts(const struct history_entry *entry)
{
    return !entry->observation.use && entry->observation.coder && !entry->observation.agrees &&
           entry->state != HISTORY_SUPERSEDED && entry->state != HISTORY_WITHDRAWN;
}

static size_t coder_of(const struct table *table, const char *name)
{
    for (size_t c = 0; c < table->coder_count; c++)
        if (strcmp(table->coders[c], name) == 0)
            return c;
    return SIZE_MAX;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every coder of the project, in the order of their names. */
static bool list_coders(struct table *table)
{
    const struct project *project = table->session->project;
    table->coders = arena_alloc(table->arena, project->observation_count + 1, sizeof(char *));
    for (size_t i = 0; table->coders && i < project->observation_count; i++) {
        const struct observation *made = &project->observations[i];
        if (made->coder && !made->use && coder_of(table, made->coder) == SIZE_MAX)
            table->coders[table->coder_count++] = made->coder;
    }
    if (table->coder_count > 1)
        qsort(table->coders, table->coder_count, sizeof *table->coders, by_text);
    return table->coders != NULL;
}

static bool add_unit(struct table *table, uint32_t indicator)
{
    if (table->units == table->room) {
        size_t room = table->room ? table->room * 2 : 64;
        table->values = arena_grow(table->arena, table->values, table->room * table->coder_count,
                                   room * table->coder_count, sizeof *table->values);
        table->indicator =
            arena_grow(table->arena, table->indicator, table->room, room, sizeof *table->indicator);
        if (!table->values || !table->indicator)
            return false;
        table->room = room;
    }
    table->indicator[table->units] = indicator;
    for (size_t c = 0; c < table->coder_count; c++)
        table->values[table->units * table->coder_count + c] = NAN;
    table->units++;
    return true;
}

/* The units of a cell: entries come by date. */
static bool add_cell(struct table *table, uint32_t indicator, uint32_t country)
{
    const struct project *project = table->session->project;
    const struct scale *scale = &project->codebook->indicators[indicator].scale;
    size_t count;
    int32_t day = INT32_MIN;
    const struct history_entry *entries =
        history_of(table->arena, project, indicator, country, table->as_known, &count);
    for (size_t i = 0; entries && i < count; i++) {
        if (!counts(&entries[i]) || scale->kind == SCALE_NONE || isnan(scale->worst))
            continue;
        const struct observation *made = &entries[i].observation;
        if (made->date.last != day && !add_unit(table, indicator))
            return false;
        day = made->date.last;
        table->values[(table->units - 1) * table->coder_count + coder_of(table, made->coder)] =
            level_of(scale, made->value);
    }
    return entries != NULL;
}

static bool fill(struct table *table)
{
    const struct project *project = table->session->project;
    if (!list_coders(table))
        return false;
    for (uint32_t i = 0; i < project->codebook->indicator_count && table->coder_count > 0; i++)
        for (uint32_t c = 0; c < project->country_count; c++)
            if ((table->asked == CODEBOOK_NONE || table->asked == i) && !add_cell(table, i, c))
                return false;
    return true;
}

static bool add_alpha(struct table *table, const struct agreement *agreement,
                      enum agreement_metric metric, size_t coder, int column)
{
    const struct opt *opt = table->session->opt;
    double alpha, low, high;
    if (!agreement_alpha(agreement, metric, coder, table->arena, &alpha) ||
        !agreement_interval(agreement, metric, coder, (size_t)opt->draws, (uint64_t)opt->seed,
                            table->arena, &low, &high))
        return false;
    rows_set_number(table->tidy, (size_t)column, alpha);
    rows_set_number(table->tidy, (size_t)column + 1, low);
    rows_set_number(table->tidy, (size_t)column + 2, high);
    return true;
}

static size_t paired_units(const struct agreement *agreement, size_t coder)
{
    size_t count = 0;
    for (size_t u = 0; u < agreement->units; u++) {
        size_t values = 0;
        for (size_t c = 0; c < agreement->coders; c++)
            values += isnan(agreement->values[u * agreement->coders + c]) ? 0 : 1;
        count += values >= 2 && (coder == AGREEMENT_ALL ||
                                 !isnan(agreement->values[u * agreement->coders + coder]));
    }
    return count;
}

/* A row where there is a pair. */
static bool add_row(struct table *table, const struct agreement *agreement, const char *item,
                    size_t coder)
{
    struct agreement_pairs pairs = agreement_pairs(agreement, 1, coder);
    if (pairs.pairs == 0)
        return true;
    rows_add(table->tidy);
    rows_set_text(table->tidy, AGREE_ITEM, item);
    rows_set_text(table->tidy, AGREE_CODER, coder == AGREEMENT_ALL ? "" : table->coders[coder]);
    rows_set_number(table->tidy, AGREE_UNITS, (double)paired_units(agreement, coder));
    rows_set_number(table->tidy, AGREE_PAIRS, (double)pairs.pairs);
    rows_set_number(table->tidy, AGREE_EXACT, pairs.exact);
    rows_set_number(table->tidy, AGREE_WITHIN, pairs.within);
    if (coder != AGREEMENT_ALL)
        rows_set_number(table->tidy, AGREE_ABOVE, pairs.above);
    return add_alpha(table, agreement, AGREEMENT_ORDINAL, coder, AGREE_ORDINAL) &&
           add_alpha(table, agreement, AGREEMENT_INTERVAL, coder, AGREE_INTERVAL);
}

/* All, then by coder, then by indicator: its units stand together. */
static bool make_rows(struct table *table)
{
    const struct codebook *codebook = table->session->project->codebook;
    struct agreement all = {table->values, table->units, table->coder_count};
    if (!add_row(table, &all, "", AGREEMENT_ALL))
        return false;
    for (size_t c = 0; c < table->coder_count; c++)
        if (!add_row(table, &all, "", c))
            return false;
    for (size_t from = 0, to; from < table->units; from = to) {
        for (to = from; to < table->units && table->indicator[to] == table->indicator[from];)
            to++;
        struct agreement own = {table->values + from * table->coder_count, to - from,
                                table->coder_count};
        if (!add_row(table, &own, codebook->indicators[table->indicator[from]].id, AGREEMENT_ALL))
            return false;
    }
    return !table->tidy->failed;
}

/* "0.82 (0.61–0.94)". */
static const char *alpha_text(const struct table *table, size_t row, int column)
{
    double alpha = rows_number(table->tidy, row, (size_t)column),
           low = rows_number(table->tidy, row, (size_t)column + 1),
           high = rows_number(table->tidy, row, (size_t)column + 2);
    if (isnan(alpha))
        return "n/a";
    if (isnan(low))
        return arena_printf(table->arena, "%.2f", alpha);
    return arena_printf(table->arena, "%.2f (%.2f–%.2f)", alpha, low, high);
}

static const char *share_text(const struct table *table, size_t row, int column)
{
    return arena_printf(table->arena, "%.0f %%",
                        rows_number(table->tidy, row, (size_t)column) * 100);
}

static const char *label_of(const struct table *table, size_t row)
{
    const struct codebook *codebook = table->session->project->codebook;
    const char *item = rows_text(table->tidy, row, AGREE_ITEM);
    const char *coder = rows_text(table->tidy, row, AGREE_CODER);
    if (*coder)
        return arena_printf(table->arena, "coder %s", coder);
    return *item ? codebook->nodes[map_get(codebook->by_id, text_of(item))].name : "all";
}

static struct rows *lay_out(const struct table *table)
{
    static const struct rows_column columns[] = {{"what", "", ROWS_TEXT, 0},
                                                 {"units", "Units", ROWS_NUMBER, 0},
                                                 {"ordinal", "Ordinal", ROWS_TEXT, ROWS_RIGHT},
                                                 {"interval", "Interval", ROWS_TEXT, ROWS_RIGHT},
                                                 {"exact", "Exact", ROWS_TEXT, ROWS_RIGHT},
                                                 {"within", "±1", ROWS_TEXT, ROWS_RIGHT},
                                                 {"above", "Above", ROWS_TEXT, ROWS_RIGHT}};
    struct rows *display = rows_new(table->arena, columns, 7);
    for (size_t row = 0; display && row < table->tidy->count; row++) {
        double above = rows_number(table->tidy, row, AGREE_ABOVE);
        rows_add(display);
        rows_set_text(display, 0, label_of(table, row));
        rows_set_number(display, 1, rows_number(table->tidy, row, AGREE_UNITS));
        rows_set_text(display, 2, alpha_text(table, row, AGREE_ORDINAL));
        rows_set_text(display, 3, alpha_text(table, row, AGREE_INTERVAL));
        rows_set_text(display, 4, share_text(table, row, AGREE_EXACT));
        rows_set_text(display, 5, share_text(table, row, AGREE_WITHIN));
        rows_set_text(display, 6,
                      isnan(above) ? "" : arena_printf(table->arena, "%+.2f", above + 0.0));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "Do coders agree: Krippendorff's alpha");
    if (table->tidy->count == 0)
        rows_add_meta(display, "note",
                      "Nothing was coded by two: no indicator, country and date has values of "
                      "several coders.");
    else
        rows_add_meta(display, "note",
                      "Units: an indicator, country and date that two coded. Exact, ±1: pairs that "
                      "are equal, at most one level apart. Above: how many levels a coder lies "
                      "above the others. In parentheses: 90 %% of draws of units.");
    return display;
}

static bool take_arguments(struct table *table)
{
    struct err err;
    struct date date;
    const struct opt *opt = table->session->opt;
    if (opt->argument_count > 1) {
        err_set(&err, ERR_ARGUMENT, "`tidemark agree` takes at most one indicator");
        return session_fail(table->session, &err);
    }
    if (opt->argument_count == 1 &&
        !session_indicator(table->session, opt->arguments[0], &table->asked))
        return false;
    if (!opt->as_known)
        return true;
    enum date_problem problem = date_parse(opt->as_known, strlen(opt->as_known), &date);
    table->as_known = problem == DATE_OK ? date.last : INT32_MAX;
    err_set(&err, ERR_PERIOD_UNFIT, "--as-known %s is %s", opt->as_known,
            date_problem_text(problem));
    return problem == DATE_OK || session_fail(table->session, &err);
}

static void agree(struct session *session)
{
    struct err err;
    struct table table = {
        .session = session, .arena = session->arena, .as_known = INT32_MAX, .asked = CODEBOOK_NONE};
    if (!take_arguments(&table))
        return;
    table.tidy = rows_new(session->arena, agree_columns, AGREE_COLUMNS);
    struct rows *display = table.tidy && fill(&table) && make_rows(&table) ? lay_out(&table) : NULL;
    if (display) {
        show_rows(session, table.tidy, display);
        return;
    }
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing coders");
    session_fail(session, &err);
}

enum err_status cmd_agree(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        agree(&session);
    return session_close(&session);
}
