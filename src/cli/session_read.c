#include "cli/session.h"

#include <stdio.h>
#include <math.h>
#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
    return session_fail(session, &err);
}

static bool period_problem(struct session *session, const char *option, const char *text,
                           enum date_problem problem)
{
    struct err err;
    static const char digits[] = "0123456789";
    size_t first = strspn(text, digits), second = first == 4 ? strspn(text + 5, digits) : 0;
    err_set(&err, ERR_PERIOD_UNFIT, "%s %s is %s", option, text, date_problem_text(problem));
    /* 2015-2020, 2015:2020 */
    if (second == 4 && text[9] == '\0')
        err_hint(&err, "a range has two dots: %.4s..%s", text, text + 5);
    return session_fail(session, &err);
}

static bool choose_axis(struct session *session, enum date_axis *axis)
{
    static const char *const names[] = {"year", "quarter", "month"};
    struct err err;
    *axis = session->project->codebook->axis;
    for (int i = 0; session->opt->period && i < 3; i++) {
        if (strcmp(session->opt->period, names[i]) == 0) {
            *axis = (enum date_axis)i;
            return true;
        }
    }
    if (!session->opt->period)
        return true;
    err_set(&err, ERR_OPTION_VALUE, "--period %s: it is year, quarter or month",
            session->opt->period);
    return session_fail(session, &err);
}

/* All periods of the project: the codebook's span, else those its observations are dated in. */
static void span_of(const struct project *project, enum date_axis axis, int32_t *first,
                    int32_t *last)
{
    const struct codebook *codebook = project->codebook;
    int32_t from = INT32_MAX, to = INT32_MIN;
    if (codebook->span_first <= codebook->span_last) {
        from = date_period_first_day(codebook->axis, codebook->span_first);
        to = date_period_last_day(codebook->axis, codebook->span_last);
    }
    if (codebook->span_first > codebook->span_last)
        project_days(project, &from, &to);
    *first = from <= to ? date_period_of(axis, from) : 0;
    *last = from <= to ? date_period_of(axis, to) : 0;
}

/* Reads --years and --at into the panel's options and the periods to show. */
static bool choose_periods(struct session *session, struct panel_options *panel,
                           struct reading *reading)
{
    struct err err;
    const struct opt *opt = session->opt;
    if (opt->years && opt->at) {
        err_set(&err, ERR_ARGUMENT, "--years and --at exclude each other");
        return session_fail(session, &err);
    }
    const char *text = opt->years ? opt->years : opt->at;
    if (!text)
        return true;
    struct date date = {0};
    enum date_problem problem = date_parse(text, strlen(text), &date);
    if (problem != DATE_OK)
        return period_problem(session, opt->years ? "--years" : "--at", text, problem);
    reading->chosen = true;
    reading->first = date_period_of(panel->axis, opt->years ? date.first : date.last);
    reading->last = date_period_of(panel->axis, date.last);
    if (reading->last - reading->first > 10000) {
        err_set(&err, ERR_PERIOD_UNFIT, "%s asks for more than 10,000 periods", text);
        return session_fail(session, &err);
    }
    if (opt->at && date.last < date_period_last_day(panel->axis, reading->last))
        panel->as_of = date.last;
    return true;
}

static bool choose_vintage(struct session *session, struct panel_options *panel)
{
    const char *text = session->opt->as_known;
    struct date date;
    if (!text)
        return true;
    enum date_problem problem = date_parse(text, strlen(text), &date);
    if (problem != DATE_OK)
        return period_problem(session, "--as-known", text, problem);
    panel->as_known = date.last;
    return true;
}

/* The options of a score whose periods first..last are shown. */
static struct score_options options_of(struct session *session, const struct reading *reading)
{
    struct score_options options = session_score_options(session, reading->first, reading->last);
    options.host = &session->formulas;
    return options;
}

static bool no_default(struct session *session, const struct readings *readings)
{
    struct err err;
    if (readings->count == 1)
        err_set(&err, ERR_NO_SCORE, "no country has an index in any period under rule %s",
                readings->items->rule->name);
    else
        err_set(&err, ERR_NO_SCORE,
                "there is no period in which a country has an index under each of these rules: %s",
                session->opt->rule);
    err_hint(&err, readings->count == 1 ? "tidemark status shows what is missing"
                                        : "--at or --years shows others");
    return session_fail(session, &err);
}

