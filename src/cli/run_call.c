#include "cli/run_call.h"

#include "cli/cmd_rows.h"
#include "cli/run_list.h"
#include "cli/run_option.h"
#include "cli/run_table.h"
#include "cli/verb.h"

#include "base/file.h"
#include "lua/protocol.h"

#include <string.h>

/* Charts that a script may write, and bytes of the name of one. */
enum { RUN_CHARTS_MAX = 200, RUN_CHART_NAME_MAX = 100 };

/* The options that a script may give: what is shown and how it is computed, not where it goes. */
enum {
    RUN_GROUPS =
        OPT_WHAT | OPT_HOW | OPT_SCORE | OPT_CHART | OPT_SCENARIO | OPT_ROBUST | OPT_SENSITIVITY
};

static bool answer_chart(struct run *run, const struct worker_call *call);
static bool answer_print(struct run *run, const struct worker_call *call);

/* One row a call: make gives the rows of the verb of that name, whose options it has; list gives
 * rows too, with the options that choose periods; answer gives none. apart is an option that is the
 * call's own. words says what stands before the options, gives what comes back. */
static const struct run_row {
    const char *name;
    bool (*make)(struct session *session, struct cmd_rows *made);
    bool (*list)(struct session *session, struct rows **rows);
    bool (*answer)(struct run *run, const struct worker_call *call);
    const char *apart;
    const char *words;
    const char *gives;
} run_rows[] = {
    {.name = "audit", .make = cmd_audit_rows, .gives = "whether the index hangs together"},
    {.name = "change",
     .make = cmd_change_rows,
     .words = "countries, then two periods; one where two rules or two days are named",
     .gives = "what moved the index between the two, indicator by indicator and by cause"},
    {.name = "compare",
     .make = cmd_compare_rows,
     .words = "two sides or more, countries or countries at a date: \"KGZ@2019\"",
     .gives = "the differences of the first side and each later one"},
    {.name = "explain",
     .make = cmd_explain_rows,
     .words = "a country, and an item or none for the index",
     .gives = "a figure down to its sources"},
    {.name = "levers",
     .make = cmd_scenario_levers_rows,
     .words = "countries; none for all",
     .gives = "what each lever would change, pulled alone"},
    {.name = "robust",
     .make = cmd_robust_rows,
     .words = "an item or none for the index",
     .gives = "how sure scores and ranks are when values, weights and methods vary"},
    {.name = "scenario",
     .make = cmd_scenario_rows,
     .words = "names of scenarios",
     .gives = "scenarios against their baselines, every period"},
    {.name = "score", .make = cmd_score_rows, .gives = "index, pillars and results"},
    {.name = "sensitivity",
     .make = cmd_sensitivity_rows,
     .words = "an item or none for the index",
     .gives = "which judgement decides an outcome"},
    {.name = "status", .make = cmd_status_rows, .gives = "what deserves attention"},
    {.name = "countries", .list = run_list_countries, .gives = "the countries"},
    {.name = "indicators", .list = run_list_indicators, .gives = "pillars, groups and indicators"},
    {.name = "periods", .list = run_list_periods, .gives = "the periods"},
    {.name = "chart",
     .answer = answer_chart,
     .apart = "output",
     .words = "a kind of chart, and an item or none",
     .gives = "writes a chart under the name of the option output, into the folder of --charts"},
    {.name = "print",
     .answer = answer_print,
     .apart = "title",
     .words = "rows",
     .gives = "prints rows as a table"},
};

enum { RUN_ROWS = sizeof run_rows / sizeof *run_rows };

const char *run_call_name(size_t index)
{
    return index < RUN_ROWS ? run_rows[index].name : NULL;
}

bool run_call_help(size_t index, struct run_call_help *help)
{
    if (index >= RUN_ROWS)
        return false;
    const struct run_row *row = &run_rows[index];
    *help = (struct run_call_help){row->name, row->words, row->gives, !row->answer};
    return true;
}

static const struct run_row *find_row(const char *name)
{
    for (size_t i = 0; i < RUN_ROWS; i++)
        if (strcmp(run_rows[i].name, name) == 0)
            return &run_rows[i];
    return NULL;
}

/* The options a call may have. */
static unsigned groups_of(const struct run_row *row)
{
    const struct verb *verb = verb_find(row->name);
    if (verb)
        return verb->groups & RUN_GROUPS;
    return row->list ? OPT_WHAT : 0;
}

static bool has_entry(const struct rows *rows, const char *key, const char *value)
{
    const char *known;
    for (size_t n = 0; (known = rows_get_meta(rows, key, n)); n++)
        if (strcmp(known, value) == 0)
            return true;
    return false;
}

/* Keeps what the reader of the script's output must know. */
static void collect(struct run *run, const struct rows *rows)
{
    static const char *const keys[] = {"rule", "values", "reading",  "as_known",
                                       "seed", "draws",  "warnings", "notices"};
    const char *value;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        for (size_t n = 0; (value = rows_get_meta(rows, keys[i], n)); n++)
            if (!has_entry(run->meta, keys[i], value))
                rows_add_meta(run->meta, keys[i], "%s", value);
}

/* The hashes of all files are no use to a script, and many. */
static void drop_inputs(struct rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->meta_count; i++)
        if (strcmp(rows->meta[i].key, "inputs") != 0)
            rows->meta[kept++] = rows->meta[i];
    rows->meta_count = kept;
}

