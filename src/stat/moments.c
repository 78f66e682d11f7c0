#include "stat/moments.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

double moments_scale(double range)
{
    uint64_t bits, exponent;
    memcpy(&bits, &range, sizeof bits);
    exponent = bits >> 52 & 2047;
    bits = (exponent < 2046 ? 2046 - exponent : 1) << 52;
    memcpy(&range, &bits, sizeof bits);
    return range;
}

/* From power sums of (x - centre) × scale; their first is what rounding left of zero, and moves the
 * others to the true mean. */
static void finish(struct moments *moments, const struct kernel_powers *powers)
{
    const double *sums = powers->sums;
    double n = (double)moments->count, off = sums[0] / n;
    double second = sums[1] - n * off * off;
    double third = sums[2] - off * (3 * sums[1] - 2 * n * off * off);
    double fourth = sums[3] - off * (4 * sums[2] - off * (6 * sums[1] - 3 * n * off * off));
    double mean = powers->centre + off / powers->scale;
    moments->mean = mean < powers->low ? powers->low : mean > powers->high ? powers->high : mean;
    moments->sd = sqrt(second / (n - 1)) / powers->scale;
    if (n >= 3)
        moments->skewness = sqrt(n) * third / (second * sqrt(second)) * sqrt(n * (n - 1)) / (n - 2);
    if (n >= 4)
        moments->kurtosis =
            ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
}

struct moments moments_held(const struct kernel *kernel, const double *x, size_t rows,
                            const struct kernel_cut *cut, size_t count)
{
    struct moments moments = {count, NAN, NAN, NAN, NAN, NAN, NAN};
    if (count == 0)
        return moments;
    moments.minimum = cut->low;
    moments.maximum = cut->high;
    if (cut->low == cut->high) {
        moments.mean = cut->low;
        moments.sd = count > 1 ? 0 : NAN;
        return moments;
    }
    struct kernel_powers powers = {.low = cut->low,
                                   .high = cut->high,
                                   .centre = cut->sum / (double)count,
                                   .scale = moments_scale(cut->high - cut->low)};
    kernel->powers(&powers, x, rows);
    finish(&moments, &powers);
    return moments;
}

struct moments moments_of(const struct kernel *kernel, const double *x, size_t rows)
{
    struct kernel_span span;
    kernel->span(x, rows, &span);
    const struct kernel_cut all = {.low = span.least, .high = span.most, .sum = span.sum};
    return moments_held(kernel, x, rows, &all, span.count);
}
