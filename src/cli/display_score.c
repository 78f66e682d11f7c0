#include "cli/display.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DISPLAY_COUNTRIES_ACROSS = 5 };

/* The distinct texts of a tidy column, in the order they first occur. */
struct distinct {
    const char **texts;
    size_t count;
};

static struct distinct distinct_of(struct arena *arena, const struct rows *tidy, const char *name)
{
    size_t column = rows_find(tidy, name);
    struct distinct found = {arena_alloc(arena, tidy->count + 1, sizeof(char *)), 0};
    for (size_t row = 0; found.texts && row < tidy->count; row++) {
        const char *text = rows_text(tidy, row, column);
        bool seen = false;
        for (size_t i = 0; i < found.count && !seen; i++)
            seen = strcmp(found.texts[i], text) == 0;
        if (!seen)
            found.texts[found.count++] = text;
    }
    return found;
}

/* The value of a tidy column at (period, country, item), NaN when there is no such row. */
static double value_at(const struct rows *tidy, const char *period, const char *country,
                       const char *item, const char *column)
{
    size_t periods = rows_find(tidy, "period"), countries = rows_find(tidy, "country");
    size_t items = rows_find(tidy, "item"), values = rows_find(tidy, column);
    for (size_t row = 0; row < tidy->count; row++)
        if (strcmp(rows_text(tidy, row, items), item) == 0 &&
            strcmp(rows_text(tidy, row, countries), country) == 0 &&
            strcmp(rows_text(tidy, row, periods), period) == 0)
            return rows_number(tidy, row, values);
    return NAN;
}

/* Room for columns of a display; columns are filled one after another. */
struct layout {
    struct rows_column *columns;
    size_t count;
};

static void add_column(struct layout *layout, const char *heading, enum rows_type type,
                       int decimals)
{
    layout->columns[layout->count++] = (struct rows_column){heading, heading, type, decimals};
}

static bool has_intervals(const struct rows *tidy, const char *item)
{
    size_t items = rows_find(tidy, "item"), low = rows_find(tidy, "low");
    for (size_t row = 0; row < tidy->count; row++)
        if (strcmp(rows_text(tidy, row, items), item) == 0 && !isnan(rows_number(tidy, row, low)))
            return true;
    return false;
}

/* What every layout works from. */
struct table {
    struct arena *arena;
    const struct reading *reading;
    const struct rows *tidy;
    int decimals;
    struct distinct periods;
    struct distinct countries;
    struct distinct items;
};

static const char *interval_text(const struct table *table, double low, double high)
{
    return isnan(low) ? ""
                      : arena_printf(table->arena, "%.*f\xE2\x80\x93%.*f", table->decimals, low,
                                     table->decimals, high);
}

