/* Text on its way into a gnuplot script. */
#ifndef TIDEMARK_CHART_CHART_TEXT_H
#define TIDEMARK_CHART_CHART_TEXT_H

#include "base/text.h"

enum { CHART_TEXT_POINTS_MAX = 400 };

/* Adds text as one double-quoted gnuplot token in which nothing is active: ASCII letters, digits
 * and " .,:;()+/-" stand as they are, all else of ASCII as octal escapes, UTF-8 from U+00A0 on raw;
 * controls, invalid bytes, bidirectional overrides and non-characters become U+FFFD. At most
 * CHART_TEXT_POINTS_MAX code points, then an ellipsis: gnuplot cuts longer ones. A newline or
 * tab becomes a space. */
void chart_text_add(struct text_buffer *script, const char *text);

#endif
