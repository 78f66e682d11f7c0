/* Rows of a scenario against its baseline, as fan and dumbbell draw them. */
#ifndef TIDEMARK_CHART_CHART_FUTURES_H
#define TIDEMARK_CHART_CHART_FUTURES_H

#include "chart/chart_page.h"

enum { CHART_FUTURES_INTERVALS = 3 };

/* What a country has in a period; NaN when missing. value: the middle of the scenario's draws, or,
 * where `observed`, the figure that both share. low and high: the ends of 50, 80 and 95 %. better
 * and worse: the shares of draws in which the scenario is so by a hundredth of the scale or more.
 * Baseline and scenario share what is not known of both, so these say more of a difference than
 * the intervals do. */
struct chart_future {
    double baseline;
    double value;
    double low[CHART_FUTURES_INTERVALS];
    double high[CHART_FUTURES_INTERVALS];
    double better;
    double worse;
    bool observed;
};

struct chart_futures {
    const char *scenario;
    const char *item; /* what the figures are of, as people call it */
    struct chart_country *countries;
    size_t country_count;
    struct chart_period *periods;
    size_t period_count;
    struct chart_future *futures; /* [country][period] */
};

/* Reads scenario, country, period, item, baseline, value, low_50, high_50, low_80, high_80, low_95,
 * high_95, chance_point, chance_point_worse of the request's rows: those of one scenario and one
 * item (the index where there is one). A row without intervals whose baseline is its value, or
 * missing, is observed. A scenario that is named by an id is called by its words. NULL with err. */
struct chart_futures *chart_futures_read(struct chart_page *page, struct err *err);

#endif
