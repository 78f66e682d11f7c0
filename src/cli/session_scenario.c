#include "cli/session.h"

#include "lua/worker_apply.h"

#include <string.h>

/* So many scenarios may stand below each other. */
enum { DEPTH_MAX = 16, STACK_MAX = 64 };

static const struct value *apply(void *context, struct arena *arena,
                                 const struct scenario_file *file, const struct value *function,
                                 const uint32_t *countries, size_t country_count, struct err *err)
{
    struct session *session = context;
    (void)file;
    return worker_apply(session->worker, arena, function, session->project, countries,
                        country_count, err);
}

static const struct scenario *below(void *context, const char *name, struct err *err);

/* The id of a file: its name without folders and .lua. */
static const char *id_of(struct session *session, const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *name = slash ? slash + 1 : file;
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, ".lua") == 0)
        length -= 4;
    return arena_text(session->lasting, name, length);
}

static const struct scenario *read_script(struct session *session, const char *file,
                                          const char *path)
{
    struct err err;
    struct scenario_file scenario = {.id = id_of(session, file), .file = file};
    const struct scenario_host host = {apply, below, session};
    const struct levers *levers = session_levers(session);
    if (!levers || !scenario.id)
        return NULL;
    scenario.value = session_script_run(session, file, path, &scenario.text, &err);
    if (!scenario.value) {
        err_list_add(&session->problems, &err);
        return NULL;
    }
    return scenario_read(session->lasting, session->project, levers, &scenario, &host,
                         &session->problems);
}

static struct session_scenario *find(struct session *session, const char *file)
{
    struct session_scenario *scenario = session->scenarios;
    while (scenario && strcmp(scenario->file, file) != 0)
        scenario = scenario->earlier;
    return scenario;
}

/* Runs the script at path and reads the scenario it returns, once in a run. */
static const struct scenario *load(struct session *session, const char *file, const char *path)
{
    const struct session_scenario *known = find(session, file);
    if (known)
        return known->scenario;
    struct session_scenario *scenario = arena_alloc(session->lasting, 1, sizeof *scenario);
    if (!scenario)
        return NULL;
    *scenario = (struct session_scenario){file, NULL, true, session->scenarios};
    session->scenarios = scenario;
    scenario->scenario = read_script(session, file, path);
    scenario->reading = false;
    return scenario->scenario;
}

static size_t depth_of(const struct session *session)
{
    size_t depth = 0;
    for (const struct session_scenario *at = session->scenarios; at; at = at->earlier)
        depth += at->reading;
    return depth;
}

/* A scenario of the `stack` of the one being read. */
static const struct scenario *below(void *context, const char *name, struct err *err)
{
    struct session *session = context;
    const char *full = NULL;
    const char *file =
        session_script_find(session, SESSION_SCENARIOS, name, ERR_SCENARIO_NAME, &full, err);
    if (!file)
        return NULL;
    const struct session_scenario *known = find(session, file);
    if (known && known->reading) {
        err_set(err, ERR_SCENARIO_CIRCLE, "the scenario %s stands in its own stack", name);
        return NULL;
    }
    if (!known && depth_of(session) >= DEPTH_MAX) {
        err_set(err, ERR_SCENARIO_STACK,
                "the scenario %s is the last of more than %d that are stacked on each other", name,
                DEPTH_MAX);
        return NULL;
    }
    const struct scenario *scenario = load(session, file, full);
    if (!scenario)
        err_set(err, ERR_SCENARIO_STACK,
                "the scenario %s cannot be stacked: it has errors of its own", name);
    return scenario;
}

const struct scenario *session_scenario(struct session *session, const char *name)
{
    struct err err;
    const char *full = NULL;
    if (session_script_is_path(name))
        return load(session, name, name);
    const char *file =
        session_script_find(session, SESSION_SCENARIOS, name, ERR_ARGUMENT, &full, &err);
    if (file)
        return load(session, file, full);
    err_list_add(&session->problems, &err);
    return NULL;
}

const struct scenario *session_scenario_stack(struct session *session, const char *names)
{
    struct err err;
    const struct scenario *parts[STACK_MAX];
    size_t count = 0;
    for (const char *at = names; count < STACK_MAX;) {
        size_t length = strcspn(at, "+");
        const char *name = arena_text(session->lasting, at, length);
        parts[count] = name ? session_scenario(session, name) : NULL;
        if (!parts[count++])
            return NULL;
        if (!at[length])
            break;
        at += length + 1;
    }
    if (count == 1)
        return parts[0];
    const struct scenario *whole =
        scenario_stack(session->lasting, session->project, session->levers, parts, count, &err);
    if (!whole)
        err_list_add(&session->problems, &err);
    return whole;
}
