#include "score/graph_block.h"

#include "base/elementary.h"
#include "base/kernel.h"
#include "stat/distribution.h"
#include "stat/list.h"

#include <math.h>

bool graph_block_work_new(struct arena *arena, struct graph_block_work *work)
{
    double *all = arena_alloc(arena, 8 * GRAPH_BLOCK_ROWS, sizeof *all);
    if (!all)
        return false;
    *work = (struct graph_block_work){.mean = {.sum = all,
                                               .weight = all + GRAPH_BLOCK_ROWS,
                                               .count = all + 2 * GRAPH_BLOCK_ROWS,
                                               .least = all + 3 * GRAPH_BLOCK_ROWS,
                                               .most = all + 4 * GRAPH_BLOCK_ROWS},
                                      .operand = all + 5 * GRAPH_BLOCK_ROWS,
                                      .value = all + 6 * GRAPH_BLOCK_ROWS,
                                      .term = all + 7 * GRAPH_BLOCK_ROWS};
    return true;
}

/* Comparisons are false for NaN, so a missing x passes through. */
void graph_block_goalposts(const struct kernel *kernel, const struct graph_goalposts *spec,
                           const double *x, struct kernel_column worst, struct kernel_column best,
                           size_t rows, double *out)
{
    struct kernel_line line = {.to_worst = spec->to_worst,
                               .width = spec->to_best - spec->to_worst,
                               .low = spec->clip ? spec->to_worst : -INFINITY,
                               .high = spec->clip ? spec->to_best : INFINITY};
    if (!worst.varies && !best.varies) {
        line.worst = *worst.values;
        line.span = *best.values == *worst.values ? NAN : *best.values - *worst.values;
        kernel->line(&line, x, rows, out);
        return;
    }
    for (size_t i = 0; i < rows; i++) {
        double from = worst.values[worst.varies ? i : 0], to = best.values[best.varies ? i : 0];
        double value = line.to_worst + (x[i] - from) / (to == from ? NAN : to - from) * line.width;
        value = value < line.low ? line.low : value;
        out[i] = value > line.high ? line.high : value;
    }
}

static double step(const double *from, const double *to, size_t count, double x)
{
    size_t at = 1;
    if (isnan(x) || x <= from[0])
        return isnan(x) ? x : to[0];
    while (at < count && x > from[at])
        at++;
    if (at == count)
        return to[count - 1];
    return to[at - 1] + (x - from[at - 1]) / (from[at] - from[at - 1]) * (to[at] - to[at - 1]);
}

void graph_block_steps(const double *from, const double *to, size_t count, const double *x,
                       size_t rows, double *out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = step(from, to, count, x[i]);
}

void graph_block_cut(const double *cuts, const double *to, size_t count, const double *x,
                     size_t rows, double *out)
{
    for (size_t i = 0; i < rows; i++) {
        size_t at = 0;
        while (at < count && x[i] >= cuts[at])
            at++;
        out[i] = isnan(x[i]) ? x[i] : to[at];
    }
}

static double only_finite(double value)
{
    return isinf(value) ? NAN : value;
}

static double map_of(enum graph_function function, double x)
{
    switch (function) {
    case GRAPH_SQRT:
        return x >= 0 ? sqrt(x) : NAN;
    case GRAPH_EXP:
        return only_finite(elementary_exp(x));
    case GRAPH_LOG:
        return only_finite(elementary_log(x));
    case GRAPH_ABS:
        return fabs(x);
    case GRAPH_NEGATE:
        return -x;
    case GRAPH_FLOOR:
        return floor(x) + 0.0;
    case GRAPH_CEIL:
        return ceil(x) + 0.0;
    case GRAPH_ROUND:
        return elementary_round(x);
    case GRAPH_CDF_NORMAL:
        return distribution_normal(x);
    case GRAPH_NOT:
        return 1 - x;
    case GRAPH_IS_MISSING:
        return isnan(x) ? 1 : 0;
    }
    return NAN;
}

void graph_block_map(const struct kernel *kernel, enum graph_function function, const double *x,
                     size_t rows, double *out)
{
    if (function == GRAPH_LOG) {
        kernel->logarithm(x, rows, out);
        for (size_t i = 0; i < rows; i++)
            out[i] = only_finite(out[i]);
        return;
    }
    for (size_t i = 0; i < rows; i++)
        out[i] = map_of(function, x[i]);
}

static double raise_of(double a, double b)
{
    /* pow(NaN, 0) is 1, but what is missing stays missing. */
    if (isnan(a) || isnan(b))
        return NAN;
    return only_finite(b == 2 ? a * a : elementary_pow(a, b));
}

void graph_block_binary(enum graph_binary function, const double *a, const double *b, size_t rows,
                        double *out)
{
    for (size_t i = 0; i < rows; i++) {
        if (function == GRAPH_RAISE)
            out[i] = raise_of(a[i], b[i]);
        else
            out[i] = elementary_mod(a[i], b[i]);
    }
}

static double list_of(enum graph_list function, const double *values, size_t count, double *scratch)
{
    switch (function) {
    case GRAPH_LIST_MEAN:
        return list_mean(values, count);
    case GRAPH_LIST_SUM:
        return list_sum(values, count);
    case GRAPH_LIST_LEAST:
        return list_least(values, count);
    case GRAPH_LIST_MOST:
        return list_most(values, count);
    case GRAPH_LIST_SD:
        return list_sd(values, count);
    case GRAPH_LIST_MEDIAN:
        return list_median(values, count, scratch);
    case GRAPH_LIST_COUNT:
        return list_count(values, count);
    }
    return NAN;
}

void graph_block_list(enum graph_list function, const double *const *operands, size_t count,
                      size_t rows, double *scratch, double *out)
{
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < count; i++)
            scratch[i] = operands[i][row];
        out[row] = only_finite(list_of(function, scratch, count, scratch + count));
    }
}
