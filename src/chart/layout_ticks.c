#include "chart/layout_ticks.h"

#include <math.h>

double layout_ticks_step(double length)
{
    double unit = 1;
    if (!(length > 0) || length > 1e100)
        return 1;
    while (unit * 50 < length)
        unit *= 10;
    while (unit * 5 > length && unit > 1e-12)
        unit /= 10;
    return length / unit <= 10 ? 2 * unit : length / unit <= 25 ? 5 * unit : 10 * unit;
}

struct layout_ticks layout_ticks_around(double low, double high)
{
    double step = layout_ticks_step(high > low ? high - low : 1);
    struct layout_ticks ticks = {floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step,
                                 step};
    if (ticks.low >= ticks.high) {
        ticks.low -= step;
        ticks.high += step;
    }
    return ticks;
}

int layout_ticks_decimals(double step)
{
    int decimals = 0;
    while (decimals < 6 && fabs(step - floor(step + 0.5)) > 1e-6 * step) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

size_t layout_ticks_every(size_t count, double step_px, double width_px, double gap_px)
{
    size_t every = 1;
    while (every < count && (double)every * step_px < width_px + gap_px)
        every++;
    return every;
}
