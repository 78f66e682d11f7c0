/* The fonts of this machine, asked of fontconfig. */
#ifndef TIDEMARK_CHART_CHART_FONT_H
#define TIDEMARK_CHART_CHART_FONT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>

struct chart_font;

/* installed: Inter must be there, else NULL with err (what to install stands in the hint); a
 * program that shows an SVG has fonts of its own. NULL with err too when memory ran out. The caller
 * closes it. */
struct chart_font *chart_font_open(bool installed, struct err *err);
void chart_font_close(struct chart_font *font);

/* text with every character that no font of this machine covers replaced by a question mark:
 * gnuplot would draw it as a black box over the chart. Adds a notice for each such text. NULL
 * without memory. */
const char *chart_font_cover(struct chart_font *font, struct arena *arena, const char *text,
                             struct err_list *notices);

#endif
