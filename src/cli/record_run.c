#include "cli/record_run.h"

#include "base/file.h"
#include "base/today.h"
#include "base/unified.h"
#include "cli/show.h"
#include "yaml/guard.h"

#include <stdio.h>
#include <string.h>

bool record_run_open(struct record_run *run, const struct opt *opt)
{
    *run = (struct record_run){0};
    return opt->dry_run ? session_open(&run->session, opt, false)
                        : session_open_locked(&run->session, opt);
}

enum err_status record_run_close(struct record_run *run)
{
    err_list_free(&run->after.problems);
    return session_close(&run->session);
}

bool record_run_fail(struct record_run *run, const struct err *err)
{
    return session_fail(&run->session, err);
}

static bool no_memory(struct record_run *run)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while recording");
    return record_run_fail(run, &err);
}

bool record_run_date(struct record_run *run, const char *option, const char *given, bool required,
                     struct date *date)
{
    struct err err;
    if (!given && !required)
        return true;
    if (!given) {
        err_set(&err, ERR_ARGUMENT, "`tidemark %s` wants --%s DATE", run->session.opt->verb,
                option);
        err_hint(&err, "a day (2021-08-23), a month, a quarter (2021Q3) or a year");
        return record_run_fail(run, &err);
    }
    enum date_problem problem = date_parse(given, strlen(given), date);
    if (problem == DATE_OK)
        return true;
    err_set(&err, ERR_RECORD_VALUE, "--%s %s is %s", option, given, date_problem_text(problem));
    err_hint(&err, "write a day as 2021-08-23, or a month, a quarter (2021Q3), a year");
    return record_run_fail(run, &err);
}

bool record_run_day(struct record_run *run, const char *option, const char *given)
{
    struct date date;
    char text[DATE_PRINT_SIZE];
    if (given) {
        if (!record_run_date(run, option, given, true, &date))
            return false;
        run->today = given;
        run->day = date.last;
        return true;
    }
    run->day = today_day();
    size_t length = date_print_day(run->day, text);
    run->today = arena_text(run->session.arena, text, length);
    return run->today || no_memory(run);
}

bool record_run_text(struct record_run *run, const char *option, const char *given)
{
    struct err err;
    size_t length = given ? strlen(given) : 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(given + at, length - at, &code_point);
        if (size == 0) {
            err_set(&err, ERR_RECORD_VALUE, "--%s is not UTF-8 text", option);
            return record_run_fail(run, &err);
        }
        if (guard_is_unfit(code_point)) {
            err_set(&err, ERR_RECORD_VALUE, "--%s holds %s (U+%04X), which no file may", option,
                    guard_name(code_point), (unsigned)code_point);
            return record_run_fail(run, &err);
        }
        at += size;
    }
    return true;
}

bool record_run_country(struct record_run *run, const char *name, uint32_t *country)
{
    struct err err;
    if (!session_country(&run->session, name, country))
        return false;
    const struct country *found = &run->session.project->countries[*country];
    if (country_has_file(found))
        return true;
    err_set(&err, ERR_RECORD_VALUE, "%s has no file in data/: its figures come from panels",
            found->id);
    err_hint(&err, "make data/%s.yaml with the line `country: %s` first", found->id, found->id);
    return record_run_fail(run, &err);
}

struct record_file *record_run_file(struct record_run *run, const char *path)
{
    struct err err;
    struct session *session = &run->session;
    struct record_file *file = &run->files[run->file_count];
    *file = (struct record_file){.path = path};
    file->shown = file_join(session->arena, session->root, path);
    if (!file->shown) {
        no_memory(run);
        return NULL;
    }
    file->existed = file_exists(file->shown);
    file->bytes = file->existed
                      ? file_read(session->arena, file->shown, TREE_BYTES_MAX, &file->length, &err)
                      : arena_text(session->arena, "", 0);
    if (!file->bytes) {
        record_run_fail(run, &err);
        return NULL;
    }
    struct err_list list = {0};
    file->tree = tree_parse(session->arena, file->shown, file->bytes, file->length, &list);
    if (!file->tree || list.errors > 0 || list.out_of_memory) {
        file->tree = NULL;
        if (list.count > 0)
            record_run_fail(run, &list.items[0]);
        else
            no_memory(run);
    }
    err_list_free(&list);
    run->file_count += file->tree != NULL;
    return file->tree ? file : NULL;
}

/* The problems that the edited project would have, shown in the lines as they would be. */
static bool refuse(struct record_run *run)
{
    session_report(&run->after, false);
    if (run->after.status > run->session.status)
        run->session.status = run->after.status;
    fputs("nothing was written\n", stderr);
    return false;
}

static bool is_expected(const struct record_change *change, const struct record_change *expected)
{
    return !change->others && change->observations_added == expected->observations_added &&
           change->observations_retracted == expected->observations_retracted &&
           change->events_added == expected->events_added &&
           change->events_retracted == expected->events_retracted &&
           change->sources_added == expected->sources_added;
}

bool record_run_check(struct record_run *run, const struct record_change *expected)
{
    struct err err;
    struct project_draft drafts[RECORD_FILES_MAX];
    for (size_t i = 0; i < run->file_count; i++)
        drafts[i] = (struct project_draft){run->files[i].path, run->files[i].done.bytes,
                                           run->files[i].done.length};
    run->after = run->session;
    run->after.rules = NULL;
    run->after.frames = NULL;
    run->after.problems = (struct err_list){0};
    run->after.project = project_load_draft(run->session.arena, run->session.root, drafts,
                                            run->file_count, &run->after.problems);
    if (!session_complete(&run->session))
        return false;
    if (!run->after.project || run->after.problems.errors > 0)
        return refuse(run);
    run->change = record_change_between(run->session.project, run->after.project);
    if (is_expected(&run->change, expected))
        return true;
    err_set(&err, ERR_FILE_CHANGED, "%s was changed while it was edited", run->files[0].shown);
    err_hint(&err, "nothing was written; run the command again");
    return record_run_fail(run, &err);
}

/* The lines that would change, for --dry-run. */
static bool show_change(struct record_run *run)
{
    struct text_buffer text = {0};
    for (size_t i = 0; i < run->file_count; i++) {
        const struct record_file *file = &run->files[i];
        unified_add(&text, file->path, (struct text){file->bytes, file->length},
                    (struct text){file->done.bytes, file->done.length});
    }
    if (text.failed)
        no_memory(run);
    else
        show_text(&run->session, text.bytes ? text.bytes : "", text.length);
    text_buffer_free(&text);
    return false;
}

bool record_run_write(struct record_run *run)
{
    struct err err;
    struct session *session = &run->session;
    if (!session_complete(session))
        return false;
    if (session->opt->dry_run)
        return show_change(run);
    for (size_t i = 0; i < run->file_count; i++) {
        const struct record_file *file = &run->files[i];
        struct text old = {file->existed ? file->bytes : NULL, file->length};
        if (!file_replace_if(file->shown, old, file->done.bytes, file->done.length, &err)) {
            if (run->file_count > 1)
                err_hint(&err,
                         "%zu of %zu files were done before it, those after it were not written; "
                         "run the command again",
                         i, run->file_count);
            else if (err.code == ERR_FILE_CHANGED)
                err_hint(&err, "nothing was recorded; run the command again");
            return record_run_fail(run, &err);
        }
        if (!session->opt->quiet)
            fprintf(stderr, "wrote %s:%u\n", file->shown,
                    (unsigned)tree_at(file->done.tree, file->done.node)->line);
    }
    session_unlock(session);
    return true;
}
