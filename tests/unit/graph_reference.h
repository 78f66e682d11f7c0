/* What nodes of a graph mean, written out row by row from the words of score/graph.h, to be
 * compared with what the graph computes. Nothing here is fast, and nothing is shared with it. */
#ifndef TIDEMARK_TESTS_UNIT_GRAPH_REFERENCE_H
#define TIDEMARK_TESTS_UNIT_GRAPH_REFERENCE_H

#include "score/graph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFERENCE_OPERANDS = 12, REFERENCE_NUMBERS = 12, REFERENCE_NODES = 256 };

/* A node as it was asked for. operands are nodes of the graph; of a mean, children, then weights.
 */
struct reference_node {
    enum graph_op op;
    int kind; /* the enum of its op; STEPS: 0 lines, 1 steps */
    uint32_t operands[REFERENCE_OPERANDS];
    size_t count;
    double numbers[REFERENCE_NUMBERS];
    size_t number_count;
    uint32_t grouping; /* as in the graph: 0 all rows */
    size_t periods;    /* of TIME */
    uint32_t which;    /* the source, the figure, the answer */
    struct graph_mean mean;
    struct graph_goalposts goalposts;
    char name[16];
};

/* Nodes by id, and what they are computed from. */
struct reference {
    struct reference_node nodes[REFERENCE_NODES];
    size_t count;
    const struct graph_binding *binding;
    size_t total;
    double *columns[REFERENCE_NODES]; /* every node's values, as the graph has them */
    const double *figures[REFERENCE_NODES];
};

static inline double reference_at(const struct reference *reference, const struct reference_node *n,
                                  size_t operand, size_t row)
{
    return reference->columns[n->operands[operand]][row];
}

/* The class of a row: UINT32_MAX in none. */
static inline uint32_t reference_class(const struct reference *reference, uint32_t grouping,
                                       size_t row)
{
    if (grouping == 0 || grouping > reference->binding->grouping_count)
        return 0;
    const struct graph_grouping *by = &reference->binding->groupings[grouping - 1];
    return by->classes ? by->classes[row * by->stride] : 0;
}

/* Whether a row takes part in what its class is looked at for. */
static inline bool reference_is_in(const struct reference *reference, uint32_t grouping, size_t row,
                                   uint32_t class)
{
    if (reference->binding->framed && !reference->binding->framed[row])
        return false;
    return class != UINT32_MAX && reference_class(reference, grouping, row) == class;
}

static inline double reference_map(enum graph_function function, double x)
{
    if (function == GRAPH_IS_MISSING)
        return isnan(x);
    if (isnan(x))
        return NAN;
    double made = NAN;
    switch (function) {
    case GRAPH_SQRT:
        return x < 0 ? NAN : sqrt(x);
    case GRAPH_LOG:
        return x <= 0 ? NAN : (double)logl(x);
    case GRAPH_EXP:
        made = (double)expl(x);
        return isinf(made) ? NAN : made;
    case GRAPH_ABS:
        return x < 0 ? -x : x;
    case GRAPH_NEGATE:
        return -x;
    case GRAPH_FLOOR:
        return floor(x);
    case GRAPH_CEIL:
        return ceil(x);
    case GRAPH_ROUND:
        return (double)roundl(x);
    case GRAPH_CDF_NORMAL:
        return (double)(erfcl(-(long double)x / sqrtl(2)) / 2);
    case GRAPH_NOT:
        return 1 - x;
    default:
        abort();
    }
}

static inline double reference_finite(long double x)
{
    return isfinite((double)x) ? (double)x : NAN;
}

