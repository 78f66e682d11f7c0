#include "cli/cmd_scenario.h"
#include "cli/session.h"
#include "cli/show.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { LIST_ID, LIST_TITLE, LIST_FROM, LIST_TO, LIST_COUNTRIES, LIST_PULLS, LIST_QUESTION };
static const struct rows_column columns[] = {
    [LIST_ID] = {"scenario", NULL, ROWS_TEXT, 0},
    [LIST_TITLE] = {"title", NULL, ROWS_TEXT, 0},
    [LIST_FROM] = {"from", NULL, ROWS_TEXT, 0},
    [LIST_TO] = {"to", NULL, ROWS_TEXT, 0},
    [LIST_COUNTRIES] = {"countries", NULL, ROWS_TEXT, 0},
    [LIST_PULLS] = {"pulls", NULL, ROWS_TEXT, 0},
    [LIST_QUESTION] = {"question", NULL, ROWS_TEXT, 0},
};

enum { SHOWN_ID, SHOWN_TITLE, SHOWN_DAYS, SHOWN_COUNTRIES, SHOWN_PULLS };
static const struct rows_column shown[] = {
    [SHOWN_ID] = {"scenario", "Scenario", ROWS_TEXT, 0},
    [SHOWN_TITLE] = {"title", "What it is", ROWS_TEXT, 0},
    [SHOWN_DAYS] = {"days", "From–to", ROWS_TEXT, 0},
    [SHOWN_COUNTRIES] = {"countries", "Countries", ROWS_TEXT, 0},
    [SHOWN_PULLS] = {"pulls", "Pulls", ROWS_TEXT, 0},
};

static const char *take(struct session *session, struct text_buffer *text)
{
    const char *copy =
        text->failed ? NULL
                     : arena_text(session->arena, text->bytes ? text->bytes : "", text->length);
    if (!copy)
        session->problems.out_of_memory = true;
    text_buffer_free(text);
    return copy ? copy : "";
}

static bool same_strength(const struct scenario_pull *a, const struct scenario_pull *b)
{
    return a->lever == b->lever && a->judged == b->judged && a->strength == b->strength;
}

/* "D4 0.8", "X4 (KGZ TJK)": the lever of a pull, and the countries where not all have it so. */
static void add_pull(const struct session *session, const struct scenario *scenario, size_t first,
                     struct text_buffer *text)
{
    const struct scenario_pull *pull = &scenario->pulls[first];
    char digits[NUMBER_PRINT_SIZE];
    size_t count = 0;
    for (size_t i = 0; i < first; i++)
        if (same_strength(&scenario->pulls[i], pull))
            return;
    for (size_t i = first; i < scenario->pull_count; i++)
        count += same_strength(&scenario->pulls[i], pull);
    text_add_format(text, "%s%s", text->length ? ", " : "", session->levers->items[pull->lever].id);
    if (pull->judged)
        text_add_string(text, " judged");
    else if (pull->strength != 1)
        text_add_format(text, " %.*s", (int)number_print(pull->strength, digits), digits);
    if (count == scenario->country_count)
        return;
    bool begun = false;
    for (size_t i = first; i < scenario->pull_count; i++) {
        if (!same_strength(&scenario->pulls[i], pull))
            continue;
        text_add_format(text, "%s%s", begun ? " " : " (",
                        session->project->countries[scenario->pulls[i].country].id);
        begun = true;
    }
    text_add_string(text, ")");
}

static const char *pulls_of(struct session *session, const struct scenario *scenario)
{
    struct text_buffer text = {0};
    for (size_t i = 0; i < scenario->pull_count; i++)
        add_pull(session, scenario, i, &text);
    return take(session, &text);
}

static const char *countries_of(struct session *session, const struct scenario *scenario)
{
    struct text_buffer text = {0};
    for (size_t i = 0; i < scenario->country_count; i++)
        text_add_format(&text, "%s%s", i ? " " : "",
                        session->project->countries[scenario->countries[i]].id);
    return take(session, &text);
}

static const char *day_of(struct session *session, int32_t day)
{
    char text[DATE_PRINT_SIZE];
    return arena_text(session->arena, text, date_print_day(day, text));
}

/* "2022–2026" where both are whole years, else the days. */
static const char *days_of(struct session *session, const struct scenario *scenario)
{
    int year[2], month[2], day[2];
    date_civil(scenario->from, &year[0], &month[0], &day[0]);
    date_civil(scenario->to, &year[1], &month[1], &day[1]);
    if (month[0] == 1 && day[0] == 1 && month[1] == 12 && day[1] == 31)
        return arena_printf(session->arena, "%d–%d", year[0], year[1]);
    return arena_printf(session->arena, "%s – %s", day_of(session, scenario->from),
                        day_of(session, scenario->to));
}

static void add_row(struct session *session, const struct scenario *scenario, struct rows *rows,
                    struct rows *display)
{
    const char *countries = countries_of(session, scenario), *pulls = pulls_of(session, scenario);
    rows_add(rows);
    rows_set_text(rows, LIST_ID, scenario->id);
    rows_set_text(rows, LIST_TITLE, scenario->title);
    rows_set_text(rows, LIST_FROM, day_of(session, scenario->from));
    rows_set_text(rows, LIST_TO, day_of(session, scenario->to));
    rows_set_text(rows, LIST_COUNTRIES, countries);
    rows_set_text(rows, LIST_PULLS, pulls);
    rows_set_text(rows, LIST_QUESTION, scenario->question);
    rows_add(display);
    rows_set_text(display, SHOWN_ID, scenario->id);
    rows_set_text(display, SHOWN_TITLE, scenario->title);
    rows_set_text(display, SHOWN_DAYS, days_of(session, scenario));
    rows_set_text(display, SHOWN_COUNTRIES, countries);
    rows_set_text(display, SHOWN_PULLS, pulls);
    if (*scenario->question)
        rows_add_meta(display, "note", "%s: %s", scenario->id, scenario->question);
}

void cmd_scenario_list(struct session *session, const char *const *words, size_t word_count)
{
    (void)words;
    (void)word_count;
    struct err err;
    const char *const *names = NULL;
    size_t count = session_script_names(session, SESSION_SCENARIOS, &names, &err);
    if (count == SIZE_MAX) {
        session_fail(session, &err);
        return;
    }
    struct rows *rows = rows_new(session->arena, columns, sizeof columns / sizeof *columns);
    struct rows *display = rows_new(session->arena, shown, sizeof shown / sizeof *shown);
    for (size_t i = 0; rows && display && i < count; i++) {
        const struct scenario *scenario = session_scenario(session, names[i]);
        if (scenario)
            add_row(session, scenario, rows, display);
    }
    session_report(session, false);
    if (!rows || !display || session->status != ERR_NONE)
        return;
    rows_add_meta(rows, "title", "Scenarios of %s", session->project->codebook->id);
    rows_add_meta(display, "title", "Scenarios of %s", session->project->codebook->id);
    if (count == 0)
        rows_add_meta(display, "note",
                      "There are none: a scenario is a Lua file in scripts/scenarios.");
    show_rows(session, rows, display);
}
