#include "robust/robust_rows.h"

#include "robust/robust_summary.h"

#include <math.h>
#include <string.h>

static const struct rows_column columns[ROBUST_COLUMNS] = {
    [ROBUST_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [ROBUST_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [ROBUST_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [ROBUST_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [ROBUST_VALUE] = {"value", NULL, ROWS_NUMBER, -1},
    [ROBUST_MEAN] = {"mean", NULL, ROWS_NUMBER, -1},
    [ROBUST_MEDIAN] = {"median", NULL, ROWS_NUMBER, -1},
    [ROBUST_Q05] = {"q05", NULL, ROWS_NUMBER, -1},
    [ROBUST_Q95] = {"q95", NULL, ROWS_NUMBER, -1},
    [ROBUST_RANK] = {"rank", NULL, ROWS_NUMBER, 0},
    [ROBUST_RANK_Q05] = {"rank_q05", NULL, ROWS_NUMBER, 0},
    [ROBUST_RANK_Q95] = {"rank_q95", NULL, ROWS_NUMBER, 0},
    [ROBUST_RUNS] = {"runs", NULL, ROWS_NUMBER, 0},
    [ROBUST_CHANCE_IMPROVED] = {"chance_improved", NULL, ROWS_NUMBER, -1},
};

static const struct rows_column rank_columns[ROBUST_RANKS_COLUMNS] = {
    [ROBUST_RANKS_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [ROBUST_RANKS_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [ROBUST_RANKS_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [ROBUST_RANKS_RANK] = {"rank", NULL, ROWS_NUMBER, 0},
    [ROBUST_RANKS_SHARE] = {"share", NULL, ROWS_NUMBER, -1},
    [ROBUST_RANKS_PUBLISHED] = {"published", NULL, ROWS_NUMBER, 0},
    [ROBUST_RANKS_RUNS] = {"runs", NULL, ROWS_NUMBER, 0},
};

static const struct rows_column pair_columns[ROBUST_PAIRS_COLUMNS] = {
    [ROBUST_PAIRS_A] = {"a", NULL, ROWS_TEXT, 0},
    [ROBUST_PAIRS_B] = {"b", NULL, ROWS_TEXT, 0},
    [ROBUST_PAIRS_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [ROBUST_PAIRS_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [ROBUST_PAIRS_ABOVE] = {"chance_above", NULL, ROWS_NUMBER, -1},
    [ROBUST_PAIRS_TIE] = {"chance_tie", NULL, ROWS_NUMBER, -1},
    [ROBUST_PAIRS_RUNS] = {"runs", NULL, ROWS_NUMBER, 0},
};

static const struct rows_column run_columns[ROBUST_RUN_COLUMNS] = {
    [ROBUST_RUN_RUN] = {"run", NULL, ROWS_TEXT, 0},
    [ROBUST_RUN_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [ROBUST_RUN_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [ROBUST_RUN_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [ROBUST_RUN_VALUE] = {"value", NULL, ROWS_NUMBER, -1},
    [ROBUST_RUN_RANK] = {"rank", NULL, ROWS_NUMBER, 0},
};

/* The runs of one period: values and ranks [country × runs + run], counts of ranks. */
struct period {
    const struct robust_ask *ask;
    struct rows *rows;
    int32_t period;
    const char *text;
    size_t countries;
    double *values;
    double *before; /* those of `since`, NULL without */
    uint32_t *ranks;
    size_t *counts;
    size_t done; /* runs of the period */
    double *nominal;
    uint32_t *nominal_ranks;
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while summing up runs");
}

static size_t row_of(const struct robust_ask *ask, uint32_t country, int32_t period)
{
    return score_row(ask->nominal, country, period);
}

size_t robust_rows_countries(const struct robust_ask *ask, int32_t period)
{
    size_t count = 0;
    for (uint32_t c = 0; c < ask->nominal->panel->countries; c++) {
        size_t row = row_of(ask, c, period);
        count += row != SIZE_MAX && !isnan(score_value(ask->nominal, ask->plan->item, row));
    }
    return count;
}

/* All countries of a period in every run, or in those done; part is which of all periods to be run
 * it is. NULL with err. */
static double *run_period(struct arena *arena, const struct robust_ask *ask, int32_t period,
                          struct pool_part part, size_t *done, struct err *err)
{
    size_t countries = ask->nominal->panel->countries;
    double *values = arena_alloc(arena, countries * ask->runs + 1, sizeof *values);
    const struct pool_watch watch = {pool_part_go_on, &part};
    struct robust_range range = {.seed = ask->seed,
                                 .count = ask->runs,
                                 .design = ask->numbers,
                                 .first_row = row_of(ask, 0, period),
                                 .rows = countries,
                                 .threads = ask->threads,
                                 .kernel = ask->kernel,
                                 .watch = ask->watch ? &watch : NULL,
                                 .done = done};
    if (!values)
        return out_of_memory(err), NULL;
    return robust_run(arena, ask->plan, &range, values, err) ? values : NULL;
}

static const char *id_of(const struct robust_ask *ask, uint32_t country)
{
    return ask->nominal->panel->project->countries[country].id;
}

static bool add_scores(struct arena *arena, const struct period *period)
{
    const struct robust_ask *ask = period->ask;
    struct rows *rows = period->rows;
    for (size_t i = 0; i < ask->country_count; i++) {
        uint32_t country = ask->countries[i];
        const double *values = period->values + country * ask->runs;
        struct robust_figures figures;
        double above, tie;
        if (!robust_summary_figures(arena, values, ask->runs, &figures))
            return false;
        rows_add(rows);
        rows_set_text(rows, ROBUST_COUNTRY, id_of(ask, country));
        rows_set_text(rows, ROBUST_PERIOD, period->text);
        rows_set_text(rows, ROBUST_LEVEL, score_item_level(ask->nominal, ask->plan->item));
        rows_set_text(rows, ROBUST_ITEM, score_item_id(ask->nominal, ask->plan->item));
        rows_set_number(rows, ROBUST_VALUE, period->nominal[country]);
        rows_set_number(rows, ROBUST_MEAN, figures.mean);
        rows_set_number(rows, ROBUST_MEDIAN, figures.median);
        rows_set_number(rows, ROBUST_Q05, figures.q05);
        rows_set_number(rows, ROBUST_Q95, figures.q95);
        rows_set_number(rows, ROBUST_RUNS, (double)figures.runs);
        if (period->before) {
            robust_summary_pair(values, period->before + country * ask->runs, ask->runs, &above,
                                &tie);
            rows_set_number(rows, ROBUST_CHANCE_IMPROVED, above);
        }
        size_t total = robust_summary_counts(period->ranks + country * ask->runs, period->countries,
                                             ask->runs, period->counts);
        if (!ask->ranked || total == 0)
            continue;
        if (period->nominal_ranks[country] > 0)
            rows_set_number(rows, ROBUST_RANK, period->nominal_ranks[country]);
        rows_set_number(
            rows, ROBUST_RANK_Q05,
            (double)robust_summary_quantile(period->counts, period->countries, total, 0.05));
        rows_set_number(
            rows, ROBUST_RANK_Q95,
            (double)robust_summary_quantile(period->counts, period->countries, total, 0.95));
    }
    return true;
}

static bool add_ranks(struct arena *arena, const struct period *period)
{
    const struct robust_ask *ask = period->ask;
    struct rows *rows = period->rows;
    (void)arena;
    for (size_t i = 0; i < ask->country_count; i++) {
        uint32_t country = ask->countries[i];
        size_t total = robust_summary_counts(period->ranks + country * ask->runs, period->countries,
                                             ask->runs, period->counts);
        for (size_t rank = 1; rank <= period->countries; rank++) {
            if (period->counts[rank - 1] == 0)
                continue;
            rows_add(rows);
            rows_set_text(rows, ROBUST_RANKS_COUNTRY, id_of(ask, country));
            rows_set_text(rows, ROBUST_RANKS_PERIOD, period->text);
            rows_set_text(rows, ROBUST_RANKS_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_RANKS_RANK, (double)rank);
            rows_set_number(rows, ROBUST_RANKS_SHARE,
                            (double)period->counts[rank - 1] / (double)total);
            if (period->nominal_ranks[country] > 0)
                rows_set_number(rows, ROBUST_RANKS_PUBLISHED, period->nominal_ranks[country]);
            rows_set_number(rows, ROBUST_RANKS_RUNS, (double)total);
        }
    }
    return true;
}

static bool add_pairs(struct arena *arena, const struct period *period)
{
    const struct robust_ask *ask = period->ask;
    struct rows *rows = period->rows;
    (void)arena;
    for (size_t i = 0; i < ask->country_count; i++)
        for (size_t j = i + 1; j < ask->country_count; j++) {
            uint32_t a = ask->countries[i], b = ask->countries[j];
            double above, tie;
            robust_summary_pair(period->values + a * ask->runs, period->values + b * ask->runs,
                                ask->runs, &above, &tie);
            if (isnan(above))
                continue;
            rows_add(rows);
            rows_set_text(rows, ROBUST_PAIRS_A, id_of(ask, a));
            rows_set_text(rows, ROBUST_PAIRS_B, id_of(ask, b));
            rows_set_text(rows, ROBUST_PAIRS_PERIOD, period->text);
            rows_set_text(rows, ROBUST_PAIRS_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_PAIRS_ABOVE, above);
            rows_set_number(rows, ROBUST_PAIRS_TIE, tie);
            rows_set_number(rows, ROBUST_PAIRS_RUNS, (double)period->done);
        }
    return true;
}

/* What a run is called; NULL without memory. */
static const char *run_name(struct arena *arena, const struct robust_ask *ask, size_t run)
{
    return ask->given ? robust_design_name(arena, ask->given, run)
                      : arena_printf(arena, "%zu", run + 1);
}

static bool add_runs(struct arena *arena, const struct period *period)
{
    const struct robust_ask *ask = period->ask;
    struct rows *rows = period->rows;
    (void)arena;
    for (size_t run = 0; run < period->done; run++) {
        const char *name = run_name(rows->arena, ask, run);
        if (!name)
            return false;
        for (size_t i = 0; i < ask->country_count; i++) {
            size_t at = ask->countries[i] * ask->runs + run;
            rows_add(rows);
            rows_set_text(rows, ROBUST_RUN_RUN, name);
            rows_set_text(rows, ROBUST_RUN_COUNTRY, id_of(ask, ask->countries[i]));
            rows_set_text(rows, ROBUST_RUN_PERIOD, period->text);
            rows_set_text(rows, ROBUST_RUN_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_RUN_VALUE, period->values[at]);
            if (ask->ranked && period->ranks[at] > 0)
                rows_set_number(rows, ROBUST_RUN_RANK, period->ranks[at]);
        }
    }
    return true;
}

/* Values, ranks and what stands beside them for one period; false with err. */
static bool fill(struct arena *arena, struct period *period, struct pool_part part, struct err *err)
{
    const struct robust_ask *ask = period->ask;
    size_t cells = period->countries * ask->runs;
    period->values = run_period(arena, ask, period->period, part, &period->done, err);
    if (!period->values)
        return false;
    period->ranks = arena_alloc(arena, cells + 1, sizeof *period->ranks);
    period->counts = arena_alloc(arena, period->countries + 1, sizeof *period->counts);
    period->nominal = arena_alloc(arena, period->countries + 1, sizeof *period->nominal);
    period->nominal_ranks =
        arena_alloc(arena, period->countries + 1, sizeof *period->nominal_ranks);
    if (!period->ranks || !period->counts || !period->nominal || !period->nominal_ranks)
        return out_of_memory(err);
    for (uint32_t c = 0; c < period->countries; c++)
        period->nominal[c] =
            score_value(ask->nominal, ask->plan->item, row_of(ask, c, period->period));
    const struct robust_ranking runs = {period->values, period->countries, ask->runs, ask->threads,
                                        ask->kernel};
    const struct robust_ranking nominal = {period->nominal, period->countries, 1, 1, ask->kernel};
    bool ranked = robust_summary_ranks(arena, &runs, period->ranks) &&
                  robust_summary_ranks(arena, &nominal, period->nominal_ranks);
    return ranked || out_of_memory(err);
}

/* Says in the meta data that runs were ended in a period, done of them being there. */
static bool say_ended(const struct period *period, struct err *err)
{
    const struct robust_ask *ask = period->ask;
    if (period->rows->count == 0)
        return err_set(err, ERR_ENDED, "ended by Ctrl-C before there was anything to show");
    rows_add_meta(period->rows, "ended", "%zu of %zu runs of %s%s", period->done, ask->runs,
                  period->text, period->period < ask->last ? ", none of later periods" : "");
    return true;
}

/* The rows of one period; false with err. */
static bool add_period(struct arena *scratch, struct period *period, struct pool_part part,
                       bool (*add)(struct arena *arena, const struct period *period),
                       struct err *err)
{
    char text[DATE_PRINT_SIZE];
    date_period_print(period->ask->nominal->panel->options.axis, period->period, text);
    period->text = arena_text(period->rows->arena, text, strlen(text));
    if (!fill(scratch, period, part, err))
        return false;
    return add(scratch, period) || out_of_memory(err);
}

static struct rows *make(struct arena *arena, const struct robust_ask *ask,
                         const struct rows_column *made, size_t count,
                         bool (*add)(struct arena *arena, const struct period *period),
                         struct err *err)
{
    struct arena *scratch = arena_new();
    struct rows *rows = rows_new(arena, made, count);
    struct period period = {
        .ask = ask, .rows = rows, .countries = ask->nominal->panel->countries, .done = ask->runs};
    struct pool_part part = {ask->watch, 0, (size_t)(ask->last - ask->first + 1) + ask->dated};
    bool done = scratch && rows;
    if (!done)
        out_of_memory(err);
    if (done && ask->dated) {
        period.before = run_period(scratch, ask, ask->since, part, &period.done, err);
        done = period.before != NULL;
        part.part++;
    }
    for (int32_t at = ask->first; done && period.done == ask->runs && at <= ask->last; at++) {
        struct arena_mark mark = arena_mark(scratch);
        period.period = at;
        done = add_period(scratch, &period, part, add, err);
        part.part++;
        arena_rewind(scratch, mark);
    }
    arena_free(scratch);
    done = done && (period.done == ask->runs || say_ended(&period, err));
    if (done && rows->failed)
        done = out_of_memory(err);
    return done ? rows : NULL;
}

struct rows *robust_rows(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    size_t count = ask->dated ? ROBUST_COLUMNS : ROBUST_CHANCE_IMPROVED;
    return make(arena, ask, columns, count, add_scores, err);
}

struct rows *robust_rows_ranks(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    return make(arena, ask, rank_columns, ROBUST_RANKS_COLUMNS, add_ranks, err);
}

struct rows *robust_rows_pairs(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    return make(arena, ask, pair_columns, ROBUST_PAIRS_COLUMNS, add_pairs, err);
}

struct rows *robust_rows_runs(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    return make(arena, ask, run_columns, ROBUST_RUN_COLUMNS, add_runs, err);
}

/* The number of an input in a run, by the design or the seed. */
static double number_in(const struct robust_ask *ask, size_t input, size_t run)
{
    double u;
    if (ask->numbers)
        return ask->numbers[input * ask->runs + run];
    robust_run_numbers(ask->plan, input, ask->seed, run, 1, &u);
    return u;
}

struct rows *robust_rows_design(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    const struct robust_plan *plan = ask->plan;
    struct rows_column *made = arena_alloc(arena, plan->input_count + 1, sizeof *made);
    struct rows *rows = made ? rows_new(arena, made, plan->input_count + 1) : NULL;
    if (!rows)
        return out_of_memory(err), NULL;
    made[0] = run_columns[ROBUST_RUN_RUN];
    for (size_t i = 0; i < plan->input_count; i++)
        made[i + 1] =
            (struct rows_column){robust_design_column(arena, plan, i), NULL, ROWS_TEXT, 0};
    for (size_t run = 0; run < ask->runs; run++) {
        rows_add(rows);
        rows_set_text(rows, 0, run_name(arena, ask, run));
        for (size_t i = 0; i < plan->input_count; i++) {
            double u = number_in(ask, i, run);
            uint64_t draw = ask->numbers ? (uint64_t)(u * ROBUST_PLAN_DRAWS) : run;
            rows_set_text(rows, i + 1, robust_design_cell(arena, plan, i, u, draw));
        }
    }
    return rows->failed || arena_failed(arena) ? (out_of_memory(err), NULL) : rows;
}
