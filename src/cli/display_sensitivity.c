#include "cli/display_sensitivity.h"

#include "cli/display.h"
#include "robust/robust_rows.h"

#include <math.h>
#include <string.h>

/* A smaller total prints as 0.00. */
#define SHOWN_FROM 0.005

/* An input in a table: a weight, "weight/main/sub", by what it is of. */
static const char *input_words(struct arena *arena, const char *name)
{
    const char *last = strrchr(name, '/');
    if (last && strncmp(name, "weight/", strlen("weight/")) == 0)
        return last + 1;
    return last ? arena_printf(arena, "%.*s %s", (int)strcspn(name, "/"), name, last + 1) : name;
}

/* Columns of a table; that of outcomes, the first, only where there are several. NULL without
 * memory. */
static struct rows *new_rows(struct arena *arena, const struct sensitivity_ask *ask,
                             const struct rows_column *all, size_t count)
{
    size_t left = ask->outcome_count > 1 ? 0 : 1;
    struct rows_column *columns = arena_alloc(arena, count, sizeof *columns);
    if (columns)
        memcpy(columns, all + left, (count - left) * sizeof *columns);
    return columns ? rows_new(arena, columns, count - left) : NULL;
}

/* Begins a row with its outcome, where it has a column, and input; gives the column behind. */
static size_t begin_row(struct arena *arena, const struct sensitivity_ask *ask, struct rows *rows,
                        const char *outcome, const char *input)
{
    size_t column = 0;
    rows_add(rows);
    if (ask->outcome_count > 1)
        rows_set_text(rows, column++, outcome);
    rows_set_text(rows, column++, input_words(arena, input));
    return column;
}

/* What the only outcome is, in words. */
static const char *outcome_words(struct arena *arena, const struct sensitivity_ask *ask)
{
    const struct sensitivity_outcome *outcome = &ask->outcomes[0];
    const struct country *countries = ask->nominal->panel->project->countries;
    switch (outcome->kind) {
    case SENSITIVITY_SHIFT:
        return "mean shift of ranks";
    case SENSITIVITY_RANK:
        return arena_printf(arena, "rank of %s", countries[outcome->a].name);
    case SENSITIVITY_DIFFERENCE:
        return arena_printf(arena, "%s less %s", countries[outcome->a].name,
                            countries[outcome->b].name);
    case SENSITIVITY_SCORE:
        return countries[outcome->a].name;
    }
    return "";
}

static void add_words(const struct session *session, const struct robust_frame *frame,
                      const struct sensitivity_ask *ask, const char *what, const char *how,
                      struct rows *rows)
{
    const char *of =
        ask->outcome_count > 1
            ? what
            : arena_printf(session->arena, "%s, %s", outcome_words(session->arena, ask), what);
    robust_frame_title(frame, of ? of : what, ask->period, ask->period, rows);
    if (how)
        rows_add_meta(rows, "note", "%s", how);
    else
        rows_add_meta(rows, "note", "What varies: %s.", frame->words);
    for (size_t i = 0; i < ask->outcome_count && frame->countries < ROBUST_RANKED_FROM; i++)
        if (ask->outcomes[i].kind == SENSITIVITY_RANK ||
            ask->outcomes[i].kind == SENSITIVITY_SHIFT) {
            rows_add_meta(rows, "note", "Among n = %zu countries ranks mean little.",
                          frame->countries);
            break;
        }
}

/* A flag for people: the outcome's own are said once, below. */
static const char *flag_words(const char *flag)
{
    if (strstr(flag, "constant"))
        return "never moves";
    if (strstr(flag, "first_above_total"))
        return strstr(flag, "zero") ? "0?, S > S_T" : "S > S_T";
    return strstr(flag, "zero") ? "0?" : "";
}

static bool any_flag(const struct rows *tidy, size_t column, const char *flag)
{
    for (size_t row = 0; row < tidy->count; row++)
        if (strstr(rows_text(tidy, row, column), flag))
            return true;
    return false;
}

