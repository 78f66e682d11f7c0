#include "cli/display.h"

#include "base/number.h"
#include "score/score_compare.h"

#include <math.h>
#include <string.h>

/* Rows of the first pair (one an item), and how many pairs there are. */
struct shape {
    size_t items;
    size_t pairs;
};

static struct shape shape_of(const struct rows *tidy)
{
    struct shape shape = {0, 0};
    while (shape.items < tidy->count &&
           strcmp(rows_text(tidy, shape.items, COMPARE_B), rows_text(tidy, 0, COMPARE_B)) == 0)
        shape.items++;
    shape.pairs = shape.items ? tidy->count / shape.items : 0;
    return shape;
}

static const char *interval(struct arena *arena, const struct rows *tidy, size_t row, int decimals)
{
    double low = rows_number(tidy, row, COMPARE_LOW), high = rows_number(tidy, row, COMPARE_HIGH);
    return isnan(low) ? ""
                      : arena_printf(arena, "%s to %s", display_signed(arena, low, decimals),
                                     display_signed(arena, high, decimals));
}

/* Whether the first pair's difference is taken apart, if it has one: between rules it is not. */
static bool has_parts(const struct rows *tidy, size_t items)
{
    if (items > 0 && isnan(rows_number(tidy, 0, COMPARE_DIFFERENCE)))
        return true;
    for (size_t row = 0; row < items; row++)
        if (!isnan(rows_number(tidy, row, COMPARE_CONTRIBUTION)))
            return true;
    return false;
}

/* The row that a row's part is a part of: that of the nearest node above it that has one, else the
 * index; SIZE_MAX for the index itself. */
static size_t parent_of(const struct reading *reading, const struct rows *tidy, size_t items,
                        size_t row)
{
    const struct codebook *codebook = reading->panel->project->codebook;
    uint32_t node = map_get(codebook->by_id, text_of(rows_text(tidy, row, COMPARE_ITEM)));
    if (row == 0)
        return SIZE_MAX;
    for (node = node == MAP_NONE ? CODEBOOK_NONE : codebook->nodes[node].parent;
         node != CODEBOOK_NONE; node = codebook->nodes[node].parent)
        for (size_t at = 1; at < items; at++)
            if (!isnan(rows_number(tidy, at, COMPARE_CONTRIBUTION)) &&
                strcmp(rows_text(tidy, at, COMPARE_ITEM), codebook->nodes[node].id) == 0)
                return at;
    return 0;
}

/* Parts as they are shown: those of a row's children sum to the row's. NULL without memory. */
static const double *round_parts(struct arena *arena, const struct reading *reading,
                                 const struct rows *tidy, size_t items)
{
    int decimals = display_decimals(reading);
    double *rounded = arena_alloc(arena, items, sizeof *rounded);
    double *parts = arena_alloc(arena, items, sizeof *parts);
    double *shown = arena_alloc(arena, items, sizeof *shown);
    size_t *at = arena_alloc(arena, items, sizeof *at);
    if (!rounded || !parts || !shown || !at)
        return NULL;
    for (size_t row = 0; row < items; row++)
        rounded[row] = rows_number(tidy, row, COMPARE_CONTRIBUTION);
    number_round_to_sum(&(double){rounded[0]}, 1, rounded[0], decimals, &rounded[0]);
    for (size_t row = 0; row < items; row++) {
        size_t count = 0;
        double rest = rows_number(tidy, row, COMPARE_CONTRIBUTION);
        for (size_t i = 1; i < items; i++) {
            double part = rows_number(tidy, i, COMPARE_CONTRIBUTION);
            if (isnan(part) || parent_of(reading, tidy, items, i) != row)
                continue;
            at[count] = i;
            parts[count++] = part;
            rest -= part;
        }
        /* Some levels, or a result beside the index, are no parts of what is shown. */
        if (!(fabs(rest) < 1e-6))
            continue;
        number_round_to_sum(parts, count, rounded[row], decimals, shown);
        for (size_t i = 0; i < count; i++)
            rounded[at[i]] = shown[i];
    }
    return rounded;
}

/* A part with its standard error. */
static const char *sampled_part(struct arena *arena, const struct rows *tidy, size_t row,
                                double rounded, int decimals)
{
    const char *part = display_number(arena, rounded, decimals);
    const char *error = display_error(arena, rows_number(tidy, row, COMPARE_ERROR), decimals);
    return part && error ? arena_printf(arena, "%s%s", part, error) : NULL;
}

