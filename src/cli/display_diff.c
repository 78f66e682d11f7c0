#include "cli/display_diff.h"

#include "cli/display.h"
#include "score/score_diff.h"

#include <math.h>
#include <string.h>

static bool is_cell(const struct rows *tidy, size_t row)
{
    return strcmp(rows_text(tidy, row, SCORE_DIFF_LEVEL), "cell") == 0;
}

/* With its sign; empty when missing. */
static const char *change(struct arena *arena, double number, int decimals)
{
    return isnan(number) ? "" : display_signed(arena, number, decimals);
}

/* The causes that did anything, in order; the columns of others would be of zeros. */
static size_t causes_shown(const struct rows *tidy, size_t causes[SCORE_DIFF_CAUSES])
{
    size_t count = 0;
    for (size_t cause = 0; cause < SCORE_DIFF_CAUSES; cause++) {
        bool moved = false;
        for (size_t row = 0; row < tidy->count; row++)
            moved = moved || fabs(rows_number(tidy, row, SCORE_DIFF_PART + cause)) > 0;
        if (moved)
            causes[count++] = cause;
    }
    return count;
}

static void add_score(struct rows *display, const struct reading *reading, const struct rows *tidy,
                      size_t row, const size_t *causes, size_t count)
{
    struct arena *arena = tidy->arena;
    int decimals = display_decimals(reading);
    rows_add(display);
    rows_set_text(display, 0,
                  arena_printf(arena, "%s %s", rows_text(tidy, row, SCORE_DIFF_COUNTRY),
                               rows_text(tidy, row, SCORE_DIFF_PERIOD)));
    rows_set_text(display, 1,
                  display_item(reading, rows_text(tidy, row, SCORE_DIFF_LEVEL),
                               rows_text(tidy, row, SCORE_DIFF_ITEM)));
    for (size_t i = 0; i < 2; i++)
        rows_set_text(
            display, 2 + i,
            display_number(arena, rows_number(tidy, row, SCORE_DIFF_VALUE_A + i), decimals));
    rows_set_text(display, 4,
                  change(arena, rows_number(tidy, row, SCORE_DIFF_DIFFERENCE), decimals));
    for (size_t i = 0; i < count; i++)
        rows_set_text(display, 5 + i,
                      change(arena, rows_number(tidy, row, SCORE_DIFF_PART + causes[i]), decimals));
}

struct rows *display_diff_scores(const struct reading *reading, const struct rows *tidy)
{
    static const struct rows_column fixed[] = {{"country", "", ROWS_TEXT, 0},
                                               {"item", "", ROWS_TEXT, 0},
                                               {"before", "Before", ROWS_TEXT, ROWS_RIGHT},
                                               {"after", "After", ROWS_TEXT, ROWS_RIGHT},
                                               {"difference", "Change", ROWS_TEXT, ROWS_RIGHT}};
    static const char *const headings[SCORE_DIFF_CAUSES] = {[SCORE_CAUSE_EVENT] = "Events",
                                                            [SCORE_CAUSE_CORRECTION] =
                                                                "Corrections",
                                                            [SCORE_CAUSE_METHOD] = "Method",
                                                            [SCORE_CAUSE_DATA] = "New data",
                                                            [SCORE_CAUSE_WEIGHT] = "Weights"};
    size_t causes[SCORE_DIFF_CAUSES], count = causes_shown(tidy, causes);
    struct rows_column *columns = arena_alloc(tidy->arena, 5 + count, sizeof *columns);
    if (!columns)
        return NULL;
    memcpy(columns, fixed, sizeof fixed);
    for (size_t i = 0; i < count; i++)
        columns[5 + i] = (struct rows_column){headings[causes[i]], NULL, ROWS_TEXT, ROWS_RIGHT};
    struct rows *display = rows_new(tidy->arena, columns, 5 + count);
    bool whole = true; /* every difference has its parts */
    for (size_t row = 0; display && row < tidy->count; row++) {
        if (is_cell(tidy, row))
            continue;
        add_score(display, reading, tidy, row, causes, count);
        whole = whole && (isnan(rows_number(tidy, row, SCORE_DIFF_DIFFERENCE)) ||
                          !*rows_text(tidy, row, SCORE_DIFF_NOTE));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s → %s: %s", rows_get_meta(tidy, "a", 0),
                  rows_get_meta(tidy, "b", 0),
                  display->count ? "scores that differ" : "no score differs");
    if (count > 0)
        rows_add_meta(display, "note",
                      "What is behind Change adds up to it: the mean of what each cause does, over "
                      "all orders in which they can come in.");
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
