#include "cli/check_conflicts.h"
#include "cli/cmd.h"
#include "cli/show.h"

#include "base/file.h"
#include "model/edition.h"

#include <stdio.h>
#include <string.h>

enum {
    CHECK_FILE,
    CHECK_LINE,
    CHECK_COLUMN,
    CHECK_SEVERITY,
    CHECK_CODE,
    CHECK_PATH,
    CHECK_MESSAGE,
    CHECK_HINT
};

static const struct rows_column check_columns[] = {
    [CHECK_FILE] = {"file", NULL, ROWS_TEXT, 0},
    [CHECK_LINE] = {"line", NULL, ROWS_NUMBER, 0},
    [CHECK_COLUMN] = {"column", NULL, ROWS_NUMBER, 0},
    [CHECK_SEVERITY] = {"severity", NULL, ROWS_TEXT, 0},
    [CHECK_CODE] = {"code", NULL, ROWS_TEXT, 0},
    [CHECK_PATH] = {"path", NULL, ROWS_TEXT, 0},
    [CHECK_MESSAGE] = {"message", NULL, ROWS_TEXT, 0},
    [CHECK_HINT] = {"hint", NULL, ROWS_TEXT, 0},
};

static struct rows *problem_rows(struct session *session)
{
    static const char *const severities[] = {"error", "warning", "notice"};
    struct rows *rows =
        rows_new(session->arena, check_columns, sizeof check_columns / sizeof *check_columns);
    for (size_t i = 0; rows && i < session->problems.count; i++) {
        const struct err *err = &session->problems.items[i];
        char code[8];
        *code = '\0';
        if (err->code != ERR_CODE_NONE)
            err_code_text(err->code, code);
        rows_add(rows);
        rows_set_text(rows, CHECK_FILE, err->place.file);
        if (err->place.line) {
            rows_set_number(rows, CHECK_LINE, err->place.line);
            rows_set_number(rows, CHECK_COLUMN, err->place.column);
        }
        rows_set_text(rows, CHECK_SEVERITY, severities[err->severity]);
        rows_set_text(rows, CHECK_CODE, arena_text(session->arena, code, strlen(code)));
        rows_set_text(rows, CHECK_PATH, err->path);
        rows_set_text(rows, CHECK_MESSAGE, err->sentence);
        rows_set_text(rows, CHECK_HINT, err->hint);
    }
    return rows;
}

/* What only shows when a rule is put together: a stored frame that is not there, a formula that
 * needs itself, a country that is none; and formulas that run row by row. */
static void check_compiled(struct session *session, const struct rule *rule)
{
    struct err err;
    struct compile_options options = {.project = session->project};
    if (rule->frame && !frame_load(session->arena, session->root, rule->frame, &session->problems))
        return;
    const struct compile *compile =
        compile_rule(session->arena, rule, session->project->codebook, &options, &err);
    if (!compile) {
        if (!err.place.file)
            err_at(&err, (struct err_place){.file = rule->file});
        err_list_add(&session->problems, &err);
    }
    for (size_t i = 0; compile && i < compile->call_count; i++) {
        session_read_by_row(compile->calls[i].formula, &err);
        err_list_add(&session->problems, &err);
    }
}

static bool has_formula(const struct session *session, const struct rule *rule)
{
    bool found = rule->score || rule->index.formula;
    for (size_t i = 0; !found && i < session->project->codebook->node_count; i++)
        found = rule->nodes[i].formula != NULL;
    return found;
}

/* What results of formulas are like. panels are those built before, by the rule's `values`. What
 * keeps a rule from being scored is said when it is. */
static void check_results(struct session *session, const struct rule *rule,
                          const struct panel *panels[])
{
    struct err err;
    struct reading reading;
    if (session->problems.errors > 0 || !has_formula(session, rule))
        return;
    bool done = session_read_whole(session, rule, panels[rule->values], &reading, &err);
    panels[rule->values] = reading.panel;
    if (!done && err.code == ERR_OUT_OF_MEMORY)
        err_list_add(&session->problems, &err);
    for (size_t i = 0; done && i < reading.remarks.count; i++) {
        session_remark(&reading, &reading.remarks.items[i], &err);
        err_list_add(&session->problems, &err);
    }
}

