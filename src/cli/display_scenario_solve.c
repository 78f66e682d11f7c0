#include "cli/display_scenario.h"

#include "cli/display.h"
#include "scenario/scenario_solve.h"

#include <math.h>
#include <string.h>

/* What one tried thing is called. */
static const char *tried(struct arena *arena, const struct rows *tidy, size_t row)
{
    const char *levers = rows_text(tidy, row, SCENARIO_SOLVE_LEVERS);
    const char *outcome = rows_text(tidy, row, SCENARIO_SOLVE_OUTCOME);
    double strength = rows_number(tidy, row, SCENARIO_SOLVE_STRENGTH);
    const char *text = "";
    if (strcmp(outcome, "without") == 0)
        return "without";
    if (strcmp(outcome, "all") == 0)
        return "all of them together";
    for (; text && *levers; levers++)
        text = *levers == ';' ? arena_printf(arena, "%s, ", text)
                              : arena_printf(arena, "%s%c", text, *levers);
    if (text && strength < 1)
        text = arena_printf(arena, "%s at strength %.2f", text, strength);
    return text ? text : "";
}

/* The answer in a sentence. */
static void say_answer(const struct session *session, const struct rows *tidy, struct rows *display)
{
    size_t answer = SIZE_MAX;
    for (size_t row = 0; row < tidy->count; row++)
        if (strcmp(rows_text(tidy, row, SCENARIO_SOLVE_OUTCOME), "reached") == 0)
            answer = row;
    double wanted = rows_number(tidy, 0, SCENARIO_SOLVE_WANTED) * 100;
    if (answer != SIZE_MAX)
        rows_add_meta(display, "note", "Reached in at least %g %% of draws with %s.", wanted,
                      tried(session->arena, tidy, answer));
    else if (tidy->count == 1 && rows_number(tidy, 0, SCENARIO_SOLVE_CHANCE) * 100 >= wanted - 1e-7)
        rows_add_meta(display, "note", "Reached in at least %g %% of draws without any of it.",
                      wanted);
    else
        rows_add_meta(display, "note", "None of what was tried reaches it in %g %% of draws.",
                      wanted);
}

struct rows *display_scenario_solve(const struct session *session, const struct reading *reading,
                                    const struct scenario *scenario, const struct rows *tidy)
{
    static const struct rows_column columns[] = {
        {"levers", "", ROWS_TEXT, 0},
        {"chance", "Reaches it in", ROWS_TEXT, ROWS_RIGHT},
        {"mean", "Mean", ROWS_TEXT, ROWS_RIGHT},
    };
    struct rows *display = rows_new(session->arena, columns, 3);
    int decimals = display_decimals(reading);
    if (!display || !tidy->count)
        return display;
    for (size_t row = 0; row < tidy->count; row++) {
        double chance = rows_number(tidy, row, SCENARIO_SOLVE_CHANCE);
        rows_add(display);
        rows_set_text(display, 0, tried(session->arena, tidy, row));
        rows_set_text(display, 1,
                      isnan(chance) ? "n/a"
                                    : arena_printf(session->arena, "%.1f %%", chance * 100));
        rows_set_text(
            display, 2,
            display_number(session->arena, rows_number(tidy, row, SCENARIO_SOLVE_MEAN), decimals));
    }
    rows_add_meta(
        display, "title", "%s: %s, %s to reach %s in %s", scenario->title,
        display_country(session->project, rows_text(tidy, 0, SCENARIO_SOLVE_COUNTRY)),
        display_item(reading, rows_text(tidy, 0, SCENARIO_SOLVE_LEVEL),
                     rows_text(tidy, 0, SCENARIO_SOLVE_ITEM)),
        display_number(session->arena, rows_number(tidy, 0, SCENARIO_SOLVE_TARGET), decimals),
        rows_text(tidy, 0, SCENARIO_SOLVE_PERIOD));
    say_answer(session, tidy, display);
    return display;
}
