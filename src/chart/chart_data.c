#include "chart/chart_data.h"

#include "chart/chart_tidy.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMN_COUNTRY,
    COLUMN_PERIOD,
    COLUMN_ITEM,
    COLUMN_FLAGS,
    COLUMN_VALUE,
    COLUMN_LOW,
    COLUMN_HIGH,
    COLUMN_COVERAGE,
    COLUMN_COUNT
};

struct reading {
    const struct rows *rows;
    size_t columns[COLUMN_COUNT];
};

static bool find_columns(const struct rows *rows, struct reading *reading, struct err *err)
{
    static const char *const names[COLUMN_COUNT] = {"country", "period", "item", "flags",
                                                    "value",   "low",    "high", "coverage"};
    static const bool needed[COLUMN_COUNT] = {[COLUMN_COUNTRY] = true, [COLUMN_VALUE] = true};
    reading->rows = rows;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        reading->columns[i] = rows_find(rows, names[i]);
        if (reading->columns[i] == SIZE_MAX && needed[i])
            return err_set(err, ERR_CHART_ROWS, "the rows to draw have no column \"%s\"", names[i]);
    }
    return true;
}

static const char *text_at(const struct reading *reading, size_t row, int column)
{
    size_t at = reading->columns[column];
    return at == SIZE_MAX ? "" : rows_text(reading->rows, row, at);
}

static double number_at(const struct reading *reading, size_t row, int column)
{
    size_t at = reading->columns[column];
    return at == SIZE_MAX ? NAN : rows_number(reading->rows, row, at);
}

static bool occurs(const struct reading *reading, int column, const char *text)
{
    for (size_t row = 0; row < reading->rows->count; row++)
        if (strcmp(text_at(reading, row, column), text) == 0)
            return true;
    return false;
}

static bool read_labels(struct arena *arena, const struct rows *labels,
                        const struct reading *reading, struct chart_data *data)
{
    size_t id = rows_find(labels, "id"), name = rows_find(labels, "name");
    size_t kind = rows_find(labels, "kind"), parent = rows_find(labels, "parent");
    data->countries = arena_alloc(arena, labels->count + 1, sizeof *data->countries);
    data->items = arena_alloc(arena, labels->count + 1, sizeof *data->items);
    if (!data->countries || !data->items)
        return false;
    for (size_t row = 0; row < labels->count; row++) {
        const char *is = rows_text(labels, row, kind), *key = rows_text(labels, row, id);
        const char *shown = rows_text(labels, row, name);
        if (strcmp(is, "country") == 0 && occurs(reading, COLUMN_COUNTRY, key))
            data->countries[data->country_count++] = (struct chart_country){key, shown};
        else if (strcmp(is, "country") != 0 && occurs(reading, COLUMN_ITEM, key))
            data->items[data->item_count++] = (struct chart_item){
                key, shown, rows_text(labels, row, parent), strcmp(is, "beside") == 0};
    }
    return true;
}

double chart_data_position(const char *text)
{
    char *end;
    double year = (double)strtol(text, &end, 10);
    if (*end == 'Q')
        return year + (double)(strtol(end + 1, NULL, 10) - 1) / 4;
    if (*end == '-')
        return year + (double)(strtol(end + 1, NULL, 10) - 1) / 12;
    return year;
}

static int by_position(const void *a, const void *b)
{
    const struct chart_period *one = a, *other = b;
    return (one->position > other->position) - (one->position < other->position);
}

static bool read_periods(struct arena *arena, const struct reading *reading,
                         struct chart_data *data)
{
    const struct rows *rows = reading->rows;
    data->periods = arena_alloc(arena, rows->count + 1, sizeof *data->periods);
    for (size_t row = 0; data->periods && row < rows->count; row++) {
        const char *text = text_at(reading, row, COLUMN_PERIOD);
        bool seen = false;
        for (size_t i = 0; i < data->period_count; i++)
            seen = seen || strcmp(data->periods[i].text, text) == 0;
        if (!seen)
            data->periods[data->period_count++] =
                (struct chart_period){text, chart_data_position(text)};
    }
    if (data->periods)
        qsort(data->periods, data->period_count, sizeof *data->periods, by_position);
    return data->periods != NULL;
}

static struct chart_figure *slot(const struct chart_data *data, size_t country, size_t item,
                                 size_t period)
{
    return &data->figures[(country * data->item_count + item) * data->period_count + period];
}

static bool holds_word(const char *flags, const char *word)
{
    size_t length = strlen(word);
    while (*flags) {
        size_t next = strcspn(flags, ";");
        if (next == length && memcmp(flags, word, length) == 0)
            return true;
        flags += next + (flags[next] == ';');
    }
    return false;
}

