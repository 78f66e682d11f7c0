/* Events on a series: a text above the plot, a hairline down to the line that it concerns. */
#ifndef TIDEMARK_CHART_CHART_MARKS_H
#define TIDEMARK_CHART_CHART_MARKS_H

#include "chart/chart_axis.h"

/* An event's place: its text in a row above the plot, left or right of its hairline. */
struct chart_mark {
    double x;
    size_t row; /* of the rows that marks is */
    int tier;   /* 0 just above the plot, 1 above that; -1: no room */
    bool to_left;
    double width;
    const char *text;
};

enum { CHART_MARKS_MAX = 32 };

struct chart_marks {
    struct chart_mark items[CHART_MARKS_MAX];
    size_t count;
    double height_px; /* what the texts need above the plot */
};

/* Finds room for the request's marks above the plot whose periods are on across; says which are
 * left out. */
void chart_marks_place(struct chart_marks *marks, struct chart_page *page,
                       const struct chart_axis *across);

/* Draws texts and hairlines, and, over the lines, points where hairlines meet them. */
void chart_marks_lines(const struct chart_marks *marks, struct chart_page *page,
                       const struct chart_axis *up);
void chart_marks_points(const struct chart_marks *marks, struct chart_page *page,
                        const struct chart_axis *up);

#endif