/* One row a period with the index of each country across. */
static struct rows *index_over_time(const struct table *table)
{
    const struct project *project = table->reading->panel->project;
    const struct distinct *periods = &table->periods, *countries = &table->countries;
    struct layout layout = {
        arena_alloc(table->arena, countries->count + 1, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    add_column(&layout, "Period", ROWS_TEXT, 0);
    for (size_t i = 0; i < countries->count; i++)
        add_column(&layout, display_country(project, countries->texts[i]), ROWS_NUMBER,
                   table->decimals);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < periods->count; p++) {
        rows_add(display);
        rows_set_text(display, 0, periods->texts[p]);
        for (size_t c = 0; c < countries->count; c++)
            rows_set_number(
                display, c + 1,
                value_at(table->tidy, periods->texts[p], countries->texts[c], "index", "value"));
    }
    return display;
}

/* One row of a period and item: its value in each country. */
static void add_item(const struct table *table, struct rows *display, const char *period,
                     const char *item, size_t lead)
{
    const struct distinct *countries = &table->countries;
    for (size_t c = 0; c < countries->count; c++)
        rows_set_text(
            display, lead + 1 + c,
            display_number(table->arena,
                           value_at(table->tidy, period, countries->texts[c], item, "value"),
                           table->decimals));
}

/* The row below the index: its intervals. */
static void add_intervals(const struct table *table, struct rows *display, const char *period,
                          size_t lead)
{
    const struct distinct *countries = &table->countries;
    rows_add(display);
    rows_set_text(display, lead, "  90 % interval");
    for (size_t c = 0; c < countries->count; c++)
        rows_set_text(
            display, lead + 1 + c,
            interval_text(table, value_at(table->tidy, period, countries->texts[c], "index", "low"),
                          value_at(table->tidy, period, countries->texts[c], "index", "high")));
}

/* One row an item with its value for each country across; a period column when there are several.
 */
static struct rows *items_down(const struct table *table)
{
    const struct project *project = table->reading->panel->project;
    const struct distinct *periods = &table->periods, *countries = &table->countries,
                          *items = &table->items;
    struct layout layout = {
        arena_alloc(table->arena, countries->count + 2, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    size_t lead = periods->count > 1;
    bool intervals = has_intervals(table->tidy, "index");
    if (lead)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "", ROWS_TEXT, 0);
    for (size_t i = 0; i < countries->count; i++)
        add_column(&layout, display_country(project, countries->texts[i]), ROWS_TEXT, ROWS_RIGHT);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < periods->count; p++) {
        for (size_t i = 0; i < items->count; i++) {
            const char *item = items->texts[i];
            rows_add(display);
            if (lead && i == 0)
                rows_set_text(display, 0, periods->texts[p]);
            rows_set_text(display, lead, display_name(table->reading, item));
            add_item(table, display, periods->texts[p], item, lead);
            if (intervals && strcmp(item, "index") == 0)
                add_intervals(table, display, periods->texts[p], lead);
        }
    }
    return display;
}

/* One row a country (and period) with its items across, the index with its interval. */
static struct rows *items_across(const struct table *table)
{
    const struct project *project = table->reading->panel->project;
    const struct distinct *periods = &table->periods, *countries = &table->countries,
                          *items = &table->items;
    struct layout layout = {arena_alloc(table->arena, items->count + 3, sizeof(struct rows_column)),
                            0};
    if (!layout.columns)
        return NULL;
    bool several = periods->count > 1, intervals = has_intervals(table->tidy, "index");
    if (several)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "Country", ROWS_TEXT, 0);
    for (size_t i = 0; i < items->count; i++) {
        add_column(&layout, display_name(table->reading, items->texts[i]), ROWS_NUMBER,
                   table->decimals);
        if (intervals && strcmp(items->texts[i], "index") == 0)
            add_column(&layout, "90 %", ROWS_TEXT, 0);
    }
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < periods->count; p++) {
        for (size_t c = 0; c < countries->count; c++) {
            const char *period = periods->texts[p], *country = countries->texts[c];
            size_t column = 0;
            rows_add(display);
            if (several)
                rows_set_text(display, column++, period);
            rows_set_text(display, column++, display_country(project, country));
            for (size_t i = 0; i < items->count; i++) {
                const char *item = items->texts[i];
                rows_set_number(display, column++,
                                value_at(table->tidy, period, country, item, "value"));
                if (intervals && strcmp(item, "index") == 0)
                    rows_set_text(
                        display, column++,
                        interval_text(table, value_at(table->tidy, period, country, item, "low"),
                                      value_at(table->tidy, period, country, item, "high")));
            }
        }
    }
    return display;
}

static bool has_level(const struct rows *tidy, const char *level)
{
    size_t levels = rows_find(tidy, "level");
    for (size_t row = 0; row < tidy->count; row++)
        if (strcmp(rows_text(tidy, row, levels), level) == 0)
            return true;
    return false;
}

struct rows *display_score(const struct session *session, const struct reading *reading,
                           const struct rows *tidy)
{
    struct arena *arena = session->arena;
    struct table table = {.arena = arena,
                          .reading = reading,
                          .tidy = tidy,
                          .decimals = display_decimals(reading),
                          .periods = distinct_of(arena, tidy, "period"),
                          .countries = distinct_of(arena, tidy, "country"),
                          .items = distinct_of(arena, tidy, "item")};
    if (!table.periods.texts || !table.countries.texts || !table.items.texts)
        return NULL;
    bool index_alone = table.items.count == 1 && strcmp(table.items.texts[0], "index") == 0;
    bool indicators = has_level(tidy, "indicator");
    struct rows *display;
    if (index_alone && table.periods.count > 1)
        display = index_over_time(&table);
    else if (indicators || table.items.count > 8 ||
             table.countries.count <= DISPLAY_COUNTRIES_ACROSS)
        display = items_down(&table);
    else
        display = items_across(&table);
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s%s%s, %g (worst) to %g (best)",
                  display_name(reading, "index"), table.periods.count == 1 ? " " : "",
                  table.periods.count == 1 ? table.periods.texts[0] : "",
                  reading->rule->scale_worst, reading->rule->scale_best);
    if (indicators)
        rows_add_meta(display, "note", "Indicators are in their own units, as read.");
    if (has_intervals(tidy, "index"))
        rows_add_meta(display, "note",
                      "90 %%: from 5 to 95 %% of %.0f draws of the values' own published or graded "
                      "uncertainty; %zu of %zu values have none and are taken as exact.",
                      session->opt->draws, reading->score->exact, reading->score->present);
    display_notes(session, reading, display);
    return display;
}
