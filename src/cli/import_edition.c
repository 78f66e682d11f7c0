#include "cli/import_edition.h"

#include "base/number.h"
#include "cli/record_effect.h"
#include "cli/record_run.h"
#include "model/edition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* last: the latest day that a figure written is dated. arenas: what the edits of each file are made
 * in. */
struct import {
    struct record_run run;
    struct edition_ask ask;
    const struct edition *edition;
    struct arena *arenas[RECORD_FILES_MAX];
    bool *indicators;
    size_t counts[4];
    size_t written;
    int32_t last;
};

static bool no_memory(struct import *import)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while importing");
    return record_run_fail(&import->run, &err);
}

bool import_edition_find(struct session *session)
{
    struct err err;
    const char *name = session->opt->as;
    size_t count = 0;
    const char *const *names =
        edition_names(session->arena, session->root, &count, &session->problems);
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    if (session->problems.errors > 0) {
        session_report(session, false);
        return false;
    }
    err_set(&err, ERR_REFERENCE_EDITION, "--as %s: indicators/editions has no %s.yaml", name, name);
    size_t near = text_nearest(text_of(name), names, count);
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    else
        err_hint(&err, "docs/formats.md says what stands in one; `tidemark import FILE` drafts the "
                       "like");
    return session_fail(session, &err);
}

static bool check_options(struct import *import)
{
    struct err err;
    const struct opt *opt = import->run.session.opt;
    if (opt->argument_count != 1) {
        err_set(&err, ERR_ARGUMENT, "`tidemark import --as %s` takes one file, but got %zu",
                opt->as, opt->argument_count);
        err_hint(&err, "tidemark import --as %s FILE.csv", opt->as);
        return record_run_fail(&import->run, &err);
    }
    return true;
}

/* The countries asked for: without --countries all that have a file of their own. */
static bool take_countries(struct import *import)
{
    struct record_run *run = &import->run;
    const uint32_t *chosen;
    size_t count, used = 0;
    struct err err;
    if (!session_countries(&run->session, &chosen, &count))
        return false;
    uint32_t *kept = arena_alloc(run->session.arena, count + 1, sizeof *kept);
    for (size_t i = 0; kept && i < count; i++) {
        const struct country *country = &run->session.project->countries[chosen[i]];
        uint32_t same;
        if (run->session.opt->countries && !record_run_country(run, country->id, &same))
            return false;
        if (country_has_file(country))
            kept[used++] = chosen[i];
    }
    if (used > RECORD_FILES_MAX) {
        err_set(&err, ERR_ARGUMENT, "%zu countries at once, but at most %d can be", used,
                RECORD_FILES_MAX);
        err_hint(&err, "name some with --countries, then the rest");
        return record_run_fail(run, &err);
    }
    import->ask.countries = kept;
    import->ask.country_count = used;
    return kept ? true : no_memory(import);
}

static bool take_years(struct import *import)
{
    const char *years = import->run.session.opt->years;
    struct date date;
    if (!years)
        return true;
    if (!record_run_date(&import->run, "years", years, true, &date))
        return false;
    import->ask.dated = true;
    import->ask.first = date.first;
    import->ask.last = date.last;
    return true;
}

static bool read_edition(struct import *import)
{
    struct session *session = &import->run.session;
    import->ask.name = session->opt->as;
    import->ask.file = session->opt->arguments[0];
    import->ask.source = session->opt->source;
    import->edition =
        edition_read(session->arena, session->project, &import->ask, &session->problems);
    if (import->edition)
        return true;
    session_report(session, false);
    fputs("nothing was written\n", stderr);
    return false;
}

