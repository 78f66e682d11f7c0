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
static size_t depth_of(const size_t *parents, size_t row)
{
    size_t depth = 0;
    for (size_t at = parents[row]; at != SIZE_MAX; at = parents[at])
        depth++;
    return depth;
}

/* Whether a figure was filled in: it has a source, but stands nowhere. */
static bool is_imputed(const struct rows *tidy, size_t row)
{
    return strcmp(rows_text(tidy, row, EXPLAIN_SOURCE), "imputed") == 0 &&
           !*rows_text(tidy, row, EXPLAIN_FILE);
}

/* An indicator's figure with the scale it is on: "1 of 0–4"; one that was imputed may have left
 * that scale. */
static const char *value_text(struct arena *arena, const struct reading *reading,
                              const struct rows *tidy, size_t row)
{
    char number[NUMBER_PRINT_SIZE];
    double value = rows_number(tidy, row, EXPLAIN_VALUE);
    const struct codebook *codebook = reading->panel->project->codebook;
    const char *level = rows_text(tidy, row, EXPLAIN_LEVEL);
    const struct indicator *indicator =
        strcmp(level, "indicator") == 0
            ? codebook_indicator(codebook, text_of(rows_text(tidy, row, EXPLAIN_ITEM)))
            : NULL;
    const char *text = row == 0 ? rows_get_meta(tidy, "text", 0) : NULL;
    if (text && *text)
        return text;
    if (isnan(value))
        return "n/a";
    number_print_fixed(value, display_decimals(reading), number);
    if (!indicator || isnan(indicator->scale.worst) || is_imputed(tidy, row))
        return arena_printf(arena, "%s", number);
    double rounded = floor(value * 100 + 0.5) / 100;
    number_print(rounded, number);
    double low = fmin(indicator->scale.worst, indicator->scale.best);
    double high = fmax(indicator->scale.worst, indicator->scale.best);
    return arena_printf(arena, "%s of %g\xE2\x80\x93%g", number, low, high);
}

/* Files whose paths are too long for a column; they are told by their numbers, from 1. */
enum { PATH_COLUMNS_MAX = 30 };
struct long_paths {
    const char **items; /* room for one a row */
    size_t count;
};

static size_t long_path_number(struct long_paths *paths, const char *path)
{
    size_t at = 0;
    while (at < paths->count && strcmp(paths->items[at], path) != 0)
        at++;
    if (at == paths->count)
        paths->items[paths->count++] = path;
    return at + 1;
}

/* "fiw.A, fiw2022, data/KGZ.yaml:16", as far as each is known; "[1]:16" for a file whose path is
 * long. */
static const char *source_text(struct arena *arena, const struct rows *tidy, size_t row,
                               struct long_paths *paths)
{
    const char *series = rows_text(tidy, row, EXPLAIN_SERIES);
    const char *source = rows_text(tidy, row, EXPLAIN_SOURCE);
    const char *file = rows_text(tidy, row, EXPLAIN_FILE);
    if (!*file)
        return source;
    if (strlen(file) > PATH_COLUMNS_MAX)
        file = arena_printf(arena, "[%zu]", long_path_number(paths, file));
    if (!file)
        return NULL;
    return arena_printf(arena, "%s%s%s, %s:%.0f", series, *series ? ", " : "", source, file,
                        rows_number(tidy, row, EXPLAIN_LINE));
}

/* What the parts are printed as, and where each stands. */
struct tree {
    const struct rows *tidy;
    const size_t *parents; /* [row] of what is no event */
    size_t count;          /* rows of items */
    size_t acts;           /* the first event: what stands beside comes before it */
    double *losses;
    bool told;
    struct long_paths *paths;
};

static const char *loss_text(struct arena *arena, const struct reading *reading,
                             const struct tree *tree, size_t row)
{
    int decimals = display_decimals(reading);
    const char *loss = display_number(arena, tree->losses[row], decimals);
    if (tree->tidy->column_count <= EXPLAIN_ERROR || !loss)
        return loss;
    const char *error = display_error(arena, rows_number(tree->tidy, row, EXPLAIN_ERROR), decimals);
    return error ? arena_printf(arena, "%s%s", loss, error) : NULL;
}

