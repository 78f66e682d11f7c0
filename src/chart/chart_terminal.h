/* Charts as text for a terminal, drawn without any other program. */
#ifndef TIDEMARK_CHART_CHART_TERMINAL_H
#define TIDEMARK_CHART_CHART_TERMINAL_H

#include "chart/chart_page.h"

/* Adds the drawing of the request's kind to out, at most request.columns wide. */
void chart_terminal_draw(struct chart_page *page, struct text_buffer *out);

/* The drawings of three kinds, below title and subtitle. */
void chart_terminal_series(struct chart_page *page, struct text_buffer *out);
void chart_terminal_dots(struct chart_page *page, struct text_buffer *out);
void chart_terminal_heatmap(struct chart_page *page, struct text_buffer *out);

/* How many columns a drawing may take. */
size_t chart_terminal_columns(const struct chart_page *page);

/* Adds text cut or padded to a width; right: padded before it. */
void chart_terminal_padded(struct text_buffer *out, const char *text, size_t width, bool right);

/* Adds text broken at spaces to lines of at most so many columns. */
void chart_terminal_line(struct text_buffer *out, const char *text, size_t columns);

#endif