static void place_row(const struct reading *reading, size_t row, const struct chart_data *data)
{
    const char *country = text_at(reading, row, COLUMN_COUNTRY);
    const char *item = text_at(reading, row, COLUMN_ITEM);
    const char *period = text_at(reading, row, COLUMN_PERIOD);
    const char *flags = text_at(reading, row, COLUMN_FLAGS);
    size_t c = 0, i = 0, p = 0;
    while (c < data->country_count && strcmp(data->countries[c].id, country) != 0)
        c++;
    while (i < data->item_count && strcmp(data->items[i].id, item) != 0)
        i++;
    while (p < data->period_count && strcmp(data->periods[p].text, period) != 0)
        p++;
    if (c == data->country_count || i == data->item_count || p == data->period_count)
        return;
    *slot(data, c, i, p) = (struct chart_figure){
        .value = number_at(reading, row, COLUMN_VALUE),
        .low = number_at(reading, row, COLUMN_LOW),
        .high = number_at(reading, row, COLUMN_HIGH),
        .coverage = number_at(reading, row, COLUMN_COVERAGE),
        .broken = holds_word(flags, "break") || holds_word(flags, "switched"),
        .carried = holds_word(flags, "carried"),
        .conflict = holds_word(flags, "conflict"),
        .provisional = holds_word(flags, "provisional"),
    };
}

struct chart_data *chart_data_read(struct arena *arena, const struct chart_request *request,
                                   struct err *err)
{
    struct reading reading;
    struct chart_data *data = arena_alloc(arena, 1, sizeof *data);
    if (!find_columns(request->rows, &reading, err))
        return NULL;
    const struct rows *labels = request->labels;
    if (data && !labels)
        labels = chart_tidy_labels(arena, request->rows);
    if (data && labels && read_labels(arena, labels, &reading, data) &&
        read_periods(arena, &reading, data))
        data->figures =
            arena_alloc(arena, data->country_count * data->item_count * data->period_count + 1,
                        sizeof *data->figures);
    if (!data || !data->figures)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing"), NULL;
    data->language = request->language;
    size_t count = data->country_count * data->item_count * data->period_count;
    for (size_t i = 0; i < count; i++)
        data->figures[i] =
            (struct chart_figure){.value = NAN, .low = NAN, .high = NAN, .coverage = NAN};
    for (size_t row = 0; row < request->rows->count; row++)
        place_row(&reading, row, data);
    for (size_t i = 0; i < count; i++)
        if (!isnan(data->figures[i].value))
            return data;
    err_set(err, ERR_CHART_ROWS, "there is nothing to draw: no figure in the periods asked for");
    err_hint(err, "tidemark status says what is missing; --years chooses other periods");
    return NULL;
}

const struct chart_figure *chart_data_at(const struct chart_data *data, size_t country, size_t item,
                                         size_t period)
{
    return slot(data, country, item, period);
}

const struct chart_figure *chart_data_last(const struct chart_data *data, size_t country,
                                           size_t item)
{
    return slot(data, country, item, data->period_count - 1);
}

double chart_data_low(const struct chart_figure *figure)
{
    return isnan(figure->low) ? figure->value : figure->low;
}

double chart_data_high(const struct chart_figure *figure)
{
    return isnan(figure->high) ? figure->value : figure->high;
}

void chart_data_range(const struct chart_data *data, const struct chart_request *request,
                      size_t item, double *low, double *high)
{
    double worst = request->scale_worst, best = request->scale_best;
    double most = -INFINITY, least = INFINITY;
    for (size_t i = 0; i < data->country_count * data->item_count * data->period_count; i++) {
        if (item != SIZE_MAX && i / data->period_count % data->item_count != item)
            continue;
        most = fmax(most, fmax(data->figures[i].value, chart_data_high(&data->figures[i])));
        least = fmin(least, fmin(data->figures[i].value, chart_data_low(&data->figures[i])));
    }
    *low = fmin(isnan(worst) || isnan(best) ? 0 : fmin(worst, best), least);
    *high = isfinite(most) ? most : isnan(best) ? 1 : fmax(worst, best);
}

int chart_data_decimals(const struct chart_data *data, const struct chart_request *request)
{
    double length = fabs(request->scale_best - request->scale_worst);
    if (isnan(length)) {
        double low, high;
        chart_data_range(data, request, SIZE_MAX, &low, &high);
        length = high - low;
    }
    return length <= 2 ? 2 : length <= 20 ? 1 : 0;
}

const char *chart_data_scale(struct arena *arena, const struct chart_request *request)
{
    if (isnan(request->scale_worst) || isnan(request->scale_best))
        return "";
    char worst[32], best[32];
    snprintf(worst, sizeof worst, "%g", request->scale_worst);
    snprintf(best, sizeof best, "%g", request->scale_best);
    const char *text =
        arena_printf(arena, chart_words(request->language, ", %s (%s) to %s (%s)"),
                     chart_words_decimal(request->language, worst), request->unit_low,
                     chart_words_decimal(request->language, best), request->unit_high);
    return text ? text : "";
}

size_t chart_data_item(const struct chart_data *data, const char *id)
{
    for (size_t i = 0; i < data->item_count; i++)
        if (strcmp(data->items[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

const char *chart_data_span(struct arena *arena, const struct chart_data *data)
{
    const char *first = data->periods[0].text, *last = data->periods[data->period_count - 1].text;
    if (data->period_count == 1)
        return first;
    const char *span = arena_printf(arena, "%s\xE2\x80\x93%s", first, last);
    return span ? span : first;
}