/* Item, both sides, difference, its interval, its part of the index's difference. */
static struct rows *one_pair(struct arena *arena, const struct reading *reading,
                             const struct rows *tidy, size_t items)
{
    struct rows_column *columns = arena_alloc(arena, 6, sizeof *columns);
    if (!columns)
        return NULL;
    columns[0] = (struct rows_column){"item", "", ROWS_TEXT, 0};
    columns[1] = (struct rows_column){"a", rows_text(tidy, 0, COMPARE_A), ROWS_NUMBER,
                                      display_decimals(reading)};
    columns[2] = (struct rows_column){"b", rows_text(tidy, 0, COMPARE_B), ROWS_NUMBER,
                                      display_decimals(reading)};
    columns[3] =
        (struct rows_column){"difference", "Difference", ROWS_NUMBER, display_decimals(reading)};
    columns[4] = (struct rows_column){"interval", "90 %", ROWS_TEXT, 0};
    bool sampled = tidy->column_count > COMPARE_ERROR;
    columns[5] = (struct rows_column){"part", "Part of index", sampled ? ROWS_TEXT : ROWS_NUMBER,
                                      sampled ? ROWS_RIGHT : display_decimals(reading)};
    bool told = has_parts(tidy, items);
    struct rows *display = rows_new(arena, columns, told ? 6 : 5);
    const double *parts = round_parts(arena, reading, tidy, items);
    for (size_t row = 0; display && parts && row < items; row++) {
        const char *level = rows_text(tidy, row, COMPARE_LEVEL);
        bool indicator = strcmp(level, "indicator") == 0;
        const char *name = display_item(reading, level, rows_text(tidy, row, COMPARE_ITEM));
        rows_add(display);
        rows_set_text(display, 0, indicator ? arena_printf(arena, "  %s", name) : name);
        rows_set_number(display, 1, rows_number(tidy, row, COMPARE_VALUE_A));
        rows_set_number(display, 2, rows_number(tidy, row, COMPARE_VALUE_B));
        rows_set_number(display, 3, rows_number(tidy, row, COMPARE_DIFFERENCE));
        rows_set_text(display, 4, interval(arena, tidy, row, display_decimals(reading)));
        if (told && sampled)
            rows_set_text(display, 5,
                          sampled_part(arena, tidy, row, parts[row], display_decimals(reading)));
        else if (told)
            rows_set_number(display, 5, parts[row]);
    }
    return parts ? display : NULL;
}

/* Item, every side, then every later side's difference to the first. */
static struct rows *many_pairs(struct arena *arena, const struct reading *reading,
                               const struct rows *tidy, struct shape shape)
{
    size_t count = 2 + shape.pairs * 2;
    struct rows_column *columns = arena_alloc(arena, count, sizeof *columns);
    if (!columns)
        return NULL;
    const char *first = rows_text(tidy, 0, COMPARE_A);
    columns[0] = (struct rows_column){"item", "", ROWS_TEXT, 0};
    columns[1] = (struct rows_column){"a", first, ROWS_NUMBER, display_decimals(reading)};
    for (size_t pair = 0; pair < shape.pairs; pair++) {
        const char *label = rows_text(tidy, pair * shape.items, COMPARE_B);
        const char *against = arena_printf(arena, "%s \xE2\x88\x92 %s", label, first);
        columns[2 + pair] =
            (struct rows_column){"b", label, ROWS_NUMBER, display_decimals(reading)};
        columns[2 + shape.pairs + pair] =
            (struct rows_column){"difference", against, ROWS_NUMBER, display_decimals(reading)};
    }
    struct rows *display = rows_new(arena, columns, count);
    for (size_t item = 0; display && item < shape.items; item++) {
        const char *level = rows_text(tidy, item, COMPARE_LEVEL);
        bool indicator = strcmp(level, "indicator") == 0;
        const char *name = display_item(reading, level, rows_text(tidy, item, COMPARE_ITEM));
        rows_add(display);
        rows_set_text(display, 0, indicator ? arena_printf(arena, "  %s", name) : name);
        rows_set_number(display, 1, rows_number(tidy, item, COMPARE_VALUE_A));
        for (size_t pair = 0; pair < shape.pairs; pair++) {
            size_t row = pair * shape.items + item;
            rows_set_number(display, 2 + pair, rows_number(tidy, row, COMPARE_VALUE_B));
            rows_set_number(display, 2 + shape.pairs + pair,
                            rows_number(tidy, row, COMPARE_DIFFERENCE));
        }
    }
    return display;
}

/* The period that all sides stand in, "" when they differ: then each column has its own. */
static const char *one_period(const struct rows *tidy)
{
    const char *period = tidy->count ? rows_text(tidy, 0, COMPARE_PERIOD) : "";
    for (size_t row = 0; row < tidy->count; row++)
        if (strchr(period, ' ') || strcmp(rows_text(tidy, row, COMPARE_PERIOD), period) != 0)
            return "";
    return period;
}

struct rows *display_compare(const struct session *session, const struct reading *reading,
                             const struct rows *tidy)
{
    struct shape shape = shape_of(tidy);
    struct rows *display = shape.pairs == 1 ? one_pair(session->arena, reading, tidy, shape.items)
                                            : many_pairs(session->arena, reading, tidy, shape);
    if (!display)
        return NULL;
    const char *period = one_period(tidy);
    rows_add_meta(display, "title", "%s%s%s", display_name(reading, "index"), *period ? ", " : "",
                  period);
    rows_add_meta(display, "note", "Scores from %g (worst) to %g (best), indicators %s.",
                  reading->rule->scale_worst, reading->rule->scale_best,
                  reading->rule->normalised ? "on the same scale" : "as the rule takes them");
    if (shape.pairs == 1 && !has_parts(tidy, shape.items))
        rows_add_meta(display, "note",
                      "The index's difference has no parts here; `tidemark change` takes one apart "
                      "between rules too.");
    else if (shape.pairs == 1)
        rows_add_meta(
            display, "note", "Part of index: what each item adds to the index's difference; %s.",
            reading->rule->score ? "what its formula reads adds up to the index"
                                 : "pillars add up to the index, indicators to their pillar");
    else
        rows_add_meta(display, "note",
                      "Intervals and parts of the index's difference: compare two sides, or "
                      "--format csv.");
    display_error_note(tidy, display);
    display_notes(session, reading, display);
    return display;
}
