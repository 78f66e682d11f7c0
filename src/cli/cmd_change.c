#include "base/number.h"
#include "cli/change.h"
#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/show.h"
#include "cli/variants.h"

#include <math.h>
#include <string.h>

static bool fail(struct session *session, enum err_code code, const char *sentence)
{
    struct err err;
    err_set(&err, code, "%s", sentence);
    err_hint(&err, "tidemark change KGZ 2019 2021");
    return session_fail(session, &err);
}

/* There is one period, and one state of it. */
static bool wants_two(struct session *session)
{
    struct err err;
    err_set(&err, ERR_ARGUMENT,
            "`tidemark change` wants a country and two periods, or one period "
            "in two states");
    err_hint(&err,
             "tidemark change KGZ 2019 2021; of one period two rules, --rule A,B, or two days, "
             "--as-known DATE,DATE");
    return session_fail(session, &err);
}

/* Whether a word is a period of the project's; err says why not. */
static bool find_period(const struct reading *reading, const char *text, int32_t *period,
                        struct err *err)
{
    const struct panel_options *panel = &reading->panel->options;
    enum date_problem problem = date_period_parse(reading->axis, text, strlen(text), period);
    if (problem != DATE_OK)
        err_set(err, ERR_PERIOD_UNFIT, "%s is %s", text, date_problem_text(problem));
    else if (*period < panel->first || *period > panel->last)
        err_set(err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project", text);
    else
        return true;
    return err_hint(err, "tidemark change KGZ 2019 2021: countries, then the two periods");
}

/* The largest parts first, of indicators and of rules; what adds nothing stays away. */
static size_t by_size(const struct rows *tidy, size_t *order)
{
    size_t count = 0;
    for (size_t row = 0; row < tidy->count; row++) {
        double part = rows_number(tidy, row, SCORE_CHANGE_CONTRIBUTION);
        const char *level = rows_text(tidy, row, SCORE_CHANGE_LEVEL);
        bool shown = strcmp(level, "indicator") == 0 || strcmp(level, "cause") == 0;
        if (!shown || isnan(part) || fabs(part) < 1e-9)
            continue;
        size_t at = count++;
        for (; at > 0 &&
               fabs(rows_number(tidy, order[at - 1], SCORE_CHANGE_CONTRIBUTION)) < fabs(part);
             at--)
            order[at] = order[at - 1];
        order[at] = row;
    }
    return count;
}

enum { SHOWN_ITEM, SHOWN_BEFORE, SHOWN_AFTER, SHOWN_PART, SHOWN_CAUSE, SHOWN_COLUMNS };

static void add_shown(struct rows *shown, const struct reading *reading, const struct rows *tidy,
                      size_t row, double part, const char *cause)
{
    const char *level = rows_text(tidy, row, SCORE_CHANGE_LEVEL);
    const char *item = rows_text(tidy, row, SCORE_CHANGE_ITEM);
    static const char *const words[SCORE_CAUSES + 1] = {
        [SCORE_CAUSE_WEIGHT] = "What the parts weigh",
        [SCORE_CAUSE_METHOD] = "What the rules do otherwise",
        [SCORE_CAUSE_FRAME] = "What stands around it"};
    rows_add(shown);
    rows_set_text(shown, SHOWN_ITEM,
                  strcmp(level, "cause") == 0 ? words[score_change_cause(item)]
                                              : display_item(reading, level, item));
    for (size_t end = 0; end < 2 && strcmp(level, "cause") != 0; end++)
        rows_set_text(shown, SHOWN_BEFORE + end,
                      display_number(shown->arena,
                                     rows_number(tidy, row, SCORE_CHANGE_BEFORE + end),
                                     display_decimals(reading)));
    bool sampled = tidy->column_count > SCORE_CHANGE_ERROR;
    int decimals = display_decimals(reading);
    const char *error =
        sampled ? display_error(shown->arena, rows_number(tidy, row, SCORE_CHANGE_ERROR), decimals)
                : "";
    if (!isnan(part))
        rows_set_text(shown, SHOWN_PART,
                      arena_printf(shown->arena, "%s%s",
                                   display_signed(shown->arena, part, decimals), error));
    rows_set_text(shown, SHOWN_CAUSE, cause);
}

/* Why an indicator moved; of a part of the rules its name. */
static const char *cause_shown(const struct rows *tidy, size_t row)
{
    bool rules = strcmp(rows_text(tidy, row, SCORE_CHANGE_LEVEL), "cause") == 0;
    return rows_text(tidy, row, rules ? SCORE_CHANGE_ITEM : SCORE_CHANGE_CAUSE);
}

/* What each cause did to the score, where there is more than one. */
static void note_causes(const struct rows *tidy, double whole, int decimals, struct rows *shown)
{
    double parts[SCORE_CAUSES], rounded[SCORE_CAUSES];
    const char *words = "";
    size_t count = 0;
    for (size_t cause = 0; cause < SCORE_CAUSES; cause++) {
        double part = rows_number(tidy, 0, SCORE_CHANGE_PART + cause);
        parts[cause] = isnan(part) || fabs(part) < 1e-9 ? 0 : part;
        count += parts[cause] != 0;
    }
    number_round_to_sum(parts, SCORE_CAUSES, whole, decimals, rounded);
    for (size_t cause = 0; words && count > 1 && cause < SCORE_CAUSES; cause++)
        if (parts[cause] != 0)
            words = arena_printf(shown->arena, "%s%s%s %s", words, *words ? ", " : "",
                                 score_cause_word((enum score_cause)cause),
                                 display_signed(shown->arena, rounded[cause], decimals));
    shown->failed = shown->failed || !words;
    if (words && *words)
        rows_add_meta(shown, "note", "By cause: %s.", words);
}

/* The index, then the indicators that moved it, their parts rounded so that they add up. */
static struct rows *display(struct session *session, const struct reading *reading,
                            const struct rows *tidy)
{
    struct arena *arena = session->arena;
    int decimals = display_decimals(reading);
    struct rows_column *columns = arena_alloc(arena, SHOWN_COLUMNS, sizeof *columns);
    size_t *order = arena_alloc(arena, tidy->count + 1, sizeof *order);
    double *parts = arena_alloc(arena, tidy->count + 1, sizeof *parts);
    double *rounded = arena_alloc(arena, tidy->count + 1, sizeof *rounded);
    if (!columns || !order || !parts || !rounded || tidy->count == 0)
        return NULL;
    const struct rows_column all[SHOWN_COLUMNS] = {
        {"item", "", ROWS_TEXT, 0},
        {"before", rows_text(tidy, 0, SCORE_CHANGE_FROM), ROWS_TEXT, ROWS_RIGHT},
        {"after", rows_text(tidy, 0, SCORE_CHANGE_TO), ROWS_TEXT, ROWS_RIGHT},
        {"part", "Moved the score by", ROWS_TEXT, ROWS_RIGHT},
        {"cause", "", ROWS_TEXT, 0}};
    memcpy(columns, all, sizeof all);
    struct rows *shown = rows_new(arena, columns, SHOWN_COLUMNS);
    double whole =
        rows_number(tidy, 0, SCORE_CHANGE_AFTER) - rows_number(tidy, 0, SCORE_CHANGE_BEFORE);
    size_t count = by_size(tidy, order);
    for (size_t i = 0; i < count; i++)
        parts[i] = rows_number(tidy, order[i], SCORE_CHANGE_CONTRIBUTION);
    number_round_to_sum(parts, count, whole, decimals, rounded);
    if (!shown)
        return NULL;
    add_shown(shown, reading, tidy, 0, whole, "");
    for (size_t i = 0; i < count; i++)
        add_shown(shown, reading, tidy, order[i], rounded[i], cause_shown(tidy, order[i]));
    note_causes(tidy, whole, decimals, shown);
    double low = rows_number(tidy, 0, SCORE_CHANGE_LOW),
           high = rows_number(tidy, 0, SCORE_CHANGE_HIGH);
    rows_add_meta(shown, "title", "%s, %s: what moved it from %s to %s",
                  display_country(session->project, rows_text(tidy, 0, SCORE_CHANGE_COUNTRY)),
                  display_name(reading, "index"), rows_text(tidy, 0, SCORE_CHANGE_FROM),
                  rows_text(tidy, 0, SCORE_CHANGE_TO));
    if (!isnan(low))
        rows_add_meta(shown, "note", "90 %% interval of the change: %s to %s.",
                      display_signed(shown->arena, low, decimals),
                      display_signed(shown->arena, high, decimals));
    for (size_t n = 0; rows_get_meta(tidy, "warnings", n); n++)
        rows_add_meta(shown, "note", "%s.", rows_get_meta(tidy, "warnings", n));
    display_error_note(tidy, shown);
    rows_add_meta(shown, "note",
                  "Indicators are as the rule takes them%s; what moved nothing is left out.",
                  reading->rule->normalised ? ", on the scale of the score" : "");
    return shown->failed ? NULL : shown;
}

/* The rows of all countries that are named, one after another. */
static bool change_each(struct session *session, const struct change_of *change, size_t countries,
                        struct cmd_rows *made)
{
    struct err err;
    struct change_of one = *change;
    for (size_t i = 0; i < countries; i++) {
        if (!session_country(session, session->opt->arguments[i], &one.country))
            return false;
        struct rows *tidy = change_rows(session, &one, &err);
        if (!tidy)
            return session_fail(session, &err);
        made->displays[i] = made->bare ? NULL : display(session, change->after, tidy);
        if (!made->bare && !made->displays[i])
            return fail(session, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        for (size_t row = 0; i > 0 && row < tidy->count; row++)
            rows_add_like(made->tidy, tidy, row);
        for (size_t n = 0; i > 0 && rows_get_meta(tidy, "warnings", n); n++)
            rows_add_meta(made->tidy, "warnings", "%s", rows_get_meta(tidy, "warnings", n));
        made->tidy = i > 0 ? made->tidy : tidy;
    }
    made->display_count = countries;
    return true;
}

/* The periods that the last words name: two, or one where two rules or two days are compared.
 * countries receives how many words are left. */
static bool read_periods(struct session *session, struct change_of *change, size_t *countries)
{
    struct err err, why;
    const char *const *words = session->opt->arguments;
    size_t count = session->opt->argument_count;
    bool states = change->before != change->after;
    if (!find_period(change->after, words[count - 1], &change->to, &err))
        return session_fail(session, &err);
    bool two = count > 2 && find_period(change->before, words[count - 2], &change->from, &why);
    *countries = two ? count - 2 : count - 1;
    if (two && change->from >= change->to)
        return fail(session, ERR_PERIOD_UNFIT,
                    "the first period of a change comes before the second");
    if (two)
        return true;
    change->from = change->to;
    return states || (count > 2 ? session_fail(session, &why) : wants_two(session));
}

/* Both states: one reading, or two of different rules or days. */
static bool read_states(struct session *session, struct variants *variants,
                        struct change_of *change)
{
    if (!variants_read(session, variants))
        return false;
    if (variants->days > 2 || variants->rules > 2)
        return fail(session, ERR_ARGUMENT,
                    "a change goes from one state to another: --rule and --as-known name at most "
                    "two");
    *change = (struct change_of){.before = &variants->readings[0],
                                 .after = &variants->readings[variants->count - 1],
                                 .from_name = variants->suffixes[0],
                                 .to_name = variants->suffixes[variants->count - 1],
                                 .levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR |
                                           SCORE_LEVEL_INDICATOR};
    return true;
}

/* What holds for all tables stands below the last: the reading, and warnings on what is read. */
static bool note_reading(const struct session *session, const struct variants *variants,
                         const struct cmd_rows *made)
{
    struct rows *last = made->displays[made->display_count - 1];
    struct rows *meta = rows_new(session->arena, made->tidy->columns, made->tidy->column_count);
    if (!meta)
        return false;
    display_live_note(session, last);
    variants_meta(session, variants, meta);
    show_as_notes(meta, last);
    return !meta->failed && !last->failed;
}

bool cmd_change_rows(struct session *session, struct cmd_rows *made)
{
    struct variants variants;
    struct change_of change;
    size_t count = session->opt->argument_count, countries = 0;
    if (session->opt->at || session->opt->years)
        return fail(session, ERR_ARGUMENT, "the two periods of a change are its last words");
    if (count < 2)
        return wants_two(session);
    made->displays = arena_alloc(session->arena, count, sizeof(struct rows *));
    if (!made->displays)
        return fail(session, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    if (!read_states(session, &variants, &change) || !read_periods(session, &change, &countries))
        return false;
    for (size_t i = 0; i < variants.count; i++) {
        variants.readings[i].first = change.from;
        variants.readings[i].last = change.to;
    }
    if (!change_each(session, &change, countries, made))
        return false;
    if (!made->bare && !note_reading(session, &variants, made))
        return fail(session, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    variants_meta(session, &variants, made->tidy);
    return true;
}

enum err_status cmd_change(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_change_rows(&session, &made))
        show_several(&session, made.tidy, made.displays, made.display_count);
    return session_close(&session);
}
