#include "cli/session.h"

#include "base/file.h"

#include <string.h>

/* So many rules may use each other in a row. */
enum { DEPTH_MAX = 16 };

/* The names that the countries' groups go by ("region"), each once, in the order they first stand;
 * NULL without memory. */
static const char **classifications_of(struct session *session, size_t *count)
{
    const struct project *project = session->project;
    size_t most = 0;
    *count = 0;
    for (size_t i = 0; i < project->country_count; i++)
        for (const char *const *pair = project->countries[i].groups; pair && *pair; pair += 2)
            most++;
    const char **names = arena_alloc(session->lasting, most, sizeof *names);
    for (size_t i = 0; names && i < project->country_count; i++) {
        for (const char *const *pair = project->countries[i].groups; pair && *pair; pair += 2) {
            size_t at = 0;
            while (at < *count && strcmp(names[at], *pair) != 0)
                at++;
            if (at == *count)
                names[(*count)++] = *pair;
        }
    }
    return names;
}

static struct session_rule *find(struct session *session, const char *file)
{
    struct session_rule *rule = session->rules;
    while (rule && strcmp(rule->file, file) != 0)
        rule = rule->earlier;
    return rule;
}

/* "a uses b, which uses a": what is being read from start on, which the last of them uses again. */
static const char *circle(struct session *session, const struct session_rule *start)
{
    const char *chain = start->name;
    for (const struct session_rule *rule = session->rules; chain && rule; rule = rule->earlier) {
        if (rule->reading && rule != start)
            chain = arena_printf(session->lasting, "%s, which uses %s", rule->name, chain);
        if (rule == start)
            break;
    }
    if (chain != start->name)
        return arena_printf(session->lasting, "%s uses %s", start->name, chain ? chain : "");
    return arena_printf(session->lasting, "%s uses itself", start->name);
}

static const struct rule *used_rule(void *context, const char *name, struct err *err);
static const struct frame *stored_frame(void *context, const char *name, struct err *err);

static const struct rule *read_script(struct session *session, const char *name, const char *file,
                                      const char *path)
{
    struct err err;
    struct rule_host host = {.formulas = session->formulas,
                             .rule = used_rule,
                             .frame = stored_frame,
                             .context = session};
    host.classifications = classifications_of(session, &host.classification_count);
    struct text source;
    const struct value *value = session_script_run(session, file, path, &source, &err);
    if (!value) {
        err_list_add(&session->problems, &err);
        return NULL;
    }
    return rule_read(session->lasting, name, file, source, value, session->project->codebook, &host,
                     &session->problems);
}

/* Runs the script at path and reads the rule it returns, once in a run. */
static const struct rule *load_rule(struct session *session, const char *name, const char *file,
                                    const char *path)
{
    struct session_rule *known = find(session, file);
    if (known)
        return known->rule;
    struct session_rule *rule = arena_alloc(session->lasting, 1, sizeof *rule);
    if (!rule)
        return NULL;
    *rule = (struct session_rule){.name = name, .file = file, .reading = true};
    rule->earlier = session->rules;
    session->rules = rule;
    rule->rule = read_script(session, name, file, path);
    rule->reading = false;
    return rule->rule;
}

/* How many rules are being read, each for the one before it. */
static size_t depth_of(const struct session *session)
{
    size_t depth = 0;
    for (const struct session_rule *rule = session->rules; rule; rule = rule->earlier)
        depth += rule->reading;
    return depth;
}