/* Every rule in scripts/rules is run, read and put together, as a score by it would. */
static size_t check_rules(struct session *session)
{
    struct err err;
    const char **names = NULL;
    const struct panel *panels[PANEL_CODED + 1] = {NULL};
    char *folder = file_join(session->arena, session->root, "scripts/rules");
    size_t count = folder ? file_list(session->arena, folder, ".lua", &names, &err) : 0;
    if (count == SIZE_MAX) {
        err_list_add(&session->problems, &err);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_text(session->arena, names[i], strlen(names[i]) - 4);
        const struct rule *rule = name ? session_rule(session, name) : NULL;
        if (rule)
            check_compiled(session, rule);
        if (rule)
            check_results(session, rule, panels);
    }
    return count;
}

/* What was checked beside the data. */
struct counts {
    size_t rules;
    size_t levers;
    size_t scenarios;
};

/* Whether a scenario that was read has a step of that id. */
static bool is_step(const struct session *session, const char *id)
{
    for (const struct session_scenario *at = session->scenarios; at; at = at->earlier)
        for (size_t i = 0; at->scenario && i < at->scenario->step_count; i++)
            if (strcmp(at->scenario->steps[i].id, id) == 0)
                return true;
    return false;
}

/* A lever may wait for a step of any scenario; when none has it, it is a slip of the pen. */
static void check_causes(struct session *session, const struct lever *lever,
                         const struct lever_cause *causes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct err err;
        if (!causes[i].step || is_step(session, causes[i].step))
            continue;
        err_set(&err, ERR_SCENARIO_NAME,
                "an interaction of %s waits for \"%s\", which is no lever, and no scenario has a "
                "step of that id",
                lever->id, causes[i].step);
        err_at(&err, (struct err_place){.file = lever->file});
        err.severity = ERR_WARNING;
        err_list_add(&session->problems, &err);
    }
}

/* Every lever and scenario is run and read. */
static void check_scenarios(struct session *session, struct counts *counts)
{
    struct err err;
    const char *const *names = NULL;
    const struct levers *levers = session_levers(session);
    bool complete = levers != NULL;
    counts->scenarios = session_script_names(session, SESSION_SCENARIOS, &names, &err);
    if (counts->scenarios == SIZE_MAX) {
        err_list_add(&session->problems, &err);
        counts->scenarios = 0;
        return;
    }
    for (size_t i = 0; levers && i < levers->count; i++)
        counts->levers += levers->items[i].part_of == LEVER_NONE;
    for (size_t i = 0; levers && i < counts->scenarios; i++)
        complete = session_scenario(session, names[i]) && complete;
    for (size_t i = 0; complete && i < levers->count; i++) {
        const struct lever *lever = &levers->items[i];
        for (size_t k = 0; k < lever->interaction_count; k++) {
            const struct lever_interaction *interaction = &lever->interactions[k];
            check_causes(session, lever, interaction->when, interaction->when_count);
            check_causes(session, lever, interaction->unless, interaction->unless_count);
        }
    }
}

static void say_count(size_t count, const char *one, const char *many, const char *end)
{
    printf("%zu %s%s", count, count == 1 ? one : many, end);
}

static void say_summary(const struct session *session, const struct counts *counts)
{
    const struct err_list *list = &session->problems;
    const struct project *project = session->project;
    if (list->errors == 0 && project) {
        printf("%s: ", project->codebook->id);
        say_count(project->codebook->indicator_count, "indicator", "indicators", ", ");
        say_count(project->country_count, "country", "countries", ", ");
        say_count(project_count_observations(project), "observation", "observations", ", ");
        say_count(project->event_count, "event", "events", ", ");
        bool scenarios = counts->levers + counts->scenarios > 0;
        say_count(counts->rules, "rule", "rules", scenarios ? ", " : "; ");
        if (scenarios) {
            say_count(counts->levers, "lever", "levers", ", ");
            say_count(counts->scenarios, "scenario", "scenarios", "; ");
        }
    }
    say_count(list->errors, "error", "errors", ", ");
    say_count(list->warnings, "warning", "warnings", "\n");
}

static void check(struct session *session)
{
    enum out_format format;
    if (!show_format(session, &format))
        return;
    struct counts counts = {0};
    if (session->project) {
        edition_describe_all(session->arena, session->project, &session->problems);
        counts.rules = check_rules(session);
        check_scenarios(session, &counts);
        check_conflicts(session);
    }
    err_list_sort(&session->problems);
    if (format == OUT_TABLE && !session->opt->output) {
        session_report(session, !session->opt->quiet);
        if (session_complete(session))
            say_summary(session, &counts);
        return;
    }
    struct rows *rows = problem_rows(session);
    enum err_status status = err_list_status(&session->problems);
    if (rows && show_rows(session, rows, NULL) && status > session->status)
        session->status = status;
}

enum err_status cmd_check(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, true))
        check(&session);
    return session_close(&session);
}
