#include "cli/display_robust.h"

#include "cli/display.h"

#include <math.h>
#include <string.h>

static const char *percent(struct arena *arena, double share)
{
    if (isnan(share))
        return "";
    if (share > 0 && share < 0.005)
        return "<1 %";
    if (share < 1 && share > 0.995)
        return ">99 %";
    return arena_printf(arena, "%.0f %%", share * 100);
}

static const char *country_of(const struct session *session, const struct rows *tidy, size_t row,
                              size_t column)
{
    return display_country(session->project, rows_text(tidy, row, column));
}

/* The title, what varied and how often, then what holds for every table. */
static void add_words(const struct robust_frame *frame, const char *what, const struct rows *tidy,
                      struct rows *rows)
{
    const char *ended = rows_get_meta(tidy, "ended", 0);
    robust_frame_title(frame, what, frame->ask.first, frame->ask.last, rows);
    if (ended)
        rows_add_meta(rows, "note", "%s, in which vary: %s.", ended, frame->words);
    else
        rows_add_meta(rows, "note", "%zu runs, in which vary: %s.", frame->ask.runs, frame->words);
}

/* Runs that leave out what a score cannot do without have none. Without this its interval would
 * look surer than it is. runs is the column that counts those with one. */
static void add_left_out(const struct robust_frame *frame, const struct rows *tidy, size_t runs,
                         struct rows *rows)
{
    double least = INFINITY, most = 0;
    for (size_t row = 0; row < tidy->count; row++) {
        double count = rows_number(tidy, row, runs);
        least = count > 0 ? fmin(least, count) : least;
        most = fmax(most, count);
    }
    double all = (double)frame->ask.runs;
    if (rows_get_meta(tidy, "ended", 0) || most == 0 || least == all)
        return;
    rows_add_meta(rows, "note", "%s%.0f of %.0f runs give no score and are not counted.",
                  least < most ? "Up to " : "", all - least, all);
}

struct rows *display_robust_scores(const struct session *session, const struct robust_frame *frame,
                                   const struct rows *tidy)
{
    enum { NAME, PERIOD, VALUE, MEDIAN, INTERVAL, RANK, RANKS, IMPROVED, COLUMNS };
    const struct robust_ask *ask = &frame->ask;
    int decimals = display_decimals(frame->reading);
    struct rows_column *columns = arena_alloc(session->arena, COLUMNS, sizeof *columns);
    const struct rows_column all[COLUMNS] = {
        {"country", "", ROWS_TEXT, 0},
        {"period", "", ROWS_TEXT, 0},
        {"value", "Score", ROWS_NUMBER, decimals},
        {"median", "Median", ROWS_NUMBER, decimals},
        {"interval", "90 %", ROWS_TEXT, ROWS_RIGHT},
        {"rank", "Rank", ROWS_NUMBER, 0},
        {"ranks", "90 %", ROWS_TEXT, ROWS_RIGHT},
        {"improved", "Improved", ROWS_TEXT, ROWS_RIGHT},
    };
    size_t place[COLUMNS], count = 0;
    for (size_t i = 0; columns && i < COLUMNS; i++) {
        bool shown = (i != PERIOD || ask->last > ask->first) &&
                     ((i != RANK && i != RANKS) || ask->ranked) && (i != IMPROVED || ask->dated);
        place[i] = shown ? count : SIZE_MAX;
        if (shown)
            columns[count++] = all[i];
    }
    struct rows *rows = columns ? rows_new(session->arena, columns, count) : NULL;
    if (!rows)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++) {
        rows_add(rows);
        rows_set_text(rows, place[NAME], country_of(session, tidy, row, ROBUST_COUNTRY));
        if (place[PERIOD] != SIZE_MAX)
            rows_set_text(rows, place[PERIOD], rows_text(tidy, row, ROBUST_PERIOD));
        rows_set_number(rows, place[VALUE], rows_number(tidy, row, ROBUST_VALUE));
        rows_set_number(rows, place[MEDIAN], rows_number(tidy, row, ROBUST_MEDIAN));
        rows_set_text(rows, place[INTERVAL],
                      robust_frame_between(session->arena, rows_number(tidy, row, ROBUST_Q05),
                                           rows_number(tidy, row, ROBUST_Q95), decimals));
        if (place[RANK] != SIZE_MAX) {
            rows_set_number(rows, place[RANK], rows_number(tidy, row, ROBUST_RANK));
            rows_set_text(rows, place[RANKS],
                          robust_frame_between(session->arena,
                                               rows_number(tidy, row, ROBUST_RANK_Q05),
                                               rows_number(tidy, row, ROBUST_RANK_Q95), 0));
        }
        if (place[IMPROVED] != SIZE_MAX)
            rows_set_text(rows, place[IMPROVED],
                          percent(session->arena, rows_number(tidy, row, ROBUST_CHANCE_IMPROVED)));
    }
    add_words(frame, "how sure", tidy, rows);
    add_left_out(frame, tidy, ROBUST_RUNS, rows);
    if (ask->dated) {
        char since[DATE_PRINT_SIZE];
        date_period_print(frame->reading->axis, ask->since, since);
        rows_add_meta(rows, "note", "Improved: the share of runs with a higher score than in %s.",
                      since);
    }
    if (ask->ranked)
        rows_add_meta(rows, "note", "Ranks are among n = %zu, 1 the best; equal scores share one.",
                      frame->countries);
    else
        rows_add_meta(rows, "note", "No ranks: among n = %zu they say little; --ranks shows them.",
                      frame->countries);
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

