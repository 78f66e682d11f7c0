#include "stat/outlier.h"

#include "base/elementary.h"
#include "stat/moments.h"

#include <math.h>
#include <string.h>

/* What is being found: the column, held between the ends of cut. */
struct search {
    const struct kernel *kernel;
    const double *x;
    size_t rows;
    size_t count;
    struct kernel_cut cut;
    struct moments moments;
};

static struct search start(const struct kernel *kernel, const double *x, size_t rows)
{
    struct search search = {.kernel = kernel, .x = x, .rows = rows};
    struct kernel_span span;
    kernel->span(x, rows, &span);
    search.count = span.count;
    search.cut = (struct kernel_cut){.low = span.least, .high = span.most, .sum = span.sum};
    search.moments = moments_held(kernel, x, rows, &search.cut, search.count);
    return search;
}

static struct outlier untreated(const struct search *search)
{
    const struct moments *moments = &search->moments;
    return (struct outlier){.kind = OUTLIER_NONE,
                            .lower = -INFINITY,
                            .upper = INFINITY,
                            .minimum = moments->minimum,
                            .maximum = moments->maximum,
                            .skew_before = moments->skewness,
                            .kurtosis_before = moments->kurtosis,
                            .skew_after = moments->skewness,
                            .kurtosis_after = moments->kurtosis,
                            .passes = true};
}

static bool fails(double skew, double kurtosis, const struct outlier_options *options)
{
    return fabs(skew) >= options->skew && kurtosis >= options->kurtosis;
}

/* Moves the outermost values at one end to the next inner place. False when this leaves all values
 * equal. cut was made at the ends that hold. */
static bool move(struct search *search, struct outlier *outlier, size_t *top, size_t *bottom)
{
    struct kernel_cut *cut = &search->cut;
    if (outlier->skew_after >= 0) {
        *top = cut->at_high;
        outlier->upper = cut->high = cut->below_high;
    } else {
        *bottom = cut->at_low;
        outlier->lower = cut->low = cut->above_low;
    }
    if (!(cut->low < cut->high))
        return false;
    search->kernel->cut(cut, search->x, search->rows);
    search->moments = moments_held(search->kernel, search->x, search->rows, cut, search->count);
    outlier->skew_after = search->moments.skewness;
    outlier->kurtosis_after = search->moments.kurtosis;
    outlier->moved = *top + *bottom;
    return true;
}

/* False when winsorising would leave all values equal. */
static bool winsorise(struct search *search, const struct outlier_options *options,
                      struct outlier *outlier)
{
    size_t top = 0, bottom = 0;
    search->kernel->cut(&search->cut, search->x, search->rows);
    while (fails(outlier->skew_after, outlier->kurtosis_after, options) &&
           outlier->moved < options->max) {
        if (!move(search, outlier, &top, &bottom))
            return false;
        outlier->kind = OUTLIER_WINSORISED;
    }
    outlier->passes = !fails(outlier->skew_after, outlier->kurtosis_after, options);
    return true;
}

/* Treats the column, and sees what it has become. */
static void treat(const struct search *search, struct outlier *outlier, double *treated)
{
    outlier_apply(search->kernel, outlier, search->x, search->rows, treated);
    struct moments after = moments_of(search->kernel, treated, search->rows);
    outlier->skew_after = after.skewness;
    outlier->kurtosis_after = after.kurtosis;
}

static void take_logarithm(const struct search *search, struct outlier *outlier, double *treated)
{
    outlier->kind = outlier->skew_before < 0 ? OUTLIER_LOG_MIRRORED : OUTLIER_LOG;
    treat(search, outlier, treated);
}

struct outlier outlier_find(const struct kernel *kernel, const double *x, size_t rows,
                            const struct outlier_options *options, double *treated)
{
    struct search search = start(kernel, x, rows);
    const struct outlier original = untreated(&search);
    struct outlier outlier = original;
    bool spread = true;
    if (fails(outlier.skew_before, outlier.kurtosis_before, options))
        spread = winsorise(&search, options, &outlier);
    if (spread && !outlier.passes && options->or_logarithm) {
        outlier = original;
        take_logarithm(&search, &outlier, treated);
        outlier.passes = !fails(outlier.skew_after, outlier.kurtosis_after, options);
        return outlier;
    }
    if (!spread)
        outlier = original;
    outlier.passes = spread && outlier.passes;
    outlier_apply(kernel, &outlier, x, rows, treated);
    return outlier;
}

struct outlier outlier_log(const struct kernel *kernel, const double *x, size_t rows,
                           double *treated)
{
    struct search search = start(kernel, x, rows);
    struct outlier outlier = untreated(&search);
    if (outlier.minimum < outlier.maximum)
        take_logarithm(&search, &outlier, treated);
    else
        outlier_apply(kernel, &outlier, x, rows, treated);
    return outlier;
}

struct outlier outlier_boxcox(const struct kernel *kernel, const double *x, size_t rows,
                              double lambda, double *treated)
{
    struct search search = start(kernel, x, rows);
    struct outlier outlier = untreated(&search);
    outlier.kind = search.count > 0 ? OUTLIER_BOXCOX : OUTLIER_NONE;
    outlier.lambda = lambda;
    treat(&search, &outlier, treated);
    return outlier;
}

/* (y^lambda - 1) / lambda for y >= 1. Where the power is near 1 little would be left of its digits:
 * there the series of (e^t - 1) / t, whose next term is below a digit. */
static double power_of(double y, double lambda)
{
    double logarithm = elementary_log(y), t = lambda * logarithm;
    if (fabs(t) < 0.01)
        return logarithm *
               (1 + t / 2 * (1 + t / 3 * (1 + t / 4 * (1 + t / 5 * (1 + t / 6 * (1 + t / 7))))));
    return (elementary_pow(y, lambda) - 1) / lambda;
}

/* Just above 0: how far above the minimum, or (mirrored) below the maximum. */
static void step_inward(const struct outlier *outlier, const double *x, size_t rows, double *out)
{
    double minimum = outlier->minimum, maximum = outlier->maximum;
    double step = 0.01 * (maximum - minimum);
    if (outlier->kind == OUTLIER_LOG)
        for (size_t i = 0; i < rows; i++)
            out[i] = (x[i] < minimum ? 0 : x[i] - minimum) + step;
    else
        for (size_t i = 0; i < rows; i++)
            out[i] = (x[i] > maximum ? 0 : maximum - x[i]) + step;
}

void outlier_apply(const struct kernel *kernel, const struct outlier *outlier, const double *x,
                   size_t rows, double *out)
{
    double lower = outlier->lower, upper = outlier->upper, minimum = outlier->minimum;
    switch (outlier->kind) {
    case OUTLIER_NONE:
        memmove(out, x, rows * sizeof *x);
        break;
    case OUTLIER_WINSORISED:
        for (size_t i = 0; i < rows; i++)
            out[i] = x[i] < lower ? lower : x[i] > upper ? upper : x[i];
        break;
    case OUTLIER_LOG:
        step_inward(outlier, x, rows, out);
        kernel->logarithm(out, rows, out);
        break;
    case OUTLIER_LOG_MIRRORED:
        step_inward(outlier, x, rows, out);
        kernel->logarithm(out, rows, out);
        for (size_t i = 0; i < rows; i++)
            out[i] = -out[i];
        break;
    case OUTLIER_BOXCOX:
        for (size_t i = 0; i < rows; i++)
            out[i] = power_of((x[i] < minimum ? 0 : x[i] - minimum) + 1, outlier->lambda);
        break;
    }
}
