#include "scenario/scenario_rows.h"

#include "scenario/scenario_level.h"
#include "scenario/scenario_losses.h"
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
    [SCENARIO_CHANCE_POINT_WORSE] = {"chance_point_worse", NULL, ROWS_NUMBER, 2},
    [SCENARIO_CHANCE_LEVEL] = {"chance_level", NULL, ROWS_NUMBER, 2},
    [SCENARIO_CHANCE_LEVEL_WORSE] = {"chance_level_worse", NULL, ROWS_NUMBER, 2},
    [SCENARIO_SHARE_CUT] = {"share_cut", NULL, ROWS_NUMBER, 2},
    [SCENARIO_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
    [SCENARIO_LOST] = {"lost", NULL, ROWS_TEXT, 0},
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
    [SCENARIO_COMPARE_CHANCE_POINT_WORSE] = {"chance_point_worse", NULL, ROWS_NUMBER, 2},
    [SCENARIO_COMPARE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
};

static bool less_is_better(const struct scenario_figure *figure)
{
    return figure->indicator && figure->indicator->better_low;
}

/* The share of draws in which b is better than a. */
static double chance_better(const struct scenario_figure *figure, const double *b, const double *a,
                            size_t draws)
{
    return less_is_better(figure) ? summary_chance_above(a, b, draws, 0)
                                  : summary_chance_above(b, a, draws, 0);
}

/* The share of draws in which b is better by a hundredth of the rule's scale. */
static double chance_point(const struct ensemble *ensemble, const struct scenario_figure *figure,
                           const double *b, const double *a)
{
    const struct rule *rule = ensemble->input.score->rule;
    if (figure->indicator)
        return NAN;
    return summary_chance_least(b, a, ensemble->draws,
                                fabs(rule->scale_best - rule->scale_worst) / 100);
}

/* The share of draws in which b is better than a by a level. */
static double chance_level(const struct scenario_figure *figure, const double *b, const double *a,
                           size_t draws)
{
    if (!figure->indicator || figure->indicator->scale.kind != SCALE_ORDINAL)
        return NAN;
    return less_is_better(figure) ? summary_chance_least(a, b, draws, 1)
                                  : summary_chance_least(b, a, draws, 1);
}

/* Level, item and flags: what a figure is called, in columns from `level` and at `flags`. */
static void set_names(struct rows *rows, const struct ensemble *ensemble,
                      const struct scenario_figure *figure, size_t level, size_t flags)
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

static void add_run(struct rows *rows, const struct ensemble *ensemble,
                    const struct scenario_figure *figure, double *scratch)
{
    size_t draws = ensemble->draws;
    struct summary baseline = scenario_level(ensemble, figure, figure->baseline, scratch);
    struct summary value = scenario_level(ensemble, figure, figure->scenario, scratch);
    struct summary difference;
    summary_difference(figure->scenario, figure->baseline, draws, scratch, &difference);
    rows_set_text(rows, SCENARIO_ID, ensemble->input.scenario->id);
    set_names(rows, ensemble, figure, SCENARIO_LEVEL, SCENARIO_FLAGS);
    rows_set_number(rows, SCENARIO_BASELINE, baseline.mean);
    rows_set_number(rows, SCENARIO_BASELINE_LOW, baseline.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_BASELINE_HIGH, baseline.high[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_VALUE, value.mean);
    rows_set_number(rows, SCENARIO_LOW, value.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_HIGH, value.high[SUMMARY_90]);
    set_summary(rows, &value, SCENARIO_MEDIAN);
    rows_set_number(rows, SCENARIO_DIFFERENCE, difference.mean);
    rows_set_number(rows, SCENARIO_DIFFERENCE_LOW, difference.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_DIFFERENCE_HIGH, difference.high[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_DIFFERENCE_MEDIAN, difference.median);
    rows_set_number(rows, SCENARIO_CHANCE_BETTER,
                    chance_better(figure, figure->scenario, figure->baseline, draws));
    rows_set_number(rows, SCENARIO_CHANCE_POINT,
                    chance_point(ensemble, figure, figure->scenario, figure->baseline));
    rows_set_number(rows, SCENARIO_CHANCE_POINT_WORSE,
                    chance_point(ensemble, figure, figure->baseline, figure->scenario));
    rows_set_number(rows, SCENARIO_CHANCE_LEVEL,
                    chance_level(figure, figure->scenario, figure->baseline, draws));
    rows_set_number(rows, SCENARIO_CHANCE_LEVEL_WORSE,
                    chance_level(figure, figure->baseline, figure->scenario, draws));
    if (figure->indicator && difference.there)
        rows_set_number(rows, SCENARIO_SHARE_CUT, (double)figure->cut / (double)draws);
}

static void add_compared(struct rows *rows, const struct scenario_rows_side *a,
                         const struct scenario_rows_side *b, const struct scenario_figure *of_a,
                         const struct scenario_figure *of_b, double *scratch)
{
    size_t draws = b->ensemble->draws;
    struct summary value_a = scenario_level(a->ensemble, of_a, of_a->scenario, scratch);
    struct summary value_b = scenario_level(b->ensemble, of_b, of_b->scenario, scratch);
    struct summary difference;
    summary_difference(of_b->scenario, of_a->scenario, draws, scratch, &difference);
    set_names(rows, b->ensemble, of_b, SCENARIO_COMPARE_LEVEL, SCENARIO_COMPARE_FLAGS);
    rows_set_number(rows, SCENARIO_COMPARE_VALUE_A, value_a.mean);
    rows_set_number(rows, SCENARIO_COMPARE_VALUE_B, value_b.mean);
    rows_set_number(rows, SCENARIO_COMPARE_DIFFERENCE, value_b.mean - value_a.mean);
    rows_set_number(rows, SCENARIO_COMPARE_LOW, difference.low[SUMMARY_90]);
    rows_set_number(rows, SCENARIO_COMPARE_HIGH, difference.high[SUMMARY_90]);
    set_summary(rows, &difference, SCENARIO_COMPARE_MEDIAN);
    rows_set_number(rows, SCENARIO_COMPARE_CHANCE_B_BETTER,
                    chance_better(of_b, of_b->scenario, of_a->scenario, draws));
    rows_set_number(rows, SCENARIO_COMPARE_CHANCE_POINT,
                    chance_point(b->ensemble, of_b, of_b->scenario, of_a->scenario));
    rows_set_number(rows, SCENARIO_COMPARE_CHANCE_POINT_WORSE,
                    chance_point(b->ensemble, of_b, of_a->scenario, of_b->scenario));
}

/* The place of a figure in the order shown. */
static size_t place_of(const struct ensemble *ensemble, size_t n)
{
    const struct compile *compile = ensemble->input.score->compile;
    size_t item = scenario_level_figure(ensemble, NULL, n, 0).item;
    if (item == score_index(ensemble->input.score))
        return 0;
    return item >= compile->nodes ? 1 + item - compile->nodes : 1 + compile->results + item;
}

/* The figures of a row in the order shown; NULL without memory. */
static size_t *order_of(struct arena *arena, const struct ensemble *ensemble)
{
    size_t count = scenario_level_figures(ensemble);
    size_t *order = arena_alloc(arena, count + 1, sizeof *order);
    for (size_t n = 0; order && n < count; n++) {
        size_t at = n;
        for (; at > 0 && place_of(ensemble, order[at - 1]) > place_of(ensemble, n); at--)
            order[at] = order[at - 1];
        order[at] = n;
    }
    return order;
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

struct rows *scenario_rows(struct arena *arena, const struct scenario_rows_side *side,
                           const struct scenario_selection *selection)
{
    const struct ensemble *ensemble = side->ensemble;
    const struct held *held = ensemble->input.held;
    struct rows *rows = rows_new(arena, run_columns, SCENARIO_COLUMNS);
    double *scratch = arena_alloc(arena, ensemble->draws, sizeof *scratch);
    const size_t *order = order_of(arena, ensemble);
    if (!rows || !scratch || !order)
        return NULL;
    for (int32_t period = selection->first; period <= selection->last; period++)
        for (size_t c = 0; c < selection->country_count; c++) {
            size_t row = row_of(held, selection->countries[c], period);
            const char *lost = scenario_losses_text(arena, ensemble, selection->countries[c]);
            for (size_t n = 0; row != SIZE_MAX && n < scenario_level_figures(ensemble); n++) {
                struct scenario_figure figure =
                    scenario_level_figure(ensemble, side->still, order[n], row);
                if (!(score_rows_level(ensemble->input.score, figure.item) & selection->levels))
                    continue;
                rows_add(rows);
                set_place(rows, held, row, SCENARIO_COUNTRY);
                rows_set_text(rows, SCENARIO_LOST, lost);
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

struct rows *scenario_rows_compare(struct arena *arena, const struct scenario_rows_side *a,
                                   const struct scenario_rows_side *b,
                                   const struct scenario_selection *selection, struct err *err)
{
    const struct held *held = b->ensemble->input.held;
    if (!alike(a->ensemble, b->ensemble, err))
        return NULL;
    struct rows *rows = rows_new(arena, compare_columns, SCENARIO_COMPARE_COLUMNS);
    double *scratch = arena_alloc(arena, b->ensemble->draws, sizeof *scratch);
    const size_t *order = order_of(arena, b->ensemble);
    if (!rows || !scratch || !order) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing scenarios");
        return NULL;
    }
    for (int32_t period = selection->first; period <= selection->last; period++)
        for (size_t c = 0; c < selection->country_count; c++) {
            size_t row = row_of(held, selection->countries[c], period);
            size_t row_a = row_of(a->ensemble->input.held, selection->countries[c], period);
            bool both = row != SIZE_MAX && row_a != SIZE_MAX;
            for (size_t n = 0; both && n < scenario_level_figures(b->ensemble); n++) {
                struct scenario_figure of_a =
                    scenario_level_figure(a->ensemble, a->still, order[n], row_a);
                struct scenario_figure of_b =
                    scenario_level_figure(b->ensemble, b->still, order[n], row);
                if (!(score_rows_level(b->ensemble->input.score, of_b.item) & selection->levels))
                    continue;
                rows_add(rows);
                rows_set_text(rows, SCENARIO_COMPARE_A, a->ensemble->input.scenario->id);
                rows_set_text(rows, SCENARIO_COMPARE_B, b->ensemble->input.scenario->id);
                set_place(rows, held, row, SCENARIO_COMPARE_COUNTRY);
                add_compared(rows, a, b, &of_a, &of_b, scratch);
            }
        }
    return rows;
}