/* The latest period in which most countries have an index, under every rule. */
static bool choose_default(struct session *session, struct readings *readings)
{
    struct err err;
    const struct panel *panel = readings->items->panel;
    bool *there = arena_alloc(session->arena, panel->rows, sizeof *there);
    size_t with = 0, all = session->project->country_count;
    int32_t period = 0;
    char name[DATE_PRINT_SIZE];
    if (!there)
        return out_of_memory(session);
    memset(there, true, panel->rows * sizeof *there);
    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->items[i];
        struct score_options options = options_of(session, reading);
        if (!score_have_index(session->arena, reading->panel, reading->rule, &options, there, &err))
            return session_fail(session, &err);
    }
    score_latest_fullest(panel, there, &period, &with);
    if (with == 0)
        return no_default(session, readings);
    date_period_print(readings->items->axis, period, name);
    const char *under = readings->count == 1 ? "" : " under every rule";
    const char *why =
        with == all ? arena_printf(session->arena,
                                   "%s: the latest period in which every country has an index%s",
                                   name, under)
                    : arena_printf(session->arena,
                                   "%s: the latest period in which %zu of %zu countries have an "
                                   "index%s (never all)",
                                   name, with, all, under);
    for (size_t i = 0; i < readings->count; i++) {
        readings->items[i].first = readings->items[i].last = period;
        readings->items[i].default_why = why;
    }
    return true;
}

/* A rule that counts a lever shows what the index is without: the reader sees both. */
static bool run_without(struct session *session, struct reading *reading)
{
    const struct codebook *codebook = session->project->codebook;
    struct rule *rule = arena_alloc(session->arena, 1, sizeof *rule);
    bool *in_index = arena_alloc(session->arena, codebook->node_count, sizeof *in_index);
    struct score_options options = options_of(session, reading);
    struct err err;
    if (!rule || !in_index)
        return out_of_memory(session);
    *rule = *reading->rule;
    for (size_t i = 0; i < codebook->node_count; i++)
        in_index[i] = reading->rule->in_index[i] && codebook->nodes[i].role == ROLE_OUTCOME;
    rule->in_index = in_index;
    options.draws = 0;
    options.windowed = true;
    options.first = reading->first;
    options.last = reading->last;
    reading->without = score_run(session->arena, reading->panel, rule, &options, &err);
    return reading->without || session_fail(session, &err);
}

void session_read_by_row(const struct formula *formula, struct err *notice)
{
    bool traced = formula->step_count > 0;
    err_set(notice, ERR_CODE_NONE,
            "this formula runs for one country and period at a time, which is slower: %s",
            traced ? "worked out for all at once it gives something else, because ==, ~=, and, or, "
                     "not see no figures there"
                   : formula->untraced);
    notice->severity = ERR_NOTICE;
    uint32_t line = formula->line;
    if (!traced && formula->untraced_line)
        line = formula->untraced_line;
    err_at(notice, (struct err_place){.file = formula->file, .line = line});
}

/* A formula that runs row by row is said once, with the line that is the cause. */
static void say_by_row(struct session *session, const struct score *score)
{
    char text[4096];
    struct err notice;
    for (size_t i = 0; i < score->compile->call_count; i++) {
        const struct formula *formula = score->compile->calls[i].formula;
        const struct session_said *said = session->said;
        while (said && said->formula != formula)
            said = said->earlier;
        struct session_said *now = said ? NULL : arena_alloc(session->lasting, 1, sizeof *now);
        if (!now)
            continue;
        *now = (struct session_said){formula, session->said};
        session->said = now;
        session_read_by_row(formula, &notice);
        err_print(&notice, false, text, sizeof text);
        if (!session->opt->quiet)
            fputs(text, stderr);
    }
}

/* Scores the periods shown, or all of them. */
static bool run_score(struct session *session, const struct session_ask *ask,
                      struct reading *reading)
{
    struct err err;
    struct score_options options = options_of(session, reading);
    options.windowed = !ask->around;
    options.first = reading->first;
    options.last = reading->last;
    options.draws = ask->exact ? 0 : options.draws;
    reading->score = score_run(session->arena, reading->panel, reading->rule, &options, &err);
    if (!reading->score)
        return session_fail(session, &err);
    say_by_row(session, reading->score);
    if (!score_remarks(session->arena, reading->score, reading->first, reading->last, UINT32_MAX,
                       &reading->remarks))
        return out_of_memory(session);
    /* A formula without what it names is another formula. */
    bool leaves_out =
        reading->rule->counts_lever && !reading->rule->score && !reading->rule->index.formula;
    return !leaves_out || run_without(session, reading);
}

