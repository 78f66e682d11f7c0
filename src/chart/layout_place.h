/* Names placed beside points, clear of each other. */
#ifndef TIDEMARK_CHART_LAYOUT_PLACE_H
#define TIDEMARK_CHART_LAYOUT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct layout_box {
    double left;
    double top;
    double right;
    double bottom;
};

/* A point with its radius and the size of its name, all in pixels; rank: who may have the better
 * place, and stay when there is no room (0 first). Placing fills the rest: whether there is room,
 * and the name's box. */
struct layout_label {
    double x;
    double y;
    double radius;
    double width;
    double height;
    int rank;
    bool placed;
    struct layout_box box;
    bool best_placed; /* the state that leaves the fewest names out, while others are tried */
    struct layout_box best_box;
};

/* A straight line that names should not cross, but may where nothing else is left. */
struct layout_line {
    double x1;
    double y1;
    double x2;
    double y2;
};

/* Places names at one of two dozen places around their points within the frame, so that none covers
 * a name, a point or a box of the obstacles. Each name in turn takes its cheapest free place; then,
 * as long as that leaves a name out, names are taken back and given again by who is hardest to
 * place. A name that finds no place is left out (placed is false). Deterministic. */
void layout_place(struct layout_label *labels, size_t count, const struct layout_box *frame,
                  const struct layout_line *lines, size_t line_count,
                  const struct layout_box *obstacles, size_t obstacle_count);

/* Whether two boxes share more than an edge. */
bool layout_place_overlap(const struct layout_box *a, const struct layout_box *b);

#endif
