/* Charts as text for a terminal, drawn without any other program. */
#ifndef TIDEMARK_CHART_CHART_TERMINAL_H
#define TIDEMARK_CHART_CHART_TERMINAL_H

#include "chart/chart_page.h"

/* Adds the drawing of the request's kind to out, at most request.columns wide. */
void chart_terminal_draw(const struct chart_page *page, struct text_buffer *out);

#endif
