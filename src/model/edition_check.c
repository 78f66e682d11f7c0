#include "model/edition_check.h"

#include <math.h>
#include <string.h>

static bool refuse_at(struct load *load, struct err *err, struct err_place place)
{
    err_at(err, place);
    err_list_add(load->list, err);
    return false;
}

static bool refuse(struct load *load, struct err *err, const char *file)
{
    return refuse_at(load, err, (struct err_place){.file = file});
}

static const struct bulk_series *described(const struct bulk *bulk, const struct bulk_feed *feed)
{
    const char *dot = strchr(feed->use->series, '.');
    for (size_t i = 0; dot && i < bulk->series_count; i++)
        if (bulk->long_series || strcmp(bulk->series[i].name, dot + 1) == 0)
            return &bulk->series[i];
    return NULL;
}

/* Whether a rescale turns a scale round. */
static bool is_turned(const struct series_use *use)
{
    return use->rescaled && (use->from[0] < use->from[1]) != (use->to[0] < use->to[1]);
}

/* An open scale, of which the description says which way is better. */
static bool check_way(const struct indicator *indicator, const struct bulk_feed *feed,
                      const struct bulk_scale *published, struct err *err)
{
    bool low = published->better == BULK_BETTER_LOW;
    if (published->better == BULK_BETTER_UNSAID ||
        (low != is_turned(feed->use)) == indicator->better_low)
        return true;
    err_set(err, ERR_EDITION_SCALE,
            "%s is better %s as published, which %s turns the other way round", feed->use->series,
            low ? "low" : "high", indicator->id);
    return err_hint(err, "a rescale: in the codebook turns it");
}

static bool check_ends(const struct indicator *indicator, const struct bulk_feed *feed,
                       const struct bulk_scale *published, struct err *err)
{
    double worst = codebook_rescale(feed->use, published->worst),
           best = codebook_rescale(feed->use, published->best);
    const struct scale *scale = &indicator->scale;
    const char *series = feed->use->series;
    if ((best < worst) != indicator->better_low) {
        err_set(err, ERR_EDITION_SCALE,
                "%s is published from %g (worst) to %g (best), which %s turns the other way round",
                series, published->worst, published->best, indicator->id);
        return err_hint(err, "rescale: {from: [%g, %g], …} in the codebook turns it",
                        published->worst, published->best);
    }
    if (scale->kind != SCALE_ORDINAL ||
        (fabs(fmin(worst, best) - fmin(scale->worst, scale->best)) < 1e-9 &&
         fabs(fmax(worst, best) - fmax(scale->worst, scale->best)) < 1e-9))
        return true;
    err_set(err, ERR_EDITION_SCALE,
            "%s is published from %g to %g, which becomes %g to %g, but %s runs from %g to %g",
            series, published->worst, published->best, worst, best, indicator->id, scale->worst,
            scale->best);
    return err_hint(err, "correct rescale: in the codebook, or scale: in the edition's file");
}

static bool check_unit(const struct indicator *indicator, const struct bulk_feed *feed,
                       const struct bulk_scale *published, struct err *err)
{
    const char *unit = indicator->scale.unit;
    if (feed->use->rescaled || !published->unit || !unit || strcmp(unit, published->unit) == 0)
        return true;
    err_set(err, ERR_EDITION_SCALE, "%s is published in \"%s\", but %s counts in \"%s\"",
            feed->use->series, published->unit, indicator->id, unit);
    return err_hint(err, "name the series of the right unit, or give a rescale:");
}

bool edition_check_scales(struct load *load, const struct country_load *data,
                          const struct bulk *bulk)
{
    struct err err;
    bool fine = true;
    for (size_t f = 0; f < data->feed_count; f++) {
        const struct bulk_feed *feed = &data->feeds[f];
        const struct indicator *indicator = &data->codebook->indicators[feed->indicator];
        const struct bulk_series *series = described(bulk, feed);
        if (!series ||
            ((isnan(series->scale.worst) ? check_way : check_ends)(indicator, feed, &series->scale,
                                                                  &err) &&
             check_unit(indicator, feed, &series->scale, &err)))
            continue;
        fine = refuse_at(load, &err, series->scale.place);
    }
    return fine;
}

