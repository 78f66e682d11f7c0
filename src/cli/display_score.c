#include "cli/display.h"
#include "cli/show.h"

#include "out/out_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COUNTRIES_ACROSS = 5, PERIODS_NAMED = 12 };

/* Whose interval stands with an item: none, that of draws, that which the rule's formula gives. */
enum band { BAND_NONE, BAND_DRAWN, BAND_GIVEN };

/* An item as it is shown. */
struct shown {
    const char *name;
    enum band band;
    bool text;
    bool result;
    int decimals;
    int band_decimals;
};

/* What every layout works from. Tidy rows come by period, country, item, with the same items for
 * every country and period: row (period × countries + country) × items + item. */
struct table {
    struct arena *arena;
    const struct reading *reading;
    const struct score_selection *selection;
    const struct rows *tidy;
    struct shown *shown;
    size_t items;
    size_t countries;
    size_t periods;
};

static const char *text_at(const struct table *table, size_t row, const char *column)
{
    return rows_text(table->tidy, row, rows_find(table->tidy, column));
}

static double number_at(const struct table *table, size_t row, const char *column)
{
    return rows_number(table->tidy, row, rows_find(table->tidy, column));
}

static size_t row_of(const struct table *table, size_t period, size_t country, size_t item)
{
    return (period * table->countries + country) * table->items + item;
}

static const char *period_of(const struct table *table, size_t period)
{
    return text_at(table, row_of(table, period, 0, 0), "period");
}

static const char *country_of(const struct table *table, size_t country)
{
    return display_country(table->reading->panel->project,
                           text_at(table, row_of(table, 0, country, 0), "country"));
}

/* How many rows from row 0 on have the same text in a column. */
static size_t run_of(const struct table *table, const char *column)
{
    size_t at = 0, place = rows_find(table->tidy, column);
    while (at < table->tidy->count &&
           strcmp(rows_text(table->tidy, at, place), rows_text(table->tidy, 0, place)) == 0)
        at++;
    return at;
}

static void measure(struct table *table)
{
    size_t period = run_of(table, "period"), country = run_of(table, "country");
    if (table->tidy->count == 0)
        return;
    /* Of one country the run goes on through all periods. */
    table->items = country < period ? country : period;
    table->countries = period / table->items;
    table->periods = table->tidy->count / period;
}

static bool any_low(const struct table *table, size_t item)
{
    for (size_t row = item; row < table->tidy->count; row += table->items)
        if (!isnan(number_at(table, row, "low")))
            return true;
    return false;
}

/* Decimals for figures that are not on the rule's scale: none for whole numbers, else by size. */
static int own_decimals(const struct table *table, size_t item, const char *column)
{
    double largest = 0;
    bool whole = true;
    for (size_t row = item; row < table->tidy->count; row += table->items) {
        double value = number_at(table, row, column);
        if (isnan(value))
            continue;
        whole = whole && value == floor(value);
        largest = fmax(largest, fabs(value));
    }
    return whole ? 0 : largest <= 2 ? 3 : largest <= 20 ? 2 : 1;
}

