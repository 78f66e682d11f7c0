#include "cli/session.h"

#include <stdio.h>
#include <math.h>
#include <string.h>

static bool period_problem(struct session *session, const char *option, const char *text,
                           enum date_problem problem)
{
    struct err err;
    err_set(&err, ERR_PERIOD_UNFIT, "%s %s is %s", option, text, date_problem_text(problem));
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
    options.frame = reading->frame;
    return options;
}

static bool choose_default(struct session *session, struct reading *reading)
{
    struct err err;
    struct score_options options = options_of(session, reading);
    size_t with = 0, all = session->project->country_count;
    int32_t period = 0;
    char name[DATE_PRINT_SIZE];
    if (!score_default_period(session->arena, reading->panel, reading->rule, &options, &period,
                              &with, &err))
        return session_fail(session, &err);
    if (with == 0) {
        err_set(&err, ERR_NO_SCORE, "no country has an index in any period under rule %s",
                reading->rule->name);
        err_hint(&err, "tidemark status shows what is missing");
        return session_fail(session, &err);
    }
    reading->first = reading->last = period;
    date_period_print(reading->axis, period, name);
    reading->default_why =
        with == all
            ? arena_printf(session->arena,
                           "%s: the latest period in which every country has an index", name)
            : arena_printf(session->arena,
                           "%s: the latest period in which %zu of %zu countries have an "
                           "index (never all)",
                           name, with, all);
    return true;
}

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
    return session_fail(session, &err);
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

/* Scores the periods shown, or (around) all of them. */
static bool run_score(struct session *session, struct reading *reading, bool around)
{
    struct err err;
    struct score_options options = options_of(session, reading);
    options.windowed = !around;
    options.first = reading->first;
    options.last = reading->last;
    reading->score = score_run(session->arena, reading->panel, reading->rule, &options, &err);
    if (!reading->score)
        return session_fail(session, &err);
    /* A formula without what it names is another formula. */
    bool leaves_out =
        reading->rule->counts_lever && !reading->rule->score && !reading->rule->index.formula;
    return !leaves_out || run_without(session, reading);
}

/* What is odd about the rule itself; that it counts a lever is said with the result. */
static void say_rule_warnings(const struct session *session, const struct rule *rule)
{
    char text[4096];
    for (size_t i = 0; i < session->problems.count && !session->opt->quiet; i++) {
        const struct err *problem = &session->problems.items[i];
        if (problem->severity == ERR_WARNING && problem->place.file && rule->file &&
            strcmp(problem->place.file, rule->file) == 0 && problem->code != ERR_RULE_BESIDE) {
            err_print(problem, false, text, sizeof text);
            fputs(text, stderr);
        }
    }
}

static bool read_panel(struct session *session, struct reading *reading)
{
    const struct rule *rule = session_rule(session, NULL);
    if (!rule) {
        session_report(session, false);
        return false;
    }
    *reading = (struct reading){.rule = rule};
    say_rule_warnings(session, rule);
    if (rule->frame) {
        reading->frame = frame_load(session->arena, session->root, rule->frame, &session->problems);
        if (!reading->frame) {
            session_report(session, false);
            return false;
        }
    }
    struct panel_options panel = {.values = rule->values,
                                  .live = session->opt->live,
                                  .as_known = INT32_MAX,
                                  .as_of = INT32_MAX};
    if (!choose_axis(session, &panel.axis))
        return false;
    reading->axis = panel.axis;
    span_of(session->project, panel.axis, &panel.first, &panel.last);
    if (!choose_periods(session, &panel, reading) || !choose_vintage(session, &panel))
        return false;
    if (reading->chosen && reading->first < panel.first)
        panel.first = reading->first;
    if (reading->chosen && reading->last > panel.last)
        panel.last = reading->last;
    reading->panel = panel_build(session->arena, session->project, &panel);
    if (reading->panel && !reading->chosen) {
        reading->first = panel.first;
        reading->last = panel.last;
    }
    return reading->panel || out_of_memory(session);
}

bool session_read_span(struct session *session, struct reading *reading)
{
    return read_panel(session, reading) && run_score(session, reading, false);
}

static bool read(struct session *session, struct reading *reading, bool around)
{
    return read_panel(session, reading) && (reading->chosen || choose_default(session, reading)) &&
           run_score(session, reading, around);
}

bool session_read(struct session *session, struct reading *reading)
{
    return read(session, reading, false);
}

bool session_read_around(struct session *session, struct reading *reading)
{
    return read(session, reading, true);
}