static bool fail(struct session *session, const char *sentence, const char *what, const char *hint)
{
    struct err err;
    err_set(&err, ERR_SCRIPT_CALL, sentence, what);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

/* A plain name that ends as an image does: no path, nothing hidden. */
static bool is_image_name(const char *name)
{
    const char *dot = strrchr(name, '.');
    bool image =
        dot && (strcmp(dot, ".svg") == 0 || strcmp(dot, ".png") == 0 || strcmp(dot, ".pdf") == 0);
    return image && dot != name && !strpbrk(name, "/\\\n\t") && name[0] != '.' && name[0] != '-' &&
           strlen(name) <= RUN_CHART_NAME_MAX;
}

static bool check_chart(struct run *run, const char *name)
{
    struct session *session = run->session;
    if (!name)
        return fail(session, "tide.chart needs the option 'output'%s", "",
                    "write output = \"NAME.svg\"");
    if (!run->opt->charts)
        return fail(session, "%s is not drawn: a script writes charts only where it is allowed to",
                    name, "tidemark run FILE.lua --charts DIR allows it in one folder");
    if (!is_image_name(name))
        return fail(session, "a chart cannot be called \"%s\"", name,
                    "give a name alone that ends in .svg, .png or .pdf; the folder is that of "
                    "--charts");
    if (run->charts++ < RUN_CHARTS_MAX)
        return true;
    return fail(session, "%s is not drawn: a script may write 200 charts", name, "");
}

static bool answer_chart(struct run *run, const struct worker_call *call)
{
    struct err err;
    struct session *session = run->session;
    struct opt opt = *session->opt;
    struct text_buffer image = {0};
    const struct rows *rows = NULL;
    const char *name = NULL;
    if (!run_option_text(call, "output", &name, &err))
        return session_fail(session, &err);
    if (!check_chart(run, name))
        return false;
    opt.output = name;
    session->opt = &opt;
    bool done = cmd_chart_image(session, &image, &rows);
    if (done)
        done = (file_make_folder(run->opt->charts, &err) &&
                file_replace_within(run->opt->charts, name, image.bytes ? image.bytes : "",
                                    image.length, &err)) ||
               session_fail(session, &err);
    if (done)
        collect(run, rows);
    text_buffer_free(&image);
    return done;
}

static bool answer_print(struct run *run, const struct worker_call *call)
{
    struct err err;
    const char *title = NULL;
    struct text_buffer text = {0};
    if (!call->table)
        return fail(run->session, "tide.print takes a list of records%s", "", "");
    if (!run_option_text(call, "title", &title, &err))
        return session_fail(run->session, &err);
    if (!run_table_text(run->session, call->table, title, &text)) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while printing a table");
        return session_fail(run->session, &err);
    }
    text_add_string(&text, "\n");
    run->printed_bytes += text.length;
    bool fits = run->printed_bytes <= PROTOCOL_OUTPUT_MAX;
    if (fits && text.bytes && !text.failed)
        fwrite(text.bytes, 1, text.length, run->out);
    text_buffer_free(&text);
    return fits || fail(run->session, "the tables that the script prints are longer than 8 MiB%s",
                        "", "return rows, and write them with -o FILE.csv");
}

static bool answer(struct run *run, const struct run_row *row, const struct worker_call *call,
                   struct rows **rows)
{
    struct session *session = run->session;
    struct cmd_rows made = {.bare = true};
    if (row->answer)
        return row->answer(run, call);
    if (call->table)
        return fail(session, "tide.%s takes no rows", row->name, "");
    if (row->list ? !row->list(session, &made.tidy) : !row->make(session, &made))
        return false;
    collect(run, made.tidy);
    drop_inputs(made.tidy);
    *rows = made.tidy;
    return true;
}

/* An error with a place, in another file than the script, says it. */
static void say_for_scripts(struct err *err)
{
    struct err own = *err;
    if (own.code == ERR_CODE_NONE)
        err_set(&own, ERR_SCRIPT_CALL, "what it names cannot be used: it has errors of its own");
    if (err_status(own.code) != ERR_INPUT && err_status(own.code) != ERR_USAGE) {
        *err = own;
        return;
    }
    char sentence[ERR_SENTENCE_SIZE], hint[ERR_HINT_SIZE];
    run_option_words(own.sentence, sentence, sizeof sentence);
    /* A hint that is a command stays one. */
    if (strstr(own.hint, "tidemark "))
        snprintf(hint, sizeof hint, "%s", own.hint);
    else
        run_option_words(own.hint, hint, sizeof hint);
    if (own.place.file && own.place.line)
        err_set(err, ERR_SCRIPT_CALL, "%s:%u: %s", own.place.file, own.place.line, sentence);
    else
        err_set(err, ERR_SCRIPT_CALL, "%s", sentence);
    if (*hint)
        err_hint(err, "%s", hint);
}

bool run_call_answer(void *context, const struct worker_call *call, struct rows **rows,
                     struct err *err)
{
    struct run *run = context;
    struct session *session = run->session, before = *session;
    const struct run_row *row = find_row(call->name);
    struct opt opt = *run->opt;
    opt.verb = call->name;
    opt.format = opt.output = opt.charts = NULL;
    opt.argument_count = 0;
    session->arena = call->arena;
    session->opt = &opt;
    session->caught = err;
    session->problems = (struct err_list){0};
    *err = (struct err){0};
    bool done = row != NULL;
    if (!row)
        err_set(err, ERR_SCRIPT_CALL, "the engine has no call of that name");
    done = done && run_option_read(call, groups_of(row), row->apart, &opt, err) &&
           answer(run, row, call, rows);
    /* Not every function on the way says that it had no memory. */
    if (arena_failed(call->arena) || arena_failed(session->lasting) ||
        session->problems.out_of_memory)
        done = err_set(err, ERR_OUT_OF_MEMORY, "there is no memory to answer tide.%s", call->name);
    if (!done)
        say_for_scripts(err);
    err_list_free(&session->problems);
    session->problems = before.problems;
    session->arena = before.arena;
    session->opt = before.opt;
    session->caught = NULL;
    session->status = before.status;
    return done;
}
