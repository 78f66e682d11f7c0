#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/cmd_scenario.h"
#include "cli/difference.h"
#include "cli/display.h"
#include "cli/show.h"
#include "cli/variants.h"

#include "score/score_compare.h"
#include "score/score_rows.h"
#include "score/score_stored.h"
#include "score/score_trouble.h"

#include <string.h>

/* What follows @ is one period; a range of several is a mistake. */
static bool read_period(struct session *session, const struct reading *reading, const char *id,
                        const char *text, int32_t *period)
{
    struct err err;
    int32_t first = 0, last = 0;
    char latest[DATE_PRINT_SIZE];
    enum date_problem problem = date_period_parse(reading->axis, text, strlen(text), period);
    const struct panel_options *panel = &reading->panel->options;
    if (problem != DATE_OK) {
        err_set(&err, ERR_PERIOD_UNFIT, "%s is %s", text, date_problem_text(problem));
        return session_fail(session, &err);
    }
    date_period_range(reading->axis, text, strlen(text), &first, &last);
    if (first != last) {
        date_period_print(reading->axis, last, latest);
        err_set(&err, ERR_PERIOD_UNFIT, "%s@%s: a side is one period, but %s is several", id, text,
                text);
        err_hint(&err, "write %s@%s; several periods are sides of their own", id, latest);
        return session_fail(session, &err);
    }
    if (*period >= panel->first && *period <= panel->last)
        return true;
    err_set(&err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project", text);
    return session_fail(session, &err);
}

/* "KGZ" or "KGZ@2019": a country, at the period of the reading or at one of its own. */
static bool read_side(struct session *session, const struct reading *reading, const char *text,
                      struct score_side *side)
{
    struct err err;
    const char *at = strchr(text, '@');
    const char *name = at ? arena_text(session->arena, text, (size_t)(at - text)) : text;
    if (!name || !session_country(session, name, &side->country))
        return false;
    const char *id = session->project->countries[side->country].id;
    side->score = reading->score;
    side->period = reading->last;
    side->label = at ? arena_printf(session->arena, "%s %s", id, at + 1) : id;
    if (!at)
        return true;
    if (!read_period(session, reading, id, at + 1, &side->period))
        return false;
    size_t row = score_row(reading->score, side->country, side->period);
    return !score_stored_lacks(session->arena, &reading->score->bind, row, &err) ||
           session_fail(session, &err);
}

/* Where sides stand in different periods, each says its own; false without memory. */
static bool label_periods(struct session *session, const struct reading *reading,
                          struct score_side *sides, size_t count)
{
    char period[DATE_PRINT_SIZE];
    bool differ = false;
    for (size_t i = 1; i < count; i++)
        differ = differ || sides[i].period != sides[0].period;
    for (size_t i = 0; differ && i < count; i++) {
        if (strchr(session->opt->arguments[i], '@'))
            continue;
        date_period_print(reading->axis, sides[i].period, period);
        sides[i].label = arena_printf(session->arena, "%s %s", sides[i].label, period);
        if (!sides[i].label)
            return false;
    }
    return true;
}

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    return session_fail(session, &err);
}

