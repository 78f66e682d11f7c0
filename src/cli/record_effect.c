#include "cli/record_effect.h"

#include "cli/display.h"
#include "cli/show.h"
#include "score/score_compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    EFFECT_COUNTRY,
    EFFECT_DATE,
    EFFECT_LEVEL,
    EFFECT_ITEM,
    EFFECT_BEFORE,
    EFFECT_BEFORE_LOW,
    EFFECT_BEFORE_HIGH,
    EFFECT_AFTER,
    EFFECT_AFTER_LOW,
    EFFECT_AFTER_HIGH,
    EFFECT_DIFFERENCE,
    EFFECT_LOW,
    EFFECT_HIGH,
    EFFECT_COLUMNS
};

static const struct rows_column effect_columns[EFFECT_COLUMNS] = {
    [EFFECT_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [EFFECT_DATE] = {"date", NULL, ROWS_TEXT, 0},
    [EFFECT_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [EFFECT_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [EFFECT_BEFORE] = {"before", NULL, ROWS_NUMBER, -1},
    [EFFECT_BEFORE_LOW] = {"before_low", NULL, ROWS_NUMBER, -1},
    [EFFECT_BEFORE_HIGH] = {"before_high", NULL, ROWS_NUMBER, -1},
    [EFFECT_AFTER] = {"after", NULL, ROWS_NUMBER, -1},
    [EFFECT_AFTER_LOW] = {"after_low", NULL, ROWS_NUMBER, -1},
    [EFFECT_AFTER_HIGH] = {"after_high", NULL, ROWS_NUMBER, -1},
    [EFFECT_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, -1},
    [EFFECT_LOW] = {"low", NULL, ROWS_NUMBER, -1},
    [EFFECT_HIGH] = {"high", NULL, ROWS_NUMBER, -1},
};

/* One reading of the project before, one after, on the same day. */
struct sides {
    struct record_run *run;
    struct opt opt;
    struct reading before;
    struct reading after;
    const struct panel *before_cells; /* all values, whatever the rule reads */
    const struct panel *after_cells;
    const bool *indicators;
    const char *date;
    struct rows *tidy;
    bool unseen; /* an indicator is shown as the rule does not read it */
};

/* The panel of one period with what was observed and coded. */
static const struct panel *cells_of(const struct sides *sides, const struct session *session,
                                    const struct reading *reading)
{
    if (reading->rule->values == PANEL_ALL)
        return reading->panel;
    struct panel_options options = reading->panel->options;
    options.values = PANEL_ALL;
    options.first = options.last = reading->last;
    return panel_build(sides->run->session.arena, session->project, &options);
}

static bool read_side(struct sides *sides, struct session *session, struct reading *reading,
                      const struct panel **cells)
{
    const struct opt *opt = session->opt;
    session->opt = &sides->opt;
    bool read = session_read(session, &(struct session_ask){0}, reading);
    session->opt = opt;
    *cells = read ? cells_of(sides, session, reading) : NULL;
    return *cells != NULL;
}

static bool stands_above(const struct codebook *codebook, uint32_t node, uint32_t indicator)
{
    for (uint32_t at = codebook->indicators[indicator].node; at != CODEBOOK_NONE;
         at = codebook->nodes[at].parent)
        if (at == node)
            return true;
    return false;
}

/* Whether an item is the index, a result, or stands above an indicator that was recorded. */
static bool is_shown(const struct sides *sides, const char *level, const char *item)
{
    const struct codebook *codebook = sides->after.panel->project->codebook;
    if (strcmp(level, "index") == 0 || strcmp(level, "result") == 0)
        return true;
    uint32_t node = map_get(codebook->by_id, text_of(item));
    for (uint32_t i = 0; i < codebook->indicator_count && strcmp(level, "pillar") == 0; i++)
        if (sides->indicators[i] && node != MAP_NONE && stands_above(codebook, node, i))
            return true;
    return false;
}

static void add_row(const struct sides *sides, uint32_t country, const char *level,
                    const char *item)
{
    struct rows *tidy = sides->tidy;
    rows_add(tidy);
    rows_set_text(tidy, EFFECT_COUNTRY, sides->after.panel->project->countries[country].id);
    rows_set_text(tidy, EFFECT_DATE, sides->date);
    rows_set_text(tidy, EFFECT_LEVEL, level);
    rows_set_text(tidy, EFFECT_ITEM, item);
}

static void add_ends(struct rows *tidy, const struct score *score, size_t item, uint32_t country,
                     int32_t period, int column)
{
    size_t row = score_row(score, country, period);
    if (row == SIZE_MAX)
        return;
    rows_set_number(tidy, (size_t)column, score_low(score, item, row));
    rows_set_number(tidy, (size_t)column + 1, score_high(score, item, row));
}

/* Scores, from a comparison on common draws. */
static bool add_scores(struct sides *sides, uint32_t country)
{
    struct err err;
    struct session *session = &sides->run->session;
    struct score_side pair[] = {{"before", sides->before.score, country, sides->before.last},
                                {"after", sides->after.score, country, sides->after.last}};
    struct score_options options =
        session_score_options(session, sides->after.first, sides->after.last);
    options.host = &session->formulas;
    struct rows *compared =
        score_compare(session->arena, pair, 2,
                      SCORE_LEVEL_INDEX | SCORE_LEVEL_RESULT | SCORE_LEVEL_PILLAR, &options, &err);
    if (!compared)
        return session_fail(session, &err);
    for (size_t i = 0; i < compared->count; i++) {
        const char *level = rows_text(compared, i, COMPARE_LEVEL);
        const char *item = rows_text(compared, i, COMPARE_ITEM);
        size_t before = score_item_of(sides->before.score, level, item);
        size_t after = score_item_of(sides->after.score, level, item);
        if (!is_shown(sides, level, item))
            continue;
        add_row(sides, country, level, item);
        rows_set_number(sides->tidy, EFFECT_BEFORE, rows_number(compared, i, COMPARE_VALUE_A));
        rows_set_number(sides->tidy, EFFECT_AFTER, rows_number(compared, i, COMPARE_VALUE_B));
        rows_set_number(sides->tidy, EFFECT_DIFFERENCE,
                        rows_number(compared, i, COMPARE_DIFFERENCE));
        rows_set_number(sides->tidy, EFFECT_LOW, rows_number(compared, i, COMPARE_LOW));
        rows_set_number(sides->tidy, EFFECT_HIGH, rows_number(compared, i, COMPARE_HIGH));
        add_ends(sides->tidy, sides->before.score, before, country, sides->before.last,
                 EFFECT_BEFORE_LOW);
        add_ends(sides->tidy, sides->after.score, after, country, sides->after.last,
                 EFFECT_AFTER_LOW);
    }
    return true;
}

/* Whether the rule's own reading of a cell changed. */
static bool rule_sees(const struct sides *sides, uint32_t indicator, uint32_t country)
{
    const struct panel *before = sides->before.panel, *after = sides->after.panel;
    size_t old = (size_t)(sides->before.last - before->options.first) * before->countries + country;
    size_t new = (size_t)(sides->after.last - after->options.first) * after->countries + country;
    double was = panel_value(before, indicator, old), is = panel_value(after, indicator, new);
    return was != is && !(isnan(was) && isnan(is));
}

static void add_cell(struct rows *tidy, const struct panel *panel, uint32_t indicator,
                     uint32_t country, int32_t period, int column)
{
    size_t row = (size_t)(period - panel->options.first) * panel->countries + country;
    if (period < panel->options.first || row >= panel->rows)
        return;
    rows_set_number(tidy, (size_t)column, panel_value(panel, indicator, row));
    rows_set_number(tidy, (size_t)column + 1, panel_low(panel, indicator, row));
    rows_set_number(tidy, (size_t)column + 2, panel_high(panel, indicator, row));
}

/* Figures in their own units, as the rule reads them where that changed, else with all values. */
static void add_indicators(struct sides *sides, uint32_t country)
{
    const struct codebook *codebook = sides->after.panel->project->codebook;
    struct rows *tidy = sides->tidy;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        if (!sides->indicators[i])
            continue;
        bool seen = rule_sees(sides, i, country);
        sides->unseen = sides->unseen || !seen;
        add_row(sides, country, "indicator", codebook->indicators[i].id);
        add_cell(tidy, seen ? sides->before.panel : sides->before_cells, i, country,
                 sides->before.last, EFFECT_BEFORE);
        add_cell(tidy, seen ? sides->after.panel : sides->after_cells, i, country,
                 sides->after.last, EFFECT_AFTER);
        size_t row = tidy->count - 1;
        rows_set_number(tidy, EFFECT_DIFFERENCE,
                        rows_number(tidy, row, EFFECT_AFTER) -
                            rows_number(tidy, row, EFFECT_BEFORE));
    }
}

/* "34.7 (33.1–36.2)", or "n/a". */
static const char *with_ends(const struct sides *sides, size_t row, int column, int decimals)
{
    struct arena *arena = sides->run->session.arena;
    double low = rows_number(sides->tidy, row, (size_t)column + 1);
    double high = rows_number(sides->tidy, row, (size_t)column + 2);
    const char *value =
        display_number(arena, rows_number(sides->tidy, row, (size_t)column), decimals);
    if (isnan(low) || isnan(high))
        return value;
    return arena_printf(arena, "%s (%s–%s)", value, display_number(arena, low, decimals),
                        display_number(arena, high, decimals));
}

static const char *change_of(const struct sides *sides, size_t row, int decimals)
{
    double difference = rows_number(sides->tidy, row, EFFECT_DIFFERENCE);
    return isnan(difference) ? "n/a"
                             : display_signed(sides->run->session.arena, difference, decimals);
}

static const char *interval_of(const struct sides *sides, size_t row, int decimals)
{
    double low = rows_number(sides->tidy, row, EFFECT_LOW),
           high = rows_number(sides->tidy, row, EFFECT_HIGH);
    if (isnan(low) || isnan(high))
        return "";
    return arena_printf(sides->run->session.arena, "%s to %s",
                        display_signed(sides->run->session.arena, low, decimals),
                        display_signed(sides->run->session.arena, high, decimals));
}

static void add_notes(const struct sides *sides, struct rows *display)
{
    const struct rule *rule = sides->after.rule;
    rows_add_meta(display, "note",
                  "In parentheses: 90 %% interval. Pillars and index from %g (worst) to %g "
                  "(best), indicators in their own units.",
                  rule->scale_worst, rule->scale_best);
    if (sides->unseen && rule->values != PANEL_ALL)
        rows_add_meta(display, "note", "Rule %s reads %s values only; --rule takes another.",
                      rule->name, rule->values == PANEL_PUBLISHED ? "published" : "coded");
}

static struct rows *lay_out(const struct sides *sides, size_t country_count)
{
    static const struct rows_column columns[] = {{"item", "", ROWS_TEXT, 0},
                                                 {"before", "Before", ROWS_TEXT, ROWS_RIGHT},
                                                 {"after", "After", ROWS_TEXT, ROWS_RIGHT},
                                                 {"change", "Change", ROWS_TEXT, ROWS_RIGHT},
                                                 {"interval", "90 %", ROWS_TEXT, 0}};
    struct arena *arena = sides->run->session.arena;
    const struct rows *tidy = sides->tidy;
    const struct project *project = sides->after.panel->project;
    struct rows *display = rows_new(arena, columns, 5);
    for (size_t row = 0; display && row < tidy->count; row++) {
        const char *level = rows_text(tidy, row, EFFECT_LEVEL);
        const char *country = rows_text(tidy, row, EFFECT_COUNTRY);
        bool indicator = strcmp(level, "indicator") == 0;
        int decimals = indicator ? 2 : display_decimals(&sides->after);
        const char *name = display_item(&sides->after, level, rows_text(tidy, row, EFFECT_ITEM));
        rows_add(display);
        rows_set_text(display, 0,
                      country_count > 1 ? arena_printf(arena, "%s %s", country, name) : name);
        rows_set_text(display, 1, with_ends(sides, row, EFFECT_BEFORE, decimals));
        rows_set_text(display, 2, with_ends(sides, row, EFFECT_AFTER, decimals));
        rows_set_text(display, 3, change_of(sides, row, decimals));
        rows_set_text(display, 4, interval_of(sides, row, decimals));
    }
    if (!display)
        return NULL;
    rows_add_meta(display, "title", "%s on %s, live",
                  country_count > 1 ? "What it did to scores"
                                    : display_country(project, rows_text(tidy, 0, EFFECT_COUNTRY)),
                  sides->date);
    add_notes(sides, display);
    return display;
}

static bool show(struct sides *sides, const uint32_t *countries, size_t count, int32_t day)
{
    struct session *session = &sides->run->session;
    char text[DATE_PRINT_SIZE];
    size_t length = date_print_day(day, text);
    sides->date = arena_text(session->arena, text, length);
    sides->tidy = rows_new(session->arena, effect_columns, EFFECT_COLUMNS);
    sides->opt = *session->opt;
    sides->opt.live = sides->opt.quiet = true;
    sides->opt.at = sides->date;
    sides->opt.years = NULL; /* of an import: what was read, not what is shown */
    if (!sides->date || !sides->tidy ||
        !read_side(sides, session, &sides->before, &sides->before_cells) ||
        !read_side(sides, &sides->run->after, &sides->after, &sides->after_cells))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_scores(sides, countries[i]))
            return false;
        add_indicators(sides, countries[i]);
    }
    struct rows *display = sides->tidy->count ? lay_out(sides, count) : NULL;
    return display && show_rows(session, sides->tidy, display);
}

void record_effect_show(struct record_run *run, const uint32_t *countries, size_t country_count,
                        const bool *indicators, int32_t day)
{
    struct sides sides = {.run = run, .indicators = indicators};
    enum err_status status = run->session.status;
    if (!show(&sides, countries, country_count, day) && session_complete(&run->session)) {
        fputs("notice: what it does to the score cannot be told\n", stderr);
        run->session.status = status;
    }
}