static struct shown shown_of(const struct table *table, size_t at)
{
    const struct score *score = table->reading->score;
    const char *id = text_at(table, at, "item"), *level = text_at(table, at, "level");
    struct shown shown = {.result = strcmp(level, "result") == 0,
                          .decimals = display_decimals(table->reading)};
    bool index = strcmp(level, "index") == 0;
    shown.name = display_item(table->reading, level, id);
    if (shown.result || index) {
        const struct compile_item *item = &score->compile->items[score_item_of(score, level, id)];
        shown.text = item->text;
        bool given = item->low != GRAPH_NONE;
        if (any_low(table, at) && (given || index))
            shown.band = given ? BAND_GIVEN : BAND_DRAWN;
    }
    bool own_units =
        strcmp(level, "indicator") == 0 && table->selection->stage < SCORE_ROWS_NORMALISED;
    if (shown.result || own_units)
        shown.decimals = own_decimals(table, at, "value");
    shown.band_decimals = shown.result ? own_decimals(table, at, "low") : shown.decimals;
    return shown;
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

static const char *cell(const struct table *table, size_t row, size_t item)
{
    const struct shown *shown = &table->shown[item];
    if (!shown->text)
        return display_number(table->arena, number_at(table, row, "value"), shown->decimals);
    const char *text = text_at(table, row, "text");
    return *text ? text : "n/a";
}

static const char *band_cell(const struct table *table, size_t row, size_t item)
{
    double low = number_at(table, row, "low"), high = number_at(table, row, "high");
    int decimals = table->shown[item].band_decimals;
    if (table->shown[item].band == BAND_NONE || isnan(low))
        return "";
    return arena_printf(table->arena, "%.*f\xE2\x80\x93%.*f", decimals, low, decimals, high);
}

static const char *band_name(enum band band)
{
    return band == BAND_GIVEN ? "as the rule gives it" : "90 % interval";
}

/* The index with periods down and countries across, or the other way round. */
static struct rows *index_matrix(const struct table *table, bool periods_down)
{
    size_t across = periods_down ? table->countries : table->periods;
    size_t down = periods_down ? table->periods : table->countries;
    struct layout layout = {arena_alloc(table->arena, across + 1, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    add_column(&layout, periods_down ? "Period" : "Country", ROWS_TEXT, 0);
    for (size_t a = 0; a < across; a++)
        add_column(&layout, periods_down ? country_of(table, a) : period_of(table, a), ROWS_NUMBER,
                   table->shown[0].decimals);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t d = 0; display && d < down; d++) {
        rows_add(display);
        rows_set_text(display, 0, periods_down ? period_of(table, d) : country_of(table, d));
        for (size_t a = 0; a < across; a++) {
            size_t row = periods_down ? row_of(table, d, a, 0) : row_of(table, a, d, 0);
            rows_set_number(display, a + 1, number_at(table, row, "value"));
        }
    }
    return display;
}

static struct rows *index_over_time(const struct table *table)
{
    return index_matrix(table, true);
}

static struct rows *index_by_country(const struct table *table)
{
    return index_matrix(table, false);
}

/* One row of an item, and one of its interval below it. */
static void add_item_down(const struct table *table, struct rows *display, size_t period,
                          size_t item, size_t lead)
{
    const struct shown *shown = &table->shown[item];
    rows_add(display);
    if (lead && item == 0)
        rows_set_text(display, 0, period_of(table, period));
    rows_set_text(display, lead, shown->name);
    for (size_t c = 0; c < table->countries; c++)
        rows_set_text(display, lead + 1 + c, cell(table, row_of(table, period, c, item), item));
    if (shown->band == BAND_NONE)
        return;
    rows_add(display);
    rows_set_text(display, lead, arena_printf(table->arena, "  %s", band_name(shown->band)));
    for (size_t c = 0; c < table->countries; c++)
        rows_set_text(display, lead + 1 + c,
                      band_cell(table, row_of(table, period, c, item), item));
}

/* One row an item with its value for each country across; a period column when there are several.
 */
static struct rows *items_down(const struct table *table)
{
    struct layout layout = {
        arena_alloc(table->arena, table->countries + 2, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    size_t lead = table->periods > 1;
    if (lead)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "", ROWS_TEXT, 0);
    for (size_t c = 0; c < table->countries; c++)
        add_column(&layout, country_of(table, c), ROWS_TEXT, ROWS_RIGHT);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < table->periods; p++)
        for (size_t i = 0; i < table->items; i++)
            add_item_down(table, display, p, i, lead);
    return display;
}

static void add_country_across(const struct table *table, struct rows *display, size_t period,
                               size_t country)
{
    size_t column = 0;
    rows_add(display);
    if (table->periods > 1)
        rows_set_text(display, column++, period_of(table, period));
    rows_set_text(display, column++, country_of(table, country));
    for (size_t i = 0; i < table->items; i++) {
        size_t row = row_of(table, period, country, i);
        if (table->shown[i].text)
            rows_set_text(display, column++, cell(table, row, i));
        else
            rows_set_number(display, column++, number_at(table, row, "value"));
        if (table->shown[i].band != BAND_NONE)
            rows_set_text(display, column++, band_cell(table, row, i));
    }
}

/* One row a country (and period) with its items across, intervals beside them. */
static struct rows *items_across(const struct table *table)
{
    struct layout layout = {
        arena_alloc(table->arena, 2 * table->items + 2, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    if (table->periods > 1)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "Country", ROWS_TEXT, 0);
    for (size_t i = 0; i < table->items; i++) {
        const struct shown *shown = &table->shown[i];
        add_column(&layout, shown->name, shown->text ? ROWS_TEXT : ROWS_NUMBER,
                   shown->text ? 0 : shown->decimals);
        if (shown->band != BAND_NONE)
            add_column(&layout, shown->band == BAND_DRAWN ? "90 %" : band_name(shown->band),
                       ROWS_TEXT, 0);
    }
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < table->periods; p++)
        for (size_t c = 0; c < table->countries; c++)
            add_country_across(table, display, p, c);
    return display;
}

/* One row an item of a country (and period), where there are too many of both to stand across. */
static struct rows *all_down(const struct table *table)
{
    struct layout layout = {arena_alloc(table->arena, 5, sizeof(struct rows_column)), 0};
    bool bands = false;
    size_t lead = table->periods > 1;
    if (!layout.columns)
        return NULL;
    for (size_t i = 0; i < table->items; i++)
        bands = bands || table->shown[i].band != BAND_NONE;
    if (lead)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "Country", ROWS_TEXT, 0);
    add_column(&layout, "", ROWS_TEXT, 0);
    add_column(&layout, "Value", ROWS_TEXT, ROWS_RIGHT);
    if (bands)
        add_column(&layout, "Interval", ROWS_TEXT, 0);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t row = 0; display && row < table->tidy->count; row++) {
        size_t item = row % table->items, country = row / table->items % table->countries;
        rows_add(display);
        if (lead && item == 0 && country == 0)
            rows_set_text(display, 0, text_at(table, row, "period"));
        if (item == 0)
            rows_set_text(display, lead, country_of(table, country));
        rows_set_text(display, lead + 1, table->shown[item].name);
        rows_set_text(display, lead + 2, cell(table, row, item));
        if (bands)
            rows_set_text(display, lead + 3, band_cell(table, row, item));
    }
    return display;
}

