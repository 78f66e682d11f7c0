#include "cli/display_scenario.h"

#include "cli/display.h"
#include "scenario/scenario_backtest.h"
#include "scenario/scenario_explain.h"
#include "scenario/scenario_rows.h"

#include <math.h>
#include <string.h>

/* What a table is made from. */
struct table {
    const struct session *session;
    const struct reading *reading;
    const struct rows *tidy;
    struct rows *display;
    int decimals;
};

static struct arena *arena_of(const struct table *table)
{
    return table->session->arena;
}

static const char *percent(const struct table *table, double share)
{
    if (isnan(share))
        return "n/a";
    if (share > 0 && share < 0.005)
        return "< 1 %";
    if (share < 1 && share > 0.995)
        return "> 99 %";
    return arena_printf(arena_of(table), "%.0f %%", share * 100);
}

/* "+1.4", "0.0", "−0.3"; "n/a" when missing. */
static const char *signed_text(const struct table *table, double number)
{
    const char *text = display_number(arena_of(table), number, table->decimals);
    bool above = !isnan(number) && text && *text != '-' && strspn(text, "0.") < strlen(text);
    return above ? arena_printf(arena_of(table), "+%s", text) : text;
}

static const char *interval_text(const struct table *table, double low, double high)
{
    if (isnan(low))
        return "";
    return arena_printf(arena_of(table), "%s to %s", signed_text(table, low),
                        signed_text(table, high));
}

static const char *indented(const struct table *table, const char *level, const char *item)
{
    return arena_printf(arena_of(table), "%s%s", strcmp(level, "indicator") == 0 ? "    " : "  ",
                        display_item(table->reading, level, item));
}

static bool differs(const struct rows *tidy, size_t a, size_t b, size_t column)
{
    return strcmp(rows_text(tidy, a, column), rows_text(tidy, b, column)) != 0;
}

/* Whether column holds one text throughout. */
static bool one_text(const struct rows *tidy, size_t column)
{
    for (size_t row = 1; row < tidy->count; row++)
        if (differs(tidy, 0, row, column))
            return false;
    return true;
}

/* A line that says which country, and period where there are several, before its first item. */
static void begin_country(const struct table *table, size_t row, size_t country, size_t period)
{
    const struct rows *tidy = table->tidy;
    bool first =
        row == 0 || differs(tidy, row, row - 1, country) || differs(tidy, row, row - 1, period);
    if (!first)
        return;
    const char *name = display_country(table->session->project, rows_text(tidy, row, country));
    rows_add(table->display);
    rows_set_text(table->display, 0,
                  one_text(tidy, period)
                      ? name
                      : arena_printf(arena_of(table), "%s %s", name, rows_text(tidy, row, period)));
}

static struct table table_of(const struct session *session, const struct reading *reading,
                             const struct rows *tidy, const struct rows_column *columns,
                             size_t count)
{
    return (struct table){.session = session,
                          .reading = reading,
                          .tidy = tidy,
                          .display = rows_new(session->arena, columns, count),
                          .decimals = display_decimals(reading)};
}

static void note_scale(const struct table *table, bool indicators)
{
    rows_add_meta(table->display, "note", "Scores from %g (worst) to %g (best)%s.",
                  table->reading->rule->scale_worst, table->reading->rule->scale_best,
                  indicators ? "; indicators in their own units" : "");
}

static bool has_level(const struct rows *tidy, size_t column, const char *level)
{
    for (size_t row = 0; row < tidy->count; row++)
        if (strcmp(rows_text(tidy, row, column), level) == 0)
            return true;
    return false;
}

/* " 2026", or "" where there are several periods. */
static const char *in_period(const struct table *table, size_t column)
{
    const struct rows *tidy = table->tidy;
    return tidy->count && one_text(tidy, column)
               ? arena_printf(arena_of(table), " %s", rows_text(tidy, 0, column))
               : "";
}

/* "67 % better", "93 % worse": in how many draws by as much as counts, whichever is more frequent.
 */
static const char *counted_text(const struct table *table, double better, double worse)
{
    if (isnan(better))
        return "";
    return arena_printf(arena_of(table), "%s %s", percent(table, better < worse ? worse : better),
                        better < worse ? "worse" : "better");
}

/* By a point, an indicator on levels by a level. */
static const char *chance_text(const struct table *table, size_t row)
{
    const struct rows *tidy = table->tidy;
    double level = rows_number(tidy, row, SCENARIO_CHANCE_LEVEL);
    if (!isnan(level))
        return counted_text(table, level, rows_number(tidy, row, SCENARIO_CHANCE_LEVEL_WORSE));
    return counted_text(table, rows_number(tidy, row, SCENARIO_CHANCE_POINT),
                        rows_number(tidy, row, SCENARIO_CHANCE_POINT_WORSE));
}

