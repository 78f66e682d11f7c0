#include "chart/chart_shade.h"

#include "chart/layout_ticks.h"

#include <math.h>

/* The first three carry white text. */
enum { DARK = 3 };

static const char *const colours[CHART_SHADE_CLASSES] = {"#0F2A47", "#1B4A68", "#2A6A80", "#5FA0A6",
                                                         "#8FBFB8", "#B9D8C8", "#E2EEDA"};
static const double shares[CHART_SHADE_CLASSES + 1] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1};

struct chart_shade chart_shade_over(double worst, double best, double low, double high)
{
    struct chart_shade shade;
    bool known = !isnan(worst) && !isnan(best);
    double from = known ? worst : low, length = known ? best - worst : high - low;
    for (int k = 0; k <= CHART_SHADE_CLASSES; k++)
        shade.starts[k] = from + (known ? shares[k] : (double)k / CHART_SHADE_CLASSES) *
                                     (length != 0 ? length : 1);
    return shade;
}

size_t chart_shade_class(const struct chart_shade *shade, double value)
{
    bool rising = shade->starts[1] > shade->starts[0];
    size_t class = 0;
    while (class + 1 < CHART_SHADE_CLASSES &&
           (rising ? value >= shade->starts[class + 1] : value <= shade->starts[class + 1]))
        class ++;
    return class;
}

const char *chart_shade_colour(size_t class)
{
    return colours[class];
}

const char *chart_shade_text(size_t class)
{
    return class < DARK ? chart_page_white : chart_page_ink;
}

void chart_shade_legend(struct chart_page *page, const struct chart_shade *shade, double right,
                        double y, const char *missing)
{
    const struct layout_font font = {LAYOUT_REGULAR, 7};
    int decimals =
        layout_ticks_decimals(layout_ticks_step(fabs(shade->starts[1] - shade->starts[0])));
    double x = right;
    if (missing) {
        x -= layout_text_width(missing, chart_page_note_font);
        chart_page_text(page, missing, x, y, CHART_LEFT, chart_page_note_font, chart_page_axis);
        x -= 30;
        chart_pen_hatch(&page->pen, x, y - 4, x + 24, y + 4, chart_page_unfocused);
        x -= 20;
    }
    double step = 0, gap = 7;
    for (int k = 0; k <= CHART_SHADE_CLASSES; k++)
        step = fmax(step,
                    layout_text_width(chart_page_number(page, shade->starts[k], decimals), font) +
                        gap);
    x -= step * CHART_SHADE_CLASSES + 8;
    for (int k = 0; k <= CHART_SHADE_CLASSES; k++) {
        if (k < CHART_SHADE_CLASSES)
            chart_pen_box(&page->pen, x + k * step, y - 4, x + (k + 1) * step - 1, y + 4,
                          colours[k]);
        chart_page_text(page, chart_page_number(page, shade->starts[k], decimals), x + k * step,
                        y - 12, CHART_CENTRE, font, chart_page_axis);
    }
}
