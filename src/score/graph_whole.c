#include "score/graph_whole.h"

#include "score/graph_compare.h"
#include "score/graph_frame.h"

#include "stat/rank.h"

#include <math.h>

/* The class of a row that takes part, UINT32_MAX when it does not. */
static uint32_t class_of(const struct graph_grouping *grouping, const bool *framed, size_t row)
{
    if (framed && !framed[row])
        return UINT32_MAX;
    return grouping->classes ? grouping->classes[row * grouping->stride] : 0;
}

bool graph_whole_classes(struct arena *arena, const struct graph_grouping *grouping, size_t total,
                         const bool *framed, struct graph_classes *classes)
{
    size_t count = grouping->classes ? grouping->count : 1;
    size_t *starts = arena_alloc(arena, count + 1, sizeof *starts);
    size_t *next = arena_alloc(arena, count + 1, sizeof *next);
    bool in_place = !grouping->classes && !framed;
    uint32_t *rows = arena_alloc(arena, in_place ? 0 : total, sizeof *rows);
    if (!starts || !next || !rows)
        return false;
    *classes = (struct graph_classes){in_place ? NULL : rows, starts, count};
    starts[count] = in_place ? total : 0;
    for (size_t row = 0; !in_place && row < total; row++) {
        uint32_t class = class_of(grouping, framed, row);
        if (class != UINT32_MAX)
            starts[class + 1]++;
    }
    for (size_t c = 0; !in_place && c < count; c++) {
        next[c] = starts[c];
        starts[c + 1] += starts[c];
    }
    for (size_t row = 0; !in_place && row < total; row++) {
        uint32_t class = class_of(grouping, framed, row);
        if (class != UINT32_MAX)
            rows[next[class]++] = (uint32_t)row;
    }
    return true;
}

size_t graph_whole_size(const struct graph_whole *whole, size_t class)
{
    return whole->classes->starts[class + 1] - whole->classes->starts[class];
}

size_t graph_whole_row(const struct graph_whole *whole, size_t class, size_t i)
{
    size_t at = whole->classes->starts[class] + i;
    return whole->classes->rows ? whole->classes->rows[at] : at;
}

const double *graph_whole_values(const struct graph_whole *whole, size_t operand, size_t class,
                                 double *room)
{
    const double *column = whole->columns[operand];
    size_t size = graph_whole_size(whole, class);
    if (!whole->classes->rows)
        return column;
    for (size_t i = 0; i < size; i++)
        room[i] = column[graph_whole_row(whole, class, i)];
    return room;
}

static void start_missing(const struct graph_whole *whole)
{
    for (size_t row = 0; row < whole->total; row++)
        whole->out[row] = NAN;
}

static bool place(struct graph_whole *whole, struct arena *arena)
{
    bool percentile = graph_node_kind(whole->node) == GRAPH_PERCENTILE;
    double *room = arena_alloc(arena, whole->total, sizeof *room);
    double *ranks = arena_alloc(arena, whole->total, sizeof *ranks);
    struct order_item *items = arena_alloc(arena, 2 * whole->total, sizeof *items);
    if (!room || !ranks || !items)
        return false;
    start_missing(whole);
    for (size_t class = 0; class < whole->classes->count; class ++) {
        size_t size = graph_whole_size(whole, class);
        const double *values = graph_whole_values(whole, 0, class, room);
        (percentile ? rank_percentile : rank_lowest)(values, size, ranks, items);
        for (size_t i = 0; i < size; i++)
            whole->out[graph_whole_row(whole, class, i)] = ranks[i];
    }
    return true;
}

/* The value of one country in the period of each row. */
static bool refer(struct graph_whole *whole)
{
    size_t country = (size_t)whole->node->numbers[0];
    for (size_t row = 0; row < whole->total; row++)
        whole->out[row] = whole->columns[0][row / whole->countries * whole->countries + country];
    return true;
}

/* Whether two rows of a country lie in one stretch of comparable figures. */
static bool compares(const struct graph_whole *whole, size_t row, size_t other)
{
    return !whole->eras || whole->eras[row] == whole->eras[other];
}

static double lagged(const struct graph_whole *whole, size_t row, size_t periods)
{
    size_t back = periods * whole->countries;
    return row >= back && compares(whole, row, row - back) ? whole->columns[0][row - back] : NAN;
}

static double carried(const struct graph_whole *whole, size_t row, size_t most)
{
    size_t period = row / whole->countries;
    double value = whole->columns[0][row];
    for (size_t back = 1; isnan(value) && back <= period && (most == 0 || back <= most); back++)
        value = whole->columns[0][row - back * whole->countries];
    return value;
}

/* A line between the neighbours in time, when at most `most` periods lie between them. */
static double bridged(const struct graph_whole *whole, size_t row, size_t most)
{
    size_t before = 1, after = 1, n = whole->countries, period = row / n;
    size_t last = whole->total / n - 1;
    const double *x = whole->columns[0];
    if (!isnan(x[row]))
        return x[row];
    while (before <= period && isnan(x[row - before * n]))
        before++;
    while (period + after <= last && isnan(x[row + after * n]))
        after++;
    if (before > period || period + after > last || (most > 0 && before + after - 1 > most) ||
        !compares(whole, row - before * n, row + after * n))
        return NAN;
    double from = x[row - before * n], to = x[row + after * n];
    return from + (to - from) * ((double)before / (double)(before + after));
}

static bool look_along(struct graph_whole *whole)
{
    enum graph_time kind = (enum graph_time)graph_node_kind(whole->node);
    size_t periods = graph_node_extra(whole->node);
    for (size_t row = 0; row < whole->total; row++)
        whole->out[row] = kind == GRAPH_LAG     ? lagged(whole, row, periods)
                          : kind == GRAPH_CARRY ? carried(whole, row, periods)
                                                : bridged(whole, row, periods);
    return true;
}

bool graph_whole_compute(struct graph_whole *whole, struct arena *arena)
{
    bool panel = whole->countries > 0 && whole->total % whole->countries == 0;
    switch (whole->node->op) {
    case GRAPH_FRAME:
        return graph_node_kind(whole->node) <= GRAPH_FRAME_TREAT
                   ? graph_frame_take(whole, arena)
                   : graph_compare_weights(whole, arena);
    case GRAPH_PLACE:
        return place(whole, arena);
    case GRAPH_TIME:
        return panel && look_along(whole);
    case GRAPH_CLASS:
        if (graph_node_kind(whole->node) == GRAPH_REFERENCE)
            return panel && refer(whole);
        return graph_compare_rows(whole, arena);
    default:
        return false;
    }
}
