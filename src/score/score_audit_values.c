#include "score/score_audit_values.h"

#include "stat/moments.h"
#include "stat/order.h"

#include <math.h>

/* A column is taken for one with outliers by the limits of tide.winsorise. */
static const double skew_limit = 2, kurtosis_limit = 3.5;

/* An indicator's figures as read, and room to sort them. */
struct values {
    const struct score_audit_part *part;
    uint32_t indicator;
    size_t item;
    double *column;
    struct order_item *order;
};

static void add(const struct values *values, const char *measure, double value, size_t n,
                const char *remark)
{
    score_audit_part_add(values->part, &(struct score_audit_figure){"value", measure, values->item,
                                                                    SIZE_MAX, value, n, remark});
}

static size_t count_distinct(const struct values *values)
{
    size_t count = values->part->count, distinct = 0;
    size_t n = order_ascending(values->column, count, values->order, values->order + count);
    for (size_t i = 0; i < n; i++)
        distinct += i == 0 || values->order[i].key != values->order[i - 1].key;
    return distinct;
}

/* The share of values at an end of the scale, which has one. */
static double at_end(const struct values *values, unsigned flag, double end, size_t there)
{
    size_t count = 0;
    const struct score_audit_part *part = values->part;
    for (size_t i = 0; i < part->count; i++)
        count += (panel_flags(part->score->panel, values->indicator, part->rows[i]) & flag) != 0;
    return there && !isnan(end) ? (double)count / (double)there : NAN;
}

static void add_values(const struct values *values)
{
    const struct score *score = values->part->score;
    const struct panel *panel = score->panel;
    const struct scale *scale = &panel->project->codebook->indicators[values->indicator].scale;
    size_t rows = values->part->count;
    for (size_t i = 0; i < rows; i++)
        values->column[i] = panel_value(panel, values->indicator, values->part->rows[i]);
    struct moments moments = moments_of(score->kernel, values->column, rows);
    size_t there = moments.count;
    bool outliers = fabs(moments.skewness) >= skew_limit && moments.kurtosis >= kurtosis_limit;
    add(values, "coverage", rows ? (double)there / (double)rows : NAN, rows, NULL);
    add(values, "minimum", moments.minimum, there, NULL);
    add(values, "maximum", moments.maximum, there,
        there > 1 && moments.sd == 0 ? "no_spread" : NULL);
    add(values, "distinct", (double)count_distinct(values), there, NULL);
    add(values, "skewness", moments.skewness, there, outliers ? "outliers" : NULL);
    add(values, "kurtosis", moments.kurtosis, there, NULL);
    add(values, "floor", at_end(values, PANEL_FLOOR, scale->worst, there), there, NULL);
    add(values, "ceiling", at_end(values, PANEL_CEILING, scale->best, there), there, NULL);
}

bool score_audit_values(const struct score_audit_part *part)
{
    const struct codebook *codebook = part->score->panel->project->codebook;
    struct values values = {.part = part,
                            .column = arena_alloc(part->arena, part->count, sizeof *values.column),
                            .order =
                                arena_alloc(part->arena, 2 * part->count, sizeof *values.order)};
    if (!values.column || !values.order)
        return false;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        values.indicator = i;
        values.item = codebook->indicators[i].node;
        if (part->score->eligible[values.item])
            add_values(&values);
    }
    return true;
}
