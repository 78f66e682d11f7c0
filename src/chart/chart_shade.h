/* Seven classes of values, from dark (worst) to light (best), monotone in lightness so that they
 * survive grey printing. */
#ifndef TIDEMARK_CHART_CHART_SHADE_H
#define TIDEMARK_CHART_CHART_SHADE_H

#include "chart/chart_page.h"

enum { CHART_SHADE_CLASSES = 7 };

/* Where each class begins. */
struct chart_shade {
    double starts[CHART_SHADE_CLASSES + 1];
};

/* Classes over a scale from worst to best, finer in its lower part, where the figures of rights in
 * retreat lie; where no scale is known (NaN), seven even ones over low..high. */
struct chart_shade chart_shade_over(double worst, double best, double low, double high);

/* The class of a value, its colour, and that of a text on it. */
size_t chart_shade_class(const struct chart_shade *shade, double value);
const char *chart_shade_colour(size_t class);
const char *chart_shade_text(size_t class);

/* A legend that ends at right, its strip's middle at y; missing: what a hatched field means, NULL
 * when there is none. */
void chart_shade_legend(struct chart_page *page, const struct chart_shade *shade, double right,
                        double y, const char *missing);

#endif
