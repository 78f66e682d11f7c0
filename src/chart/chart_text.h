/* Text on its way into a chart: the one place where it becomes harmless. */
#ifndef TIDEMARK_CHART_CHART_TEXT_H
#define TIDEMARK_CHART_CHART_TEXT_H

#include "base/arena.h"
#include "base/text.h"

enum { CHART_TEXT_POINTS_MAX = 400 };

/* Adds text as one double-quoted gnuplot token in which nothing is active: ASCII letters, digits
 * and " .,:;()+/-" stand as they are, all else of ASCII as octal escapes, UTF-8 from U+00A0 on raw;
 * controls, invalid bytes, bidirectional overrides and non-characters become U+FFFD. At most
 * CHART_TEXT_POINTS_MAX code points, then an ellipsis: gnuplot cuts longer ones. A newline or
 * tab becomes a space. */
void chart_text_add(struct text_buffer *script, const char *text);

/* Adds text as the content of an XML element, with the same characters replaced. */
void chart_text_add_xml(struct text_buffer *out, const char *text);

/* text in one line: line ends and tabs as spaces, other controls and what is no UTF-8 as U+FFFD.
 * The text itself when there is nothing to replace; NULL without memory. */
const char *chart_text_plain(struct arena *arena, const char *text);

#endif
