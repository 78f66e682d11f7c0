/* Tidy rows as arrays to draw from: countries, items and periods in the order to draw. */
#ifndef TIDEMARK_CHART_CHART_DATA_H
#define TIDEMARK_CHART_CHART_DATA_H

#include "chart/chart.h"

struct chart_country {
    const char *id;
    const char *name;
};

/* parent is the id of an item's pillar, empty for a pillar and the index. beside: drawn, but no
 * part of what the countries are compared by. */
struct chart_item {
    const char *id;
    const char *name;
    const char *parent;
    bool beside;
};

/* position is on an axis of years: 2021 for "2021", 2021.25 for "2021Q2", 2021 + 7/12 for
 * "2021-08". */
struct chart_period {
    const char *text;
    double position;
};

/* A figure; NaN when missing. broken: it does not compare with the period before. */
struct chart_figure {
    double value;
    double low;
    double high;
    bool broken;
};

struct chart_data {
    struct chart_country *countries;
    size_t country_count;
    struct chart_item *items;
    size_t item_count;
    struct chart_period *periods;
    size_t period_count;
    struct chart_figure *figures; /* [country][item][period] */
};

/* Reads the request's rows and labels; only what has rows is kept. NULL with err (no row to draw,
 * columns missing, memory). */
struct chart_data *chart_data_read(struct arena *arena, const struct chart_request *request,
                                   struct err *err);

/* The figure of a country, item and period, by their places in the data. */
const struct chart_figure *chart_data_at(const struct chart_data *data, size_t country, size_t item,
                                         size_t period);

/* The largest value or interval end drawn; the scale's best when there is none. */
double chart_data_most(const struct chart_data *data, double fallback);

/* Decimals that show a hundredth of the scale: 0 on 0 to 100, 2 on 0 to 1. */
int chart_data_decimals(const struct chart_request *request);

/* "2012–2024", or the one period. */
const char *chart_data_span(struct arena *arena, const struct chart_data *data);

#endif
