/* A script becomes an image: gnuplot run confined, its output checked and finished. */
#ifndef TIDEMARK_CHART_CHART_IMAGE_H
#define TIDEMARK_CHART_CHART_IMAGE_H

#include "base/process.h"
#include "chart/chart.h"

/* Runs gnuplot on the script; image receives a whole SVG, PNG or PDF. The SVG gets title and
 * description, and the name of the language they are in, for readers of the screen, and fallback
 * fonts; the PDF a fixed date. False with err: not found, failed, printed errors, took longer than
 * a minute, or left half an image. */
bool chart_image_draw(const char *gnuplot, const struct text_buffer *script,
                      enum chart_format format, const char *title, const char *description,
                      enum chart_language language, struct text_buffer *image, struct err *err);

/* Whether a run of gnuplot left a whole image, and nothing but one; false with err, which says what
 * went wrong. */
bool chart_image_judge(const struct process_result *result, enum chart_format format,
                       struct err *err);

/* The gnuplot that would be run; false with err when there is none. */
bool chart_image_program(const char *gnuplot, char *path, size_t size, struct err *err);

#endif