static void add_part(struct arena *arena, const struct reading *reading, const struct tree *tree,
                     size_t row, struct rows *display)
{
    const struct rows *tidy = tree->tidy;
    size_t depth = depth_of(tree->parents, row);
    const char *name = display_item(reading, rows_text(tidy, row, EXPLAIN_LEVEL),
                                    rows_text(tidy, row, EXPLAIN_ITEM));
    rows_add(display);
    rows_set_text(display, SHOWN_ITEM, arena_printf(arena, "%*s%s", (int)depth * 2, "", name));
    rows_set_text(display, SHOWN_VALUE, value_text(arena, reading, tidy, row));
    if (tree->told)
        rows_set_text(display, SHOWN_LOSS, loss_text(arena, reading, tree, row));
    rows_set_text(display, SHOWN_SOURCE, source_text(arena, tidy, row, tree->paths));
}

static void add_act(struct arena *arena, const struct reading *reading, const struct tree *tree,
                    size_t row, struct rows *display)
{
    const struct rows *tidy = tree->tidy;
    rows_add(display);
    rows_set_text(display, SHOWN_ITEM,
                  arena_printf(arena, "%s  %s (%s)", rows_text(tidy, row, EXPLAIN_PERIOD),
                               rows_text(tidy, row, EXPLAIN_ITEM),
                               display_name(reading, rows_text(tidy, row, EXPLAIN_PARENT))));
    rows_set_text(display, SHOWN_VALUE,
                  arena_printf(arena, "%+g", rows_number(tidy, row, EXPLAIN_VALUE)));
    rows_set_text(display, SHOWN_SOURCE, source_text(arena, tidy, row, tree->paths));
}

/* A value that does not stand: its date, its value, and where it comes from. */
static void add_beside(struct arena *arena, const struct tree *tree, size_t row,
                       struct rows *display)
{
    char number[NUMBER_PRINT_SIZE];
    const struct rows *tidy = tree->tidy;
    number_print(floor(rows_number(tidy, row, EXPLAIN_VALUE) * 100 + 0.5) / 100, number);
    rows_add(display);
    rows_set_text(display, SHOWN_ITEM,
                  arena_printf(arena, "  beside: %s, %s", rows_text(tidy, row, EXPLAIN_ITEM),
                               rows_text(tidy, row, EXPLAIN_PERIOD)));
    rows_set_text(display, SHOWN_VALUE, arena_printf(arena, "%s", number));
    rows_set_text(display, SHOWN_SOURCE, source_text(arena, tidy, row, tree->paths));
}

/* Losses rounded so that the parts of each parent sum to the parent as printed; false without
 * memory. */
static bool round_losses(struct arena *arena, struct tree *tree, int decimals)
{
    size_t count = tree->count;
    double *losses = tree->losses = arena_alloc(arena, count, sizeof *losses);
    double *parts = arena_alloc(arena, count, sizeof *parts);
    double *shown = arena_alloc(arena, count, sizeof *shown);
    size_t *at = arena_alloc(arena, count, sizeof *at);
    if (!losses || !parts || !shown || !at)
        return false;
    for (size_t row = 0; row < count; row++)
        losses[row] = rows_number(tree->tidy, row, EXPLAIN_CONTRIBUTION);
    if (!isnan(losses[0]))
        number_round_to_sum(&(double){losses[0]}, 1, losses[0], decimals, &losses[0]);
    for (size_t row = 0; row < count; row++) {
        size_t children = 0;
        for (size_t i = row + 1; i < count; i++) {
            if (tree->parents[i] == row) {
                at[children] = i;
                parts[children++] = losses[i];
            }
        }
        if (children == 0 || isnan(losses[row]))
            continue;
        number_round_to_sum(parts, children, losses[row], decimals, shown);
        for (size_t i = 0; i < children; i++)
            losses[at[i]] = shown[i];
    }
    return true;
}

static void add_notes(const struct reading *reading, const struct tree *tree, bool by_row,
                      struct rows *display)
{
    const struct rows *tidy = tree->tidy;
    const char *untold = rows_get_meta(tidy, "untold", 0), *item = rows_text(tidy, 0, EXPLAIN_ITEM);
    const struct codebook *codebook = reading->panel->project->codebook;
    bool result = strcmp(rows_text(tidy, 0, EXPLAIN_LEVEL), "result") == 0;
    if (result && map_get(codebook->by_id, text_of(item)) != MAP_NONE)
        rows_add_meta(display, "note",
                      "This is the result %s of the rule; the codebook has %s, too.", item, item);
    if (isnan(rows_number(tidy, 0, EXPLAIN_VALUE)) && !rows_get_meta(tidy, "text", 0))
        rows_add_meta(display, "note",
                      "Too much is missing for a value; `tidemark status` says how much was "
                      "needed.");
    if (untold)
        rows_add_meta(display, "note", "What each part takes off is not known: %s.", untold);
    else
        rows_add_meta(display, "note",
                      "Takes off: points off the best possible score of the first line; parts add "
                      "up.");
    if (by_row)
        rows_add_meta(display, "note",
                      untold ? "A formula runs row by row; which of the indicators it reads is "
                               "not known."
                             : "A formula runs row by row; of its inputs those are listed that "
                               "take something off.");
}

