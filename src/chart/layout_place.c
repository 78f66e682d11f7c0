#include "chart/layout_place.h"

#include <math.h>
#include <stdint.h>

/* All that a name must keep clear of. */
struct ground {
    struct layout_label *labels;
    size_t count;
    const struct layout_box *frame;
    const struct layout_line *lines;
    size_t line_count;
    const struct layout_box *obstacles;
    size_t obstacle_count;
};

/* A place: the direction of the name's middle from the point, how far off, and how much it is
 * disliked. Right of the point reads best; places further off only where near ones are taken. */
struct place {
    double across;
    double down;
    double away;
    double cost;
};

static const struct place places[] = {
    {1, 0, 0, 0},     {-1, 0, 0, 1},     {0, -1, 0, 1.5},  {0, 1, 0, 2},    {1, -1, 0, 2.5},
    {1, 1, 0, 3},     {-1, -1, 0, 3.5},  {-1, 1, 0, 4},    {1, -0.5, 1, 6}, {1, 0.5, 1, 6.5},
    {-1, -0.5, 1, 7}, {-1, 0.5, 1, 7.5}, {0.5, -1, 5, 10}, {0.5, 1, 5, 10}, {-0.5, -1, 5, 11},
    {-0.5, 1, 5, 11}, {1, 0, 14, 12},    {-1, 0, 14, 13},  {1, -1, 14, 14}, {1, 1, 14, 14},
    {-1, -1, 14, 15}, {-1, 1, 14, 15}};

enum { PLACES = sizeof places / sizeof *places, NOWHERE = PLACES, ROUNDS = 24 };

bool layout_place_overlap(const struct layout_box *a, const struct layout_box *b)
{
    return a->left < b->right - 1e-9 && b->left < a->right - 1e-9 && a->top < b->bottom - 1e-9 &&
           b->top < a->bottom - 1e-9;
}

static struct layout_box box_at(const struct layout_label *label, size_t at)
{
    const struct place *place = &places[at];
    /* Diagonal places sit a little nearer: corners of a box are further off than its sides. */
    double near = place->across != 0 && place->down != 0 ? 0.7 : 1;
    double off = label->radius * near + place->away;
    double x = label->x + place->across * (off + label->width / 2);
    double y = label->y + place->down * (off + label->height / 2);
    return (struct layout_box){x - label->width / 2, y - label->height / 2, x + label->width / 2,
                               y + label->height / 2};
}

static struct layout_box point_box(const struct layout_label *label)
{
    double r = label->radius * 0.8;
    return (struct layout_box){label->x - r, label->y - r, label->x + r, label->y + r};
}

/* Whether a segment passes through a box: clipped to it by its sides (Liang and Barsky, 1984). */
static bool crosses(const struct layout_line *line, const struct layout_box *box)
{
    double dx = line->x2 - line->x1, dy = line->y2 - line->y1, from = 0, to = 1;
    const double p[] = {-dx, dx, -dy, dy};
    const double q[] = {line->x1 - box->left, box->right - line->x1, line->y1 - box->top,
                        box->bottom - line->y1};
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return false;
        if (p[i] < 0)
            from = fmax(from, q[i] / p[i]);
        if (p[i] > 0)
            to = fmin(to, q[i] / p[i]);
    }
    return from < to;
}

/* What a place costs; infinite where it covers something. */
static double cost_of(const struct ground *ground, size_t label, size_t at)
{
    struct layout_box box = box_at(&ground->labels[label], at);
    const struct layout_box *frame = ground->frame;
    double cost = places[at].cost;
    if (box.left < frame->left || box.right > frame->right || box.top < frame->top ||
        box.bottom > frame->bottom)
        return INFINITY;
    for (size_t i = 0; i < ground->obstacle_count; i++)
        if (layout_place_overlap(&box, &ground->obstacles[i]))
            return INFINITY;
    for (size_t i = 0; i < ground->count; i++) {
        const struct layout_label *other = &ground->labels[i];
        struct layout_box point = point_box(other);
        if (i != label && layout_place_overlap(&box, &point))
            return INFINITY;
        if (i != label && other->placed && layout_place_overlap(&box, &other->box))
            return INFINITY;
    }
    for (size_t i = 0; i < ground->line_count; i++)
        cost += crosses(&ground->lines[i], &box) ? 16 : 0;
    return cost;
}

static void place_one(const struct ground *ground, size_t label)
{
    size_t best = NOWHERE;
    double least = INFINITY;
    for (size_t at = 0; at < PLACES; at++) {
        double cost = cost_of(ground, label, at);
        if (cost < least) {
            least = cost;
            best = at;
        }
    }
    ground->labels[label].placed = best != NOWHERE;
    if (best != NOWHERE)
        ground->labels[label].box = box_at(&ground->labels[label], best);
}

/* Takes back the names that could stand in the way of one that has no place, gives it the first
 * choice, and places them again. */
static void make_room(const struct ground *ground, size_t label)
{
    const struct layout_label *wanting = &ground->labels[label];
    double reach_x = 2 * (wanting->width + wanting->radius), reach_y = 4 * wanting->height;
    for (size_t i = 0; i < ground->count; i++)
        if (ground->labels[i].rank >= wanting->rank &&
            fabs(ground->labels[i].x - wanting->x) < reach_x &&
            fabs(ground->labels[i].y - wanting->y) < reach_y)
            ground->labels[i].placed = false;
    place_one(ground, label);
    for (size_t i = 0; i < ground->count; i++)
        if (!ground->labels[i].placed)
            place_one(ground, i);
}

static size_t left_out(const struct ground *ground)
{
    size_t without = 0;
    for (size_t i = 0; i < ground->count; i++)
        without += !ground->labels[i].placed;
    return without;
}

static void keep_best(const struct ground *ground, size_t *least)
{
    size_t without = left_out(ground);
    if (without >= *least)
        return;
    *least = without;
    for (size_t i = 0; i < ground->count; i++) {
        ground->labels[i].best_placed = ground->labels[i].placed;
        ground->labels[i].best_box = ground->labels[i].box;
    }
}

/* The names left out get their chance in turn. */
static void improve(const struct ground *ground)
{
    size_t least = SIZE_MAX;
    keep_best(ground, &least);
    for (size_t round = 0; round < ROUNDS && least > 0; round++) {
        size_t label = round * 7 % ground->count;
        while (ground->labels[label].placed)
            label = (label + 1) % ground->count;
        make_room(ground, label);
        keep_best(ground, &least);
        if (left_out(ground) == 0)
            break;
    }
    for (size_t i = 0; i < ground->count; i++) {
        ground->labels[i].placed = ground->labels[i].best_placed;
        ground->labels[i].box = ground->labels[i].best_box;
    }
}

void layout_place(struct layout_label *labels, size_t count, const struct layout_box *frame,
                  const struct layout_line *lines, size_t line_count,
                  const struct layout_box *obstacles, size_t obstacle_count)
{
    const struct ground ground = {labels,     count,     frame,         lines,
                                  line_count, obstacles, obstacle_count};
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        labels[i].placed = false;
        most = labels[i].rank > most ? labels[i].rank : most;
    }
    for (int rank = 0; rank <= most; rank++)
        for (size_t i = 0; i < count; i++)
            if (labels[i].rank == rank)
                place_one(&ground, i);
    if (count > 0)
        improve(&ground);
}