/* The largest move of an estimate since half the points, and the most points proposed. */
static void add_convergence(const struct rows *tidy, struct rows *rows)
{
    double moved = 0, points = 0, proposed = 0;
    for (size_t row = 0; row < tidy->count; row++) {
        moved = fmax(moved, fabs(rows_number(tidy, row, SENSITIVITY_FIRST) -
                                 rows_number(tidy, row, SENSITIVITY_FIRST_HALF)));
        moved = fmax(moved, fabs(rows_number(tidy, row, SENSITIVITY_TOTAL) -
                                 rows_number(tidy, row, SENSITIVITY_TOTAL_HALF)));
        points = fmax(points, rows_number(tidy, row, SENSITIVITY_POINTS));
        proposed = fmax(proposed, rows_number(tidy, row, SENSITIVITY_POINTS_PROPOSED));
    }
    rows_add_meta(rows, "note",
                  "%.0f points; from half of them no figure differs by more than %.3f.", points,
                  moved);
    if (proposed > points)
        rows_add_meta(rows, "note", "For intervals at most 0.1 wide: --draws %.0f.", proposed);
}

/* Rows of one outcome together, the largest total first; those of a total that prints as 0.00 stay
 * away, but for an outcome's largest. Gives how many are kept. */
static size_t order_of(const struct rows *tidy, size_t *order)
{
    size_t kept = 0, first = 0;
    for (size_t row = 0; row < tidy->count; row++) {
        double total = rows_number(tidy, row, SENSITIVITY_TOTAL);
        bool begins = row == 0 || strcmp(rows_text(tidy, row, SENSITIVITY_OUTCOME),
                                         rows_text(tidy, row - 1, SENSITIVITY_OUTCOME)) != 0;
        first = begins ? kept : first;
        if (!begins && !(total >= SHOWN_FROM) && !isnan(total))
            continue;
        size_t at = kept++;
        for (; at > first && rows_number(tidy, order[at - 1], SENSITIVITY_TOTAL) < total; at--)
            order[at] = order[at - 1];
        order[at] = row;
    }
    return kept;
}