/* A figure as it was and as it is now, on the row where it stands. */
static void note_revised(struct import *import, const struct edition_figure *figure, bool meant)
{
    struct err err;
    struct session *session = &import->run.session;
    const struct project *project = session->project;
    const struct observation *made = &figure->made, *was = figure->was;
    char old[NUMBER_PRINT_SIZE], new[NUMBER_PRINT_SIZE], date[DATE_PRINT_SIZE];
    number_print(was->as_published, old);
    number_print(made->as_published, new);
    date_print(made->date, date);
    bool interval = was->as_published == made->as_published;
    err_set(&err, ERR_EDITION_REVISED, "%s %s of %s is recorded as %s (%s), and is %s here%s (%s)",
            project->countries[made->country].id, made->use->series, date, old,
            project->sources->items[was->source].id, new, interval ? " with another interval" : "",
            project->sources->items[made->source].id);
    err.severity = meant ? ERR_NOTICE : ERR_ERROR;
    err_at(&err, (struct err_place){.file = import->ask.file, .line = edition_line(figure)});
    err_list_add(&session->problems, &err);
}

static void note_gone(struct import *import, const struct edition_gone *gone, bool meant)
{
    struct err err;
    const struct observation *was = gone->was;
    struct session *session = &import->run.session;
    const struct project *project = session->project;
    char value[NUMBER_PRINT_SIZE], date[DATE_PRINT_SIZE];
    number_print(was->as_published, value);
    date_print(was->date, date);
    err_set(&err, ERR_EDITION_GONE, "%s %s of %s is recorded as %s (%s:%u), but missing here",
            project->countries[was->country].id, was->use->series, date, value, was->file,
            (unsigned)was->line);
    if (meant)
        err_hint(&err, "it stays; `tidemark retract` withdraws it");
    err.severity = meant ? ERR_NOTICE : ERR_ERROR;
    err_at(&err, (struct err_place){.file = import->ask.file, .line = gone->line});
    err_list_add(&session->problems, &err);
}

/* Counts the figures and says which were revised; refused unless that is meant. */
static bool weigh(struct import *import)
{
    struct session *session = &import->run.session;
    const struct edition *edition = import->edition;
    bool meant = session->opt->revisions;
    for (size_t i = 0; i < edition->count; i++) {
        import->counts[edition->figures[i].fate]++;
        if (edition->figures[i].fate == EDITION_REVISED)
            note_revised(import, &edition->figures[i], meant);
    }
    for (size_t i = 0; i < edition->gone_count; i++)
        note_gone(import, &edition->gone[i], meant);
    session_report(session, meant && !session->opt->quiet);
    if (!session->opt->quiet)
        fprintf(stderr, "%zu new, %zu as recorded, %zu revised, %zu withdrawn by hand before\n",
                import->counts[EDITION_NEW], import->counts[EDITION_SAME],
                import->counts[EDITION_REVISED], import->counts[EDITION_WITHDRAWN]);
    if (meant || import->counts[EDITION_REVISED] + edition->gone_count == 0)
        return session_complete(session);
    fputs("nothing was written: if the publisher revised these, add --revisions\n", stderr);
    return false;
}

static const char *number_text(struct arena *arena, double number)
{
    char text[NUMBER_PRINT_SIZE];
    return isnan(number) ? NULL : arena_text(arena, text, number_print(number, text));
}

static double figure_at(const double *column, size_t record)
{
    return column ? column[record] : NAN;
}

/* The line of a figure, as published; one that was not recorded is known since its source came out,
 * a revision since it is recorded. */
static struct record record_of(const struct import *import, struct arena *arena,
                               const struct edition_figure *figure)
{
    struct record record = {0};
    char date[DATE_PRINT_SIZE];
    const struct project *project = import->run.session.project;
    const struct bulk_column *column = figure->feed->column;
    size_t at = figure->record;
    double low = figure_at(column->low, at), high = figure_at(column->high, at);
    bool whole = !isnan(low) && !isnan(high);
    record_plain(&record, "date", arena_text(arena, date, date_print(figure->made.date, date)));
    record_plain(&record, "value", number_text(arena, column->value[at]));
    record_plain(&record, "low", whole ? number_text(arena, low) : NULL);
    record_plain(&record, "high", whole ? number_text(arena, high) : NULL);
    record_plain(&record, "se", number_text(arena, figure_at(column->se, at)));
    record_plain(&record, "level", whole ? number_text(arena, column->level) : NULL);
    record_text(&record, "series", figure->feed->use->series);
    record_text(&record, "source", project->sources->items[figure->made.source].id);
    record_plain(&record, "recorded", figure->fate == EDITION_REVISED ? import->run.today : NULL);
    return record;
}

