#include "robust/outcome.h"
#include "robust/sensitivity.h"
#include "stat/correlation.h"
#include "stat/sobol.h"

#include <math.h>

/* Half of a 90 % interval of a standard normal. */
#define NORMAL_95 1.6448536269514722

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for what decides");
}

/* The share of an outcome's variance that lies between the settings of a choice; NaN where nothing
 * varies. */
static double between_settings(const struct robust_input *input, const double *u, const double *y,
                               size_t runs, double *sums, size_t *counts)
{
    double mean = 0, all = 0, between = 0;
    size_t there = 0;
    for (size_t s = 0; s < input->settings; s++) {
        sums[s] = 0;
        counts[s] = 0;
    }
    for (size_t run = 0; run < runs; run++) {
        if (isnan(y[run]))
            continue;
        size_t setting = robust_plan_setting(input, u[run]);
        sums[setting] += y[run];
        counts[setting]++;
        mean += y[run];
        there++;
    }
    mean /= (double)there;
    for (size_t run = 0; run < runs; run++)
        all += isnan(y[run]) ? 0 : (y[run] - mean) * (y[run] - mean);
    for (size_t s = 0; s < input->settings; s++) {
        double own = counts[s] > 0 ? sums[s] / (double)counts[s] - mean : 0;
        between += own * own * (double)counts[s];
    }
    return all > 0 ? between / all : NAN;
}

/* An outcome's row of an input, from its numbers and the outcome in each run. */
struct pairing {
    const struct sensitivity_ask *ask;
    const struct sensitivity_outcome *outcome;
    const double *u; /* [input × runs] */
    const double *y;
    size_t runs;
};

static size_t there_of(const double *y, size_t runs)
{
    size_t there = 0;
    for (size_t run = 0; run < runs; run++)
        there += isnan(y[run]) ? 0 : 1;
    return there;
}

static void set_pearson(struct rows *rows, double r, size_t there)
{
    double low, high;
    correlation_interval(r, there, NORMAL_95, &low, &high);
    rows_set_number(rows, SENSITIVITY_CORRELATION_PEARSON, r);
    rows_set_number(rows, SENSITIVITY_CORRELATION_LOW, low);
    rows_set_number(rows, SENSITIVITY_CORRELATION_HIGH, high);
    rows_set_number(rows, SENSITIVITY_CORRELATION_SHARE, r * r);
    rows_set_text(rows, SENSITIVITY_CORRELATION_FLAG,
                  isnan(r)                ? "constant"
                  : low <= 0 && high >= 0 ? "zero"
                                          : "");
}

/* A row; false without memory. */
static bool add_pairing(struct arena *arena, const struct pairing *pairing, size_t i,
                        struct rows *rows)
{
    const struct robust_input *input = &pairing->ask->plan->inputs[i];
    const double *u = pairing->u + i * pairing->runs;
    const struct kernel *kernel = pairing->ask->kernel;
    size_t there = there_of(pairing->y, pairing->runs);
    rows_add(rows);
    rows_set_text(rows, SENSITIVITY_CORRELATION_OUTCOME, pairing->outcome->name);
    rows_set_text(rows, SENSITIVITY_CORRELATION_INPUT, input->name);
    rows_set_number(rows, SENSITIVITY_CORRELATION_RUNS, (double)there);
    if (input->kind == ROBUST_VALUES || input->kind == ROBUST_IMPUTED) {
        rows_set_text(rows, SENSITIVITY_CORRELATION_FLAG, "no_order");
        return true;
    }
    if (input->kind == ROBUST_CHOICE) {
        double *sums = arena_alloc(arena, input->settings, sizeof *sums);
        size_t *counts = arena_alloc(arena, input->settings, sizeof *counts);
        if (!sums || !counts)
            return false;
        double share = between_settings(input, u, pairing->y, pairing->runs, sums, counts);
        rows_set_number(rows, SENSITIVITY_CORRELATION_SHARE, share);
        rows_set_text(rows, SENSITIVITY_CORRELATION_FLAG, isnan(share) ? "constant" : "no_order");
        return true;
    }
    double rho;
    if (!correlation_spearman(kernel, u, pairing->y, pairing->runs, arena, &rho))
        return false;
    set_pearson(rows, correlation_pearson(kernel, u, pairing->y, pairing->runs), there);
    rows_set_number(rows, SENSITIVITY_CORRELATION_SPEARMAN, rho);
    return true;
}

static const struct rows_column columns[SENSITIVITY_CORRELATION_COLUMNS] = {
    {"outcome", NULL, ROWS_TEXT, 0},   {"input", NULL, ROWS_TEXT, 0},
    {"pearson", NULL, ROWS_NUMBER, 3}, {"low", NULL, ROWS_NUMBER, 3},
    {"high", NULL, ROWS_NUMBER, 3},    {"spearman", NULL, ROWS_NUMBER, 3},
    {"share", NULL, ROWS_NUMBER, 3},   {"flag", NULL, ROWS_TEXT, 0},
    {"runs", NULL, ROWS_NUMBER, 0}};

struct rows *sensitivity_rows_correlations(struct arena *arena, const struct sensitivity_ask *ask,
                                           struct err *err)
{
    size_t inputs = ask->plan->input_count, runs = ask->points;
    struct rows *rows = rows_new(arena, columns, SENSITIVITY_CORRELATION_COLUMNS);
    double *u = arena_alloc(arena, inputs * runs + 1, sizeof *u);
    double *y = arena_alloc(arena, ask->outcome_count * runs + 1, sizeof *y);
    const struct sobol *sobol = sobol_make(arena, inputs);
    if (!rows || !u || !y || !sobol)
        return out_of_memory(err), NULL;
    for (size_t i = 0; i < inputs; i++)
        sobol_points(sobol, i, ask->seed, 0, runs, u + i * runs);
    if (!outcome_run(arena, ask, ask->plan, u, runs, y, err))
        return NULL;
    for (size_t o = 0; o < ask->outcome_count; o++) {
        const struct pairing pairing = {ask, &ask->outcomes[o], u, y + o * runs, runs};
        for (size_t i = 0; i < inputs; i++)
            if (!add_pairing(arena, &pairing, i, rows))
                return out_of_memory(err), NULL;
    }
    return rows->failed ? (out_of_memory(err), NULL) : rows;
}
