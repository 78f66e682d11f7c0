#include "cli/chart_change.h"

#include "cli/change.h"
#include "cli/chart_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double index_of(const struct reading *reading, uint32_t country, int32_t period)
{
    size_t row = score_row(reading->score, country, period);
    return row == SIZE_MAX ? NAN : score_value(reading->score, score_index(reading->score), row);
}

/* The country that is named, else the one whose index changed most. */
static bool choose_country(struct session *session, const struct reading *reading,
                           const struct score_selection *selection, const char *const *arguments,
                           size_t count, uint32_t *country)
{
    struct err err;
    double most = -1;
    if (count > 1) {
        err_set(&err, ERR_ARGUMENT, "a waterfall takes one country, but got \"%s\" too",
                arguments[1]);
        return session_fail(session, &err);
    }
    if (count == 1)
        return session_country(session, arguments[0], country);
    for (size_t i = 0; i < selection->country_count; i++) {
        double change = index_of(reading, selection->countries[i], selection->last) -
                        index_of(reading, selection->countries[i], selection->first);
        if (fabs(change) > most) {
            most = fabs(change);
            *country = selection->countries[i];
        }
    }
    if (most >= 0)
        return true;
    err_set(&err, ERR_CHART_ROWS, "no country has an index in the first period and in the last");
    err_hint(&err, "--years chooses others");
    return session_fail(session, &err);
}

bool chart_change_request(struct session *session, const struct reading *reading,
                          const struct score_selection *selection, const char *const *arguments,
                          size_t argument_count, struct chart_request *request)
{
    struct err err;
    uint32_t country;
    struct score_selection all = *selection;
    if (!choose_country(session, reading, selection, arguments, argument_count, &country))
        return false;
    const struct change_of change = {.before = reading,
                                     .after = reading,
                                     .from_name = "",
                                     .to_name = "",
                                     .country = country,
                                     .from = selection->first,
                                     .to = selection->last,
                                     .levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_INDICATOR};
    all.levels = change.levels;
    struct rows *rows = change_rows(session, &change, &err);
    if (!rows)
        return session_fail(session, &err);
    request->rows = rows;
    request->labels = chart_rows_labels(session->arena, reading, &all);
    request->measure = chart_rows_measure(session->arena, reading, score_index(reading->score));
    for (size_t n = 0; rows_get_meta(rows, "broken", n) && !session->opt->note; n++)
        request->note = chart_words(request->language,
                                    "Like for like: without the indicators whose source broke its "
                                    "series between the two.");
    if (request->rows && request->labels && request->measure)
        return true;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart");
    return session_fail(session, &err);
}