static inline double reference_binary(enum graph_binary function, double a, double b)
{
    if (function == GRAPH_DEFAULT)
        return isnan(a) ? b : a;
    if (function == GRAPH_ONLY_IF)
        return b == 1 ? a : NAN;
    if (isnan(a) || isnan(b))
        return NAN;
    switch (function) {
    case GRAPH_ADD:
        return reference_finite(a + b);
    case GRAPH_SUBTRACT:
        return reference_finite(a - b);
    case GRAPH_MULTIPLY:
        return reference_finite(a * b);
    case GRAPH_DIVIDE:
        return b == 0 ? NAN : reference_finite(a / b);
    case GRAPH_RAISE:
        return reference_finite(powl(a, b));
    case GRAPH_MODULO:
        return b == 0 ? NAN : (double)(a - floorl((long double)a / b) * b);
    case GRAPH_LEAST:
        return a < b ? a : b;
    case GRAPH_MOST:
        return a > b ? a : b;
    case GRAPH_LESS:
        return a < b;
    case GRAPH_LESS_EQUAL:
        return a <= b;
    case GRAPH_EQUAL:
        return a == b;
    default:
        abort();
    }
}

static inline int reference_before(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double reference_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, reference_before);
    return count == 0       ? NAN
           : count % 2 == 1 ? values[count / 2]
                            : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Figures over what is there, for lists and frames alike. */
struct reference_figures {
    size_t count;
    long double sum;
    double least;
    double most;
    long double mean;
    long double squares; /* of the distances from the mean */
    long double cubes;
    long double fourths;
};

static inline struct reference_figures reference_take(const double *values, size_t count)
{
    struct reference_figures made = {.count = count, .least = NAN, .most = NAN, .mean = NAN};
    for (size_t i = 0; i < count; i++) {
        made.sum += values[i];
        made.least = i == 0 || values[i] < made.least ? values[i] : made.least;
        made.most = i == 0 || values[i] > made.most ? values[i] : made.most;
    }
    made.mean = count ? made.sum / (long double)count : NAN;
    for (size_t i = 0; i < count; i++) {
        long double away = values[i] - made.mean;
        made.squares += away * away;
        made.cubes += away * away * away;
        made.fourths += away * away * away * away;
    }
    return made;
}

static inline double reference_sd(const struct reference_figures *figures)
{
    return figures->count < 2 ? NAN
                              : (double)sqrtl(figures->squares / (long double)(figures->count - 1));
}

static inline double reference_list(enum graph_list function, double *values, size_t count)
{
    struct reference_figures figures = reference_take(values, count);
    switch (function) {
    case GRAPH_LIST_COUNT:
        return (double)count;
    case GRAPH_LIST_MEAN:
        return (double)figures.mean;
    case GRAPH_LIST_SUM:
        return count ? (double)figures.sum : NAN;
    case GRAPH_LIST_LEAST:
        return figures.least;
    case GRAPH_LIST_MOST:
        return figures.most;
    case GRAPH_LIST_SD:
        return reference_sd(&figures);
    case GRAPH_LIST_MEDIAN:
        return reference_median(values, count);
    default:
        abort();
    }
}

static inline double reference_average(const struct graph_mean *spec, const double *x,
                                       const double *w, size_t count)
{
    long double sum = 0, weight = 0, least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        weight += w[i];
        least = x[i] < least ? x[i] : least;
    }
    bool zero = least <= 0;
    struct reference_figures plain = reference_take(x, count);
    switch (spec->average) {
    case GRAPH_MINIMUM:
        return (double)least;
    case GRAPH_MPI:
        return plain.squares == 0 ? (double)plain.mean
               : plain.mean == 0  ? NAN
                                  : (double)(plain.mean + spec->order * plain.squares /
                                                             (long double)count / plain.mean);
    case GRAPH_ARITHMETIC:
    case GRAPH_SUM:
        for (size_t i = 0; i < count; i++)
            sum += w[i] * (long double)x[i];
        return (double)(spec->average == GRAPH_SUM ? sum : sum / weight);
    case GRAPH_GEOMETRIC:
        for (size_t i = 0; i < count && !zero; i++)
            sum += w[i] * logl(x[i]);
        return zero ? 0 : (double)expl(sum / weight);
    case GRAPH_HARMONIC:
        for (size_t i = 0; i < count && !zero; i++)
            sum += w[i] / (long double)x[i];
        return zero ? 0 : (double)(weight / sum);
    default:
        zero = zero && spec->order < 0;
        for (size_t i = 0; i < count && !zero; i++)
            sum += w[i] * powl(x[i], spec->order);
        return zero ? 0 : (double)powl(sum / weight, 1 / (long double)spec->order);
    }
}

