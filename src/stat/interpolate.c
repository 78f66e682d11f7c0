#include "stat/interpolate.h"

#include <math.h>

static void copy(const double *x, size_t count, size_t stride, double *out)
{
    for (size_t t = 0; t < count; t++)
        out[t * stride] = x[t * stride];
}

/* From the value at `before` to that at `after`; the shares of the two, so that the line ends where
 * they are and neither overflows. */
static void draw_line(double *out, size_t stride, size_t before, size_t after)
{
    double from = out[before * stride], to = out[after * stride], length = (double)(after - before);
    for (size_t t = before + 1; t < after; t++) {
        double share = (double)(t - before) / length;
        out[t * stride] = from == to ? from : from * (1 - share) + to * share;
    }
}

size_t interpolate_linear(const double *x, size_t count, size_t stride, size_t gap_most,
                          double *out)
{
    size_t made = 0, next = 0; /* one past the last value seen, 0 before any */
    copy(x, count, stride, out);
    for (size_t t = 0; t < count; t++) {
        if (isnan(out[t * stride]))
            continue;
        size_t gap = t - next;
        if (next > 0 && gap > 0 && gap <= gap_most) {
            draw_line(out, stride, next - 1, t);
            made += gap;
        }
        next = t + 1;
    }
    return made;
}

size_t interpolate_carry(const double *x, size_t count, size_t stride, size_t gap_most, double *out)
{
    size_t made = 0, gap = 0;
    double last = NAN;
    copy(x, count, stride, out);
    for (size_t t = 0; t < count; t++) {
        if (!isnan(out[t * stride])) {
            last = out[t * stride];
            gap = 0;
        } else if (!isnan(last) && gap++ < gap_most) {
            out[t * stride] = last;
            made++;
        }
    }
    return made;
}
