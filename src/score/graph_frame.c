#include "score/graph_frame.h"

#include "stat/moments.h"
#include "stat/outlier.h"
#include "stat/quantile.h"

#include <math.h>

/* The figures of a treatment, in their order. */
enum { TREAT_KIND, TREAT_LOWER, TREAT_UPPER, TREAT_MINIMUM, TREAT_MAXIMUM, TREAT_LAMBDA };

/* The options of a TREAT frame, in their order. */
enum { OPTION_SKEW, OPTION_KURTOSIS, OPTION_MAX, OPTION_OTHERWISE, OPTION_LAMBDA, OPTIONS };

/* Says what is undefined in a class; the first found stands. */
static void say(const struct graph_whole *whole, size_t class, size_t operand, const char *what)
{
    if (!whole->trouble->what)
        *whole->trouble = (struct graph_trouble){0, (uint32_t) class, operand, what};
}

static void take_ends(const struct graph_whole *whole, size_t class, const double *values,
                      size_t size, double *figures)
{
    struct kernel_span span;
    bool most = graph_node_kind(whole->node) == GRAPH_FRAME_MOST;
    whole->kernel->span(values, size, &span);
    figures[0] = span.count == 0 ? NAN : most ? span.most : span.least;
    if (most) {
        if (span.count > 0 && span.most == 0)
            say(whole, class, 0, "has 0 as its highest value, so nothing is a share of it");
        return;
    }
    figures[1] = span.count == 0 ? NAN : span.most;
    if (span.count > 0 && span.least == span.most)
        say(whole, class, 0, "has the same value everywhere, so its lowest and highest are one");
}

static void take_moments(const struct graph_whole *whole, size_t class, const double *values,
                         size_t size, double *figures)
{
    struct moments moments = moments_of(whole->kernel, values, size);
    figures[0] = moments.mean;
    figures[1] = moments.sd;
    if (moments.count == 1)
        say(whole, class, 0, "has one value only, so it has no standard deviation");
    else if (moments.count > 1 && moments.sd == 0)
        say(whole, class, 0, "has the same value everywhere, so its standard deviation is 0");
}

static void take_median(const double *values, size_t size, double *room, double *figures)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        if (!isnan(values[i]))
            room[count++] = values[i];
    figures[0] = quantile_select(room, count, 0.5);
}

static void take_treatment(const struct graph_whole *whole, size_t class, const double *values,
                           size_t size, double *room, double *figures)
{
    const double *options = whole->node->numbers;
    struct outlier_options rule = {.skew = options[OPTION_SKEW],
                                   .kurtosis = options[OPTION_KURTOSIS],
                                   .max = (size_t)options[OPTION_MAX],
                                   .or_logarithm = options[OPTION_OTHERWISE] == 1};
    struct kernel_span span;
    struct outlier found;
    if (options[OPTION_OTHERWISE] == 2)
        found = outlier_log(whole->kernel, values, size, room);
    else if (options[OPTION_OTHERWISE] == 3)
        found = outlier_boxcox(whole->kernel, values, size, options[OPTION_LAMBDA], room);
    else
        found = outlier_find(whole->kernel, values, size, &rule, room);
    figures[TREAT_KIND] = found.kind;
    figures[TREAT_LOWER] = found.lower;
    figures[TREAT_UPPER] = found.upper;
    figures[TREAT_MINIMUM] = found.minimum;
    figures[TREAT_MAXIMUM] = found.maximum;
    figures[TREAT_LAMBDA] = found.lambda;
    whole->kernel->span(values, size, &span);
    if (span.count > 0 && span.count < 3 && options[OPTION_OTHERWISE] < 2)
        say(whole, class, 0, "has fewer than three values, so it has no skewness");
    else if (span.count > 0 && found.kind == OUTLIER_NONE && !found.passes &&
             options[OPTION_OTHERWISE] != 3 && span.least < span.most)
        say(whole, class, 0, "has so few different values that moving the outermost leaves none");
}

bool graph_frame_take(struct graph_whole *whole, struct arena *arena)
{
    size_t width = graph_node_width(whole->node);
    double *room = arena_alloc(arena, whole->total, sizeof *room);
    double *scratch = arena_alloc(arena, whole->total, sizeof *scratch);
    if (!room || !scratch)
        return false;
    for (size_t class = 0; class < whole->classes->count; class ++) {
        size_t size = graph_whole_size(whole, class);
        const double *values = graph_whole_values(whole, 0, class, room);
        double *figures = whole->figures + class * width;
        switch ((enum graph_frame)graph_node_kind(whole->node)) {
        case GRAPH_FRAME_ENDS:
        case GRAPH_FRAME_MOST:
            take_ends(whole, class, values, size, figures);
            break;
        case GRAPH_FRAME_MEAN:
            figures[0] = moments_of(whole->kernel, values, size).mean;
            break;
        case GRAPH_FRAME_MOMENTS:
            take_moments(whole, class, values, size, figures);
            break;
        case GRAPH_FRAME_MEDIAN:
            take_median(values, size, scratch, figures);
            break;
        default:
            take_treatment(whole, class, values, size, scratch, figures);
            break;
        }
    }
    return true;
}

void graph_frame_treat(const struct kernel *kernel, const double *figures, const double *x,
                       size_t rows, double *out)
{
    struct outlier outlier = {.kind = OUTLIER_NONE};
    if (figures && !isnan(figures[TREAT_KIND]))
        outlier = (struct outlier){.kind = (enum outlier_kind)figures[TREAT_KIND],
                                   .lower = figures[TREAT_LOWER],
                                   .upper = figures[TREAT_UPPER],
                                   .minimum = figures[TREAT_MINIMUM],
                                   .maximum = figures[TREAT_MAXIMUM],
                                   .lambda = figures[TREAT_LAMBDA]};
    outlier_apply(kernel, &outlier, x, rows, out);
}