static inline double reference_mean(const struct reference *reference,
                                    const struct reference_node *node, size_t row)
{
    double x[REFERENCE_OPERANDS], w[REFERENCE_OPERANDS];
    const struct graph_mean *spec = &node->mean;
    bool raises = spec->average == GRAPH_GEOMETRIC || spec->average == GRAPH_HARMONIC ||
                  spec->average == GRAPH_POWER;
    size_t all = node->count / 2, there = 0;
    long double weight = 0, total = 0;
    for (size_t i = 0; i < all; i++) {
        double value = reference_at(reference, node, i, row);
        double own = reference_at(reference, node, all + i, row);
        total += own;
        if (isnan(value))
            continue;
        weight += own;
        x[there] = raises && value < spec->floor ? spec->floor : value;
        w[there++] = own;
    }
    long double share = spec->need_of_count ? (long double)there / all : weight / total;
    if (there == 0 || (spec->average == GRAPH_SUM && there < all))
        return NAN;
    if (spec->average != GRAPH_SUM &&
        (spec->need_count > 0 ? there < (size_t)spec->need_count : share < spec->need_share - 1e-9))
        return NAN;
    return reference_average(spec, x, w, there);
}

static inline double reference_points(const struct reference_node *node, double x)
{
    size_t count = node->number_count / 2;
    const double *from = node->numbers, *to = node->numbers + count;
    if (isnan(x))
        return NAN;
    if (node->kind == 1) {
        size_t at = 0;
        for (size_t i = 0; i < count; i++)
            at += x >= from[i];
        return to[at];
    }
    if (x <= from[0] || x >= from[count - 1])
        return x <= from[0] ? to[0] : to[count - 1];
    size_t i = 1;
    while (x > from[i])
        i++;
    return to[i - 1] + (x - from[i - 1]) / (from[i] - from[i - 1]) * (to[i] - to[i - 1]);
}

static inline double reference_goalposts(const struct graph_goalposts *spec, double x, double worst,
                                         double best)
{
    double value = spec->to_worst + (x - worst) / (best - worst) * (spec->to_best - spec->to_worst);
    if (isnan(x) || isnan(worst) || isnan(best) || worst == best)
        return NAN;
    if (spec->clip && value < spec->to_worst)
        return spec->to_worst;
    return spec->clip && value > spec->to_best ? spec->to_best : value;
}

static inline double reference_place(const struct reference *reference,
                                     const struct reference_node *node, size_t row)
{
    double own = reference_at(reference, node, 0, row), lower = 0, there = 0;
    uint32_t class = reference_class(reference, node->grouping, row);
    if (isnan(own) || !reference_is_in(reference, node->grouping, row, class))
        return NAN;
    for (size_t i = 0; i < reference->total; i++) {
        double other = reference_at(reference, node, 0, i);
        if (isnan(other) || !reference_is_in(reference, node->grouping, i, class))
            continue;
        there += 1;
        lower += other < own;
    }
    if (node->kind == GRAPH_RANK)
        return lower + 1;
    return there < 2 ? NAN : lower / (there - 1);
}

