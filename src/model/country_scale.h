/* Figures as written brought to the indicator's scale, with their intervals. */
#ifndef TIDEMARK_MODEL_COUNTRY_SCALE_H
#define TIDEMARK_MODEL_COUNTRY_SCALE_H

#include "model/observation.h"

/* Half the width of a 90 % interval in standard errors. */
#define COUNTRY_SCALE_NORMAL_95 1.6448536269514722

/* A figure of an observation on the indicator's scale: turned from the edition's own scale to the
 * series' (semantics.md A10), then rescaled (A1). */
double country_scale_value(const struct sources *sources, const struct indicator *indicator,
                           const struct observation *made, double value);

/* A width on the scale of the figure, brought to the indicator's as the figure itself is. */
double country_scale_width(const struct sources *sources, const struct indicator *indicator,
                           const struct observation *made, double width);

/* The ends of the scale a figure is written on: the edition's, the series' or the indicator's. NaN
 * where there are none. */
void country_scale_ends(const struct sources *sources, const struct indicator *indicator,
                        const struct observation *made, double *least, double *most);

/* From a half-width of another coverage (level) to one of 90 % (semantics.md A8). */
double country_scale_half(double level, double width);

/* Sets low and high from half-widths, held within an ordinal scale. */
void country_scale_interval(struct observation *made, const struct indicator *indicator,
                            double below, double above);

/* Moves value, low and high by what add, on the series' scale, makes of the value; an ordinal scale
 * holds them. */
void country_scale_splice(const struct sources *sources, const struct indicator *indicator,
                          struct observation *made, double add);

#endif
