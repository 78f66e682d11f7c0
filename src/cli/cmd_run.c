#include "cli/cmd.h"
#include "cli/run_call.h"
#include "cli/run_table.h"
#include "cli/show.h"

#include "base/file.h"
#include "base/hash.h"
#include "lua/protocol.h"

#include <string.h>

enum { RUN_SCRIPT_MAX_BYTES = 1024 * 1024 };

static bool check_arguments(struct session *session)
{
    struct err err;
    size_t count = session->opt->argument_count;
    if (count > PROTOCOL_WORDS_MAX) {
        err_set(&err, ERR_ARGUMENT, "a script takes at most %d words", PROTOCOL_WORDS_MAX);
        return session_fail(session, &err);
    }
    if (count > 0)
        return true;
    err_set(&err, ERR_ARGUMENT, "`tidemark run` wants a script");
    err_hint(&err, "tidemark run FILE.lua");
    return session_fail(session, &err);
}

/* Where the script prints: where results go, unless these are for a program and go there too. */
static FILE *printing(const struct opt *opt, enum out_format format)
{
    return format == OUT_TABLE || opt->output ? stdout : stderr;
}

static bool no_rows(struct session *session)
{
    struct err err;
    const struct opt *opt = session->opt;
    if (!opt->format && !opt->output)
        return true;
    err_set(&err, ERR_SCRIPT_RESULT, "the script returns no rows, so there is nothing to write");
    err_hint(&err, "end it with `return rows`, or leave %s out", opt->output ? "-o" : "--format");
    err_at(&err, (struct err_place){.file = opt->arguments[0]});
    return session_fail(session, &err);
}

/* What the rows rest on: the project, the script, and the warnings of all that it was given. */
static void add_meta(struct run *run, struct text source, struct rows *rows)
{
    char digits[HASH_TEXT_SIZE];
    struct session *session = run->session;
    session_meta(session, NULL, rows);
    hash_bytes(source.bytes, source.length, digits);
    rows_add_meta(rows, "inputs", "%s sha256:%s", session->opt->arguments[0], digits);
    for (size_t i = 0; i < run->meta->meta_count; i++)
        rows_add_meta(rows, run->meta->meta[i].key, "%s", run->meta->meta[i].value);
}

static bool show_result(struct run *run, struct text source, struct rows *rows)
{
    struct session *session = run->session;
    if (!rows) {
        show_warnings(session, run->meta);
        return no_rows(session);
    }
    struct rows *display = run_table_display(session, rows, NULL);
    add_meta(run, source, rows);
    return show_rows(session, rows, display);
}

static bool run_script(struct session *session, struct worker *worker)
{
    static const struct rows_column none[] = {{"none", NULL, ROWS_TEXT, 0}};
    struct err err;
    enum out_format format;
    struct text source = {0};
    struct rows *rows = NULL;
    const struct opt *opt = session->opt;
    if (!check_arguments(session) || !show_format(session, &format))
        return false;
    const char *file = opt->arguments[0];
    source.bytes = file_read(session->arena, file, RUN_SCRIPT_MAX_BYTES, &source.length, &err);
    if (!source.bytes)
        return session_fail(session, &err);
    struct run run = {.session = session, .opt = opt, .out = printing(opt, format)};
    run.meta = rows_new(session->lasting, none, 1);
    const struct worker_run script = {.file = file,
                                      .source = source,
                                      .words = opt->arguments + 1,
                                      .word_count = opt->argument_count - 1,
                                      .resolver = session_resolver(session),
                                      .call = run_call_answer,
                                      .context = &run,
                                      .out = run.out};
    bool done = run.meta && worker_run(worker, session->arena, &script, &rows, &err);
    fflush(run.out);
    if (session->problems.errors > 0)
        session_report(session, false);
    if (!session_complete(session))
        return false;
    return done ? show_result(&run, source, rows) : session_fail(session, &err);
}

/* The script has a worker of its own, so that it cannot touch the rules that answer it; both are
 * forked before any data is in memory. */
enum err_status cmd_run(const struct opt *opt)
{
    struct session session;
    struct err err;
    struct worker_options options = session_worker_options(opt);
    struct worker *worker = worker_start(&options, NULL, &err);
    if (session_open(&session, opt, false)) {
        if (worker)
            run_script(&session, worker);
        else
            session_fail(&session, &err);
    }
    worker_stop(worker);
    return session_close(&session);
}
