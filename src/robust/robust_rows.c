#include "robust/robust_rows.h"

#include "robust/robust_design.h"

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

/* A table of rows in the making: what it wants of each period, and how rows are made of that. */
struct table {
    const struct robust_ask *ask;
    struct rows *rows;
    const char *text; /* the period's */
    struct robust_tally_ask tally;
    void (*add)(const struct table *table, const struct robust_period *period);
    bool (*show)(void *table, const struct robust_part *part, size_t first, size_t done);
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while making rows of runs");
}

static const char *id_of(const struct robust_ask *ask, uint32_t country)
{
    return ask->nominal->panel->project->countries[country].id;
}

static void set_ranks(struct rows *rows, const struct robust_period *period, uint32_t country)
{
    uint64_t total;
    robust_tally_ranks(period->tally, country, &total);
    if (total == 0)
        return;
    if (period->nominal_ranks[country] > 0)
        rows_set_number(rows, ROBUST_RANK, period->nominal_ranks[country]);
    rows_set_number(rows, ROBUST_RANK_Q05,
                    (double)robust_tally_rank_quantile(period->tally, country, 0.05));
    rows_set_number(rows, ROBUST_RANK_Q95,
                    (double)robust_tally_rank_quantile(period->tally, country, 0.95));
}

static void add_scores(const struct table *table, const struct robust_period *period)
{
    const struct robust_ask *ask = table->ask;
    struct rows *rows = table->rows;
    for (size_t i = 0; i < ask->country_count; i++) {
        uint32_t country = ask->countries[i];
        struct robust_figures figures = robust_tally_figures(period->tally, country);
        rows_add(rows);
        rows_set_text(rows, ROBUST_COUNTRY, id_of(ask, country));
        rows_set_text(rows, ROBUST_PERIOD, table->text);
        rows_set_text(rows, ROBUST_LEVEL, score_item_level(ask->nominal, ask->plan->item));
        rows_set_text(rows, ROBUST_ITEM, score_item_id(ask->nominal, ask->plan->item));
        rows_set_number(rows, ROBUST_VALUE, period->nominal[country]);
        rows_set_number(rows, ROBUST_MEAN, figures.mean);
        rows_set_number(rows, ROBUST_MEDIAN, figures.median);
        rows_set_number(rows, ROBUST_Q05, figures.q05);
        rows_set_number(rows, ROBUST_Q95, figures.q95);
        rows_set_number(rows, ROBUST_RUNS, (double)figures.runs);
        if (ask->dated)
            rows_set_number(rows, ROBUST_CHANCE_IMPROVED,
                            robust_tally_improved(period->tally, country).above);
        if (ask->ranked)
            set_ranks(rows, period, country);
    }
}

static void add_ranks(const struct table *table, const struct robust_period *period)
{
    const struct robust_ask *ask = table->ask;
    struct rows *rows = table->rows;
    for (size_t i = 0; i < ask->country_count; i++) {
        uint64_t total;
        uint32_t country = ask->countries[i];
        const uint64_t *counts = robust_tally_ranks(period->tally, country, &total);
        for (size_t rank = 1; rank <= period->countries; rank++) {
            if (counts[rank - 1] == 0)
                continue;
            rows_add(rows);
            rows_set_text(rows, ROBUST_RANKS_COUNTRY, id_of(ask, country));
            rows_set_text(rows, ROBUST_RANKS_PERIOD, table->text);
            rows_set_text(rows, ROBUST_RANKS_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_RANKS_RANK, (double)rank);
            rows_set_number(rows, ROBUST_RANKS_SHARE, (double)counts[rank - 1] / (double)total);
            if (period->nominal_ranks[country] > 0)
                rows_set_number(rows, ROBUST_RANKS_PUBLISHED, period->nominal_ranks[country]);
            rows_set_number(rows, ROBUST_RANKS_RUNS, (double)total);
        }
    }
}

static void add_pairs(const struct table *table, const struct robust_period *period)
{
    const struct robust_ask *ask = table->ask;
    struct rows *rows = table->rows;
    for (size_t i = 0; i < ask->country_count; i++)
        for (size_t j = i + 1; j < ask->country_count; j++) {
            uint32_t a = ask->countries[i], b = ask->countries[j];
            struct robust_chance chance = robust_tally_pair(period->tally, a, b);
            if (isnan(chance.above))
                continue;
            rows_add(rows);
            rows_set_text(rows, ROBUST_PAIRS_A, id_of(ask, a));
            rows_set_text(rows, ROBUST_PAIRS_B, id_of(ask, b));
            rows_set_text(rows, ROBUST_PAIRS_PERIOD, table->text);
            rows_set_text(rows, ROBUST_PAIRS_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_PAIRS_ABOVE, chance.above);
            rows_set_number(rows, ROBUST_PAIRS_TIE, chance.tie);
            rows_set_number(rows, ROBUST_PAIRS_RUNS, (double)chance.runs);
        }
}