static bool has_level(const struct table *table, const char *level)
{
    for (size_t i = 0; i < table->items; i++)
        if (strcmp(text_at(table, i, "level"), level) == 0)
            return true;
    return false;
}

/* The index alone over several periods has a row a period, without intervals. */
static bool is_over_time(const struct table *table)
{
    return table->items == 1 && table->periods > 1 && table->countries <= COUNTRIES_ACROSS &&
           has_level(table, "index");
}

/* The first layout that fits the terminal with every word whole, else the last. Few countries stand
 * side by side; many stand below each other, so that one can run down a column. */
static struct rows *lay_out(const struct table *table)
{
    typedef struct rows *layout(const struct table *table);
    bool few = table->countries <= COUNTRIES_ACROSS;
    bool over_time = table->items == 1 && has_level(table, "index") && table->periods > 1;
    layout *const orders[][3] = {{items_across, items_down, all_down},
                                 {items_down, items_across, all_down},
                                 {index_by_country, items_across, all_down},
                                 {index_over_time, index_by_country, all_down}};
    layout *const *order = orders[2 * over_time + few];
    struct rows *display = NULL;
    for (size_t i = 0; i < 3; i++) {
        display = order[i](table);
        if (!display || out_table_fits(display, show_columns()))
            break;
    }
    return display;
}

struct count {
    const char *text;
    size_t times;
};

/* The order of counts: what is most frequent first, what is missing last. */
static bool stands_before(struct count a, struct count b)
{
    bool missing_a = strcmp(a.text, "n/a") == 0, missing_b = strcmp(b.text, "n/a") == 0;
    if (missing_a != missing_b)
        return missing_b;
    return a.times != b.times ? a.times > b.times : strcmp(a.text, b.text) < 0;
}

/* The texts of an item in a period, in order, in counts; how many there are. */
static size_t count_texts(const struct table *table, size_t period, size_t item,
                          struct count *counts)
{
    size_t used = 0;
    for (size_t c = 0; c < table->countries; c++) {
        const char *text = cell(table, row_of(table, period, c, item), item);
        size_t at = 0;
        while (at < used && strcmp(counts[at].text, text) != 0)
            at++;
        if (at == used)
            counts[used++] = (struct count){text, 0};
        struct count counted = {text, counts[at].times + 1};
        for (; at > 0 && stands_before(counted, counts[at - 1]); at--)
            counts[at] = counts[at - 1];
        counts[at] = counted;
    }
    return used;
}

/* "status: 88 F, 60 PF, 47 NF", a line a period. */
static void note_texts(const struct table *table, size_t item, struct rows *display)
{
    struct count *counts = arena_alloc(table->arena, table->countries, sizeof *counts);
    for (size_t p = 0; counts && p < table->periods; p++) {
        struct text_buffer text = {0};
        size_t count = count_texts(table, p, item, counts);
        for (size_t i = 0; i < count; i++)
            text_add_format(&text, "%s%zu %s", i ? ", " : "", counts[i].times, counts[i].text);
        rows_add_meta(display, "note", "%s%s%s: %s", table->shown[item].name,
                      table->periods > 1 ? " " : "", table->periods > 1 ? period_of(table, p) : "",
                      text.bytes ? text.bytes : "");
        display->failed = display->failed || text.failed;
        text_buffer_free(&text);
    }
}

