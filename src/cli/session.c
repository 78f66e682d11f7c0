#include "cli/session.h"

#include "base/file.h"
#include "base/kernel.h"
#include "base/lock.h"
#include "base/number.h"
#include "cli/run_call.h"
#include "cli/show.h"
#include "lua/worker_formula.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void print_problem(const struct session *session, const struct err *err)
{
    char text[4096];
    err_print(err, show_colour(session->opt, 2), text, sizeof text);
    fputs(text, stderr);
}

/* The first that is caught is the cause of what comes after it. */
static void say(const struct session *session, const struct err *err)
{
    if (!session->caught)
        print_problem(session, err);
    else if (session->caught->code == ERR_CODE_NONE)
        *session->caught = *err;
}

/* Nothing that was found is to be trusted once a part could not be kept. */
static bool is_out_of_memory(const struct session *session)
{
    return session->problems.out_of_memory || !session->arena || arena_failed(session->arena) ||
           arena_failed(session->lasting);
}

static void fail_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory: what was read or computed is not complete");
    if (session->status != ERR_MACHINE)
        say(session, &err);
    session->status = ERR_MACHINE;
}

bool session_fail(struct session *session, const struct err *err)
{
    if (is_out_of_memory(session)) {
        fail_memory(session);
        return false;
    }
    say(session, err);
    enum err_status status = err_status(err->code);
    session->status = status == ERR_NONE ? ERR_INPUT : status;
    return false;
}

void session_report(struct session *session, bool all)
{
    struct err_list *list = &session->problems;
    if (is_out_of_memory(session)) {
        fail_memory(session);
        return;
    }
    for (size_t i = 0; i < list->count; i++)
        if (all || list->items[i].severity == ERR_ERROR)
            say(session, &list->items[i]);
    size_t unseen = list->errors + list->warnings;
    for (size_t i = 0; i < list->count; i++)
        unseen -= list->items[i].severity != ERR_NOTICE;
    if (unseen > 0 && !session->caught)
        fprintf(stderr, "… and %zu more\n", unseen);
    if (!all && list->warnings > 0 && list->errors == 0 && !session->opt->quiet && !session->caught)
        fprintf(stderr, "%zu warning%s in the project: `tidemark check` shows %s\n", list->warnings,
                list->warnings == 1 ? "" : "s", list->warnings == 1 ? "it" : "them");
    enum err_status status = err_list_status(list);
    if (status > session->status)
        session->status = status;
}

static bool find_root(struct session *session)
{
    struct err err;
    const char *start = session->opt->root ? session->opt->root : ".";
    session->root = file_find_upward(session->arena, start, "indicators/index.yaml", &err);
    if (session->root)
        return true;
    if (err.code != ERR_CODE_NONE)
        return session_fail(session, &err);
    err_set(&err, ERR_NO_PROJECT,
            "there is no project here: no folder from %s upward holds indicators/index.yaml",
            session->opt->root ? session->opt->root : "this one");
    err_hint(&err,
             "go to a project's folder, name it with -C DIR, or try the shipped model: "
             "tidemark -C %s score",
             TIDEMARK_DATADIR);
    return session_fail(session, &err);
}

struct worker_options session_worker_options(const struct opt *opt)
{
    return (struct worker_options){.script_seconds = opt->script_seconds,
                                   .script_memory_mib = (size_t)opt->script_memory,
                                   .seed = (uint64_t)opt->seed,
                                   .call_name = run_call_name};
}

/* The worker is forked before any data is in memory, so that it never holds any. */
static bool start_worker(struct session *session)
{
    struct err err;
    struct worker_options options = session_worker_options(session->opt);
    session->worker = worker_start(&options, &session->confinement_notice, &err);
    if (!session->worker)
        return session_fail(session, &err);
    session->formulas = worker_formula_host(session->worker);
    if (session->confinement_notice && !session->opt->quiet)
        fprintf(stderr, "notice: %s\n", session->confinement_notice);
    return true;
}

static bool choose_kernel(struct session *session)
{
    struct err err;
    session->kernel = kernel_for(session->opt->cpu);
    if (session->kernel)
        return true;
    err_set(&err, ERR_OPTION_VALUE, "--cpu %s: this processor has no such width",
            session->opt->cpu);
    return session_fail(session, &err);
}

bool session_begin(struct session *session, const struct opt *opt)
{
    *session = (struct session){.opt = opt, .lock = -1};
    session->arena = session->lasting = arena_new();
    if (session->arena)
        return find_root(session);
    fail_memory(session);
    return false;
}

/* The worker, which was forked before, does not hold the lock. */
static bool lock_project(struct session *session)
{
    struct err err;
    const char *path = file_join(session->arena, session->root, ".tidemark.lock");
    if (!path) {
        fail_memory(session);
        return false;
    }
    session->lock = lock_take(path, &err);
    return session->lock >= 0 || session_fail(session, &err);
}