struct rows *display_sensitivity_indices(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask, const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"outcome", "Outcome", ROWS_TEXT, 0},
                                                 {"input", "Input", ROWS_TEXT, 0},
                                                 {"first", "First", ROWS_NUMBER, 2},
                                                 {"first_interval", "90 %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"total", "Total", ROWS_NUMBER, 2},
                                                 {"total_interval", "90 %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"flag", "", ROWS_TEXT, 0}};
    struct arena *arena = session->arena;
    size_t *order = arena_alloc(arena, tidy->count + 1, sizeof *order);
    struct rows *rows = order ? new_rows(arena, ask, columns, 7) : NULL;
    size_t kept = rows ? order_of(tidy, order) : 0;
    for (size_t i = 0; i < kept; i++) {
        size_t row = order[i];
        size_t at = begin_row(arena, ask, rows, rows_text(tidy, row, SENSITIVITY_OUTCOME),
                              rows_text(tidy, row, SENSITIVITY_INPUT));
        rows_set_number(rows, at, rows_number(tidy, row, SENSITIVITY_FIRST));
        rows_set_text(rows, at + 1,
                      robust_frame_between(arena, rows_number(tidy, row, SENSITIVITY_FIRST_LOW),
                                           rows_number(tidy, row, SENSITIVITY_FIRST_HIGH), 2));
        rows_set_number(rows, at + 2, rows_number(tidy, row, SENSITIVITY_TOTAL));
        rows_set_text(rows, at + 3,
                      robust_frame_between(arena, rows_number(tidy, row, SENSITIVITY_TOTAL_LOW),
                                           rows_number(tidy, row, SENSITIVITY_TOTAL_HIGH), 2));
        rows_set_text(rows, at + 4, flag_words(rows_text(tidy, row, SENSITIVITY_FLAG)));
    }
    if (!rows)
        return NULL;
    add_words(session, frame, ask, "what decides", NULL, rows);
    rows_add_meta(rows, "note", "The name of a part stands for its weight.%s",
                  kept < tidy->count ? " Totals below 0.005 are left out." : "");
    add_convergence(tidy, rows);
    if (any_flag(tidy, SENSITIVITY_FLAG, "zero"))
        rows_add_meta(rows, "note", "0?: the first order is not distinguishable from 0.");
    if (any_flag(tidy, SENSITIVITY_FLAG, "first_above_total"))
        rows_add_meta(rows, "note", "S > S_T: the first order is above the total: few points.");
    if (any_flag(tidy, SENSITIVITY_FLAG, "sum_above_1"))
        rows_add_meta(rows, "note", "First orders add up to more than 1: few points.");
    if (any_flag(tidy, SENSITIVITY_FLAG, "constant"))
        rows_add_meta(rows, "note", "never moves: the outcome is the same in all runs.");
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

struct rows *display_sensitivity_tornado(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask, const struct rows *tidy)
{
    int decimals = display_decimals(frame->reading) + 1;
    const struct rows_column columns[] = {
        {"outcome", "Outcome", ROWS_TEXT, 0},    {"item", "Input", ROWS_TEXT, 0},
        {"base", "Base", ROWS_NUMBER, decimals}, {"low", "Low", ROWS_NUMBER, decimals},
        {"low_setting", "at", ROWS_TEXT, 0},     {"high", "High", ROWS_NUMBER, decimals},
        {"high_setting", "at", ROWS_TEXT, 0}};
    struct rows *rows = new_rows(session->arena, ask, columns, 7);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        size_t at =
            begin_row(session->arena, ask, rows, rows_text(tidy, row, SENSITIVITY_TORNADO_OUTCOME),
                      rows_text(tidy, row, SENSITIVITY_TORNADO_ITEM));
        rows_set_number(rows, at, rows_number(tidy, row, SENSITIVITY_TORNADO_BASE));
        rows_set_number(rows, at + 1, rows_number(tidy, row, SENSITIVITY_TORNADO_LOW));
        rows_set_text(rows, at + 2, rows_text(tidy, row, SENSITIVITY_TORNADO_LOW_SETTING));
        rows_set_number(rows, at + 3, rows_number(tidy, row, SENSITIVITY_TORNADO_HIGH));
        rows_set_text(rows, at + 4, rows_text(tidy, row, SENSITIVITY_TORNADO_HIGH_SETTING));
    }
    if (!rows)
        return NULL;
    add_words(session, frame, ask, "each moved alone",
              "Each moved alone, the others as they are, choices at the first named.", rows);
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

struct rows *display_sensitivity_without(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask, const struct rows *tidy)
{
    int decimals = display_decimals(frame->reading);
    const struct rows_column columns[] = {{"outcome", "Outcome", ROWS_TEXT, 0},
                                          {"input", "Without", ROWS_TEXT, 0},
                                          {"base", "Base", ROWS_NUMBER, decimals},
                                          {"value", "Then", ROWS_NUMBER, decimals},
                                          {"change", "Change", ROWS_NUMBER, decimals}};
    struct rows *rows = new_rows(session->arena, ask, columns, 5);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        size_t at =
            begin_row(session->arena, ask, rows, rows_text(tidy, row, SENSITIVITY_WITHOUT_OUTCOME),
                      rows_text(tidy, row, SENSITIVITY_WITHOUT_INPUT));
        rows_set_number(rows, at, rows_number(tidy, row, SENSITIVITY_WITHOUT_BASE));
        rows_set_number(rows, at + 1, rows_number(tidy, row, SENSITIVITY_WITHOUT_VALUE));
        rows_set_number(rows, at + 2, rows_number(tidy, row, SENSITIVITY_WITHOUT_CHANGE));
    }
    if (!rows)
        return NULL;
    add_words(session, frame, ask, "each left out",
              "One weight at 0, or one source or coder not read; the rest as it is.", rows);
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

/* A flag of correlations for people. */
static const char *correlation_flag(const char *flag)
{
    return strcmp(flag, "zero") == 0       ? "0?"
           : strcmp(flag, "constant") == 0 ? "never moves"
           : strcmp(flag, "no_order") == 0 ? "no order"
                                           : "";
}

struct rows *display_sensitivity_correlations(const struct session *session,
                                              const struct robust_frame *frame,
                                              const struct sensitivity_ask *ask,
                                              const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"outcome", "Outcome", ROWS_TEXT, 0},
                                                 {"input", "Input", ROWS_TEXT, 0},
                                                 {"pearson", "r", ROWS_NUMBER, 2},
                                                 {"interval", "90 %", ROWS_TEXT, ROWS_RIGHT},
                                                 {"spearman", "Rank r", ROWS_NUMBER, 2},
                                                 {"share", "Share", ROWS_NUMBER, 2},
                                                 {"flag", "", ROWS_TEXT, 0}};
    struct arena *arena = session->arena;
    struct rows *rows = new_rows(arena, ask, columns, 7);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        size_t at =
            begin_row(arena, ask, rows, rows_text(tidy, row, SENSITIVITY_CORRELATION_OUTCOME),
                      rows_text(tidy, row, SENSITIVITY_CORRELATION_INPUT));
        rows_set_number(rows, at, rows_number(tidy, row, SENSITIVITY_CORRELATION_PEARSON));
        rows_set_text(
            rows, at + 1,
            robust_frame_between(arena, rows_number(tidy, row, SENSITIVITY_CORRELATION_LOW),
                                 rows_number(tidy, row, SENSITIVITY_CORRELATION_HIGH), 2));
        rows_set_number(rows, at + 2, rows_number(tidy, row, SENSITIVITY_CORRELATION_SPEARMAN));
        rows_set_number(rows, at + 3, rows_number(tidy, row, SENSITIVITY_CORRELATION_SHARE));
        rows_set_text(rows, at + 4,
                      correlation_flag(rows_text(tidy, row, SENSITIVITY_CORRELATION_FLAG)));
    }
    if (!rows)
        return NULL;
    add_words(session, frame, ask, "what goes along with it", NULL, rows);
    rows_add_meta(rows, "note",
                  "Share: of the variance, what goes along in a straight line (r squared); of a "
                  "choice, what lies between its settings. Draws of the values have no order.");
    if (any_flag(tidy, SENSITIVITY_CORRELATION_FLAG, "zero"))
        rows_add_meta(rows, "note", "0?: not distinguishable from 0.");
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