struct rows *display_scenario_run(const struct session *session, const struct reading *reading,
                                  const struct scenario *scenario, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"item", "", ROWS_TEXT, 0},
        {"baseline", "Baseline", ROWS_TEXT, ROWS_RIGHT},
        {"scenario", "Scenario", ROWS_TEXT, ROWS_RIGHT},
        {"change", "Change", ROWS_TEXT, ROWS_RIGHT},
        {"interval", "90 % of draws", ROWS_TEXT, ROWS_RIGHT},
        {"point", "By a point", ROWS_TEXT, ROWS_RIGHT},
    };
    struct table table = table_of(session, reading, tidy, columns, 6);
    struct arena *arena = session->arena;
    if (!table.display)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++) {
        begin_country(&table, row, SCENARIO_COUNTRY, SCENARIO_PERIOD);
        double difference = rows_number(tidy, row, SCENARIO_DIFFERENCE);
        double low = rows_number(tidy, row, SCENARIO_DIFFERENCE_LOW);
        double high = rows_number(tidy, row, SCENARIO_DIFFERENCE_HIGH);
        bool still = difference == 0 && low == 0 && high == 0;
        rows_add(table.display);
        rows_set_text(table.display, 0,
                      indented(&table, rows_text(tidy, row, SCENARIO_LEVEL),
                               rows_text(tidy, row, SCENARIO_ITEM)));
        rows_set_text(
            table.display, 1,
            display_number(arena, rows_number(tidy, row, SCENARIO_BASELINE), table.decimals));
        rows_set_text(
            table.display, 2,
            display_number(arena, rows_number(tidy, row, SCENARIO_VALUE), table.decimals));
        rows_set_text(table.display, 3, still ? "none" : signed_text(&table, difference));
        if (still)
            continue;
        rows_set_text(table.display, 4, interval_text(&table, low, high));
        rows_set_text(table.display, 5, chance_text(&table, row));
    }
    rows_add_meta(table.display, "title", "%s,%s", scenario->title,
                  in_period(&table, SCENARIO_PERIOD));
    note_scale(&table, has_level(tidy, SCENARIO_LEVEL, "indicator"));
    const char *ended = rows_get_meta(tidy, "ended", 0);
    rows_add_meta(table.display, "note",
                  "Means of %s; baseline: the same without what the scenario assumes. By "
                  "a point: in how many draws by a hundredth of the scale or more%s.",
                  ended ? ended : arena_printf(session->arena, "%.0f draws", session->opt->draws),
                  has_level(tidy, SCENARIO_LEVEL, "indicator") ? "; indicators by a level" : "");
    return table.display;
}

struct rows *display_scenario_compare(const struct session *session, const struct reading *reading,
                                      const struct rows *tidy)
{
    struct rows_column *columns = arena_alloc(session->arena, 6, sizeof *columns);
    if (!columns || !tidy->count)
        return NULL;
    const char *a = rows_text(tidy, 0, SCENARIO_COMPARE_A);
    const char *b = rows_text(tidy, 0, SCENARIO_COMPARE_B);
    columns[0] = (struct rows_column){"item", "", ROWS_TEXT, 0};
    columns[1] = (struct rows_column){"a", "A", ROWS_TEXT, ROWS_RIGHT};
    columns[2] = (struct rows_column){"b", "B", ROWS_TEXT, ROWS_RIGHT};
    columns[3] = (struct rows_column){"difference", "B \xE2\x88\x92 A", ROWS_TEXT, ROWS_RIGHT};
    columns[4] = (struct rows_column){"interval", "90 % of draws", ROWS_TEXT, ROWS_RIGHT};
    columns[5] = (struct rows_column){"point", "By a point", ROWS_TEXT, ROWS_RIGHT};
    struct table table = table_of(session, reading, tidy, columns, 6);
    for (size_t row = 0; table.display && row < tidy->count; row++) {
        double low = rows_number(tidy, row, SCENARIO_COMPARE_LOW);
        double high = rows_number(tidy, row, SCENARIO_COMPARE_HIGH);
        double difference = rows_number(tidy, row, SCENARIO_COMPARE_DIFFERENCE);
        bool still = difference == 0 && low == 0 && high == 0;
        begin_country(&table, row, SCENARIO_COMPARE_COUNTRY, SCENARIO_COMPARE_PERIOD);
        rows_add(table.display);
        rows_set_text(table.display, 0,
                      indented(&table, rows_text(tidy, row, SCENARIO_COMPARE_LEVEL),
                               rows_text(tidy, row, SCENARIO_COMPARE_ITEM)));
        for (size_t side = 0; side < 2; side++)
            rows_set_text(table.display, 1 + side,
                          display_number(session->arena,
                                         rows_number(tidy, row, SCENARIO_COMPARE_VALUE_A + side),
                                         table.decimals));
        rows_set_text(table.display, 3, still ? "none" : signed_text(&table, difference));
        if (still || isnan(difference))
            continue;
        rows_set_text(table.display, 4, interval_text(&table, low, high));
        rows_set_text(table.display, 5,
                      counted_text(&table, rows_number(tidy, row, SCENARIO_COMPARE_CHANCE_POINT),
                                   rows_number(tidy, row, SCENARIO_COMPARE_CHANCE_POINT_WORSE)));
    }
    if (!table.display)
        return NULL;
    rows_add_meta(table.display, "title", "A: %s, B: %s,%s", a, b,
                  in_period(&table, SCENARIO_COMPARE_PERIOD));
    note_scale(&table, has_level(tidy, SCENARIO_COMPARE_LEVEL, "indicator"));
    rows_add_meta(table.display, "note",
                  "Means of %.0f draws, both scenarios on the same ones. By a point: in how many "
                  "draws by a hundredth of the scale or more. 50, 80 and 95 %%: --format csv.",
                  session->opt->draws);
    return table.display;
}

