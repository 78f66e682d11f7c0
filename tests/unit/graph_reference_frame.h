/* What frames take from columns, written out from the words of score/graph.h and stat/outlier.h. */
#ifndef TIDEMARK_TESTS_UNIT_GRAPH_REFERENCE_FRAME_H
#define TIDEMARK_TESTS_UNIT_GRAPH_REFERENCE_FRAME_H

#include "graph_reference.h"

#include "stat/outlier.h"

enum { REFERENCE_EITHER = -1 };

/* Whether a column is too skewed: |G1| >= skew and G2 >= kurtosis, where both have a value. */
static inline bool reference_is_skewed(const double *x, size_t count, double skew, double kurtosis,
                                       double *g1)
{
    struct reference_figures f = reference_take(x, count);
    long double n = (long double)count;
    *g1 = NAN;
    if (count < 3 || f.least == f.most)
        return false;
    *g1 = (double)(sqrtl(n) * f.cubes / powl(f.squares, 1.5L) * sqrtl(n * (n - 1)) / (n - 2));
    if (count < 4)
        return false;
    long double g2 = ((n + 1) * (n * f.fourths / (f.squares * f.squares) - 3) + 6) * (n - 1) /
                     ((n - 2) * (n - 3));
    return fabs(*g1) >= skew && g2 >= kurtosis;
}

/* How many of the values as they were lie beyond two limits. */
static inline size_t reference_moved(const double *x, size_t count, double lower, double upper)
{
    size_t moved = 0;
    for (size_t i = 0; i < count; i++)
        moved += x[i] < lower || x[i] > upper;
    return moved;
}

/* All values at one end become the next inner one. */
static inline void reference_pull(double *x, size_t count, bool top, double *limit)
{
    struct reference_figures f = reference_take(x, count);
    double end = top ? f.most : f.least, next = NAN;
    for (size_t i = 0; i < count; i++)
        if (x[i] != end && (isnan(next) || (top ? x[i] > next : x[i] < next)))
            next = x[i];
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] == end ? next : x[i];
    *limit = next;
}

/* The treatment of a column that may be changed; options as graph_frame has them for TREAT. */
static inline void reference_treatment(double *x, size_t count, const double *options,
                                       double figures[GRAPH_TREAT_FIGURES])
{
    double g1 = NAN, lower = -INFINITY, upper = INFINITY;
    struct reference_figures f = reference_take(x, count);
    double *kept = malloc((count + 1) * sizeof *kept);
    bool fails = options[3] < 2 && reference_is_skewed(x, count, options[0], options[1], &g1);
    int kind = OUTLIER_NONE;
    if (!kept)
        abort();
    memcpy(kept, x, count * sizeof *x);
    while (fails && reference_moved(kept, count, lower, upper) < (size_t)options[2]) {
        reference_pull(x, count, g1 >= 0, g1 >= 0 ? &upper : &lower);
        kind = OUTLIER_WINSORISED;
        struct reference_figures left = reference_take(x, count);
        fails =
            left.least < left.most && reference_is_skewed(x, count, options[0], options[1], &g1);
        if (left.least < left.most)
            continue;
        kind = OUTLIER_NONE; /* nothing would be left: it stays as it is */
        lower = -INFINITY;
        upper = INFINITY;
    }
    if (options[3] == 2 || (fails && options[3] == 1)) {
        reference_is_skewed(kept, count, 0, 0, &g1);
        kind = f.least < f.most ? (g1 < 0 ? OUTLIER_LOG_MIRRORED : OUTLIER_LOG) : OUTLIER_NONE;
        if (fabs(g1) < 1e-9)
            kind = REFERENCE_EITHER; /* rounding decides which way it leans */
        lower = -INFINITY;
        upper = INFINITY;
    }
    if (options[3] == 3)
        kind = count ? OUTLIER_BOXCOX : OUTLIER_NONE;
    figures[0] = kind;
    figures[1] = lower;
    figures[2] = upper;
    figures[3] = f.least;
    figures[4] = f.most;
    figures[5] = options[3] == 3 ? options[4] : 0;
    free(kept);
}

/* The figures of a frame for a class; returns how many there are. */
static inline size_t reference_frame(const struct reference *reference, uint32_t id, uint32_t class,
                                     double *figures)
{
    const struct reference_node *node = &reference->nodes[id];
    double *x = malloc((reference->total + 1) * sizeof *x);
    size_t count = 0, width = 1;
    if (!x)
        abort();
    for (size_t row = 0; row < reference->total; row++)
        if (reference_is_in(reference, node->grouping, row, class) &&
            !isnan(reference_at(reference, node, 0, row)))
            x[count++] = reference_at(reference, node, 0, row);
    struct reference_figures taken = reference_take(x, count);
    switch ((enum graph_frame)node->kind) {
    case GRAPH_FRAME_ENDS:
        figures[0] = taken.least;
        figures[1] = taken.most;
        width = 2;
        break;
    case GRAPH_FRAME_MOST:
        figures[0] = taken.most;
        break;
    case GRAPH_FRAME_MEAN:
        figures[0] = (double)taken.mean;
        break;
    case GRAPH_FRAME_MOMENTS:
        figures[0] = (double)taken.mean;
        figures[1] = reference_sd(&taken);
        width = 2;
        break;
    case GRAPH_FRAME_MEDIAN:
        figures[0] = reference_median(x, count);
        break;
    default:
        reference_treatment(x, count, node->numbers, figures);
        width = GRAPH_TREAT_FIGURES;
        break;
    }
    free(x);
    return width;
}

/* A value treated by figures; NULL: in no class. */
static inline double reference_treat(const double *figures, double x)
{
    if (isnan(x) || !figures || isnan(figures[0]))
        return x;
    double least = figures[3], most = figures[4], away = 0.01 * (most - least);
    switch ((enum outlier_kind)figures[0]) {
    case OUTLIER_WINSORISED:
        x = x < figures[1] ? figures[1] : x;
        return x > figures[2] ? figures[2] : x;
    case OUTLIER_LOG:
        x = x < least ? least : x;
        return (double)logl((x - least) + away);
    case OUTLIER_LOG_MIRRORED:
        x = x > most ? most : x;
        return (double)-logl((most - x) + away);
    case OUTLIER_BOXCOX:
        x = x < least ? least : x;
        return figures[5] == 0
                   ? (double)logl(x - least + 1)
                   : (double)((powl(x - least + 1, figures[5]) - 1) / (long double)figures[5]);
    default:
        return x;
    }
}

#endif
