#include "cli/display_layout.h"

#include "cli/display.h"
#include "cli/show.h"

#include "out/out_table.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COUNTRIES_ACROSS = 5 };

static const char *text_at(const struct display_table *table, size_t row, const char *column)
{
    return rows_text(table->tidy, row, rows_find(table->tidy, column));
}

static double number_at(const struct display_table *table, size_t row, const char *column)
{
    return rows_number(table->tidy, row, rows_find(table->tidy, column));
}

size_t display_layout_row(const struct display_table *table, size_t period, size_t country,
                          size_t item)
{
    return (period * table->countries + country) * table->items + item;
}

const char *display_layout_period(const struct display_table *table, size_t period)
{
    return text_at(table, display_layout_row(table, period, 0, 0), "period");
}

static const char *country_of(const struct display_table *table, size_t country)
{
    return display_country(table->reading->panel->project,
                           text_at(table, display_layout_row(table, 0, country, 0), "country"));
}

/* How many rows from row 0 on have the same text in a column. */
static size_t run_of(const struct display_table *table, const char *column)
{
    size_t at = 0, place = rows_find(table->tidy, column);
    while (at < table->tidy->count &&
           strcmp(rows_text(table->tidy, at, place), rows_text(table->tidy, 0, place)) == 0)
        at++;
    return at;
}

void display_layout_measure(struct display_table *table)
{
    size_t period = run_of(table, "period"), country = run_of(table, "country");
    if (table->tidy->count == 0)
        return;
    /* Of one country the run goes on through all periods. */
    table->items = country < period ? country : period;
    table->countries = period / table->items;
    table->periods = table->tidy->count / period;
}

bool display_layout_is_imputed(const struct display_table *table, size_t row)
{
    bool indicator = strcmp(text_at(table, row, "level"), "indicator") == 0;
    /* A figure as it was read can be there while the one it is counted per was imputed. */
    if (indicator && table->selection->stage == SCORE_ROWS_READ &&
        !isnan(number_at(table, row, "value")))
        return false;
    return strstr(text_at(table, row, "flags"), "imputed") != NULL;
}

static bool any_imputed(const struct display_table *table, size_t item)
{
    for (size_t row = item; row < table->tidy->count; row += table->items)
        if (display_layout_is_imputed(table, row))
            return true;
    return false;
}

static bool any_low(const struct display_table *table, size_t item)
{
    for (size_t row = item; row < table->tidy->count; row += table->items)
        if (!isnan(number_at(table, row, "low")))
            return true;
    return false;
}

/* Decimals for figures that are not on the rule's scale: none for whole numbers, else by size. */
static int own_decimals(const struct display_table *table, size_t item, const char *column)
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