void session_unlock(struct session *session)
{
    lock_release(session->lock);
    session->lock = -1;
}

static bool start(struct session *session, const struct opt *opt)
{
    return session_begin(session, opt) && choose_kernel(session) && start_worker(session);
}

static bool load(struct session *session, bool tolerant)
{
    session->project = project_load(session->arena, session->root, &session->problems);
    if (tolerant)
        return true;
    session_report(session, false);
    return session->project && session->status == ERR_NONE;
}

static bool open_project(struct session *session, const struct opt *opt, bool locked, bool tolerant)
{
    return start(session, opt) && (!locked || lock_project(session)) && load(session, tolerant);
}

bool session_open_two(struct session sessions[2], const struct opt opts[2])
{
    if (!start(&sessions[0], &opts[0])) {
        session_begin(&sessions[1], &opts[1]);
        return false;
    }
    return start(&sessions[1], &opts[1]) && load(&sessions[0], false) && load(&sessions[1], false);
}

bool session_open(struct session *session, const struct opt *opt, bool tolerant)
{
    return open_project(session, opt, false, tolerant);
}

bool session_open_locked(struct session *session, const struct opt *opt)
{
    return open_project(session, opt, true, false);
}

bool session_complete(struct session *session)
{
    if (!is_out_of_memory(session))
        return true;
    fail_memory(session);
    return false;
}

enum err_status session_close(struct session *session)
{
    session_complete(session);
    session_unlock(session);
    worker_stop(session->worker);
    err_list_free(&session->problems);
    arena_free(session->arena);
    return session->status;
}

bool session_country(struct session *session, const char *name, uint32_t *country)
{
    struct err err;
    const struct project *project = session->project;
    *country = project_country(project, text_of(name));
    if (*country != UINT32_MAX)
        return true;
    err_set(&err, ERR_COUNTRY_UNKNOWN, "no country \"%s\" in this project", name);
    const char **names = arena_alloc(session->arena, project->country_count * 2, sizeof *names);
    struct text_buffer all = {0};
    for (size_t i = 0; names && i < project->country_count; i++) {
        names[i * 2] = project->countries[i].id;
        names[i * 2 + 1] = project->countries[i].name;
        text_add_format(&all, "%s%s", i ? ", " : "", project->countries[i].id);
    }
    size_t near = names ? text_nearest(text_of(name), names, project->country_count * 2) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    else if (all.bytes)
        err_hint(&err, "it has %s", all.bytes);
    text_buffer_free(&all);
    return session_fail(session, &err);
}

bool session_indicator(struct session *session, const char *name, uint32_t *indicator)
{
    struct err err;
    const struct codebook *codebook = session->project->codebook;
    const struct indicator *found = codebook_indicator(codebook, text_of(name));
    if (found) {
        *indicator = (uint32_t)(found - codebook->indicators);
        return true;
    }
    bool other = map_get(codebook->by_id, text_of(name)) != MAP_NONE;
    size_t count = codebook->indicator_count;
    const char **names = arena_alloc(session->arena, count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = codebook->indicators[i].id;
    size_t near = names ? text_nearest(text_of(name), names, count) : SIZE_MAX;
    err_set(&err, ERR_ITEM_UNKNOWN,
            other ? "%s is a pillar or group: what is observed are indicators"
                  : "the codebook has no indicator \"%s\"",
            name);
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", names[near]);
    else
        err_hint(&err, "tidemark score --level indicator --format csv lists them");
    return session_fail(session, &err);
}

bool session_countries(struct session *session, const uint32_t **countries, size_t *count)
{
    const char *list = session->opt->countries;
    size_t total = session->project->country_count, used = 0;
    uint32_t *chosen = arena_alloc(session->arena, total + 1, sizeof *chosen);
    if (!chosen)
        return false;
    if (!list)
        for (; used < total; used++)
            chosen[used] = (uint32_t)used;
    while (list && *list) {
        size_t length = strcspn(list, ",");
        const char *name = arena_text(session->arena, list, length);
        uint32_t country = 0;
        if (!name || !session_country(session, name, &country))
            return false;
        bool seen = false;
        for (size_t i = 0; i < used; i++)
            seen = seen || chosen[i] == country;
        if (!seen)
            chosen[used++] = country;
        list += length + (list[length] == ',');
    }
    *countries = chosen;
    *count = used;
    return true;
}

struct score_options session_score_options(const struct session *session, int32_t first,
                                           int32_t last)
{
    return (struct score_options){.draws = (size_t)session->opt->draws,
                                  .draws_first = first,
                                  .draws_last = last,
                                  .seed = (uint64_t)session->opt->seed,
                                  .threads = (unsigned)session->opt->threads,
                                  .kernel = session->kernel};
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
