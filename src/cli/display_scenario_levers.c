#include "cli/display_scenario.h"

#include "cli/display.h"
#include "scenario/scenario_levers.h"

#include <math.h>
#include <string.h>

enum { COUNTRIES_ACROSS = 4 };

/* What the table is made from: tidy rows come by lever, then country. */
struct levers_table {
    const struct session *session;
    const struct reading *reading;
    const struct rows *tidy;
    struct rows *display;
    size_t countries;
    int decimals;
};

static const char *text_at(const struct levers_table *table, size_t row, size_t column)
{
    return rows_text(table->tidy, row, column);
}

/* How many countries each lever has a row for. */
static size_t countries_of(const struct rows *tidy)
{
    size_t count = 0;
    while (count < tidy->count && strcmp(rows_text(tidy, count, SCENARIO_LEVERS_ID),
                                         rows_text(tidy, 0, SCENARIO_LEVERS_ID)) == 0)
        count++;
    return count;
}

/* "+1.3", "-0.2", "0.0". */
static const char *end_text(const struct levers_table *table, double number)
{
    const char *text = display_number(table->session->arena, number, table->decimals);
    bool above = text && *text != '-' && strspn(text, "0.") < strlen(text);
    return above ? arena_printf(table->session->arena, "+%s", text) : text;
}

/* "+0.1 to +1.3"; "none" where nothing moves in any draw. */
static const char *gain_text(const struct levers_table *table, size_t row)
{
    double low = rows_number(table->tidy, row, SCENARIO_LEVERS_GAIN_LOW);
    double high = rows_number(table->tidy, row, SCENARIO_LEVERS_GAIN_HIGH);
    if (isnan(low))
        return "n/a";
    if (low == 0 && high == 0 && rows_number(table->tidy, row, SCENARIO_LEVERS_GAIN) == 0)
        return "none";
    return arena_printf(table->session->arena, "%s to %s", end_text(table, low),
                        end_text(table, high));
}

static const char *share_text(const struct levers_table *table, size_t row, size_t column)
{
    double share = rows_number(table->tidy, row, column);
    return isnan(share) ? "" : arena_printf(table->session->arena, "%.0f %%", share * 100);
}

/* "2 of 6", of the country with the most; "" where every effect has a base. */
static const char *lost_text(const struct levers_table *table, size_t row)
{
    size_t worst = row;
    for (size_t i = row; i < row + table->countries; i++)
        if (rows_number(table->tidy, i, SCENARIO_LEVERS_WITHOUT_BASE) >
            rows_number(table->tidy, worst, SCENARIO_LEVERS_WITHOUT_BASE))
            worst = i;
    double lost = rows_number(table->tidy, worst, SCENARIO_LEVERS_WITHOUT_BASE);
    return lost == 0 ? ""
                     : arena_printf(table->session->arena, "%.0f of %.0f", lost,
                                    rows_number(table->tidy, worst, SCENARIO_LEVERS_EFFECTS));
}

/* One country: who acts, gain, chances. */
static struct rows *one_country(struct levers_table *table)
{
    static const struct rows_column columns[] = {
        {"lever", "", ROWS_TEXT, 0},
        {"title", "", ROWS_TEXT, 0},
        {"actor", "Who acts", ROWS_TEXT, 0},
        {"gain", "10 to 90 %", ROWS_TEXT, ROWS_RIGHT},
        {"level", "A level", ROWS_TEXT, ROWS_RIGHT},
        {"chance", "Judged", ROWS_TEXT, ROWS_RIGHT},
        {"lost", "No base", ROWS_TEXT, ROWS_RIGHT},
    };
    table->display = rows_new(table->session->arena, columns, 7);
    for (size_t row = 0; table->display && row < table->tidy->count; row++) {
        rows_add(table->display);
        rows_set_text(table->display, 0, text_at(table, row, SCENARIO_LEVERS_ID));
        rows_set_text(table->display, 1, text_at(table, row, SCENARIO_LEVERS_TITLE));
        rows_set_text(table->display, 2, text_at(table, row, SCENARIO_LEVERS_ACTOR));
        rows_set_text(table->display, 3, gain_text(table, row));
        rows_set_text(table->display, 4, share_text(table, row, SCENARIO_LEVERS_CHANCE_LEVEL));
        rows_set_text(table->display, 5, share_text(table, row, SCENARIO_LEVERS_CHANCE));
        rows_set_text(table->display, 6, lost_text(table, row));
    }
    return table->display;
}

/* Several countries: the gain in each across. */
static struct rows *across(struct levers_table *table)
{
    size_t count = table->countries + 3;
    struct rows_column *columns = arena_alloc(table->session->arena, count, sizeof *columns);
    if (!columns)
        return NULL;
    columns[0] = (struct rows_column){"lever", "", ROWS_TEXT, 0};
    columns[1] = (struct rows_column){"title", "", ROWS_TEXT, 0};
    for (size_t c = 0; c < table->countries; c++) {
        const char *id = text_at(table, c, SCENARIO_LEVERS_COUNTRY);
        columns[2 + c] = (struct rows_column){"gain", display_country(table->session->project, id),
                                              ROWS_TEXT, ROWS_RIGHT};
    }
    columns[count - 1] = (struct rows_column){"lost", "No base", ROWS_TEXT, ROWS_RIGHT};
    table->display = rows_new(table->session->arena, columns, count);
    for (size_t row = 0; table->display && row + table->countries <= table->tidy->count;
         row += table->countries) {
        rows_add(table->display);
        rows_set_text(table->display, 0, text_at(table, row, SCENARIO_LEVERS_ID));
        rows_set_text(table->display, 1, text_at(table, row, SCENARIO_LEVERS_TITLE));
        for (size_t c = 0; c < table->countries; c++)
            rows_set_text(table->display, 2 + c, gain_text(table, row + c));
        rows_set_text(table->display, count - 1, lost_text(table, row));
    }
    return table->display;
}

struct rows *display_scenario_levers(const struct session *session, const struct reading *reading,
                                     const struct rows *tidy)
{
    struct levers_table table = {.session = session,
                                 .reading = reading,
                                 .tidy = tidy,
                                 .countries = countries_of(tidy),
                                 .decimals = display_decimals(reading)};
    bool one = table.countries <= 1;
    if (table.countries > COUNTRIES_ACROSS)
        return rows_new(session->arena, NULL, 0);
    struct rows *display = one ? one_country(&table) : across(&table);
    if (!display || !tidy->count)
        return display;
    rows_add_meta(
        display, "title", "What each lever would change: %s%s%s, %s",
        display_item(reading, text_at(&table, 0, SCENARIO_LEVERS_LEVEL),
                     text_at(&table, 0, SCENARIO_LEVERS_ITEM)),
        one ? ", " : "",
        one ? display_country(session->project, text_at(&table, 0, SCENARIO_LEVERS_COUNTRY)) : "",
        text_at(&table, 0, SCENARIO_LEVERS_PERIOD));
    rows_add_meta(display, "note",
                  "Each pulled alone at full strength; the change from 10 to 90 %% of %.0f draws.",
                  session->opt->draws);
    rows_add_meta(display, "note", "%s",
                  one ? "A level: chance that at least one indicator gains one. Judged: chance "
                        "that the actor does it within 24 months. No base: effects on indicators "
                        "without a value."
                      : "No base: effects on indicators without a value, where they are most. Who "
                        "acts and chances: name one country, or --format csv.");
    return display;
}
