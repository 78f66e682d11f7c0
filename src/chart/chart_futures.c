#include "chart/chart_futures.h"

#include "chart/chart_tidy.h"

#include <math.h>
#include <string.h>

enum {
    COUNTRY,
    VALUE,
    BASELINE,
    PERIOD,
    SCENARIO,
    ITEM,
    LEVEL,
    LOW_50,
    HIGH_50,
    LOW_80,
    HIGH_80,
    LOW_95,
    HIGH_95,
    CHANCE_POINT,
    CHANCE_POINT_WORSE,
    COLUMNS,
    NEEDED = 4
};

static const char *const columns[COLUMNS] = {
    "country", "value",  "baseline", "period",       "scenario",
    "item",    "level",  "low_50",   "high_50",      "low_80",
    "high_80", "low_95", "high_95",  "chance_point", "chance_point_worse"};

/* "aid_cut+drift" as people write it: "Aid cut + drift"; as it is where it is no id. */
static const char *words_of(struct chart_page *page, const char *id)
{
    size_t length = strlen(id);
    struct text_buffer text = {0};
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_+") != length)
        return id;
    for (const char *at = id; *at; at++) {
        char letter = at == id && *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
        if (letter == '+')
            text_add_string(&text, " + ");
        else
            text_add(&text, letter == '_' ? " " : &letter, 1);
    }
    const char *words = text.failed ? NULL : arena_text(page->arena, text.bytes, text.length);
    text_buffer_free(&text);
    return words ? words : id;
}

/* Rows of the item that is drawn: the index where the rows have it, else the first. */
static const char *item_of(const struct chart_tidy *tidy)
{
    for (size_t row = 0; row < tidy->rows->count; row++)
        if (strcmp(chart_tidy_text(tidy, row, ITEM), "index") == 0)
            return "index";
    return chart_tidy_text(tidy, 0, ITEM);
}

static size_t country_at(struct chart_futures *futures, const struct chart_tidy *tidy,
                         const char *id)
{
    for (size_t c = 0; c < futures->country_count; c++)
        if (strcmp(futures->countries[c].id, id) == 0)
            return c;
    futures->countries[futures->country_count] =
        (struct chart_country){id, chart_tidy_name(tidy, id)};
    return futures->country_count++;
}

/* The period's place; a new one is put in its order. */
static size_t period_at(struct chart_futures *futures, const char *text)
{
    double position = chart_data_position(text);
    size_t at = 0;
    while (at < futures->period_count && futures->periods[at].position < position)
        at++;
    if (at < futures->period_count && futures->periods[at].position == position)
        return at;
    memmove(futures->periods + at + 1, futures->periods + at,
            (futures->period_count++ - at) * sizeof *futures->periods);
    futures->periods[at] = (struct chart_period){text, position};
    return at;
}

static struct chart_future future_of(const struct chart_tidy *tidy, size_t row)
{
    struct chart_future future = {.baseline = chart_tidy_number(tidy, row, BASELINE),
                                  .value = chart_tidy_number(tidy, row, VALUE),
                                  .better = chart_tidy_number(tidy, row, CHANCE_POINT),
                                  .worse = chart_tidy_number(tidy, row, CHANCE_POINT_WORSE)};
    bool sure = true;
    for (size_t i = 0; i < CHART_FUTURES_INTERVALS; i++) {
        future.low[i] = chart_tidy_number(tidy, row, LOW_50 + 2 * i);
        future.high[i] = chart_tidy_number(tidy, row, HIGH_50 + 2 * i);
        sure = sure && isnan(future.low[i]) && isnan(future.high[i]);
    }
    future.observed = sure && (isnan(future.baseline) || future.baseline == future.value);
    return future;
}

static bool is_drawn(const struct chart_tidy *tidy, size_t row, const char *scenario,
                     const char *item)
{
    return strcmp(chart_tidy_text(tidy, row, SCENARIO), scenario) == 0 &&
           strcmp(chart_tidy_text(tidy, row, ITEM), item) == 0;
}

struct chart_futures *chart_futures_read(struct chart_page *page, struct err *err)
{
    struct chart_tidy tidy;
    const struct chart_request *request = page->request;
    if (!chart_tidy_open(&tidy, request->rows, request->labels, columns, COLUMNS, NEEDED, err))
        return NULL;
    size_t rows = tidy.rows->count;
    struct chart_futures *futures = arena_alloc(page->arena, 1, sizeof *futures);
    if (futures) {
        futures->countries = arena_alloc(page->arena, rows + 1, sizeof *futures->countries);
        futures->periods = arena_alloc(page->arena, rows + 1, sizeof *futures->periods);
    }
    if (!futures || !futures->countries || !futures->periods)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing"), NULL;
    const char *scenario = chart_tidy_text(&tidy, 0, SCENARIO), *item = item_of(&tidy);
    futures->scenario = *scenario ? words_of(page, scenario) : chart_page_words(page, "scenario");
    futures->item = *item ? chart_tidy_name(&tidy, item) : request->measure;
    if (strcmp(futures->item, "index") == 0)
        futures->item = request->measure;
    for (size_t row = 1; row < rows; row++)
        if (strcmp(chart_tidy_text(&tidy, row, SCENARIO), scenario) != 0) {
            chart_page_notice(page, "the rows are of several scenarios: %s is drawn, the first",
                              scenario);
            break;
        }
    for (size_t row = 0; row < rows; row++)
        if (is_drawn(&tidy, row, scenario, item)) {
            country_at(futures, &tidy, chart_tidy_text(&tidy, row, COUNTRY));
            period_at(futures, chart_tidy_text(&tidy, row, PERIOD));
        }
    size_t count = futures->country_count * futures->period_count;
    futures->futures = arena_alloc(page->arena, count, sizeof *futures->futures);
    if (!futures->futures)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing"), NULL;
    for (size_t i = 0; i < count; i++)
        futures->futures[i] =
            (struct chart_future){NAN, NAN, {NAN, NAN, NAN}, {NAN, NAN, NAN}, NAN, NAN, false};
    for (size_t row = 0; row < rows; row++)
        if (is_drawn(&tidy, row, scenario, item)) {
            size_t c = country_at(futures, &tidy, chart_tidy_text(&tidy, row, COUNTRY));
            size_t p = period_at(futures, chart_tidy_text(&tidy, row, PERIOD));
            futures->futures[c * futures->period_count + p] = future_of(&tidy, row);
        }
    return futures;
}
