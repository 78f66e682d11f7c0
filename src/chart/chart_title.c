#include "chart/chart_title.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An item's change between the first and the last period. */
struct change {
    double from;
    double to;
    bool beyond; /* the intervals at its ends do not overlap */
};

/* False when an end is missing or a break lies between. */
static bool change_of(const struct chart_data *data, size_t country, size_t item,
                      struct change *change)
{
    size_t last = data->period_count - 1;
    const struct chart_figure *from = chart_data_at(data, country, item, 0);
    const struct chart_figure *to = chart_data_at(data, country, item, last);
    for (size_t p = 1; p <= last; p++)
        if (chart_data_at(data, country, item, p)->broken)
            return false;
    *change = (struct change){from->value, to->value,
                              chart_data_high(to) < chart_data_low(from) ||
                                  chart_data_high(from) < chart_data_low(to)};
    return !isnan(from->value) && !isnan(to->value);
}

static const char *plain(struct arena *arena, const struct chart_data *data, const char *measure)
{
    const char *span = chart_data_span(arena, data);
    return arena_printf(arena, "%s, %s", measure, span);
}

/* The country with the largest change in a direction, and how many changed that way. */
static size_t largest(const struct change *changes, size_t count, bool fall, size_t *changed)
{
    size_t best = 0;
    double most = 0;
    *changed = 0;
    for (size_t c = 0; c < count; c++) {
        double by = fall ? changes[c].from - changes[c].to : changes[c].to - changes[c].from;
        if (!changes[c].beyond || by <= 0)
            continue;
        (*changed)++;
        if (by > most) {
            most = by;
            best = c;
        }
    }
    return best;
}

const char *chart_title_series(struct arena *arena, const struct chart_data *data,
                               const char *measure, int decimals, size_t *subject)
{
    *subject = SIZE_MAX;
    struct change *changes = arena_alloc(arena, data->country_count, sizeof *changes);
    if (!changes)
        return NULL;
    if (data->item_count != 1 || data->period_count < 2)
        return plain(arena, data, measure);
    for (size_t c = 0; c < data->country_count; c++)
        if (!change_of(data, c, 0, &changes[c]))
            return plain(arena, data, measure);
    size_t changed = 0;
    bool fall = true;
    size_t who = largest(changes, data->country_count, true, &changed);
    if (changed == 0) {
        fall = false;
        who = largest(changes, data->country_count, false, &changed);
    }
    if (changed == 0)
        return plain(arena, data, measure);
    *subject = who;
    const char *format = fall ? changed > 1 ? "%s fell most, from %s to %s between %s and %s"
                                            : "%s fell, from %s to %s between %s and %s"
                         : changed > 1 ? "%s rose most, from %s to %s between %s and %s"
                                       : "%s rose, from %s to %s between %s and %s";
    char from[400], to[400]; /* the largest double has 309 digits */
    snprintf(from, sizeof from, "%.*f", decimals, changes[who].from);
    snprintf(to, sizeof to, "%.*f", decimals, changes[who].to);
    return arena_printf(arena, chart_words(data->language, format), data->countries[who].name,
                        chart_words_decimal(data->language, from),
                        chart_words_decimal(data->language, to), data->periods[0].text,
                        data->periods[data->period_count - 1].text);
}

/* The country above all others on an item; SIZE_MAX when none is, *complete whether all have it. */
static size_t leader(const struct chart_data *data, size_t item, bool *complete)
{
    size_t last = data->period_count - 1, best = 0;
    *complete = true;
    for (size_t c = 0; c < data->country_count; c++) {
        double value = chart_data_at(data, c, item, last)->value;
        *complete = *complete && !isnan(value);
        if (value > chart_data_at(data, best, item, last)->value)
            best = c;
    }
    for (size_t c = 0; c < data->country_count; c++)
        if (c != best && chart_data_high(chart_data_at(data, c, item, last)) >=
                             chart_data_low(chart_data_at(data, best, item, last)))
            return SIZE_MAX;
    return best;
}

