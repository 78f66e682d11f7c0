/* Text on its way into a gnuplot script, and its width on paper. */
#ifndef TIDEMARK_CHART_CHART_TEXT_H
#define TIDEMARK_CHART_CHART_TEXT_H

#include "base/arena.h"
#include "base/text.h"

enum chart_weight { CHART_REGULAR, CHART_SEMIBOLD };

enum { CHART_TEXT_POINTS_MAX = 400 };

/* Adds text as one double-quoted gnuplot token in which nothing is active: ASCII letters, digits
 * and " .,:;()+/-" stand as they are, all else of ASCII as octal escapes, UTF-8 from U+00A0 on raw;
 * controls, invalid bytes, bidirectional overrides and non-characters become U+FFFD. At most
 * CHART_TEXT_POINTS_MAX code points, then an ellipsis: gnuplot cuts longer ones. A newline (\n) in
 * the text is a line break when lines is set, else a space. */
void chart_text_add(struct text_buffer *script, const char *text, bool lines);

/* Width in CSS pixels of one line of Inter at a size in pixels, by the font's advance widths;
 * characters outside Latin count as wide as an "n". */
double chart_text_width_px(const char *text, enum chart_weight weight, double size_px);

/* text cut with an ellipsis to fit width_px, in arena; NULL without memory. */
const char *chart_text_fit(struct arena *arena, const char *text, enum chart_weight weight,
                           double size_px, double width_px);

/* text broken at spaces into at most lines lines of width_px joined by newlines, the last cut if
 * need be. *used is their number. NULL without memory. */
const char *chart_text_wrap(struct arena *arena, const char *text, enum chart_weight weight,
                            double size_px, double width_px, size_t lines, size_t *used);

#endif