/* What is odd about the rule itself; that it counts a lever is said with the result. */
static void say_rule_warnings(const struct session *session, const struct rule *rule)
{
    char text[4096];
    struct session_rule *known = session->rules;
    while (known && known->rule != rule)
        known = known->earlier;
    if (known && known->said)
        return;
    if (known)
        known->said = true;
    for (size_t i = 0; i < session->problems.count && !session->opt->quiet; i++) {
        const struct err *problem = &session->problems.items[i];
        if (problem->severity == ERR_WARNING && problem->place.file && rule->file &&
            strcmp(problem->place.file, rule->file) == 0 && problem->code != ERR_RULE_BESIDE) {
            err_print(problem, false, text, sizeof text);
            fputs(text, stderr);
        }
    }
}

/* The rules that are asked for. */
static bool read_rules(struct session *session, const struct session_ask *ask,
                       struct readings *readings)
{
    const char *const *names = NULL;
    const char *otherwise = ask->scenario ? session->project->codebook->scenario_rule : NULL;
    if (!session_rule_names(session, ask->several, &names, &readings->count))
        return false;
    struct reading *items = arena_alloc(session->arena, readings->count, sizeof *items);
    if (!items)
        return out_of_memory(session);
    bool good = true;
    for (size_t i = 0; i < readings->count; i++) {
        const struct rule *rule = session_rule(session, names[i] ? names[i] : otherwise);
        items[i] = (struct reading){.rule = rule};
        good = good && rule;
    }
    readings->items = items;
    if (!good)
        session_report(session, false);
    for (size_t i = 0; good && i < readings->count; i++)
        say_rule_warnings(session, items[i].rule);
    return good;
}

/* One panel serves all rules that read the same observations. */
static bool build_panels(struct session *session, const struct panel_options *options,
                         struct readings *readings)
{
    for (size_t i = 0; i < readings->count; i++) {
        struct reading *reading = &readings->items[i];
        for (size_t j = 0; j < i; j++)
            if (readings->items[j].rule->values == reading->rule->values)
                reading->panel = readings->items[j].panel;
        struct panel_options own = *options;
        own.values = reading->rule->values;
        if (!reading->panel)
            reading->panel = panel_build(session->arena, session->project, &own);
        if (!reading->panel)
            return out_of_memory(session);
    }
    return true;
}

static bool read_panels(struct session *session, struct readings *readings)
{
    struct reading shown = {0};
    struct panel_options panel = {
        .live = session->opt->live, .as_known = INT32_MAX, .as_of = INT32_MAX};
    if (!choose_axis(session, &panel.axis))
        return false;
    span_of(session->project, panel.axis, &panel.first, &panel.last);
    if (!choose_periods(session, &panel, &shown) || !choose_vintage(session, &panel))
        return false;
    if (shown.chosen && shown.first < panel.first)
        panel.first = shown.first;
    if (shown.chosen && shown.last > panel.last)
        panel.last = shown.last;
    for (size_t i = 0; i < readings->count; i++) {
        struct reading *reading = &readings->items[i];
        reading->axis = panel.axis;
        reading->chosen = shown.chosen;
        reading->first = shown.chosen ? shown.first : panel.first;
        reading->last = shown.chosen ? shown.last : panel.last;
    }
    return build_panels(session, &panel, readings);
}

bool session_read_whole(struct session *session, const struct rule *rule, const struct panel *panel,
                        struct reading *reading, struct err *err)
{
    const struct project *project = session->project;
    struct panel_options span = {.axis = project->codebook->axis,
                                 .values = rule->values,
                                 .as_known = INT32_MAX,
                                 .as_of = INT32_MAX};
    span_of(project, span.axis, &span.first, &span.last);
    *reading = (struct reading){
        .rule = rule, .panel = panel, .axis = span.axis, .first = span.first, .last = span.last};
    if (!reading->panel)
        reading->panel = panel_build(session->arena, project, &span);
    struct score_options options = options_of(session, reading);
    options.draws = 0;
    reading->score =
        reading->panel ? score_run(session->arena, reading->panel, rule, &options, err) : NULL;
    if (!reading->panel ||
        (reading->score && !score_remarks(session->arena, reading->score, span.first, span.last,
                                          UINT32_MAX, &reading->remarks)))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
    return reading->score != NULL;
}

bool session_read_rules(struct session *session, const struct session_ask *ask,
                        struct readings *readings)
{
    *readings = (struct readings){0};
    if (!read_rules(session, ask, readings) || !read_panels(session, readings))
        return false;
    if (!ask->span && !ask->unscored && !readings->items->chosen &&
        !choose_default(session, readings))
        return false;
    for (size_t i = 0; i < readings->count && !ask->unscored; i++)
        if (!run_score(session, ask, &readings->items[i]))
            return false;
    return true;
}

bool session_read(struct session *session, const struct session_ask *ask, struct reading *reading)
{
    struct readings readings;
    if (!session_read_rules(session, ask, &readings))
        return false;
    *reading = readings.items[0];
    return true;
}