/* Names what has a mark: "At the worst end …: Peaceful assembly, Elections." */
static void note_ends(const struct reading *reading, const struct rows *tidy, const char *mark,
                      const char *sentence, struct rows *display)
{
    const char *names = "";
    for (size_t i = 0; names && rows_get_meta(tidy, mark, i); i++)
        names = arena_printf(display->arena, "%s%s%s", names, i ? ", " : "",
                             display_item(reading, "indicator", rows_get_meta(tidy, mark, i)));
    display->failed = display->failed || !names;
    if (names && *names)
        rows_add_meta(display, "note", "%s: %s.", sentence, names);
}

/* Whether a row follows the tree: a value beside, an act. */
static bool is_appended(const struct rows *tidy, size_t row)
{
    const char *level = rows_text(tidy, row, EXPLAIN_LEVEL);
    return strcmp(level, "event") == 0 || strcmp(level, "beside") == 0;
}

struct rows *display_explain(const struct session *session, const struct reading *reading,
                             const struct rows *tidy, const size_t *parents, const char *country)
{
    struct arena *arena = session->arena;
    struct rows *display =
        rows_new(arena, shown_columns, sizeof shown_columns / sizeof *shown_columns);
    struct long_paths paths = {.items = arena_alloc(arena, tidy->count, sizeof *paths.items)};
    struct tree tree = {.tidy = tidy,
                        .parents = parents,
                        .told = !rows_get_meta(tidy, "untold", 0),
                        .paths = &paths};
    if (!display || !paths.items || tidy->count == 0)
        return NULL;
    bool by_row = false;
    for (; tree.count < tidy->count && !is_appended(tidy, tree.count); tree.count++) {
        size_t item = score_item_of(reading->score, rows_text(tidy, tree.count, EXPLAIN_LEVEL),
                                    rows_text(tidy, tree.count, EXPLAIN_ITEM));
        by_row = by_row || (item != SIZE_MAX && score_by_row(reading->score, item));
    }
    if (!round_losses(arena, &tree, display_decimals(reading)))
        return NULL;
    for (size_t row = 0; row < tree.count; row++)
        add_part(arena, reading, &tree, row, display);
    for (tree.acts = tree.count; tree.acts < tidy->count &&
                                 strcmp(rows_text(tidy, tree.acts, EXPLAIN_LEVEL), "beside") == 0;
         tree.acts++)
        add_beside(arena, &tree, tree.acts, display);
    for (size_t row = tree.acts; row < tidy->count; row++)
        add_act(arena, reading, &tree, row, display);
    rows_add_meta(
        display, "title", "%s %s: %s", country, rows_text(tidy, 0, EXPLAIN_PERIOD),
        display_item(reading, rows_text(tidy, 0, EXPLAIN_LEVEL), rows_text(tidy, 0, EXPLAIN_ITEM)));
    add_notes(reading, &tree, by_row, display);
    if (tree.told)
        display_error_note(tidy, display);
    for (size_t i = 0; i < paths.count; i++)
        rows_add_meta(display, "note", "[%zu] is %s.", i + 1, paths.items[i]);
    note_ends(reading, tidy, "floor", "At the worst end, where a further fall would not show",
              display);
    note_ends(reading, tidy, "ceiling", "At the best end, where a further rise would not show",
              display);
    for (size_t i = 0; rows_get_meta(tidy, "preferred", i); i++)
        rows_add_meta(display, "note", "Preferred: %s.", rows_get_meta(tidy, "preferred", i));
    for (size_t i = 0; rows_get_meta(tidy, "spliced", i); i++)
        rows_add_meta(display, "note", "Spliced: %s.", rows_get_meta(tidy, "spliced", i));
    if (tree.acts < tidy->count)
        rows_add_meta(display, "note",
                      "Dated acts show their judged effect in levels; they move --live readings "
                      "only.");
    display_notes(session, reading, display);
    return display;
}
