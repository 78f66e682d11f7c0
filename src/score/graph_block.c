#include "score/graph_block.h"

#include "base/elementary.h"
#include "base/kernel.h"

#include <math.h>

static const double need_slack = 1e-9;

bool graph_block_work_new(struct arena *arena, struct graph_block_work *work)
{
    double *all = arena_alloc(arena, 6 * GRAPH_BLOCK_ROWS, sizeof *all);
    if (!all)
        return false;
    *work = (struct graph_block_work){.mean = {.sum = all,
                                               .weight = all + GRAPH_BLOCK_ROWS,
                                               .count = all + 2 * GRAPH_BLOCK_ROWS,
                                               .least = all + 3 * GRAPH_BLOCK_ROWS,
                                               .most = all + 4 * GRAPH_BLOCK_ROWS},
                                      .value = all + 5 * GRAPH_BLOCK_ROWS};
    return true;
}

/* Comparisons are false for NaN, so a missing x passes through. */
void graph_block_goalposts(const struct kernel *kernel, const struct graph_goalposts *spec,
                           const double *x, double worst, double best, size_t rows, double *out)
{
    double least = spec->clip ? spec->to_worst : -INFINITY;
    double most = spec->clip ? spec->to_best : INFINITY;
    struct kernel_line line = {.worst = worst,
                               .span = best == worst ? NAN : best - worst,
                               .to_worst = spec->to_worst,
                               .width = spec->to_best - spec->to_worst,
                               .low = least,
                               .high = most};
    kernel->line(&line, x, rows, out);
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

void graph_block_map(enum graph_function function, const double *x, size_t rows, double *out)
{
    for (size_t i = 0; i < rows; i++) {
        if (function == GRAPH_SQRT)
            out[i] = x[i] >= 0 ? sqrt(x[i]) : NAN;
        else
            out[i] = x[i] > 0 ? elementary_log(x[i]) : NAN;
    }
}

static void start_mean(const struct kernel_mean *work, size_t rows)
{
    for (size_t i = 0; i < rows; i++) {
        work->sum[i] = work->weight[i] = work->count[i] = 0;
        work->least[i] = INFINITY;
        work->most[i] = -INFINITY;
    }
}

/* Operands raised to the floor in value, their logarithms in out. */
static void take_logarithms(const struct kernel *kernel, double floor, const double *x, size_t rows,
                            double *value, double *out)
{
    kernel->raise(floor, x, rows, value);
    for (size_t i = 0; i < rows; i++)
        out[i] = value[i] > 0 ? elementary_log(value[i]) : isnan(value[i]) ? NAN : -INFINITY;
}

static bool enough(const struct graph_mean *spec, double weight, double total, double there,
                   double count)
{
    if (there < 1)
        return false;
    if (spec->need_count > 0)
        return there >= spec->need_count;
    double share = spec->need_of_count ? there / count : weight / total;
    return share >= spec->need_share - need_slack;
}

static void finish_mean(const struct graph_mean *spec, double total, size_t count,
                        const struct kernel_mean *work, size_t rows, double *out)
{
    for (size_t i = 0; i < rows; i++) {
        double mean = work->sum[i] / work->weight[i];
        if (spec->average == GRAPH_GEOMETRIC)
            mean = work->least[i] > 0 ? elementary_exp(mean) : 0;
        if (mean < work->least[i])
            mean = work->least[i];
        if (mean > work->most[i])
            mean = work->most[i];
        out[i] = enough(spec, work->weight[i], total, work->count[i], (double)count) ? mean : NAN;
    }
}

void graph_block_mean(const struct kernel *kernel, const struct graph_mean *spec,
                      const double *const *operands, const double *weights, size_t count,
                      size_t rows, struct graph_block_work *work, double *out)
{
    double total = 0;
    start_mean(&work->mean, rows);
    for (size_t i = 0; i < count; i++) {
        total += weights[i];
        if (spec->average == GRAPH_ARITHMETIC) {
            kernel->mean_add(&work->mean, operands[i], operands[i], weights[i], rows);
            continue;
        }
        take_logarithms(kernel, spec->floor, operands[i], rows, work->value, out);
        kernel->mean_add(&work->mean, work->value, out, weights[i], rows);
    }
    finish_mean(spec, total, count, &work->mean, rows, out);
}