static inline double reference_time(const struct reference *reference,
                                    const struct reference_node *node, size_t row)
{
    const double *x = reference->columns[node->operands[0]];
    long n = (long)reference->binding->countries, country = (long)row % n, period = (long)row / n;
    long last = (long)reference->total / n - 1, most = (long)node->periods, before = period,
         after = period;
    if (node->kind == GRAPH_LAG)
        return period < most ? NAN : x[(period - most) * n + country];
    if (!isnan(x[row]))
        return x[row];
    while (before >= 0 && isnan(x[before * n + country]))
        before--;
    while (after <= last && isnan(x[after * n + country]))
        after++;
    if (node->kind == GRAPH_CARRY)
        return before < 0 || (most > 0 && period - before > most) ? NAN : x[before * n + country];
    if (before < 0 || after > last || (most > 0 && after - before - 1 > most))
        return NAN;
    double from = x[before * n + country], to = x[after * n + country];
    return from + (to - from) * (double)(period - before) / (double)(after - before);
}

/* How many of its class a row beats, less how many beat it, over columns both have. */
static inline double reference_copeland(const struct reference *reference,
                                        const struct reference_node *node, size_t row)
{
    size_t columns = node->count / 2;
    double score = 0;
    bool there = false;
    uint32_t class = reference_class(reference, node->grouping, row);
    for (size_t i = 0; i < columns; i++)
        there = there || !isnan(reference_at(reference, node, i, row));
    if (!there || !reference_is_in(reference, node->grouping, row, class))
        return NAN;
    for (size_t other = 0; other < reference->total; other++) {
        double won = 0, weight = 0;
        for (size_t i = 0; i < columns; i++) {
            double x = reference_at(reference, node, i, row);
            double y = reference_at(reference, node, i, other);
            double w = reference_at(reference, node, columns + i, row);
            weight += isnan(x) || isnan(y) ? 0 : w;
            won += x > y ? w : x == y ? w / 2 : 0;
        }
        if (other == row || weight == 0 ||
            !reference_is_in(reference, node->grouping, other, class))
            continue;
        double share = won / weight - 0.5;
        score += share > 1e-12 ? 1 : share < -1e-12 ? -1 : 0;
    }
    return score;
}

/* The value of a node at a row, from its operands' values. CONST, PARAM, CALL and what stands for
 * them have no operands here: the test knows what they are. */
static inline double reference_value(const struct reference *reference, uint32_t id, size_t row)
{
    const struct reference_node *node = &reference->nodes[id];
    double list[REFERENCE_OPERANDS], a = NAN, b = NAN, c = NAN;
    size_t there = 0;
    if (node->count > 0 && node->op != GRAPH_FIGURE && node->op != GRAPH_ANSWER)
        a = reference_at(reference, node, 0, row);
    if (node->count > 1 && node->op != GRAPH_TREAT)
        b = reference_at(reference, node, 1, row);
    if (node->count > 2)
        c = reference_at(reference, node, 2, row);
    switch (node->op) {
    case GRAPH_GOALPOSTS:
        return reference_goalposts(&node->goalposts, a, b, c);
    case GRAPH_STEPS:
        return reference_points(node, a);
    case GRAPH_MAP:
        return reference_map((enum graph_function)node->kind, a);
    case GRAPH_BINARY:
        return reference_binary((enum graph_binary)node->kind, a, b);
    case GRAPH_SELECT:
        return isnan(a) ? NAN : a == 1 ? b : c;
    case GRAPH_MEAN:
        return reference_mean(reference, node, row);
    case GRAPH_LIST:
        for (size_t i = 0; i < node->count; i++)
            if (!isnan(reference_at(reference, node, i, row)))
                list[there++] = reference_at(reference, node, i, row);
        return reference_list((enum graph_list)node->kind, list, there);
    case GRAPH_PLACE:
        return reference_place(reference, node, row);
    case GRAPH_TIME:
        return reference_time(reference, node, row);
    case GRAPH_CLASS:
        if (node->kind == GRAPH_COPELAND)
            return reference_copeland(reference, node, row);
        return reference->columns[node->operands[0]][row / reference->binding->countries *
                                                         reference->binding->countries +
                                                     (size_t)node->numbers[0]];
    default:
        abort();
    }
}

#endif
