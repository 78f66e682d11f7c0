/* Two axes with named points between them: what scatter and quadrant share. */
#ifndef TIDEMARK_CHART_CHART_PLANE_H
#define TIDEMARK_CHART_CHART_PLANE_H

#include "chart/chart_axis.h"
#include "chart/layout_place.h"

/* A plane of a page. reserved: a text in the lower right corner that points keep clear of. lines:
 * what names should not cross, in pixels. */
struct chart_plane {
    struct chart_page *page;
    size_t x_item;
    size_t y_item;
    struct chart_axis across;
    struct chart_axis up;
    struct layout_label *labels;
    const char **names;
    size_t *countries;
    size_t count;
    size_t room;
    struct layout_line *lines;
    size_t line_count;
    size_t line_room;
    const char *reserved;
    bool *starts; /* [point]: where a way begins: small and hollow */
};

/* Opens a plane of two items, its axes around the values of the last period, or, with
 * trails, over the whole scale, parted at its middle (around the values of all periods where no
 * scale is known); draws axes and their names. */
void chart_plane_open(struct chart_plane *plane, struct chart_page *page, size_t x_item,
                      size_t y_item, bool trails);

/* Keeps room in the lower right corner for a text, which chart_plane_draw sets. */
void chart_plane_reserve(struct chart_plane *plane, const char *text);

/* A dashed line between two points of the plane, that names should keep clear of. */
void chart_plane_line(struct chart_plane *plane, double x1, double y1, double x2, double y2);

/* Parts the plane at a value of each axis. */
void chart_plane_part(struct chart_plane *plane, double x, double y);

/* Lines from point to point of the plane, drawn in a country's colour; a NaN breaks them. */
void chart_plane_trail(struct chart_plane *plane, size_t country, const double *x, const double *y,
                       size_t count);

/* Adds a country's point with a name; start: a way begins here. */
void chart_plane_point(struct chart_plane *plane, size_t country, double x, double y,
                       const char *name, bool start);

/* Draws points and names, names so that none covers another; says how many countries are missing
 * on one of the axes. */
void chart_plane_draw(struct chart_plane *plane, size_t missing);

#endif