/* A rule that the one being read uses. */
static const struct rule *used_rule(void *context, const char *name, struct err *err)
{
    struct session *session = context;
    const char *full = NULL;
    const char *file =
        session_script_find(session, SESSION_RULES, name, ERR_SCRIPT_MODULE, &full, err);
    if (!file)
        return NULL;
    const struct session_rule *known = find(session, file);
    if (known && known->reading) {
        const char *chain = circle(session, known);
        err_set(err, ERR_REFERENCE_CYCLE, "rules that use each other have no values: %s",
                chain ? chain : name);
        return NULL;
    }
    if (!known && depth_of(session) >= DEPTH_MAX) {
        err_set(err, ERR_SCRIPT_MODULE,
                "the rule %s is the last of more than %d that use each other", name, DEPTH_MAX);
        return NULL;
    }
    const char *kept = arena_text(session->lasting, name, strlen(name));
    const struct rule *rule = kept ? load_rule(session, kept, file, full) : NULL;
    if (!rule)
        err_set(err, ERR_SCRIPT_MODULE, "the rule %s cannot be used: it has errors of its own",
                name);
    return rule;
}

/* The stored frame that the rule being read names. */
static const struct frame *stored_frame(void *context, const char *name, struct err *err)
{
    struct session *session = context;
    const char *file = frame_file(session->lasting, name);
    const char *full = file ? file_join(session->lasting, session->root, file) : NULL;
    if (session->taking && depth_of(session) == 1)
        return NULL;
    if (!full) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", name);
        return NULL;
    }
    if (!file_exists(full)) {
        err_set(err, ERR_RULE_FRAME, "there is no stored frame %s: %s is not there", name, file);
        err_hint(err, "make it: tidemark frame %s --rule %s", name, session->rules->name);
        return NULL;
    }
    for (const struct session_frame *known = session->frames; known; known = known->earlier)
        if (strcmp(known->frame->file, file) == 0)
            return known->frame;
    struct session_frame *kept = arena_alloc(session->lasting, 1, sizeof *kept);
    const struct frame *frame =
        kept ? frame_load(session->lasting, session->root, name, &session->problems) : NULL;
    if (!frame) {
        err_set(err, ERR_RULE_FRAME, "the stored frame %s cannot be used: it has errors of its own",
                name);
        return NULL;
    }
    *kept = (struct session_frame){frame, session->frames};
    session->frames = kept;
    return frame;
}

const struct rule *session_rule(struct session *session, const char *name)
{
    struct err err;
    const char *full = NULL;
    if (!name)
        name = session->opt->rule ? session->opt->rule : session->project->codebook->rule;
    if (!name)
        return rule_default(session->lasting, session->project->codebook);
    if (session_script_is_path(name))
        return load_rule(session, name, name, name);
    const char *file = session_script_find(session, SESSION_RULES, name, ERR_ARGUMENT, &full, &err);
    if (file)
        return load_rule(session, name, file, full);
    err_list_add(&session->problems, &err);
    return NULL;
}

static bool name_problem(struct session *session, const char *sentence, size_t count)
{
    struct err err;
    err_set(&err, ERR_OPTION_VALUE, sentence, session->opt->rule, count, session->opt->verb);
    if (count > 1)
        err_hint(&err, "tidemark score --rule %s shows them one after another", session->opt->rule);
    return session_fail(session, &err);
}

bool session_rule_names(struct session *session, bool several, const char *const **names,
                        size_t *count)
{
    const char *list = session->opt->rule;
    size_t room = 1;
    for (const char *c = list; c && *c; c++)
        room += *c == ',';
    const char **found = arena_alloc(session->lasting, room, sizeof *found);
    *count = list ? 0 : 1;
    *names = found;
    for (size_t i = 0; found && list && i < room; i++) {
        size_t length = strcspn(list, ","), seen = 0;
        const char *name = arena_text(session->lasting, list, length);
        if (!name)
            return false;
        if (length == 0)
            return name_problem(session, "--rule %s: a name is lacking beside a comma", 0);
        while (seen < *count && strcmp(found[seen], name) != 0)
            seen++;
        if (seen == *count)
            found[(*count)++] = name;
        list += length + (list[length] == ',');
    }
    if (*count > 1 && !several)
        return name_problem(session, "--rule %s names %zu rules, but `tidemark %s` takes one",
                            *count);
    return found != NULL;
}
