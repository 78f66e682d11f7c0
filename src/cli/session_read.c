#include "cli/session.h"

#include "base/file.h"

#include <stdio.h>
#include <math.h>
#include <string.h>

/* Scripts are found by name; a name is checked before it becomes a path. */
static bool is_script_name(const char *name)
{
    if (!*name)
        return false;
    for (const char *c = name; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_'))
            return false;
    return true;
}

static const char *module_text(void *context, enum worker_module module, const char *name,
                               const char **file, size_t *length)
{
    struct session *session = context;
    struct err err;
    if (!is_script_name(name))
        return NULL;
    const char *folder = module == WORKER_RULE ? "scripts/rules" : "scripts/lib";
    char *path = arena_printf(session->arena, "%s/%s.lua", folder, name);
    char *full = path ? file_join(session->arena, session->root, path) : NULL;
    *file = path;
    if (full && !file_exists(full))
        return NULL;
    const char *text = full ? file_read(session->arena, full, 1024 * 1024, length, &err) : NULL;
    if (!full)
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", name);
    /* To the script it is as if there were none; the user sees why. */
    if (!text)
        err_list_add(&session->problems, &err);
    return text;
}

/* Runs the script at path and reads the rule it returns. */
static struct rule *load_rule(struct session *session, const char *name, const char *file,
                              const char *path)
{
    struct err err;
    size_t length = 0;
    struct worker_resolver resolver = {module_text, session};
    const char *text = file_read(session->arena, path, 1024 * 1024, &length, &err);
    const struct value *value =
        text ? worker_load(session->worker, session->arena, file, text, length, &resolver, &err)
             : NULL;
    if (!value) {
        err_list_add(&session->problems, &err);
        return NULL;
    }
    return rule_read(session->arena, name, file, (struct text){text, length}, value,
                     session->project->codebook, &session->problems);
}

static void suggest_rule(struct session *session, const char *name, struct err *err)
{
    struct err ignored;
    const char **files = NULL;
    char *folder = file_join(session->arena, session->root, "scripts/rules");
    size_t count = folder ? file_list(session->arena, folder, ".lua", &files, &ignored) : 0;
    if (count == SIZE_MAX || count == 0) {
        err_hint(err, "rules are Lua files in scripts/rules/");
        return;
    }
    for (size_t i = 0; i < count; i++)
        files[i] = arena_text(session->arena, files[i], strlen(files[i]) - 4);
    size_t near = text_nearest(text_of(name), files, count);
    struct text_buffer all = {0};
    for (size_t i = 0; i < count; i++)
        text_add_format(&all, "%s%s", i ? ", " : "", files[i]);
    if (near != SIZE_MAX)
        err_hint(err, "did you mean %s?", files[near]);
    else
        err_hint(err, "the project has %s", all.bytes ? all.bytes : "");
    text_buffer_free(&all);
}

const struct rule *session_rule(struct session *session, const char *name)
{
    struct err err;
    if (!name)
        name = session->opt->rule ? session->opt->rule : session->project->codebook->rule;
    if (!name)
        return rule_default(session->arena, session->project->codebook);
    size_t length = strlen(name);
    if (strchr(name, '/') || (length > 4 && strcmp(name + length - 4, ".lua") == 0))
        return load_rule(session, name, name, name);
    char *file = arena_printf(session->arena, "scripts/rules/%s.lua", name);
    char *path = file ? file_join(session->arena, session->root, file) : NULL;
    if (path && is_script_name(name) && file_exists(path))
        return load_rule(session, name, file, path);
    err_set(&err, ERR_ARGUMENT, "there is no rule \"%s\" in scripts/rules", name);
    suggest_rule(session, name, &err);
    err_list_add(&session->problems, &err);
    return NULL;
}

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

static bool choose_default(struct session *session, const struct score *score,
                           struct reading *reading)
{
    struct err err;
    size_t with = 0, all = session->project->country_count;
    int32_t period = 0;
    char name[DATE_PRINT_SIZE];
    if (!score_default_period(score, &period, &with)) {
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
    struct score_options options = session_score_options(session, reading->first, reading->last);
    struct err err;
    if (!rule || !in_index)
        return out_of_memory(session);
    *rule = *reading->rule;
    for (size_t i = 0; i < codebook->node_count; i++)
        in_index[i] = reading->rule->in_index[i] && codebook->nodes[i].role == ROLE_OUTCOME;
    rule->in_index = in_index;
    options.draws = 0;
    reading->without = score_run(session->arena, reading->panel, rule, &options, &err);
    return reading->without || session_fail(session, &err);
}

static bool run_score(struct session *session, struct reading *reading, size_t draws)
{
    struct err err;
    struct score_options options = session_score_options(session, reading->first, reading->last);
    options.draws = draws;
    reading->score = score_run(session->arena, reading->panel, reading->rule, &options, &err);
    if (!reading->score)
        return session_fail(session, &err);
    return !reading->rule->counts_lever || run_without(session, reading);
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
    return read_panel(session, reading) && run_score(session, reading, (size_t)session->opt->draws);
}

bool session_read(struct session *session, struct reading *reading)
{
    size_t draws = (size_t)session->opt->draws;
    if (!read_panel(session, reading))
        return false;
    if (reading->chosen)
        return run_score(session, reading, draws);
    return run_score(session, reading, 0) && choose_default(session, reading->score, reading) &&
           (draws == 0 || run_score(session, reading, draws));
}

static bool level_of(const char *word, size_t length, unsigned *level)
{
    static const char *const names[] = {"index", "pillar", "group", "indicator"};
    for (unsigned i = 0; i < 4; i++) {
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
                    "--level %.*s: the levels are index, pillar, group "
                    "and indicator",
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
        double value = row == SIZE_MAX ? NAN : score_value(score, score->items - 1, row);
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
