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

/* A figure; NaN when missing. coverage: the share of its weight that has values, NaN when not said.
 * broken: it does not compare with the period before. */
struct chart_figure {
    double value;
    double low;
    double high;
    double coverage;
    bool broken;
    bool carried;
    bool conflict;
    bool provisional;
};

struct chart_data {
    enum chart_language language; /* of titles */
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

/* The same in the last period. */
const struct chart_figure *chart_data_last(const struct chart_data *data, size_t country,
                                           size_t item);

/* The ends of a figure's interval, its value where it has none. */
double chart_data_low(const struct chart_figure *figure);
double chart_data_high(const struct chart_figure *figure);

/* What an axis must span: from the scale's lower end (0 where no scale is known), or a lower value,
 * to the highest value or end of an interval, of one item or (SIZE_MAX) of all. */
void chart_data_range(const struct chart_data *data, const struct chart_request *request,
                      size_t item, double *low, double *high);

/* Decimals that show a hundredth of the scale, or of what the data span: 0 on 0 to 100, 2 on 0 to
 * 1. */
int chart_data_decimals(const struct chart_data *data, const struct chart_request *request);

/* ", 0 (worst) to 100 (best)"; empty where no scale is known. */
const char *chart_data_scale(struct arena *arena, const struct chart_request *request);

/* "2021", "2021Q3", "2021-08" on an axis of years. */
double chart_data_position(const char *text);

/* The place of an item by its id, SIZE_MAX when there is none. */
size_t chart_data_item(const struct chart_data *data, const char *id);

/* "2012–2024", or the one period. */
const char *chart_data_span(struct arena *arena, const struct chart_data *data);

#endif
