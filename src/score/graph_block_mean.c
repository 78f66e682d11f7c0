#include "score/graph_block.h"

#include "base/elementary.h"

#include <math.h>

static const double need_slack = 1e-9;

static void start_mean(const struct kernel_mean *work, size_t rows)
{
    for (size_t i = 0; i < rows; i++) {
        work->sum[i] = work->weight[i] = work->count[i] = 0;
        work->least[i] = INFINITY;
        work->most[i] = -INFINITY;
    }
}

/* What a harmonic or power mean averages in place of x. At 0 and below a negative power has no
 * finite value: such a mean is 0 whatever else enters. */
static double term_of(const struct graph_mean *spec, double x)
{
    if (isnan(x))
        return x;
    if (spec->average == GRAPH_HARMONIC)
        return x > 0 ? 1 / x : INFINITY;
    return x > 0 || spec->order > 0 ? elementary_pow(x, spec->order) : INFINITY;
}

static bool is_plain(const struct graph_mean *spec)
{
    return spec->average == GRAPH_ARITHMETIC || spec->average == GRAPH_SUM ||
           spec->average == GRAPH_MINIMUM || spec->average == GRAPH_MPI;
}

static void add_column(const struct kernel *kernel, const struct kernel_mean *mean, const double *x,
                       const double *terms, struct kernel_column weight, size_t rows)
{
    if (!weight.varies) {
        kernel->mean_add(mean, x, terms, *weight.values, rows);
        return;
    }
    for (size_t i = 0; i < rows; i++) {
        /* A missing weight takes its operand out. */
        if (isnan(x[i]) || isnan(weight.values[i]))
            continue;
        mean->sum[i] += weight.values[i] * terms[i];
        mean->weight[i] += weight.values[i];
        mean->count[i] += 1;
        mean->least[i] = x[i] < mean->least[i] ? x[i] : mean->least[i];
        mean->most[i] = x[i] > mean->most[i] ? x[i] : mean->most[i];
    }
}

/* An operand as a column. */
static const double *column_of(const struct kernel_column *operand, size_t rows, double *scratch)
{
    if (operand->varies)
        return operand->values;
    for (size_t i = 0; i < rows; i++)
        scratch[i] = *operand->values;
    return scratch;
}

static void add_operand(const struct kernel *kernel, const struct graph_mean *spec, const double *x,
                        struct kernel_column weight, size_t rows, struct graph_block_work *work)
{
    if (is_plain(spec)) {
        add_column(kernel, &work->mean, x, x, weight, rows);
        return;
    }
    kernel->raise(spec->floor, x, rows, work->value);
    if (spec->average == GRAPH_GEOMETRIC)
        kernel->logarithm(work->value, rows, work->term);
    for (size_t i = 0; spec->average != GRAPH_GEOMETRIC && i < rows; i++)
        work->term[i] = term_of(spec, work->value[i]);
    add_column(kernel, &work->mean, work->value, work->term, weight, rows);
}

static double average_of(const struct graph_mean *spec, const struct kernel_mean *mean, size_t i)
{
    double level = mean->sum[i] / mean->weight[i];
    switch (spec->average) {
    case GRAPH_GEOMETRIC:
        return mean->least[i] > 0 ? elementary_exp(level) : 0;
    case GRAPH_HARMONIC:
        return mean->least[i] > 0 ? 1 / level : 0;
    case GRAPH_POWER:
        return mean->least[i] > 0 || spec->order > 0 ? elementary_pow(level, 1 / spec->order) : 0;
    case GRAPH_MINIMUM:
        return mean->least[i];
    default:
        return level;
    }
}

static bool enough(const struct graph_mean *spec, double weight, double total, double there,
                   double count)
{
    if (there < 1)
        return false;
    if (spec->need_count > 0)
        return there >= spec->need_count;
    double need = spec->need_share - need_slack;
    return spec->need_of_count ? there >= need * count : weight >= need * total;
}

/* The sum of all weights at a row, there or not. */
static double total_of(const struct kernel_column *weights, size_t count, size_t row)
{
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += weights[i].values[weights[i].varies ? row : 0];
    return total;
}