/* What a run is called; NULL without memory. */
static const char *run_name(struct arena *arena, const struct robust_ask *ask, size_t run)
{
    return ask->given ? robust_design_name(arena, ask->given, run)
                      : arena_printf(arena, "%zu", run + 1);
}

static bool show_runs(void *context, const struct robust_part *part, size_t first, size_t done)
{
    const struct table *table = context;
    const struct robust_ask *ask = table->ask;
    struct rows *rows = table->rows;
    for (size_t run = 0; run < done; run++) {
        const char *name = run_name(rows->arena, ask, first + run);
        if (!name)
            return false;
        for (size_t i = 0; i < ask->country_count; i++) {
            size_t at = ask->countries[i] * part->runs + run;
            rows_add(rows);
            rows_set_text(rows, ROBUST_RUN_RUN, name);
            rows_set_text(rows, ROBUST_RUN_COUNTRY, id_of(ask, ask->countries[i]));
            rows_set_text(rows, ROBUST_RUN_PERIOD, table->text);
            rows_set_text(rows, ROBUST_RUN_ITEM, score_item_id(ask->nominal, ask->plan->item));
            rows_set_number(rows, ROBUST_RUN_VALUE, part->values[at]);
            if (ask->ranked && part->ranks[at] > 0)
                rows_set_number(rows, ROBUST_RUN_RANK, part->ranks[at]);
        }
    }
    return true;
}

/* Says in the meta data that runs were ended in a period. */
static bool say_ended(const struct table *table, const struct robust_period *period,
                      struct err *err)
{
    const struct robust_ask *ask = table->ask;
    if (table->rows->count == 0)
        return err_set(err, ERR_ENDED, "ended by Ctrl-C before there was anything to show");
    rows_add_meta(table->rows, "ended", "%zu of %zu runs of %s%s", period->done, ask->runs,
                  table->text, period->period < ask->last ? ", none of later periods" : "");
    return true;
}

/* The rows of one period; *done: whether all its runs were. False with err. */
static bool add_period(struct arena *scratch, struct table *table, int32_t at, bool *done,
                       struct err *err)
{
    const struct robust_ask *ask = table->ask;
    const struct robust_period_want want = {table->tally, table->show, table};
    const struct pool_part watch = {ask->watch, (size_t)(at - ask->first),
                                    (size_t)(ask->last - ask->first) + 1};
    struct robust_period period;
    char text[DATE_PRINT_SIZE];
    date_period_print(ask->nominal->panel->options.axis, at, text);
    table->text = arena_text(table->rows->arena, text, strlen(text));
    if (!table->text)
        return out_of_memory(err);
    if (!robust_period_run(scratch, ask, at, &want, watch, &period, err))
        return false;
    if (table->add)
        table->add(table, &period);
    *done = period.done == ask->runs;
    return *done || say_ended(table, &period, err);
}

static struct rows *make(struct arena *arena, struct table *table, const struct rows_column *made,
                         size_t count, struct err *err)
{
    struct arena *scratch = arena_new();
    const struct robust_ask *ask = table->ask;
    table->rows = rows_new(arena, made, count);
    bool done = scratch && table->rows, whole = true;
    if (!done)
        out_of_memory(err);
    for (int32_t at = ask->first; done && whole && at <= ask->last; at++) {
        struct arena_mark mark = arena_mark(scratch);
        done = add_period(scratch, table, at, &whole, err);
        arena_rewind(scratch, mark);
    }
    arena_free(scratch);
    if (done && table->rows->failed)
        done = out_of_memory(err);
    return done ? table->rows : NULL;
}

struct rows *robust_rows(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    size_t count = ask->dated ? ROBUST_COLUMNS : ROBUST_CHANCE_IMPROVED;
    struct table table = {.ask = ask,
                          .tally = {.figures = true, .ranks = ask->ranked, .before = ask->dated},
                          .add = add_scores};
    return make(arena, &table, columns, count, err);
}

struct rows *robust_rows_ranks(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    struct table table = {.ask = ask, .tally = {.ranks = true}, .add = add_ranks};
    return make(arena, &table, rank_columns, ROBUST_RANKS_COLUMNS, err);
}

struct rows *robust_rows_pairs(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    struct table table = {.ask = ask, .tally = {.pairs = true}, .add = add_pairs};
    return make(arena, &table, pair_columns, ROBUST_PAIRS_COLUMNS, err);
}

struct rows *robust_rows_runs(struct arena *arena, const struct robust_ask *ask, struct err *err)
{
    struct table table = {.ask = ask, .tally = {.ranks = ask->ranked}, .show = show_runs};
    return make(arena, &table, run_columns, ROBUST_RUN_COLUMNS, err);
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
