#include "base/file.h"
#include "base/gzip.h"
#include "cli/cmd.h"
#include "cli/release.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fail(struct session *session, enum err_code code, const char *sentence,
                 const char *hint)
{
    struct err err;
    err_set(&err, code, "%s", sentence);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

static bool out_of_memory(struct session *session)
{
    return fail(session, ERR_OUT_OF_MEMORY, "out of memory while writing a release", "");
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
}

/* Whether nothing stands at path yet; else said. */
static bool is_free(struct session *session, const char *path)
{
    struct err err;
    if (!file_exists(path))
        return true;
    err_set(&err, ERR_FILE_WRITE, "%s is there already, and a release is never overwritten", path);
    err_hint(&err, "choose another name, or take it away first");
    return session_fail(session, &err);
}

/* The release's name, which is that of its folder within an archive. */
static const char *name_of(struct session *session)
{
    const struct opt *opt = session->opt;
    if (opt->argument_count == 1 && archive_is_name(opt->arguments[0]) &&
        !strchr(opt->arguments[0], '/'))
        return opt->arguments[0];
    fail(session, ERR_ARGUMENT, "`tidemark freeze` wants a name for the release, without slashes",
         "tidemark freeze rights-2024");
    return NULL;
}

static bool write_archive(struct session *session, const struct release *release, const char *name,
                          const char *path)
{
    struct err err;
    struct text_buffer packed = {0}, zipped = {0};
    struct archive_file *files = arena_alloc(session->arena, release->count, sizeof *files);
    bool named = files != NULL;
    for (size_t i = 0; named && i < release->count; i++) {
        files[i] = release->files[i];
        files[i].name = arena_printf(session->arena, "%s/%s", name, release->files[i].name);
        named = files[i].name != NULL;
    }
    bool made = named || out_of_memory(session);
    if (made && !archive_write(files, release->count, &packed, &err))
        made = session_fail(session, &err);
    if (made && !gzip_compress(packed.bytes, packed.length, &zipped))
        made = out_of_memory(session);
    if (made && !file_replace(path, zipped.bytes, zipped.length, &err))
        made = session_fail(session, &err);
    text_buffer_free(&packed);
    text_buffer_free(&zipped);
    return made;
}

/* The folder part of a path below a folder. */
static bool make_folder_of(struct session *session, const char *path)
{
    struct err err;
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_text(session->arena, path, (size_t)(slash - path)) : ".";
    if (!folder)
        return out_of_memory(session);
    return file_make_folder(folder, &err) || session_fail(session, &err);
}

/* Takes away what a run that failed left behind. */
static void take_away(struct session *session, const struct release *release, const char *folder)
{
    for (size_t i = 0; i < release->count; i++) {
        char *path = file_join(session->arena, folder, release->files[i].name);
        if (path)
            unlink(path);
        for (char *cut = path ? strrchr(path, '/') : NULL; cut && cut > path + strlen(folder);
             cut = strrchr(path, '/')) {
            *cut = '\0';
            if (rmdir(path) != 0)
                break;
        }
    }
    rmdir(folder);
}

/* Written beside its place, then renamed: a release is there as a whole or not at all. */
static bool write_folder(struct session *session, const struct release *release, const char *path)
{
    struct err err;
    const char *beside = arena_printf(session->arena, "%s.part", path);
    if (!beside)
        return out_of_memory(session);
    if (!is_free(session, beside))
        return false;
    bool written = true;
    for (size_t i = 0; written && i < release->count; i++) {
        const struct archive_file *file = &release->files[i];
        const char *full = file_join(session->arena, beside, file->name);
        written =
            (full || out_of_memory(session)) && make_folder_of(session, full) &&
            (file_replace(full, file->bytes, file->length, &err) || session_fail(session, &err));
    }
    if (written && rename(beside, path) != 0) {
        err_set(&err, ERR_FILE_WRITE, "%s cannot be put in its place", path);
        written = session_fail(session, &err);
    }
    if (!written)
        take_away(session, release, beside);
    return written;
}

static void freeze(struct session *session)
{
    struct release release;
    const char *name = name_of(session);
    const char *path = session->opt->output ? session->opt->output : name;
    if (!name || !is_free(session, path) || !release_make(session, &release))
        return;
    bool packed = ends_with(path, ".tar.gz");
    if (packed ? write_archive(session, &release, name, path)
               : write_folder(session, &release, path))
        printf("%s: %zu files\n", path, release.count);
}

enum err_status cmd_freeze(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        freeze(&session);
    return session_close(&session);
}