static bool check_arguments(struct session *session, size_t variants)
{
    struct err err;
    size_t count = session->opt->argument_count;
    if (count * variants >= 2)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark compare` wants at least two sides");
    err_hint(&err,
             "tidemark compare KGZ TJK --at 2021, or KGZ@2019 KGZ@2021, or KGZ --rule A,B, or "
             "KGZ --as-known 2021-09-30,2022-03-31");
    return session_fail(session, &err);
}

/* Every argument in every variant. */
static bool read_sides(struct session *session, const struct variants *variants,
                       struct score_side *sides)
{
    struct err err;
    size_t count = session->opt->argument_count;
    for (size_t i = 0; i < count; i++)
        for (size_t v = 0; v < variants->count; v++) {
            struct score_side *side = &sides[i * variants->count + v];
            if (!read_side(session, &variants->readings[v], session->opt->arguments[i], side))
                return false;
            if (*variants->suffixes[v])
                side->label =
                    arena_printf(session->arena, "%s %s", side->label, variants->suffixes[v]);
            size_t row = score_row(side->score, side->country, side->period);
            if (!side->label)
                return out_of_memory(session);
            if (row != SIZE_MAX && !score_trouble_zero(side->score, row, 1, &err))
                return session_fail(session, &err);
        }
    return true;
}

/* What must be said of each pair. */
static void warn_each(const struct reading *reading, const struct score_side *sides, size_t count,
                      struct rows *tidy)
{
    static const struct difference_columns columns = {.level = COMPARE_LEVEL,
                                                      .item = COMPARE_ITEM,
                                                      .value_a = COMPARE_VALUE_A,
                                                      .value_b = COMPARE_VALUE_B,
                                                      .difference = COMPARE_DIFFERENCE,
                                                      .low = COMPARE_LOW,
                                                      .high = COMPARE_HIGH,
                                                      .flags = COMPARE_FLAGS};
    size_t row = 0;
    for (size_t i = 1; i < count; i++) {
        size_t first = row;
        while (row < tidy->count && strcmp(rows_text(tidy, row, COMPARE_B), sides[i].label) == 0)
            row++;
        const char *who =
            arena_printf(tidy->arena, "%s against %s", sides[i].label, sides[0].label);
        tidy->failed = tidy->failed || !who;
        if (who)
            difference_warn(reading, who, &sides[0], &sides[i], &columns, tidy, first, row - first);
    }
}

bool cmd_compare_rows(struct session *session, struct cmd_rows *made)
{
    struct err err;
    struct variants variants;
    unsigned levels = 0;
    if (session->opt->argument_count == 0)
        return check_arguments(session, 1);
    if (!session_levels(session,
                        SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_INDICATOR |
                            SCORE_LEVEL_RESULT,
                        &levels) ||
        !variants_read(session, &variants) || !check_arguments(session, variants.count))
        return false;
    size_t arguments = session->opt->argument_count, count = arguments * variants.count;
    struct reading *reading = &variants.readings[0];
    struct score_side *sides = arena_alloc(session->arena, count, sizeof *sides);
    if (!sides)
        return out_of_memory(session);
    if (!read_sides(session, &variants, sides))
        return false;
    bool dated = true;
    for (size_t i = 0; i < arguments; i++)
        dated = dated && strchr(session->opt->arguments[i], '@');
    if (dated)
        reading->default_why = NULL;
    struct score_options options = session_score_options(session, reading->first, reading->last);
    if (variants.count == 1 && !label_periods(session, reading, sides, count))
        return out_of_memory(session);
    made->tidy = score_compare(session->arena, sides, count, levels, &options, &err);
    if (!made->tidy)
        return session_fail(session, &err);
    warn_each(reading, sides, count, made->tidy);
    if (!made->bare)
        made->single = display_compare(session, reading, made->tidy);
    if (!made->bare && !made->single)
        return out_of_memory(session);
    variants_meta(session, &variants, made->tidy);
    return true;
}

/* Whether a word names a scenario, or several one after another: a file of the project's, or a
 * path; a country of that name goes before. */
static bool is_scenario(struct session *session, const char *word)
{
    struct err err;
    const char *const *names = NULL;
    struct text first = {word, strcspn(word, "+")};
    if (project_country(session->project, text_of(word)) != UINT32_MAX)
        return false;
    if (session_script_is_path(word))
        return true;
    size_t count = session_script_names(session, SESSION_SCENARIOS, &names, &err);
    for (size_t i = 0; count != SIZE_MAX && i < count; i++)
        if (text_is(first, names[i]))
            return true;
    return false;
}

enum err_status cmd_compare(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (!session_open(&session, opt, false))
        return session_close(&session);
    if (opt->argument_count > 1 && is_scenario(&session, opt->arguments[0]))
        cmd_scenario_compare(&session, opt->arguments, opt->argument_count);
    else if (cmd_compare_rows(&session, &made))
        show_rows(&session, made.tidy, made.single);
    return session_close(&session);
}