struct rows *display_robust_ranks(const struct session *session, const struct robust_frame *frame,
                                  const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"country", "", ROWS_TEXT, 0},
                                                 {"period", "", ROWS_TEXT, 0},
                                                 {"rank", "Rank", ROWS_NUMBER, 0},
                                                 {"share", "Runs", ROWS_TEXT, ROWS_RIGHT},
                                                 {"own", "", ROWS_TEXT, 0}};
    struct rows *rows = rows_new(session->arena, columns, 5);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        double rank = rows_number(tidy, row, ROBUST_RANKS_RANK);
        bool own = rank == rows_number(tidy, row, ROBUST_RANKS_PUBLISHED);
        rows_add(rows);
        rows_set_text(rows, 0, country_of(session, tidy, row, ROBUST_RANKS_COUNTRY));
        rows_set_text(rows, 1, rows_text(tidy, row, ROBUST_RANKS_PERIOD));
        rows_set_number(rows, 2, rank);
        rows_set_text(rows, 3, percent(session->arena, rows_number(tidy, row, ROBUST_RANKS_SHARE)));
        rows_set_text(rows, 4, own ? "as scored" : "");
    }
    if (!rows)
        return NULL;
    add_words(frame, "how often each rank", tidy, rows);
    add_left_out(frame, tidy, ROBUST_RANKS_RUNS, rows);
    rows_add_meta(rows, "note", "Ranks are among n = %zu, 1 the best; equal scores share one.",
                  frame->countries);
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}

struct rows *display_robust_pairs(const struct session *session, const struct robust_frame *frame,
                                  const struct rows *tidy)
{
    static const struct rows_column columns[] = {{"a", "", ROWS_TEXT, 0},
                                                 {"b", "above", ROWS_TEXT, 0},
                                                 {"period", "", ROWS_TEXT, 0},
                                                 {"above", "Runs", ROWS_TEXT, ROWS_RIGHT},
                                                 {"tie", "Equal", ROWS_TEXT, ROWS_RIGHT}};
    struct rows *rows = rows_new(session->arena, columns, 5);
    for (size_t row = 0; rows && row < tidy->count; row++) {
        rows_add(rows);
        rows_set_text(rows, 0, country_of(session, tidy, row, ROBUST_PAIRS_A));
        rows_set_text(rows, 1, country_of(session, tidy, row, ROBUST_PAIRS_B));
        rows_set_text(rows, 2, rows_text(tidy, row, ROBUST_PAIRS_PERIOD));
        rows_set_text(rows, 3, percent(session->arena, rows_number(tidy, row, ROBUST_PAIRS_ABOVE)));
        rows_set_text(rows, 4, percent(session->arena, rows_number(tidy, row, ROBUST_PAIRS_TIE)));
    }
    if (!rows)
        return NULL;
    add_words(frame, "who is above whom", tidy, rows);
    display_notes(session, frame->reading, rows);
    return rows->failed ? NULL : rows;
}
