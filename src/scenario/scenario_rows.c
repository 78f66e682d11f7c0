#include "scenario/scenario_rows.h"

#include "scenario/summary.h"
#include "score/score_rows.h"

#include <math.h>
#include <string.h>

static const struct rows_column run_columns[SCENARIO_COLUMNS] = {
    [SCENARIO_ID] = {"scenario", NULL, ROWS_TEXT, 0},
    [SCENARIO_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_BASELINE] = {"baseline", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BASELINE_LOW] = {"baseline_low", NULL, ROWS_NUMBER, 1},
    [SCENARIO_BASELINE_HIGH] = {"baseline_high", NULL, ROWS_NUMBER, 1},
    [SCENARIO_VALUE] = {"value", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [SCENARIO_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [SCENARIO_MEDIAN] = {"median", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LOW_50] = {"low_50", NULL, ROWS_NUMBER, 1},
    [SCENARIO_HIGH_50] = {"high_50", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LOW_80] = {"low_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_HIGH_80] = {"high_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_LOW_95] = {"low_95", NULL, ROWS_NUMBER, 1},
    [SCENARIO_HIGH_95] = {"high_95", NULL, ROWS_NUMBER, 1},
    [SCENARIO_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, 1},
    [SCENARIO_DIFFERENCE_LOW] = {"difference_low", NULL, ROWS_NUMBER, 1},
    [SCENARIO_DIFFERENCE_HIGH] = {"difference_high", NULL, ROWS_NUMBER, 1},
    [SCENARIO_DIFFERENCE_MEDIAN] = {"difference_median", NULL, ROWS_NUMBER, 1},
    [SCENARIO_CHANCE_BETTER] = {"chance_better", NULL, ROWS_NUMBER, 2},
    [SCENARIO_CHANCE_POINT] = {"chance_point", NULL, ROWS_NUMBER, 2},
    [SCENARIO_CHANCE_LEVEL] = {"chance_level", NULL, ROWS_NUMBER, 2},
    [SCENARIO_SHARE_CUT] = {"share_cut", NULL, ROWS_NUMBER, 2},
    [SCENARIO_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
};

static const struct rows_column compare_columns[SCENARIO_COMPARE_COLUMNS] = {
    [SCENARIO_COMPARE_A] = {"a", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_B] = {"b", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [SCENARIO_COMPARE_VALUE_A] = {"value_a", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_VALUE_B] = {"value_b", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_MEDIAN] = {"median", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_LOW_50] = {"low_50", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_HIGH_50] = {"high_50", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_LOW_80] = {"low_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_HIGH_80] = {"high_80", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_LOW_95] = {"low_95", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_HIGH_95] = {"high_95", NULL, ROWS_NUMBER, 1},
    [SCENARIO_COMPARE_CHANCE_B_BETTER] = {"chance_b_better", NULL, ROWS_NUMBER, 2},
    [SCENARIO_COMPARE_CHANCE_POINT] = {"chance_point", NULL, ROWS_NUMBER, 2},
    [SCENARIO_COMPARE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
};

/* One figure of an ensemble: what it is, its draws, which way is better. */
struct figure {
    size_t row; /* the scenario's */
    size_t item;
    const struct indicator *indicator; /* NULL: an item of the score */
    const double *baseline;
    const double *scenario;
    size_t cut; /* draws in which an end of the scale cut something off */
};

static size_t figures_of(const struct ensemble *ensemble)
{
    return ensemble->item_count + ensemble->indicator_count;
}

static struct figure figure_at(const struct ensemble *ensemble, size_t n, size_t row)
{
    const struct codebook *codebook = ensemble->input.held->panel.project->codebook;
    struct figure figure = {.row = row};
    if (n < ensemble->item_count) {
        size_t at = n * ensemble->rows + row;
        figure.item = ensemble->items[n];
        figure.baseline = ensemble->baseline[at];
        figure.scenario = ensemble->scenario[at];
        return figure;
    }
    size_t at = (n - ensemble->item_count) * ensemble->rows + row;
    figure.indicator = &codebook->indicators[ensemble->indicators[n - ensemble->item_count]];
    figure.item = figure.indicator->node;
    figure.baseline = ensemble->baseline_raw[at];
    figure.scenario = ensemble->scenario_raw[at];
    figure.cut = ensemble->at_floor[at] + ensemble->at_ceiling[at];
    return figure;
}

static bool less_is_better(const struct figure *figure)
{
    return figure->indicator && figure->indicator->better_low;
}

/* The share of draws in which b is better than a. */
static double chance_better(const struct figure *figure, const double *b, const double *a,
                            size_t draws)
{
    return less_is_better(figure) ? summary_chance_above(a, b, draws, 0)
                                  : summary_chance_above(b, a, draws, 0);
}

/* The share of draws in which b is better by a hundredth of the rule's scale. */
static double chance_point(const struct ensemble *ensemble, const struct figure *figure,
                           const double *b, const double *a)
{
    const struct rule *rule = ensemble->input.score->rule;
    if (figure->indicator)
        return NAN;
    return summary_chance_least(b, a, ensemble->draws,
                                fabs(rule->scale_best - rule->scale_worst) / 100);
}

static double chance_level(const struct figure *figure, size_t draws)
{
    if (!figure->indicator || figure->indicator->scale.kind != SCALE_ORDINAL)
        return NAN;
    return less_is_better(figure)
               ? summary_chance_least(figure->baseline, figure->scenario, draws, 1)
               : summary_chance_least(figure->scenario, figure->baseline, draws, 1);
}

/* Level, item and flags: what a figure is called, in columns from `level` and at `flags`. */
static void set_names(struct rows *rows, const struct ensemble *ensemble,
                      const struct figure *figure, size_t level, size_t flags)
{
    const struct score *score = ensemble->input.score;
    const struct held *held = ensemble->input.held;
    char words[96];
    rows_set_text(rows, level, score_item_level(score, figure->item));
    rows_set_text(rows, level + 1, score_item_id(score, figure->item));
    score_rows_keep(
        rows, flags,
        panel_flags_text(score_flags(score, figure->item, held_row(held, figure->row)), words));
}

static void set_summary(struct rows *rows, const struct summary *summary, size_t median)
{
    static const enum summary_interval shown[] = {SUMMARY_50, SUMMARY_80, SUMMARY_95};
    rows_set_number(rows, median, summary->median);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        rows_set_number(rows, median + 1 + 2 * i, summary->low[shown[i]]);
        rows_set_number(rows, median + 2 + 2 * i, summary->high[shown[i]]);
    }
}

static void add_run(struct rows *rows, const struct ensemble *ensemble, const struct figure *figure,
                    double *scratch)
{
    struct summary summary;
    size_t draws = ensemble->draws;
    rows_set_text(rows, SCENARIO_ID, ensemble->input.scenario->id);
    set_names(rows, ensemble, figure, SCENARIO_LEVEL, SCENARIO_FLAGS);
    summary_of(figure->baseline, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_BASELINE, summary.mean);
    rows_set_number(rows, SCENARIO_BASELINE_LOW, summary.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_BASELINE_HIGH, summary.high[SUMMARY_90]);
    if (figure->scenario != figure->baseline)
        summary_of(figure->scenario, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_VALUE, summary.mean);
    rows_set_number(rows, SCENARIO_LOW, summary.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_HIGH, summary.high[SUMMARY_90]);
    set_summary(rows, &summary, SCENARIO_MEDIAN);
    summary_difference(figure->scenario, figure->baseline, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_DIFFERENCE, summary.mean);
    rows_set_number(rows, SCENARIO_DIFFERENCE_LOW, summary.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_DIFFERENCE_HIGH, summary.high[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_DIFFERENCE_MEDIAN, summary.median);
    rows_set_number(rows, SCENARIO_CHANCE_BETTER,
                    chance_better(figure, figure->scenario, figure->baseline, draws));
    rows_set_number(rows, SCENARIO_CHANCE_POINT,
                    chance_point(ensemble, figure, figure->scenario, figure->baseline));
    rows_set_number(rows, SCENARIO_CHANCE_LEVEL, chance_level(figure, draws));
    if (figure->indicator && summary.there)
        rows_set_number(rows, SCENARIO_SHARE_CUT, (double)figure->cut / (double)draws);
}

static void add_compared(struct rows *rows, const struct ensemble *b, const struct figure *of_a,
                         const struct figure *of_b, double *scratch)
{
    struct summary summary;
    size_t draws = b->draws;
    set_names(rows, b, of_b, SCENARIO_COMPARE_LEVEL, SCENARIO_COMPARE_FLAGS);
    summary_of(of_a->scenario, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_COMPARE_VALUE_A, summary.mean);
    summary_of(of_b->scenario, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_COMPARE_VALUE_B, summary.mean);
    summary_difference(of_b->scenario, of_a->scenario, draws, scratch, &summary);
    rows_set_number(rows, SCENARIO_COMPARE_DIFFERENCE, summary.mean);
    rows_set_number(rows, SCENARIO_COMPARE_LOW, summary.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_COMPARE_HIGH, summary.high[SUMMARY_90]);
    set_summary(rows, &summary, SCENARIO_COMPARE_MEDIAN);
    rows_set_number(rows, SCENARIO_COMPARE_CHANCE_B_BETTER,
                    chance_better(of_b, of_b->scenario, of_a->scenario, draws));
    rows_set_number(rows, SCENARIO_COMPARE_CHANCE_POINT,
                    chance_point(b, of_b, of_b->scenario, of_a->scenario));
}

/* The scenario's row of a country of the project and a period, SIZE_MAX when it is not among them.
 */
static size_t row_of(const struct held *held, uint32_t country, int32_t period)
{
    for (size_t row = 0; row < held->rows; row++)
        if (held_country(held, row) == country && held_period(held, row) == period)
            return row;
    return SIZE_MAX;
}

/* Country and period of a row, in two columns from `column` on. */
static void set_place(struct rows *rows, const struct held *held, size_t row, size_t column)
{
    char period[DATE_PRINT_SIZE];
    const struct panel *panel = &held->panel;
    date_period_print(panel->options.axis, held_period(held, row), period);
    rows_set_text(rows, column, panel->project->countries[held_country(held, row)].id);
    score_rows_keep(rows, column + 1, period);
}

struct rows *scenario_rows(struct arena *arena, const struct ensemble *ensemble,
                           const struct scenario_selection *selection)
{
    const struct held *held = ensemble->input.held;
    struct rows *rows = rows_new(arena, run_columns, SCENARIO_COLUMNS);
    double *scratch = arena_alloc(arena, ensemble->draws, sizeof *scratch);
    if (!rows || !scratch)
        return NULL;
    for (int32_t period = selection->first; period <= selection->last; period++)
        for (size_t c = 0; c < selection->country_count; c++) {
            size_t row = row_of(held, selection->countries[c], period);
            for (size_t n = 0; row != SIZE_MAX && n < figures_of(ensemble); n++) {
                struct figure figure = figure_at(ensemble, n, row);
                rows_add(rows);
                set_place(rows, held, row, SCENARIO_COUNTRY);
                add_run(rows, ensemble, &figure, scratch);
            }
        }
    return rows;
}

static bool alike(const struct ensemble *a, const struct ensemble *b, struct err *err)
{
    const struct scenario *of_a = a->input.scenario, *of_b = b->input.scenario;
    const char *what = NULL;
    if (a->input.held->first != b->input.held->first || a->input.held->last != b->input.held->last)
        what = "other periods";
    else if (a->first != b->first || a->draws != b->draws || a->seed != b->seed)
        what = "other draws";
    else if (a->item_count != b->item_count || a->indicator_count != b->indicator_count)
        what = "other items";
    if (!what)
        return true;
    err_set(err, ERR_ARGUMENT, "%s has %s than %s, so their draws cannot be compared", of_b->id,
            what, of_a->id);
    err_hint(err, "give both the same `from` and `to`");
    return false;
}

struct rows *scenario_rows_compare(struct arena *arena, const struct ensemble *a,
                                   const struct ensemble *b,
                                   const struct scenario_selection *selection, struct err *err)
{
    const struct held *held = b->input.held;
    if (!alike(a, b, err))
        return NULL;
    struct rows *rows = rows_new(arena, compare_columns, SCENARIO_COMPARE_COLUMNS);
    double *scratch = arena_alloc(arena, b->draws, sizeof *scratch);
    if (!rows || !scratch) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing scenarios");
        return NULL;
    }
    for (int32_t period = selection->first; period <= selection->last; period++)
        for (size_t c = 0; c < selection->country_count; c++) {
            size_t row = row_of(held, selection->countries[c], period);
            size_t row_a = row_of(a->input.held, selection->countries[c], period);
            bool both = row != SIZE_MAX && row_a != SIZE_MAX;
            for (size_t n = 0; both && n < figures_of(b); n++) {
                struct figure of_a = figure_at(a, n, row_a), of_b = figure_at(b, n, row);
                rows_add(rows);
                rows_set_text(rows, SCENARIO_COMPARE_A, a->input.scenario->id);
                rows_set_text(rows, SCENARIO_COMPARE_B, b->input.scenario->id);
                set_place(rows, held, row, SCENARIO_COMPARE_COUNTRY);
                add_compared(rows, b, &of_a, &of_b, scratch);
            }
        }
    return rows;
}