bool edition_check_fed(struct load *load, const struct country_load *data, const struct bulk *bulk)
{
    struct err err;
    if (data->feed_count > 0)
        return true;
    err_set(&err, ERR_REFERENCE_UNFED, "no indicator of the codebook takes a series of %s",
            bulk->name);
    err_hint(&err, "series: [%s.%s] in an indicator takes one", bulk->name,
             bulk->series_count > 0 && bulk->series->name[0] ? bulk->series->name : "NAME");
    return refuse(load, &err, load_shown(load, bulk->description));
}

size_t edition_check_find(const struct bulk_table *table, uint32_t country, int32_t day)
{
    size_t at = bulk_table_find(table, day, country);
    return at < table->count && table->records[at].country == country &&
                   bulk_table_date(table, at)->last == day
               ? at
               : SIZE_MAX;
}

/* The series of which a long file has no row of a record; NULL when it has all. A series begins
 * with the first row that a country has of it. */
static const char *series_without_row(const struct bulk_table *table, uint32_t country,
                                      size_t record)
{
    for (size_t c = 0; c < table->column_count; c++) {
        const uint32_t *lines = table->columns[c].lines;
        bool begun = false;
        for (uint32_t i = table->first_of[country]; lines && i < table->first_of[country + 1]; i++)
            begun = begun || (lines[table->by_country[i]] > 0 && table->by_country[i] < record);
        if (begun && lines[record] == 0)
            return table->columns[c].series;
    }
    return NULL;
}

static bool check_country(struct load *load, const struct country_load *data,
                          const struct bulk *bulk, uint32_t country)
{
    struct err err;
    const struct bulk_table *table = data->tables;
    const struct country *wanted = &data->countries[country];
    if (table->first_of[country] == table->first_of[country + 1]) {
        err_set(&err, ERR_EDITION_ROWS, "the file has no row of %s (%s)%s", wanted->id,
                wanted->name,
                bulk->only || bulk->first_day > INT32_MIN ? " that is asked for" : "");
        err_hint(&err, "column %s must hold %s; see whether names or codes have changed",
                 bulk->country[0], wanted->id);
        return refuse(load, &err, bulk->file);
    }
    size_t begins = table->by_country[table->first_of[country]];
    for (size_t i = begins; i < table->count; i++) {
        const struct date *date = bulk_table_date(table, i);
        size_t own = edition_check_find(table, country, date->last);
        const char *series = own == SIZE_MAX ? NULL : series_without_row(table, country, own);
        if (own != SIZE_MAX && !series)
            continue;
        char text[DATE_PRINT_SIZE];
        date_print(*date, text);
        if (series)
            err_set(&err, ERR_EDITION_ROWS, "%s has no row of %s of %s, but of the time before",
                    wanted->id, series, text);
        else
            err_set(&err, ERR_EDITION_ROWS, "%s has no row of %s, but %s has", wanted->id, text,
                    data->countries[table->records[i].country].id);
        err_hint(&err, "take the whole file as published; a figure that was not published is an "
                       "empty field");
        return refuse(load, &err, bulk->file);
    }
    return true;
}

/* The last day that the file has of a source; INT32_MIN when none. */
static int32_t last_of(const struct bulk_table *table, uint32_t source)
{
    for (size_t i = table->count; i-- > 0;)
        if (table->records[i].source == source)
            return bulk_table_date(table, i)->last;
    return INT32_MIN;
}

static bool check_end(struct load *load, const struct country_load *data, const struct bulk *bulk,
                      uint32_t at)
{
    struct err err;
    char ends[DATE_PRINT_SIZE], covers[DATE_PRINT_SIZE];
    const struct source *source = &data->sources->items[at];
    int32_t last = last_of(data->tables, at);
    if (last == INT32_MIN || source->covers_first > source->covers_last ||
        source->covers_last > bulk->last_day || last >= source->covers_last)
        return true;
    date_print_day(last, ends);
    date_print_day(source->covers_last, covers);
    err_set(&err, ERR_EDITION_ROWS, "the file ends on %s, but %s covers the time to %s", ends,
            source->id, covers);
    err_hint(&err, "see whether it is an older edition; --years A..B takes a part on purpose");
    return refuse(load, &err, bulk->file);
}

bool edition_check_rows(struct load *load, const struct country_load *data, const struct bulk *bulk,
                        const struct edition_ask *ask)
{
    bool fine = true;
    for (size_t i = 0; i < ask->country_count; i++)
        fine = check_country(load, data, bulk, ask->countries[i]) && fine;
    for (uint32_t i = 0; i < data->sources->count; i++)
        fine = check_end(load, data, bulk, i) && fine;
    return fine;
}
