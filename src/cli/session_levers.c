#include "cli/session.h"

#include "base/file.h"

#include <string.h>

/* Runs one lever's script. False, with the problem added, when it gives nothing. */
static bool run_lever(struct session *session, const char *name, struct lever_file *lever)
{
    struct err err;
    const char *file = arena_printf(session->lasting, "scripts/levers/%s.lua", name);
    const char *path = file ? file_join(session->lasting, session->root, file) : NULL;
    if (!path) {
        session->problems.out_of_memory = true;
        return false;
    }
    *lever = (struct lever_file){.id = name, .file = file};
    lever->value = session_script_run(session, file, path, &lever->text, &err);
    if (!lever->value)
        err_list_add(&session->problems, &err);
    return lever->value != NULL;
}

const struct levers *session_levers(struct session *session)
{
    struct err err;
    const char *const *names = NULL;
    if (session->levers_read)
        return session->levers;
    session->levers_read = true;
    size_t count = session_script_names(session, SESSION_LEVERS, &names, &err), ran = 0;
    if (count == SIZE_MAX) {
        err_list_add(&session->problems, &err);
        return NULL;
    }
    struct lever_file *files = arena_alloc(session->lasting, count, sizeof *files);
    if (!files) {
        session->problems.out_of_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        ran += run_lever(session, names[i], &files[ran]);
    /* What a lever that did not run would be named by others is not told as a mistake of theirs. */
    if (ran == count)
        session->levers =
            lever_read(session->lasting, session->project, files, count, &session->problems);
    return session->levers;
}
