#include "cli/display_diff.h"

#include "cli/display.h"
#include "score/score_diff.h"

#include <math.h>
#include <string.h>

static bool is_cell(const struct rows *tidy, size_t row)
{
    return strcmp(rows_text(tidy, row, SCORE_DIFF_LEVEL), "cell") == 0;
}

/* With its sign; empty when missing, plain when it is none. */
static const char *change(struct arena *arena, double number, int decimals)
{
    const char *text = display_number(arena, number, decimals);
    if (isnan(number) || !text)
        return "";
    return *text == '-' ? text : arena_printf(arena, "+%s", text);
}

struct rows *display_diff_scores(const struct reading *reading, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"country", "", ROWS_TEXT, 0},
        {"item", "", ROWS_TEXT, 0},
        {"before", "Before", ROWS_TEXT, ROWS_RIGHT},
        {"after", "After", ROWS_TEXT, ROWS_RIGHT},
        {"difference", "Change", ROWS_TEXT, ROWS_RIGHT},
        {"event", "Events", ROWS_TEXT, ROWS_RIGHT},
        {"correction", "Corrections", ROWS_TEXT, ROWS_RIGHT},
        {"method", "Method", ROWS_TEXT, ROWS_RIGHT},
        {"new_data", "New data", ROWS_TEXT, ROWS_RIGHT}};
    struct arena *arena = tidy->arena;
    struct rows *display = rows_new(arena, columns, 9);
    int decimals = display_decimals(reading);
    bool whole = true; /* every difference has its parts */
    for (size_t row = 0; display && row < tidy->count; row++) {
        if (is_cell(tidy, row))
            continue;
        const char *item = display_item(reading, rows_text(tidy, row, SCORE_DIFF_LEVEL),
                                        rows_text(tidy, row, SCORE_DIFF_ITEM));
        rows_add(display);
        rows_set_text(display, 0,
                      arena_printf(arena, "%s %s", rows_text(tidy, row, SCORE_DIFF_COUNTRY),
                                   rows_text(tidy, row, SCORE_DIFF_PERIOD)));
        rows_set_text(display, 1, item);
        for (size_t i = 0; i < 2; i++)
            rows_set_text(
                display, 2 + i,
                display_number(arena, rows_number(tidy, row, SCORE_DIFF_VALUE_A + i), decimals));
        for (size_t i = 0; i < 1 + SCORE_DIFF_GROUPS; i++)
            rows_set_text(
                display, 4 + i,
                change(arena, rows_number(tidy, row, SCORE_DIFF_DIFFERENCE + i), decimals));
        whole = whole && (isnan(rows_number(tidy, row, SCORE_DIFF_DIFFERENCE)) ||
                          !*rows_text(tidy, row, SCORE_DIFF_NOTE));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s → %s: %s", rows_get_meta(tidy, "a", 0),
                  rows_get_meta(tidy, "b", 0),
                  display->count ? "scores that differ" : "no score differs");
    if (display->count)
        rows_add_meta(display, "note",
                      "Events, corrections, method and new data add up to the change: the mean of "
                      "what each does, over all orders in which they can come in.");
    if (!whole)
        rows_add_meta(display, "note",
                      "Without parts: the rule gives no value with some of the changes alone.");
    return display;
}

/* "fiw2024, desk, recorded 2024-03-01: note", without what is not known. */
static const char *who(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *source = rows_text(tidy, row, SCORE_DIFF_SOURCE);
    const char *coder = rows_text(tidy, row, SCORE_DIFF_CODER);
    const char *recorded = rows_text(tidy, row, SCORE_DIFF_RECORDED);
    const char *note = rows_text(tidy, row, SCORE_DIFF_NOTE);
    return arena_printf(arena, "%s%s%s%s%s%s%s", source, *coder ? ", " : "", coder,
                        *recorded ? ", recorded " : "", recorded, *note ? ": " : "", note);
}

struct rows *display_diff_cells(const struct reading *reading, const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"country", "", ROWS_TEXT, 0},
                                                 {"item", "", ROWS_TEXT, 0},
                                                 {"before", "Before", ROWS_TEXT, ROWS_RIGHT},
                                                 {"after", "After", ROWS_TEXT, ROWS_RIGHT},
                                                 {"change", "Why", ROWS_TEXT, 0},
                                                 {"who", "Source and reason", ROWS_TEXT, 0}};
    struct arena *arena = tidy->arena;
    struct rows *display = rows_new(arena, columns, 6);
    for (size_t row = 0; display && row < tidy->count; row++) {
        if (!is_cell(tidy, row))
            continue;
        rows_add(display);
        rows_set_text(display, 0,
                      arena_printf(arena, "%s %s", rows_text(tidy, row, SCORE_DIFF_COUNTRY),
                                   rows_text(tidy, row, SCORE_DIFF_PERIOD)));
        rows_set_text(display, 1, display_name(reading, rows_text(tidy, row, SCORE_DIFF_ITEM)));
        for (size_t i = 0; i < 2; i++) {
            double value = rows_number(tidy, row, SCORE_DIFF_VALUE_A + i);
            rows_set_text(display, 2 + i,
                          isnan(value) ? "n/a" : arena_printf(arena, "%.5g", value));
        }
        rows_set_text(display, 4, rows_text(tidy, row, SCORE_DIFF_CHANGE));
        rows_set_text(display, 5, who(arena, tidy, row));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s",
                  display->count ? "Figures that differ" : "No figure differs");
    if (display->count)
        rows_add_meta(display, "note",
                      "In the indicators' own units. A figure that is carried forward differs in "
                      "each period that it is carried to.");
    return display;
}