/* Puts one figure into a file: the edit before is given back once its outcome was edited. */
static bool put(struct import *import, struct record_file *file, size_t place,
                const struct edition_figure *figure)
{
    struct err err;
    struct arena *arena = arena_new();
    const struct codebook *codebook = import->run.session.project->codebook;
    if (!arena)
        return no_memory(import);
    struct record record = record_of(import, arena, figure);
    const struct tree *tree = file->done.tree ? file->done.tree : file->tree;
    const char *indicator = codebook->indicators[figure->feed->indicator].id;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while importing");
    bool done = !arena_failed(arena) &&
                record_observation(arena, tree, codebook, indicator, &record, &file->done, &err);
    arena_free(import->arenas[place]);
    import->arenas[place] = arena;
    return done || record_run_fail(&import->run, &err);
}

static bool is_to_write(const struct edition_figure *figure)
{
    return figure->fate == EDITION_NEW || figure->fate == EDITION_REVISED;
}

/* The figures of each country into its file. */
static bool make_edits(struct import *import)
{
    struct record_run *run = &import->run;
    const struct project *project = run->session.project;
    struct record_file *file = NULL;
    uint32_t country = UINT32_MAX;
    for (size_t i = 0; i < import->edition->count; i++) {
        const struct edition_figure *figure = &import->edition->figures[i];
        if (!is_to_write(figure))
            continue;
        if (figure->made.country != country) {
            country = figure->made.country;
            file = record_run_file(run, project->countries[country].file);
        }
        if (!file || !put(import, file, run->file_count - 1, figure))
            return false;
        import->indicators[figure->feed->indicator] = true;
        import->last =
            figure->made.date.last > import->last ? figure->made.date.last : import->last;
        import->written++;
    }
    return true;
}

/* Index and pillars of each country on the last day written, before and after. */
static void show_effect(struct import *import)
{
    uint32_t *changed =
        arena_alloc(import->run.session.arena, import->ask.country_count + 1, sizeof *changed);
    size_t count = 0;
    for (size_t i = 0; changed && i < import->edition->count; i++) {
        const struct edition_figure *figure = &import->edition->figures[i];
        if (is_to_write(figure) && (count == 0 || changed[count - 1] != figure->made.country))
            changed[count++] = figure->made.country;
    }
    if (changed)
        record_effect_show(&import->run, changed, count, import->indicators, import->last);
    else
        no_memory(import);
}

static void import_figures(struct import *import)
{
    struct record_run *run = &import->run;
    struct record_change expected = {0};
    if (!check_options(import) || !import_edition_find(&run->session) ||
        !record_run_day(run, "recorded", run->session.opt->recorded) || !take_countries(import) ||
        !take_years(import) || !read_edition(import) || !weigh(import))
        return;
    import->last = INT32_MIN;
    import->indicators =
        arena_alloc(run->session.arena, run->session.project->codebook->indicator_count + 1,
                    sizeof *import->indicators);
    if (!import->indicators) {
        no_memory(import);
        return;
    }
    if (!make_edits(import) || import->written == 0)
        return;
    expected.observations_added = import->written;
    if (record_run_check(run, &expected) && record_run_write(run))
        show_effect(import);
}

enum err_status import_edition(const struct opt *opt)
{
    struct import import = {.last = INT32_MIN};
    if (record_run_open(&import.run, opt))
        import_figures(&import);
    enum err_status status = record_run_close(&import.run);
    for (size_t i = 0; i < RECORD_FILES_MAX; i++)
        arena_free(import.arenas[i]);
    return status;
}