static void note_bands(const struct session *session, const struct table *table,
                       struct rows *display)
{
    const struct score *score = table->reading->score;
    struct text_buffer given = {0};
    bool drawn = false;
    for (size_t i = 0; i < table->items; i++) {
        drawn = drawn || table->shown[i].band == BAND_DRAWN;
        if (table->shown[i].band == BAND_GIVEN)
            text_add_format(&given, "%s%s", given.length ? ", " : "", table->shown[i].name);
    }
    if (drawn)
        rows_add_meta(display, "note",
                      "90 %%: from 5 to 95 %% of %.0f draws of the values' own published or graded "
                      "uncertainty; %zu of %zu values have none and are taken as exact.",
                      session->opt->draws, score->exact, score->present);
    if (given.bytes)
        rows_add_meta(display, "note",
                      "As the rule gives it: low and high that its formula returns with %s.",
                      given.bytes);
    if (score->cells_undrawn > 0)
        rows_add_meta(display, "note",
                      "No 90 %% intervals: too many values would have to be drawn; fewer --draws "
                      "bring them back.");
    display->failed = display->failed || given.failed;
    text_buffer_free(&given);
}

static void note_stage(const struct table *table, struct rows *display)
{
    const struct rule *rule = table->reading->rule;
    switch (table->selection->stage) {
    case SCORE_ROWS_READ:
        rows_add_meta(display, "note", "Indicators are in their own units, as read.");
        return;
    case SCORE_ROWS_TREATED:
        rows_add_meta(display, "note", "Indicators are in their own units, outliers treated.");
        return;
    case SCORE_ROWS_IMPUTED:
        rows_add_meta(display, "note",
                      "Indicators are in their own units, outliers treated and gaps filled.");
        return;
    case SCORE_ROWS_NORMALISED:
        if (rule->normalised)
            rows_add_meta(display, "note", "Indicators are normalised to %g (worst) to %g (best).",
                          rule->to_worst, rule->to_best);
        else
            rows_add_meta(display, "note", "Indicators are normalised as the rule says.");
        return;
    case SCORE_ROWS_WEIGHTED:
        rows_add_meta(display, "note",
                      "Indicators are normalised and times their weight in the index; n/a: no "
                      "value, or no weight there.");
        return;
    }
}

/* "2013, 2015: no country has any value." */
static void note_left_out(const struct table *table, struct rows *display)
{
    struct text_buffer text = {0};
    const char *period;
    size_t count = 0;
    while ((period = rows_get_meta(table->tidy, "left_out", count))) {
        if (count++ < PERIODS_NAMED)
            text_add_format(&text, "%s%s", count > 1 ? ", " : "", period);
    }
    if (count > PERIODS_NAMED)
        text_add_format(&text, " and %zu more", count - PERIODS_NAMED);
    if (text.bytes)
        rows_add_meta(display, "note", "%s: no country has any value. --all shows %s.", text.bytes,
                      count == 1 ? "it" : "them");
    display->failed = display->failed || text.failed;
    text_buffer_free(&text);
}

struct rows *display_score(const struct session *session, const struct reading *reading,
                           const struct score_selection *selection, bool named,
                           const struct rows *tidy)
{
    struct table table = {
        .arena = session->arena, .reading = reading, .selection = selection, .tidy = tidy};
    measure(&table);
    table.shown = arena_alloc(session->arena, table.items, sizeof *table.shown);
    if (!table.shown)
        return NULL;
    for (size_t i = 0; i < table.items; i++)
        table.shown[i] = shown_of(&table, i);
    if (is_over_time(&table))
        table.shown[0].band = BAND_NONE;
    struct rows *display = lay_out(&table);
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s%s%s%s%s%s, %g (worst) to %g (best)",
                  display_name(reading, "index"), table.periods == 1 ? " " : "",
                  table.periods == 1 ? period_of(&table, 0) : "", named ? " (rule " : "",
                  named ? reading->rule->name : "", named ? ")" : "", reading->rule->scale_worst,
                  reading->rule->scale_best);
    for (size_t i = 0; i < table.items && table.countries > 2; i++)
        if (table.shown[i].text)
            note_texts(&table, i, display);
    if (has_level(&table, "indicator"))
        note_stage(&table, display);
    note_bands(session, &table, display);
    note_left_out(&table, display);
    display_notes(session, reading, display);
    return display;
}
