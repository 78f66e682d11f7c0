#include "cli/session.h"

#include "base/file.h"
#include "base/hash.h"

#include <string.h>

static const struct {
    const char *folder;
    const char *one;
    const char *many;
} kinds[] = {
    [SESSION_RULES] = {"scripts/rules", "rule", "rules"},
    [SESSION_LEVERS] = {"scripts/levers", "lever", "levers"},
    [SESSION_SCENARIOS] = {"scripts/scenarios", "scenario", "scenarios"},
};

/* Scripts are found by name; a name is checked before it becomes a path. */
static bool is_name(const char *name, bool capitals)
{
    if (!*name)
        return false;
    for (const char *c = name; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_' ||
              (capitals && *c >= 'A' && *c <= 'Z')))
            return false;
    return true;
}

/* Keeps a script's hash, once in a run; a lack of memory shows in the arena. */
static void remember(struct session *session, const char *file, const char *text, size_t length)
{
    struct session_script **at = &session->scripts;
    while (*at && strcmp((*at)->file.path, file) < 0)
        at = &(*at)->later;
    if (*at && strcmp((*at)->file.path, file) == 0)
        return;
    struct session_script *script = arena_alloc(session->lasting, 1, sizeof *script);
    if (!script)
        return;
    hash_bytes(text, length, script->file.sha256);
    script->file.path = file;
    script->later = *at;
    *at = script;
}

static const char *module_text(void *context, enum worker_module module, const char *name,
                               const char **file, size_t *length)
{
    struct session *session = context;
    struct err err;
    if (!is_name(name, false))
        return NULL;
    const char *folder = module == WORKER_RULE ? "scripts/rules" : "scripts/lib";
    char *path = arena_printf(session->lasting, "%s/%s.lua", folder, name);
    char *full = path ? file_join(session->lasting, session->root, path) : NULL;
    *file = path;
    if (full && !file_exists(full))
        return NULL;
    const char *text = full ? file_read(session->lasting, full, 1024 * 1024, length, &err) : NULL;
    if (!full)
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", name);
    /* To the script it is as if there were none; the user sees why. */
    if (!text)
        err_list_add(&session->problems, &err);
    else
        remember(session, path, text, *length);
    return text;
}

struct worker_resolver session_resolver(struct session *session)
{
    return (struct worker_resolver){module_text, session};
}

bool session_script_is_path(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') || (length > 4 && strcmp(name + length - 4, ".lua") == 0);
}

const struct value *session_script_run(struct session *session, const char *file, const char *path,
                                       struct text *source, struct err *err)
{
    struct worker_resolver resolver = session_resolver(session);
    source->bytes = file_read(session->lasting, path, 1024 * 1024, &source->length, err);
    if (!source->bytes)
        return NULL;
    remember(session, file, source->bytes, source->length);
    return worker_load(session->worker, session->lasting, file, source->bytes, source->length,
                       &resolver, err);
}

size_t session_script_names(struct session *session, enum session_scripts kind,
                            const char *const **names, struct err *err)
{
    const char **files = NULL;
    char *folder = file_join(session->lasting, session->root, kinds[kind].folder);
    size_t count = folder ? file_list(session->lasting, folder, ".lua", &files, err) : SIZE_MAX;
    if (!folder)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", kinds[kind].many);
    for (size_t i = 0; count != SIZE_MAX && i < count; i++) {
        files[i] = arena_text(session->lasting, files[i], strlen(files[i]) - 4);
        if (!files[i]) {
            err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", kinds[kind].many);
            return SIZE_MAX;
        }
    }
    *names = files;
    return count;
}

static void suggest(struct session *session, enum session_scripts kind, const char *name,
                    struct err *err)
{
    struct err ignored;
    const char *const *names = NULL;
    size_t count = session_script_names(session, kind, &names, &ignored);
    if (count == SIZE_MAX || count == 0) {
        err_hint(err, "%s are Lua files in %s/", kinds[kind].many, kinds[kind].folder);
        return;
    }
    size_t near = text_nearest(text_of(name), names, count);
    struct text_buffer all = {0};
    for (size_t i = 0; i < count; i++)
        text_add_format(&all, "%s%s", i ? ", " : "", names[i]);
    if (near != SIZE_MAX)
        err_hint(err, "did you mean %s?", names[near]);
    else
        err_hint(err, "the project has %s", all.bytes ? all.bytes : "");
    text_buffer_free(&all);
}

const char *session_script_find(struct session *session, enum session_scripts kind,
                                const char *name, enum err_code code, const char **full,
                                struct err *err)
{
    char *file = arena_printf(session->lasting, "%s/%s.lua", kinds[kind].folder, name);
    *full = file ? file_join(session->lasting, session->root, file) : NULL;
    if (*full && is_name(name, kind != SESSION_RULES) && file_exists(*full))
        return file;
    err_set(err, code, "there is no %s \"%s\" in %s", kinds[kind].one, name, kinds[kind].folder);
    suggest(session, kind, name, err);
    return NULL;
}