struct display_shown display_layout_shown(const struct display_table *table, size_t at)
{
    const struct score *score = table->reading->score;
    const char *id = text_at(table, at, "item"), *level = text_at(table, at, "level");
    struct display_shown shown = {.result = strcmp(level, "result") == 0,
                                  .decimals = display_decimals(table->reading)};
    bool index = strcmp(level, "index") == 0;
    shown.name = display_item(table->reading, level, id);
    shown.marked = any_imputed(table, at);
    if (shown.result || index) {
        const struct compile_item *item = &score->compile->items[score_item_of(score, level, id)];
        shown.text = item->text;
        bool given = item->low != GRAPH_NONE;
        if (any_low(table, at) && (given || index))
            shown.band = given ? DISPLAY_BAND_GIVEN : DISPLAY_BAND_DRAWN;
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

const char *display_layout_text(const struct display_table *table, size_t row)
{
    const char *text = text_at(table, row, "text");
    return *text ? text : "n/a";
}

/* A cell with its mark; figures beside marked ones keep their place above each other. */
static const char *cell(const struct display_table *table, size_t row, size_t item)
{
    const struct display_shown *shown = &table->shown[item];
    bool imputed = display_layout_is_imputed(table, row);
    const char *text =
        shown->text ? display_layout_text(table, row)
                    : display_number(table->arena, number_at(table, row, "value"), shown->decimals);
    if (!imputed && (shown->text || !table->marked))
        return text;
    return arena_printf(table->arena, "%s%s", text, imputed ? "*" : " ");
}

/* A column of figures; they are texts where one of them has a mark. */
static void add_figures(struct layout *layout, const char *heading, int decimals, bool marked)
{
    add_column(layout, heading, marked ? ROWS_TEXT : ROWS_NUMBER, marked ? ROWS_RIGHT : decimals);
}

static void set_figure(const struct display_table *table, struct rows *display, size_t column,
                       size_t row, size_t item)
{
    if (display->columns[column].type == ROWS_TEXT)
        rows_set_text(display, column, cell(table, row, item));
    else
        rows_set_number(display, column, number_at(table, row, "value"));
}

static const char *band_cell(const struct display_table *table, size_t row, size_t item)
{
    double low = number_at(table, row, "low"), high = number_at(table, row, "high");
    int decimals = table->shown[item].band_decimals;
    char from[NUMBER_PRINT_SIZE], to[NUMBER_PRINT_SIZE];
    if (table->shown[item].band == DISPLAY_BAND_NONE || isnan(low))
        return "";
    number_print_fixed(low, decimals, from);
    number_print_fixed(high, decimals, to);
    return arena_printf(table->arena, "%s\xE2\x80\x93%s", from, to);
}

static const char *band_name(enum display_band band)
{
    return band == DISPLAY_BAND_GIVEN ? "as the rule gives it" : "90 % interval";
}

/* The index with periods down and countries across, or the other way round. */
static struct rows *index_matrix(const struct display_table *table, bool periods_down)
{
    size_t across = periods_down ? table->countries : table->periods;
    size_t down = periods_down ? table->periods : table->countries;
    struct layout layout = {arena_alloc(table->arena, across + 1, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    add_column(&layout, periods_down ? "Period" : "Country", ROWS_TEXT, 0);
    for (size_t a = 0; a < across; a++)
        add_figures(&layout, periods_down ? country_of(table, a) : display_layout_period(table, a),
                    table->shown[0].decimals, table->shown[0].marked);
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t d = 0; display && d < down; d++) {
        rows_add(display);
        rows_set_text(display, 0,
                      periods_down ? display_layout_period(table, d) : country_of(table, d));
        for (size_t a = 0; a < across; a++) {
            size_t row = periods_down ? display_layout_row(table, d, a, 0)
                                      : display_layout_row(table, a, d, 0);
            set_figure(table, display, a + 1, row, 0);
        }
    }
    return display;
}

static struct rows *index_over_time(const struct display_table *table)
{
    return index_matrix(table, true);
}

static struct rows *index_by_country(const struct display_table *table)
{
    return index_matrix(table, false);
}

/* One row of an item, and one of its interval below it. */
static void add_item_down(const struct display_table *table, struct rows *display, size_t period,
                          size_t item, size_t lead)
{
    const struct display_shown *shown = &table->shown[item];
    rows_add(display);
    if (lead && item == 0)
        rows_set_text(display, 0, display_layout_period(table, period));
    rows_set_text(display, lead, shown->name);
    for (size_t c = 0; c < table->countries; c++)
        rows_set_text(display, lead + 1 + c,
                      cell(table, display_layout_row(table, period, c, item), item));
    if (shown->band == DISPLAY_BAND_NONE)
        return;
    rows_add(display);
    rows_set_text(display, lead, arena_printf(table->arena, "  %s", band_name(shown->band)));
    for (size_t c = 0; c < table->countries; c++)
        rows_set_text(display, lead + 1 + c,
                      band_cell(table, display_layout_row(table, period, c, item), item));
}

/* One row an item with its value for each country across; a period column when there are several.
 */
static struct rows *items_down(const struct display_table *table)
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

static void add_country_across(const struct display_table *table, struct rows *display,
                               size_t period, size_t country)
{
    size_t column = 0;
    rows_add(display);
    if (table->periods > 1)
        rows_set_text(display, column++, display_layout_period(table, period));
    rows_set_text(display, column++, country_of(table, country));
    for (size_t i = 0; i < table->items; i++) {
        size_t row = display_layout_row(table, period, country, i);
        set_figure(table, display, column++, row, i);
        if (table->shown[i].band != DISPLAY_BAND_NONE)
            rows_set_text(display, column++, band_cell(table, row, i));
    }
}

/* One row a country (and period) with its items across, intervals beside them. */
static struct rows *items_across(const struct display_table *table)
{
    struct layout layout = {
        arena_alloc(table->arena, 2 * table->items + 2, sizeof(struct rows_column)), 0};
    if (!layout.columns)
        return NULL;
    if (table->periods > 1)
        add_column(&layout, "Period", ROWS_TEXT, 0);
    add_column(&layout, "Country", ROWS_TEXT, 0);
    for (size_t i = 0; i < table->items; i++) {
        const struct display_shown *shown = &table->shown[i];
        if (shown->text)
            add_column(&layout, shown->name, ROWS_TEXT, 0);
        else
            add_figures(&layout, shown->name, shown->decimals, shown->marked);
        if (shown->band != DISPLAY_BAND_NONE)
            add_column(&layout, shown->band == DISPLAY_BAND_DRAWN ? "90 %" : band_name(shown->band),
                       ROWS_TEXT, 0);
    }
    struct rows *display = rows_new(table->arena, layout.columns, layout.count);
    for (size_t p = 0; display && p < table->periods; p++)
        for (size_t c = 0; c < table->countries; c++)
            add_country_across(table, display, p, c);
    return display;
}

/* One row an item of a country (and period), where there are too many of both to stand across. */
static struct rows *all_down(const struct display_table *table)
{
    struct layout layout = {arena_alloc(table->arena, 5, sizeof(struct rows_column)), 0};
    bool bands = false;
    size_t lead = table->periods > 1;
    if (!layout.columns)
        return NULL;
    for (size_t i = 0; i < table->items; i++)
        bands = bands || table->shown[i].band != DISPLAY_BAND_NONE;
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

bool display_layout_has_level(const struct display_table *table, const char *level)
{
    for (size_t i = 0; i < table->items; i++)
        if (strcmp(text_at(table, i, "level"), level) == 0)
            return true;
    return false;
}

/* The index alone over several periods has a row a period, without intervals. */
bool display_layout_over_time(const struct display_table *table)
{
    return table->items == 1 && table->periods > 1 && table->countries <= COUNTRIES_ACROSS &&
           display_layout_has_level(table, "index");
}

/* The first layout that fits the terminal with every word whole, else the last. Few countries stand
 * side by side; many stand below each other, so that one can run down a column. */
struct rows *display_layout_make(const struct display_table *table)
{
    typedef struct rows *layout(const struct display_table *table);
    bool few = table->countries <= COUNTRIES_ACROSS;
    bool over_time =
        table->items == 1 && display_layout_has_level(table, "index") && table->periods > 1;
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
