#include "cli/sort.h"

#include <math.h>

static bool choose_item(struct session *session, const struct score *score, size_t *item)
{
    struct err err;
    const char *id = session->opt->sort;
    *item = score_item(score, text_of(id));
    bool text = *item != SIZE_MAX && score->compile->items[*item].text;
    if (*item != SIZE_MAX && score->eligible[*item] && !text)
        return true;
    err_set(&err, ERR_ITEM_UNKNOWN,
            *item == SIZE_MAX ? "--sort %s: there is no result, pillar, group or indicator of that "
                                "id"
            : text            ? "--sort %s: this result is a text, which has no order"
                              : "--sort %s: it takes no part under this rule",
            id);
    const char **ids = arena_alloc(session->arena, score->items, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; ids && i < score->items; i++)
        if (score->eligible[i] && !score->compile->items[i].text)
            ids[count++] = score_item_id(score, i);
    size_t near = *item == SIZE_MAX ? text_nearest(text_of(id), ids, count) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean --sort %s?", ids[near]);
    else
        err_hint(&err, "--sort index puts the best country first");
    return session_fail(session, &err);
}

/* Whether a country stands before another that came earlier. */
static bool is_before(double later, double earlier)
{
    return !isnan(later) && (isnan(earlier) || later > earlier);
}

bool sort_countries(struct session *session, const struct reading *reading,
                    const uint32_t **countries, size_t count)
{
    size_t item;
    if (!session->opt->sort)
        return true;
    if (!choose_item(session, reading->score, &item))
        return false;
    uint32_t *sorted = arena_alloc(session->arena, count + 1, sizeof *sorted);
    double *values = arena_alloc(session->arena, count + 1, sizeof *values);
    if (!sorted || !values)
        return session_complete(session);
    for (size_t i = 0; i < count; i++) {
        uint32_t country = (*countries)[i];
        size_t row = score_row(reading->score, country, reading->last);
        double value = row == SIZE_MAX ? NAN : score_value(reading->score, item, row);
        size_t at = i;
        for (; at > 0 && is_before(value, values[at - 1]); at--) {
            sorted[at] = sorted[at - 1];
            values[at] = values[at - 1];
        }
        sorted[at] = country;
        values[at] = value;
    }
    *countries = sorted;
    return true;
}