struct rows *display_scenario_explain(const struct session *session, const struct reading *reading,
                                      const struct scenario *scenario, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"assumption", "", ROWS_TEXT, 0},          {"part", "Part", ROWS_TEXT, ROWS_RIGHT},
        {"alone", "Alone", ROWS_TEXT, ROWS_RIGHT}, {"without", "Without it", ROWS_TEXT, ROWS_RIGHT},
        {"because", "Because", ROWS_TEXT, 0},
    };
    struct table table = table_of(session, reading, tidy, columns, 5);
    if (!table.display || !tidy->count)
        return NULL;
    table.decimals++;
    for (size_t row = 0; row < tidy->count; row++) {
        const char *name = rows_text(tidy, row, SCENARIO_EXPLAIN_ASSUMPTION);
        rows_add(table.display);
        rows_set_text(table.display, 0, row == 0 ? "Difference from the baseline" : name);
        for (size_t i = 0; i < (row == 0 ? 1 : 3); i++)
            rows_set_text(
                table.display, 1 + i,
                signed_text(&table, rows_number(tidy, row, SCENARIO_EXPLAIN_CONTRIBUTION + i)));
        rows_set_text(table.display, 4, rows_text(tidy, row, SCENARIO_EXPLAIN_BECAUSE));
    }
    rows_add_meta(table.display, "title", "%s: %s, %s %s", scenario->title,
                  display_country(session->project, rows_text(tidy, 0, SCENARIO_EXPLAIN_COUNTRY)),
                  display_item(reading, rows_text(tidy, 0, SCENARIO_EXPLAIN_LEVEL),
                               rows_text(tidy, 0, SCENARIO_EXPLAIN_ITEM)),
                  rows_text(tidy, 0, SCENARIO_EXPLAIN_PERIOD));
    rows_add_meta(table.display, "note",
                  "Part: mean over all orders of adding the assumptions; parts add up to the "
                  "difference. Alone: with this one only. Without it: with all others.");
    return table.display;
}

struct rows *display_scenario_backtest(const struct session *session, const struct reading *reading,
                                       const struct scenario *scenario, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"item", "", ROWS_TEXT, 0},
        {"expected", "Expected", ROWS_TEXT, ROWS_RIGHT},
        {"interval", "90 % of draws", ROWS_TEXT, ROWS_RIGHT},
        {"observed", "Observed", ROWS_TEXT, ROWS_RIGHT},
        {"inside", "Inside", ROWS_TEXT, 0},
    };
    struct table table = table_of(session, reading, tidy, columns, 5);
    struct arena *arena = session->arena;
    if (!table.display)
        return NULL;
    for (size_t row = 0; row < tidy->count; row++) {
        double low = rows_number(tidy, row, SCENARIO_BACKTEST_LOW);
        begin_country(&table, row, SCENARIO_BACKTEST_COUNTRY, SCENARIO_BACKTEST_PERIOD);
        rows_add(table.display);
        rows_set_text(table.display, 0,
                      indented(&table, rows_text(tidy, row, SCENARIO_BACKTEST_LEVEL),
                               rows_text(tidy, row, SCENARIO_BACKTEST_ITEM)));
        rows_set_text(
            table.display, 1,
            display_number(arena, rows_number(tidy, row, SCENARIO_BACKTEST_VALUE), table.decimals));
        rows_set_text(
            table.display, 2,
            isnan(low) ? ""
                       : arena_printf(
                             arena, "%s\xE2\x80\x93%s", display_number(arena, low, table.decimals),
                             display_number(arena, rows_number(tidy, row, SCENARIO_BACKTEST_HIGH),
                                            table.decimals)));
        rows_set_text(table.display, 3,
                      display_number(arena, rows_number(tidy, row, SCENARIO_BACKTEST_OBSERVED),
                                     table.decimals));
        rows_set_text(table.display, 4, rows_text(tidy, row, SCENARIO_BACKTEST_INSIDE));
    }
    rows_add_meta(table.display, "title", "%s, beside what happened%s", scenario->title,
                  in_period(&table, SCENARIO_BACKTEST_PERIOD));
    note_scale(&table, false);
    for (size_t n = 0; rows_get_meta(tidy, "proof", n); n++)
        rows_add_meta(table.display, "note", "%s", rows_get_meta(tidy, "proof", n));
    return table.display;
}
