#include "cli/display.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

/* "data/KGZ.yaml:12", empty when there is no file, NULL without memory. */
static const char *place_text(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *file = rows_text(tidy, row, rows_find(tidy, "file"));
    double line = rows_number(tidy, row, rows_find(tidy, "line"));
    if (!*file)
        return "";
    return isnan(line) ? file : arena_printf(arena, "%s:%.0f", file, line);
}

static const char *cell(const struct rows *tidy, size_t row, const char *column)
{
    return rows_text(tidy, row, rows_find(tidy, column));
}

struct rows *display_moved(struct arena *arena, const struct reading *reading,
                           const struct rows *tidy, bool moved)
{
    static const struct rows_column columns[] = {{"date", "Date", ROWS_TEXT, 0},
                                                 {"country", "Country", ROWS_TEXT, 0},
                                                 {"by", "By", ROWS_TEXT, ROWS_RIGHT},
                                                 {"what", "Indicator and event", ROWS_TEXT, 0}};
    struct rows *display = rows_new(arena, columns, 4);
    if (!display)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++) {
        if ((strcmp(cell(tidy, row, "result"), "moved") == 0) != moved)
            continue;
        rows_add(display);
        rows_set_text(display, 0, cell(tidy, row, "date"));
        rows_set_text(display, 1, cell(tidy, row, "country"));
        rows_set_text(display, 2,
                      arena_printf(arena, "%+g", rows_number(tidy, row, rows_find(tidy, "by"))));
        rows_set_text(display, 3,
                      arena_printf(arena, "%s: %s (%s; %s)",
                                   display_name(reading, cell(tidy, row, "item")),
                                   cell(tidy, row, "event"), cell(tidy, row, "because"),
                                   place_text(arena, tidy, row)));
    }
    rows_add_meta(display, "title", "%s",
                  moved ? "Events that moved a value"
                        : "Events that found no observed value to move, and so had no effect");
    if (moved)
        rows_add_meta(display, "note", "By: judged effect in the indicator's own units.");
    return display;
}

/* Findings alike in everything but the item, and of no country, are one line with their items. */
static size_t alike(const struct rows *tidy, size_t row)
{
    size_t count = 1;
    while (!*cell(tidy, row, "country") && row + count < tidy->count &&
           !*cell(tidy, row + count, "country") &&
           strcmp(cell(tidy, row, "kind"), cell(tidy, row + count, "kind")) == 0 &&
           strcmp(cell(tidy, row, "detail"), cell(tidy, row + count, "detail")) == 0)
        count++;
    return count;
}

static void add_group(struct arena *arena, struct rows *display, const struct rows *tidy,
                      size_t row, size_t count)
{
    struct text_buffer text = {0};
    for (size_t i = 0; i < count; i++)
        text_add_format(&text, "%s%s", i ? ", " : ": ", cell(tidy, row + i, "item"));
    display->failed = display->failed || text.failed;
    rows_add(display);
    rows_set_text(display, 0, cell(tidy, row, "kind"));
    rows_set_text(display, 2, arena_printf(arena, "%zu items", count));
    rows_set_text(
        display, 3,
        arena_printf(arena, "%s%s", cell(tidy, row, "detail"), text.bytes ? text.bytes : ""));
    text_buffer_free(&text);
}

struct rows *display_status(const struct session *session, const struct reading *reading,
                            const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"kind", "Finding", ROWS_TEXT, 0},
                                                 {"country", "Country", ROWS_TEXT, 0},
                                                 {"item", "Item", ROWS_TEXT, 0},
                                                 {"detail", "Detail", ROWS_TEXT, 0}};
    struct arena *arena = session->arena;
    struct rows *display = rows_new(arena, columns, 4);
    char period[DATE_PRINT_SIZE];
    if (!display)
        return NULL;
    date_period_print(reading->axis, reading->last, period);
    for (size_t row = 0, count; row < tidy->count; row += count) {
        count = alike(tidy, row);
        if (count > 1) {
            add_group(arena, display, tidy, row, count);
            continue;
        }
        const char *place = place_text(arena, tidy, row), *detail = cell(tidy, row, "detail");
        rows_add(display);
        rows_set_text(display, 0, cell(tidy, row, "kind"));
        rows_set_text(display, 1, cell(tidy, row, "country"));
        rows_set_text(display, 2, cell(tidy, row, "item"));
        rows_set_text(display, 3,
                      place && *place && *detail ? arena_printf(arena, "%s (%s)", detail, place)
                      : place && *place          ? place
                                                 : detail);
    }
    rows_add_meta(display, "title", "%zu finding%s for %s under rule %s", tidy->count,
                  tidy->count == 1 ? "" : "s", period, reading->rule->name);
    if (reading->default_why)
        rows_add_meta(display, "note", "%s. --at shows another.", reading->default_why);
    return display;
}