/* The same for means of one weight a column, in a loop without branches. */
static void finish_arithmetic(const struct graph_mean *spec, double total, double count,
                              size_t rows, const struct kernel_mean *mean, double *restrict out)
{
    const double *restrict sum = mean->sum, *restrict weight = mean->weight;
    const double *restrict there = mean->count, *restrict least = mean->least;
    const double *restrict most = mean->most, *restrict part = spec->need_of_count ? there : weight;
    double whole = spec->need_of_count ? count : total, need = spec->need_share - need_slack;
    for (size_t i = 0; i < rows; i++) {
        double value = sum[i] / weight[i];
        value = value < least[i] ? least[i] : value;
        value = value > most[i] ? most[i] : value;
        value = there[i] < 1 ? NAN : value;
        out[i] = part[i] >= need * whole ? value : NAN;
    }
}

static void finish(const struct graph_mean *spec, const struct kernel_column *weights, size_t count,
                   size_t rows, const struct kernel_mean *mean, double *out)
{
    bool varies = false;
    for (size_t i = 0; i < count; i++)
        varies = varies || weights[i].varies;
    double total = total_of(weights, count, 0);
    if (spec->average == GRAPH_ARITHMETIC && !varies && spec->need_count <= 0) {
        finish_arithmetic(spec, total, (double)count, rows, mean, out);
        return;
    }
    for (size_t i = 0; i < rows; i++) {
        double value = average_of(spec, mean, i);
        if (value < mean->least[i])
            value = mean->least[i];
        if (value > mean->most[i])
            value = mean->most[i];
        if (varies)
            total = total_of(weights, count, i);
        out[i] = enough(spec, mean->weight[i], total, mean->count[i], (double)count) ? value : NAN;
    }
}

static void finish_sum(size_t count, size_t rows, const struct kernel_mean *mean, double *out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = mean->count[i] == (double)count ? mean->sum[i] : NAN;
}

/* The mean and then the spread around it, all operands alike: order -1 takes off, 1 adds. */
static void mazziotta_pareto(const struct graph_mean *spec, const struct kernel_column *operands,
                             size_t count, size_t rows, double *out)
{
    for (size_t row = 0; row < rows; row++) {
        double sum = 0, there = 0, squares = 0;
        for (size_t i = 0; i < count; i++) {
            double x = operands[i].values[operands[i].varies ? row : 0];
            sum += isnan(x) ? 0 : x;
            there += isnan(x) ? 0 : 1;
        }
        double mean = sum / there;
        for (size_t i = 0; i < count; i++) {
            double away = operands[i].values[operands[i].varies ? row : 0] - mean;
            squares += isnan(away) ? 0 : away * away;
        }
        double value = squares == 0 ? mean
                       : mean == 0  ? NAN
                                    : mean + spec->order * (squares / there / mean);
        out[row] = enough(spec, there, (double)count, there, (double)count) ? value : NAN;
    }
}

void graph_block_mean(const struct kernel *kernel, const struct graph_mean *spec,
                      const struct kernel_column *operands, const struct kernel_column *weights,
                      size_t count, size_t rows, struct graph_block_work *work, double *out)
{
    if (spec->average == GRAPH_MPI) {
        mazziotta_pareto(spec, operands, count, rows, out);
        return;
    }
    start_mean(&work->mean, rows);
    for (size_t i = 0; i < count; i++)
        add_operand(kernel, spec, column_of(&operands[i], rows, work->operand), weights[i], rows,
                    work);
    if (spec->average == GRAPH_SUM)
        finish_sum(count, rows, &work->mean, out);
    else
        finish(spec, weights, count, rows, &work->mean, out);
}

struct kernel_lines graph_block_lines(const struct graph_mean *spec, size_t count)
{
    double need = spec->need_share - need_slack;
    bool counts = spec->need_count > 0 || spec->need_of_count;
    double there = spec->need_count > 0 ? spec->need_count : need * (double)count;
    return (struct kernel_lines){.count = count,
                                 .need_there = counts && there > 1 ? there : 1,
                                 .need_share = counts ? -INFINITY : need};
}
