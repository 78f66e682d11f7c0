/* Text in the charts' font: how wide it is, and how it is made to fit. */
#ifndef TIDEMARK_CHART_LAYOUT_TEXT_H
#define TIDEMARK_CHART_LAYOUT_TEXT_H

#include "base/arena.h"
#include "base/text.h"
#include "chart/layout_metrics.h"

#include <stdbool.h>

/* Inter of a weight; its size in points, three quarters of a CSS pixel each. */
struct layout_font {
    enum layout_weight weight;
    double points;
};

/* Width of text in CSS pixels, of its widest line where it has several; the sum of the characters'
 * advances (layout_metrics.h). What the table does not have counts as wide as the font's size. */
double layout_text_width(const char *text, struct layout_font font);

/* From one line of a text to the next, in CSS pixels. */
double layout_text_leading(struct layout_font font);

/* text cut with an ellipsis to fit width_px, in arena; NULL without memory. */
const char *layout_text_fit(struct arena *arena, const char *text, struct layout_font font,
                            double width_px);

/* text broken at spaces, but not before % or beside = (in words wider than width_px anywhere), into
 * at most lines lines of width_px joined by newlines, the last cut if need be. *used is their
 * number. NULL without memory. */
const char *layout_text_wrap(struct arena *arena, const char *text, struct layout_font font,
                             double width_px, size_t lines, size_t *used);

/* Whether a character is written from right to left (Hebrew, Arabic and their neighbours), which
 * nothing here can set. */
bool layout_text_right_to_left(uint32_t point);

#endif