static bool level_of(const char *word, size_t length, unsigned *level)
{
    static const char *const names[] = {"index", "pillar", "group", "indicator", "result"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], word, length) == 0) {
            *level = 1U << i;
            return true;
        }
    }
    return false;
}

bool session_levels(struct session *session, unsigned fallback, unsigned *levels)
{
    struct err err;
    const char *list = session->opt->level;
    *levels = list ? 0 : fallback;
    while (list && *list) {
        size_t length = strcspn(list, ",");
        unsigned level = 0;
        if (!level_of(list, length, &level)) {
            err_set(&err, ERR_OPTION_VALUE,
                    "--level %.*s: the levels are index, pillar, group, indicator "
                    "and result",
                    (int)length, list);
            return session_fail(session, &err);
        }
        *levels |= level;
        list += length + (list[length] == ',');
    }
    return true;
}

static void meta_reading(const struct session *session, const struct reading *reading,
                         struct rows *rows)
{
    char text[DATE_PRINT_SIZE];
    const struct opt *opt = session->opt;
    static const char *const values[] = {"all", "published", "coded"};
    rows_add_meta(rows, "rule", "%s", reading->rule->name);
    if (reading->rule->title)
        rows_add_meta(rows, "rule_title", "%s", reading->rule->title);
    rows_add_meta(rows, "values", "%s", values[reading->rule->values]);
    date_period_print(reading->axis, reading->first, text);
    rows_add_meta(rows, "first_period", "%s", text);
    date_period_print(reading->axis, reading->last, text);
    rows_add_meta(rows, "last_period", "%s", text);
    rows_add_meta(rows, "reading", "%s", opt->live ? "live" : "base");
    if (opt->as_known)
        rows_add_meta(rows, "as_known", "%s", opt->as_known);
    rows_add_meta(rows, "seed", "%.0f", opt->seed);
    rows_add_meta(rows, "draws", "%.0f", opt->draws);
    rows_add_meta(rows, "provisional_codings", "%zu", reading->score->drafts);
    rows_add_meta(rows, "values_present", "%zu", reading->score->present);
    rows_add_meta(rows, "values_exact", "%zu", reading->score->exact);
}

/* "without levers the index of 2021 is 25.9 (Kazakhstan), n/a (Tajikistan)". */
static void meta_without(const struct session *session, const struct reading *reading,
                         struct rows *rows)
{
    const struct score *score = reading->without;
    const struct project *project = session->project;
    struct text_buffer text = {0};
    char period[DATE_PRINT_SIZE];
    date_period_print(reading->axis, reading->last, period);
    for (uint32_t c = 0; c < project->country_count; c++) {
        size_t row = score_row(score, c, reading->last);
        double value = row == SIZE_MAX ? NAN : score_value(score, score_index(score), row);
        text_add_string(&text, c ? ", " : "");
        if (isnan(value))
            text_add_string(&text, "n/a");
        else
            text_add_format(&text, "%.1f", value);
        text_add_format(&text, " (%s)", project->countries[c].name);
    }
    rows_add_meta(rows, "warnings", "without levers the index of %s is %s", period,
                  text.bytes ? text.bytes : "n/a");
    text_buffer_free(&text);
}

static void meta_warnings(const struct session *session, const struct reading *reading,
                          struct rows *rows)
{
    size_t drafts = reading->score->drafts;
    if (drafts > 0)
        rows_add_meta(rows, "warnings",
                      "%zu provisional coding%s (coder: draft) stand%s behind these figures: one "
                      "person's reading of the study, not reviewed",
                      drafts, drafts == 1 ? "" : "s", drafts == 1 ? "s" : "");
    if (reading->rule->counts_lever)
        rows_add_meta(rows, "warnings",
                      "rule %s counts a lever pillar in the headline: what donors do is no merit "
                      "of the country; compare with a rule that leaves it out",
                      reading->rule->name);
    if (reading->without)
        meta_without(session, reading, rows);
}

void session_meta(const struct session *session, const struct reading *reading, struct rows *rows)
{
    const struct project *project = session->project;
    rows_add_meta(rows, "engine", "tidemark %s", TIDEMARK_VERSION);
    rows_add_meta(rows, "codebook", "%s", project->codebook->id);
    if (project->codebook->version)
        rows_add_meta(rows, "codebook_version", "%s", project->codebook->version);
    if (reading) {
        meta_reading(session, reading, rows);
        meta_warnings(session, reading, rows);
    }
    for (size_t i = 0; i < project->file_count; i++)
        rows_add_meta(rows, "inputs", "%s sha256:%s", project->files[i].path,
                      project->files[i].sha256);
}
