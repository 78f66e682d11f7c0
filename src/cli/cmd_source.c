#include "cli/cmd.h"
#include "cli/record_run.h"

#include "model/source.h"

#include <string.h>

static bool check(struct record_run *run)
{
    struct err err;
    struct date date;
    const struct session *session = &run->session;
    const struct opt *opt = session->opt;
    if (opt->argument_count != 2 || strcmp(opt->arguments[0], "add") != 0) {
        err_set(&err, ERR_ARGUMENT, "`tidemark source` wants the word add and an id");
        err_hint(&err, "tidemark source add hrw2021-08 --title \"World Report\" --date 2021-08");
        return record_run_fail(run, &err);
    }
    const struct {
        const char *option, *text;
    } texts[] = {{"title", opt->title},     {"publisher", opt->publisher}, {"url", opt->url},
                 {"licence", opt->licence}, {"note", opt->note},           {"of", opt->of},
                 {"id", opt->arguments[1]}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!record_run_text(run, texts[i].option, texts[i].text))
            return false;
    if (source_find(session->project->sources, text_of(opt->arguments[1])) == UINT32_MAX)
        return record_run_date(run, "date", opt->date, false, &date) &&
               record_run_date(run, "covers", opt->covers, false, &date);
    err_set(&err, ERR_RECORD_VALUE, "there is a source %s already", opt->arguments[1]);
    err_hint(&err, "another edition needs another id; a mistake in it is mended by hand");
    return record_run_fail(run, &err);
}

static void add_source(struct record_run *run)
{
    struct err err;
    struct record record = {0};
    const struct opt *opt = run->session.opt;
    if (!check(run))
        return;
    struct record_file *file = record_run_file(run, "indicators/sources.yaml");
    if (!file)
        return;
    record_text(&record, "id", opt->arguments[1]);
    record_text(&record, "of", opt->of);
    record_text(&record, "title", opt->title);
    record_text(&record, "publisher", opt->publisher);
    record_text(&record, "url", opt->url);
    record_text(&record, "licence", opt->licence);
    record_plain(&record, "date", opt->date);
    record_plain(&record, "covers", opt->covers);
    record_text(&record, "note", opt->note);
    if (!record_source(run->session.arena, file->tree, &record, &file->done, &err)) {
        record_run_fail(run, &err);
        return;
    }
    if (record_run_check(run, &(struct record_change){.sources_added = 1}))
        record_run_write(run);
}

enum err_status cmd_source(const struct opt *opt)
{
    struct record_run run;
    if (record_run_open(&run, opt))
        add_source(&run);
    return record_run_close(&run);
}
