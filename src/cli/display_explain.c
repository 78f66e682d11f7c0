#include "cli/display.h"

#include "base/number.h"
#include "score/score_explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_ITEM, SHOWN_VALUE, SHOWN_LOSS, SHOWN_SOURCE };

static const struct rows_column shown_columns[] = {
    [SHOWN_ITEM] = {"item", "", ROWS_TEXT, 0},
    [SHOWN_VALUE] = {"value", "Value", ROWS_TEXT, 0},
    [SHOWN_LOSS] = {"loss", "Takes off", ROWS_TEXT, ROWS_RIGHT},
    [SHOWN_SOURCE] = {"source", "From", ROWS_TEXT, 0},
};

/* How deep a row stands below the first one. */
static size_t depth_of(const struct rows *tidy, size_t row)
{
    size_t depth = 0;
    const char *parent = rows_text(tidy, row, EXPLAIN_PARENT);
    for (size_t i = row; i-- > 0 && *parent;) {
        if (strcmp(rows_text(tidy, i, EXPLAIN_ITEM), parent) == 0) {
            parent = rows_text(tidy, i, EXPLAIN_PARENT);
            depth++;
        }
    }
    return depth;
}

/* An indicator's figure with the scale it is on: "1 of 0–4". */
static const char *value_text(struct arena *arena, const struct reading *reading,
                              const struct rows *tidy, size_t row)
{
    char number[NUMBER_PRINT_SIZE];
    double value = rows_number(tidy, row, EXPLAIN_VALUE);
    const struct codebook *codebook = reading->panel->project->codebook;
    const struct indicator *indicator =
        codebook_indicator(codebook, text_of(rows_text(tidy, row, EXPLAIN_ITEM)));
    if (isnan(value))
        return "n/a";
    number_print_fixed(value, display_decimals(reading), number);
    if (!indicator || isnan(indicator->scale.worst))
        return arena_printf(arena, "%s", number);
    double rounded = floor(value * 100 + 0.5) / 100;
    number_print(rounded, number);
    double low = fmin(indicator->scale.worst, indicator->scale.best);
    double high = fmax(indicator->scale.worst, indicator->scale.best);
    return arena_printf(arena, "%s of %g\xE2\x80\x93%g", number, low, high);
}

/* "fiw.A, fiw2022, data/KGZ.yaml:16", as far as each is known. */
static const char *source_text(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *series = rows_text(tidy, row, EXPLAIN_SERIES);
    const char *source = rows_text(tidy, row, EXPLAIN_SOURCE);
    const char *file = rows_text(tidy, row, EXPLAIN_FILE);
    if (!*file)
        return source;
    return arena_printf(arena, "%s%s%s, %s:%.0f", series, *series ? ", " : "", source, file,
                        rows_number(tidy, row, EXPLAIN_LINE));
}

static void add_part(struct arena *arena, const struct reading *reading, const struct rows *tidy,
                     size_t row, const double *losses, struct rows *display)
{
    size_t depth = depth_of(tidy, row);
    const char *name = display_name(reading, rows_text(tidy, row, EXPLAIN_ITEM));
    rows_add(display);
    rows_set_text(display, SHOWN_ITEM, arena_printf(arena, "%*s%s", (int)depth * 2, "", name));
    rows_set_text(display, SHOWN_VALUE, value_text(arena, reading, tidy, row));
    rows_set_text(display, SHOWN_LOSS,
                  display_number(arena, losses[row], display_decimals(reading)));
    rows_set_text(display, SHOWN_SOURCE, source_text(arena, tidy, row));
}

static void add_act(struct arena *arena, const struct reading *reading, const struct rows *tidy,
                    size_t row, struct rows *display)
{
    rows_add(display);
    rows_set_text(display, SHOWN_ITEM,
                  arena_printf(arena, "%s  %s (%s)", rows_text(tidy, row, EXPLAIN_PERIOD),
                               rows_text(tidy, row, EXPLAIN_ITEM),
                               display_name(reading, rows_text(tidy, row, EXPLAIN_PARENT))));
    rows_set_text(display, SHOWN_VALUE,
                  arena_printf(arena, "%+g", rows_number(tidy, row, EXPLAIN_VALUE)));
    rows_set_text(display, SHOWN_SOURCE, source_text(arena, tidy, row));
}

/* Losses rounded so that the parts of each parent sum to the parent as printed. */
static double *rounded_losses(struct arena *arena, const struct rows *tidy, int decimals)
{
    double *losses = arena_alloc(arena, tidy->count + 1, sizeof *losses);
    double *parts = arena_alloc(arena, tidy->count + 1, sizeof *parts);
    double *shown = arena_alloc(arena, tidy->count + 1, sizeof *shown);
    size_t *at = arena_alloc(arena, tidy->count + 1, sizeof *at);
    if (!losses || !parts || !shown || !at)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++)
        losses[row] = rows_number(tidy, row, EXPLAIN_CONTRIBUTION);
    if (tidy->count > 0 && !isnan(losses[0]))
        number_round_to_sum(&(double){losses[0]}, 1, losses[0], decimals, &losses[0]);
    for (size_t row = 0; row < tidy->count; row++) {
        size_t count = 0;
        for (size_t i = row + 1; i < tidy->count; i++) {
            if (strcmp(rows_text(tidy, i, EXPLAIN_LEVEL), "event") != 0 &&
                strcmp(rows_text(tidy, i, EXPLAIN_PARENT), rows_text(tidy, row, EXPLAIN_ITEM)) ==
                    0) {
                at[count] = i;
                parts[count++] = losses[i];
            }
        }
        if (count == 0 || isnan(losses[row]))
            continue;
        number_round_to_sum(parts, count, losses[row], decimals, shown);
        for (size_t i = 0; i < count; i++)
            losses[at[i]] = shown[i];
    }
    return losses;
}

struct rows *display_explain(const struct session *session, const struct reading *reading,
                             const struct rows *tidy, const char *country)
{
    struct arena *arena = session->arena;
    struct rows *display =
        rows_new(arena, shown_columns, sizeof shown_columns / sizeof *shown_columns);
    double *losses = rounded_losses(arena, tidy, display_decimals(reading));
    if (!display || !losses || tidy->count == 0)
        return NULL;
    bool acts = false;
    for (size_t row = 0; row < tidy->count; row++) {
        bool act = strcmp(rows_text(tidy, row, EXPLAIN_LEVEL), "event") == 0;
        acts = acts || act;
        if (act)
            add_act(arena, reading, tidy, row, display);
        else
            add_part(arena, reading, tidy, row, losses, display);
    }
    rows_add_meta(display, "title", "%s %s: %s", country, rows_text(tidy, 0, EXPLAIN_PERIOD),
                  display_name(reading, rows_text(tidy, 0, EXPLAIN_ITEM)));
    if (isnan(rows_number(tidy, 0, EXPLAIN_VALUE)))
        rows_add_meta(display, "note",
                      "Too much is missing for a value; `tidemark status` says how much was "
                      "needed.");
    rows_add_meta(display, "note",
                  "Takes off: points off the best possible score of the first line; parts add up.");
    if (acts)
        rows_add_meta(display, "note",
                      "Dated acts show their judged effect in levels; they move --live readings "
                      "only.");
    display_notes(session, reading, display);
    return display;
}