struct rows *display_sensitivity_weights(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"item", "Part", ROWS_TEXT, 0},          {"of", "of", ROWS_TEXT, 0},
        {"nominal", "Weight %", ROWS_NUMBER, 0}, {"importance", "Effect %", ROWS_NUMBER, 0},
        {"pearson", "r", ROWS_NUMBER, 2},        {"flag", "", ROWS_TEXT, 0}};
    struct rows *rows = rows_new(session->arena, columns, 6);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        rows_add(rows);
        rows_set_text(rows, 0, rows_text(tidy, row, SENSITIVITY_WEIGHT_ITEM));
        rows_set_text(rows, 1, rows_text(tidy, row, SENSITIVITY_WEIGHT_OF));
        rows_set_number(rows, 2, 100 * rows_number(tidy, row, SENSITIVITY_WEIGHT_NOMINAL));
        rows_set_number(rows, 3, 100 * rows_number(tidy, row, SENSITIVITY_WEIGHT_IMPORTANCE));
        rows_set_number(rows, 4, rows_number(tidy, row, SENSITIVITY_WEIGHT_PEARSON));
        const char *flag = rows_text(tidy, row, SENSITIVITY_WEIGHT_FLAG);
        rows_set_text(rows, 5,
                      strstr(flag, "negative") ? "against it"
                      : strstr(flag, "heavy")  ? "heavier"
                      : strstr(flag, "light")  ? "lighter"
                                               : "");
    }
    if (!rows)
        return NULL;
    robust_frame_title(frame, "what weights say and what parts do", ask->first, ask->last, rows);
    rows_add_meta(rows, "note",
                  "Weight: share within the node; of an indicator in the index, the product on "
                  "the way up. Effect: the squared correlation as a share of all parts'. Heavier "
                  "and lighter: by more than half. tidemark audit says more.");
    struct reading reading = *frame->reading;
    reading.default_why = NULL; /* of one period, but here are all */
    display_notes(session, &reading, rows);
    return rows->failed ? NULL : rows;
}
