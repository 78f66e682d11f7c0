/* How scores stand in a table: what is shown of each item, and what goes across and what down. */
#ifndef TIDEMARK_CLI_DISPLAY_LAYOUT_H
#define TIDEMARK_CLI_DISPLAY_LAYOUT_H

#include "cli/session.h"

#include "score/score_rows.h"

/* Whose interval stands with an item: none, that of draws, that which the rule's formula gives. */
enum display_band { DISPLAY_BAND_NONE, DISPLAY_BAND_DRAWN, DISPLAY_BAND_GIVEN };

/* An item as it is shown. */
struct display_shown {
    const char *name;
    enum display_band band;
    bool text;
    bool result;
    bool marked; /* a cell of it is imputed, or rests on what is */
    int decimals;
    int band_decimals;
};

/* What every layout works from. Tidy rows come by period, country, item, with the same items for
 * every country and period: row (period × countries + country) × items + item. */
struct display_table {
    struct arena *arena;
    const struct reading *reading;
    const struct score_selection *selection;
    const struct rows *tidy;
    struct display_shown *shown;
    size_t items;
    size_t countries;
    size_t periods;
    bool marked; /* any of shown is */
};

/* Counts items, countries and periods of the tidy rows. */
void display_layout_measure(struct display_table *table);

/* How the item at a place is shown. */
struct display_shown display_layout_shown(const struct display_table *table, size_t at);

/* The tidy row of an item, the name of a period, the text of a text result at a tidy row. */
size_t display_layout_row(const struct display_table *table, size_t period, size_t country,
                          size_t item);
const char *display_layout_period(const struct display_table *table, size_t period);
const char *display_layout_text(const struct display_table *table, size_t row);

/* Whether what is shown at a tidy row was imputed, or rests on what was: it has a mark then. */
bool display_layout_is_imputed(const struct display_table *table, size_t row);

/* Whether an item of a level ("indicator") is shown. */
bool display_layout_has_level(const struct display_table *table, const char *level);

/* Whether the index alone is shown over several periods. */
bool display_layout_over_time(const struct display_table *table);

/* The table in the first layout that fits the terminal; NULL without memory. */
struct rows *display_layout_make(const struct display_table *table);

#endif
