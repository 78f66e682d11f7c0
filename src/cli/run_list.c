#include "cli/run_list.h"

#include <string.h>

static bool finish(struct session *session, struct rows *rows)
{
    struct err err;
    if (rows && !rows->failed)
        return true;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while listing");
    return session_fail(session, &err);
}

static bool no_words(struct session *session)
{
    struct err err;
    if (session->opt->argument_count == 0)
        return true;
    err_set(&err, ERR_ARGUMENT, "tide.%s takes no words, but got \"%s\"", session->opt->verb,
            session->opt->arguments[0]);
    return session_fail(session, &err);
}

bool run_list_countries(struct session *session, struct rows **rows)
{
    static const struct rows_column columns[] = {{"country", NULL, ROWS_TEXT, 0},
                                                 {"name", NULL, ROWS_TEXT, 0}};
    const uint32_t *countries = NULL;
    size_t count = 0;
    if (!no_words(session) || !session_countries(session, &countries, &count))
        return false;
    *rows = rows_new(session->arena, columns, 2);
    for (size_t i = 0; *rows && i < count; i++) {
        const struct country *country = &session->project->countries[countries[i]];
        rows_add(*rows);
        rows_set_text(*rows, 0, country->id);
        rows_set_text(*rows, 1, country->name);
    }
    return finish(session, *rows);
}

bool run_list_indicators(struct session *session, struct rows **rows)
{
    enum { ITEM, NAME, PILLAR, PARENT, ROLE, WEIGHT, WORST, BEST, UNIT, COLUMNS };
    static const char *const roles[] = {"outcome", "lever", "context"};
    static const struct rows_column columns[] = {
        [ITEM] = {"item", NULL, ROWS_TEXT, 0},      [NAME] = {"name", NULL, ROWS_TEXT, 0},
        [PILLAR] = {"pillar", NULL, ROWS_TEXT, 0},  [PARENT] = {"parent", NULL, ROWS_TEXT, 0},
        [ROLE] = {"role", NULL, ROWS_TEXT, 0},      [WEIGHT] = {"weight", NULL, ROWS_NUMBER, -1},
        [WORST] = {"worst", NULL, ROWS_NUMBER, -1}, [BEST] = {"best", NULL, ROWS_NUMBER, -1},
        [UNIT] = {"unit", NULL, ROWS_TEXT, 0},
    };
    const struct codebook *codebook = session->project->codebook;
    if (!no_words(session))
        return false;
    *rows = rows_new(session->arena, columns, COLUMNS);
    for (size_t i = 0; *rows && i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        const struct node *node = &codebook->nodes[indicator->node];
        rows_add(*rows);
        rows_set_text(*rows, ITEM, indicator->id);
        rows_set_text(*rows, NAME, node->name);
        rows_set_text(*rows, PILLAR,
                      codebook->nodes[codebook_pillar_of(codebook, indicator->node)].id);
        rows_set_text(*rows, PARENT, codebook->nodes[node->parent].id);
        rows_set_text(*rows, ROLE, roles[node->role]);
        rows_set_number(*rows, WEIGHT, node->weight);
        rows_set_number(*rows, WORST, indicator->scale.worst);
        rows_set_number(*rows, BEST, indicator->scale.best);
        rows_set_text(*rows, UNIT, indicator->scale.unit);
    }
    return finish(session, *rows);
}

static const char *day_text(struct arena *arena, int32_t day)
{
    char text[DATE_PRINT_SIZE];
    date_print_day(day, text);
    return arena_text(arena, text, strlen(text));
}

bool run_list_periods(struct session *session, struct rows **rows)
{
    static const struct rows_column columns[] = {{"period", NULL, ROWS_TEXT, 0},
                                                 {"first_day", NULL, ROWS_TEXT, 0},
                                                 {"last_day", NULL, ROWS_TEXT, 0}};
    struct reading reading;
    char text[DATE_PRINT_SIZE];
    const struct session_ask ask = {.span = true, .unscored = true};
    if (!no_words(session) || !session_read(session, &ask, &reading))
        return false;
    *rows = rows_new(session->arena, columns, 3);
    for (int32_t period = reading.first; *rows && period <= reading.last; period++) {
        date_period_print(reading.axis, period, text);
        rows_add(*rows);
        rows_set_text(*rows, 0, arena_text(session->arena, text, strlen(text)));
        rows_set_text(*rows, 1,
                      day_text(session->arena, date_period_first_day(reading.axis, period)));
        rows_set_text(*rows, 2,
                      day_text(session->arena, date_period_last_day(reading.axis, period)));
    }
    return finish(session, *rows);
}