const char *chart_title_highest(struct arena *arena, const struct chart_data *data,
                                const char *measure, bool indicators, size_t *subject)
{
    *subject = SIZE_MAX;
    size_t *leads = arena_alloc(arena, data->country_count + 1, sizeof *leads);
    size_t counted = 0, items = 0, best = 0;
    if (!leads)
        return NULL;
    for (size_t i = 0; i < data->item_count; i++) {
        bool complete;
        if (data->items[i].beside || strcmp(data->items[i].id, "index") == 0)
            continue;
        items++;
        size_t who = leader(data, i, &complete);
        counted += complete;
        if (complete && who != SIZE_MAX)
            leads[who]++;
    }
    for (size_t c = 1; c < data->country_count; c++)
        if (leads[c] > leads[best])
            best = c;
    bool tied = false;
    for (size_t c = 0; c < data->country_count; c++)
        tied = tied || (c != best && leads[c] == leads[best]);
    if (data->country_count < 2 || leads[best] == 0 || tied)
        return arena_printf(arena, "%s, %s", measure, data->periods[data->period_count - 1].text);
    *subject = best;
    const char *format =
        indicators        ? counted < items
                                ? "%s scores highest on %zu of the %zu indicators that all have"
                                : "%s scores highest on %zu of %zu indicators"
        : counted < items ? "%s scores highest on %zu of the %zu pillars that all have"
                          : "%s scores highest on %zu of %zu pillars";
    return arena_printf(arena, chart_words(data->language, format), data->countries[best].name,
                        leads[best], counted);
}

const char *chart_title_falls(struct arena *arena, const struct chart_data *data,
                              const char *measure, size_t *subject)
{
    size_t best = 0, most = 0, alike = 0, of = 0;
    *subject = SIZE_MAX;
    for (size_t c = 0; c < data->country_count; c++) {
        size_t fell = 0, counted = 0;
        for (size_t i = 0; i < data->item_count; i++) {
            struct change change;
            if (data->items[i].beside || strcmp(data->items[i].id, "index") == 0 ||
                !change_of(data, c, i, &change))
                continue;
            counted++;
            fell += change.beyond && change.to < change.from;
        }
        alike = fell == most ? alike + 1 : fell > most ? 1 : alike;
        if (fell > most) {
            most = fell;
            best = c;
            of = counted;
        }
    }
    if (most < 2 || alike != 1)
        return plain(arena, data, measure);
    *subject = best;
    const char *format = data->country_count > 1
                             ? "%s fell on %zu of %zu pillars between %s and %s, most of all"
                             : "%s fell on %zu of %zu pillars between %s and %s";
    return arena_printf(arena, chart_words(data->language, format), data->countries[best].name,
                        most, of, data->periods[0].text,
                        data->periods[data->period_count - 1].text);
}

const char *chart_title_ranks(struct arena *arena, const struct chart_data *data,
                              const char *measure, const int *ranks, size_t *subject)
{
    size_t last = data->period_count - 1, who = 0;
    int most = 0, alike = 0;
    *subject = SIZE_MAX;
    for (size_t c = 0; c < data->country_count; c++) {
        int from = ranks[c * data->period_count], to = ranks[c * data->period_count + last];
        if (from == 0 || to == 0)
            return plain(arena, data, measure);
        alike = abs(to - from) == abs(most) ? alike + 1 : abs(to - from) > abs(most) ? 1 : alike;
        if (abs(to - from) > abs(most)) {
            most = to - from;
            who = c;
        }
    }
    struct change change;
    if (most == 0 || alike != 1 || !change_of(data, who, 0, &change) || !change.beyond)
        return plain(arena, data, measure);
    *subject = who;
    const char *format = most > 0 ? most == 1 ? "%s fell %d place from %s to %s, the most of %zu"
                                              : "%s fell %d places from %s to %s, the most of %zu"
                         : most == -1 ? "%s rose %d place from %s to %s, the most of %zu"
                                      : "%s rose %d places from %s to %s, the most of %zu";
    return arena_printf(arena, chart_words(data->language, format), data->countries[who].name,
                        abs(most), data->periods[0].text, data->periods[last].text,
                        data->country_count);
}
