/* The fonts of this machine, asked of fontconfig. */
#ifndef TIDEMARK_CHART_CHART_FONT_H
#define TIDEMARK_CHART_CHART_FONT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

struct chart_font;

/* NULL with err when fontconfig has no Inter (what to install stands in the hint) or memory ran
 * out. The caller closes it. */
struct chart_font *chart_font_open(struct err *err);
void chart_font_close(struct chart_font *font);

/* text with every character that no font of this machine covers replaced by a question mark:
 * gnuplot would draw it as a black box over the chart. Adds a notice for each such text. NULL
 * without memory. */
const char *chart_font_cover(struct chart_font *font, struct arena *arena, const char *text,
                             struct err_list *notices);

#endif
