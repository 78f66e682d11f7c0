/* Every kind of chart that a reading gives, drawn side by side. */
#ifndef TIDEMARK_CLI_CHART_SET_H
#define TIDEMARK_CLI_CHART_SET_H

#include "chart/chart.h"
#include "cli/session.h"

/* A chart to draw and what came of it. */
struct chart_set_item {
    enum chart_kind kind;
    struct chart_request request;
    struct text_buffer image;
    struct text_buffer script;
    struct err_list notices;
    struct err err;
    bool drawn;
};

enum { CHART_SET_MAX = 16 };

struct chart_set {
    struct chart_set_item items[CHART_SET_MAX];
    size_t count;
    enum chart_format format;
};

/* Reads scores once for the kinds of one period and once for those over time, and prepares a
 * request a kind after the pattern of `request`. A kind that has nothing to draw is left out with a
 * notice. False, said on stderr, when nothing can be read. */
bool chart_set_prepare(struct session *session, enum chart_format format,
                       const struct chart_request *request, struct chart_set *set);

/* Draws the set, several at a time, into its items' images, which chart_set_free frees. */
void chart_set_images(struct session *session, struct chart_set *set);
void chart_set_free(struct chart_set *set);

/* Draws the set and writes FOLDER/KIND.EXTENSION for each that was drawn, with
 * a line on stdout. False, said on stderr, when one failed; the others are written. Frees the
 * set's images. */
bool chart_set_draw(struct session *session, struct chart_set *set, const char *folder,
                    const char *extension);

#endif
