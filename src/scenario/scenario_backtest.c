#include "scenario/scenario_backtest.h"

#include "scenario/scenario_level.h"
#include "score/score_rows.h"

#include <math.h>

static const struct rows_column columns[SCENARIO_BACKTEST_COLUMNS] = {
    [SCENARIO_BACKTEST_ID] = {"scenario", NULL, ROWS_TEXT, 0},
    [SCENARIO_BACKTEST_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_BACKTEST_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_BACKTEST_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_BACKTEST_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_BACKTEST_BASELINE] = {"baseline", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_VALUE] = {"value", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_OBSERVED] = {"observed", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_ERROR] = {"error", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_BASELINE_ERROR] = {"baseline_error", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BACKTEST_INSIDE] = {"inside", NULL, ROWS_TEXT, 0},
};

/* The chance of at least (or, below, at most) k successes in n trials of probability p. */
static double binomial_tail(size_t k, size_t n, double p, bool below)
{
    double term = 1, sum = 0;
    for (size_t i = 0; i < n; i++)
        term *= 1 - p;
    if (p >= 1) /* every trial succeeds */
        return below ? (k >= n ? 1 : 0) : 1;
    for (size_t i = 0; i <= n; i++) {
        if (below ? i <= k : i >= k)
            sum += term;
        term *= (double)(n - i) / (double)(i + 1) * (p / (1 - p));
    }
    return sum;
}

/* Where the tail is 5 %; it goes with p one way. */
static double bisect(size_t successes, size_t trials, bool below)
{
    double from = 0, to = 1;
    for (int i = 0; i < 60; i++) {
        double middle = (from + to) / 2;
        bool less = binomial_tail(successes, trials, middle, below) < 0.05;
        if (less == below)
            to = middle;
        else
            from = middle;
    }
    return (from + to) / 2;
}

void scenario_backtest_interval(size_t successes, size_t trials, double *low, double *high)
{
    *low = successes == 0 ? 0 : bisect(successes, trials, false);
    *high = successes == trials ? 1 : bisect(successes, trials, true);
}

/* What is known now of a country's item in a period. */
static double known(const struct score *observed, size_t item, uint32_t country, int32_t period)
{
    size_t row = score_row(observed, country, period);
    return row == SIZE_MAX ? NAN : score_value(observed, item, row);
}

/* Adds one row; whether the observed value is inside, -1 where one of them is missing. */
static int add(struct rows *rows, const struct scenario_rows_side *side,
               const struct score *observed, size_t n, size_t row, double *scratch)
{
    const struct ensemble *ensemble = side->ensemble;
    struct scenario_figure figure = scenario_level_figure(ensemble, side->still, n, row);
    const struct held *held = ensemble->input.held;
    const struct score *score = ensemble->input.score;
    size_t item = ensemble->items[n];
    struct summary baseline = scenario_level(ensemble, &figure, figure.baseline, scratch);
    struct summary scenario = scenario_level(ensemble, &figure, figure.scenario, scratch);
    char period[DATE_PRINT_SIZE];
    uint32_t country = held_country(held, row);
    double value = known(observed, item, country, held_period(held, row));
    double low = scenario.low[SUMMARY_90], high = scenario.high[SUMMARY_90];
    bool both = !isnan(value) && !isnan(low);
    bool inside = both && value >= low - 1e-9 && value <= high + 1e-9;
    date_period_print(held->panel.options.axis, held_period(held, row), period);
    rows_add(rows);
    rows_set_text(rows, SCENARIO_BACKTEST_ID, ensemble->input.scenario->id);
    rows_set_text(rows, SCENARIO_BACKTEST_COUNTRY, held->panel.project->countries[country].id);
    score_rows_keep(rows, SCENARIO_BACKTEST_PERIOD, period);
    rows_set_text(rows, SCENARIO_BACKTEST_LEVEL, score_item_level(score, item));
    rows_set_text(rows, SCENARIO_BACKTEST_ITEM, score_item_id(score, item));
    rows_set_number(rows, SCENARIO_BACKTEST_BASELINE, baseline.mean);
    rows_set_number(rows, SCENARIO_BACKTEST_VALUE, scenario.mean);
    rows_set_number(rows, SCENARIO_BACKTEST_LOW, low);
    rows_set_number(rows, SCENARIO_BACKTEST_HIGH, high);
    rows_set_number(rows, SCENARIO_BACKTEST_OBSERVED, value);
    rows_set_number(rows, SCENARIO_BACKTEST_ERROR, value - scenario.mean);
    rows_set_number(rows, SCENARIO_BACKTEST_BASELINE_ERROR, value - baseline.mean);
    rows_set_text(rows, SCENARIO_BACKTEST_INSIDE, both ? (inside ? "yes" : "no") : NULL);
    return both ? inside : -1;
}

static void say(struct rows *rows, size_t inside, size_t trials, size_t countries)
{
    double low, high;
    size_t all = countries < trials ? countries : trials;
    scenario_backtest_interval(all, all, &low, &high);
    rows_add_meta(rows, "inside", "%zu", inside);
    rows_add_meta(rows, "known", "%zu", trials);
    if (trials == 0) {
        rows_add_meta(rows, "proof", "nothing observed is known in these periods: no test");
        return;
    }
    rows_add_meta(rows, "proof",
                  "the interval holds what is known of the values and what the scenario assumes; "
                  "what else may happen is not in it");
    rows_add_meta(rows, "proof",
                  "%zu of %zu observed figures lie within their 90 %% interval; years and pillars "
                  "of one country move together, so this counts as %zu trial%s",
                  inside, trials, all, all == 1 ? "" : "s");
    rows_add_meta(rows, "proof",
                  "how little this proves: even %zu of %zu countries inside would be expected of "
                  "intervals that hold only %.0f %% of the time, once in twenty tests",
                  all, all, low * 100);
}

struct rows *scenario_backtest(struct arena *arena, const struct scenario_rows_side *side,
                               const struct score *observed,
                               const struct scenario_selection *selection)
{
    const struct ensemble *ensemble = side->ensemble;
    const struct held *held = ensemble->input.held;
    struct rows *rows = rows_new(arena, columns, SCENARIO_BACKTEST_COLUMNS);
    double *scratch = arena_alloc(arena, ensemble->draws, sizeof *scratch);
    size_t inside = 0, trials = 0;
    if (!rows || !scratch)
        return NULL;
    for (int32_t period = selection->first; period <= selection->last; period++)
        for (size_t c = 0; c < selection->country_count; c++)
            for (size_t row = 0; row < ensemble->rows; row++) {
                if (held_country(held, row) != selection->countries[c] ||
                    held_period(held, row) != period)
                    continue;
                for (size_t n = 0; n < ensemble->item_count; n++) {
                    int in = add(rows, side, observed, n, row, scratch);
                    inside += in == 1;
                    trials += in >= 0;
                }
            }
    say(rows, inside, trials, selection->country_count);
    return rows;
}
