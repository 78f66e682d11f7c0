#include "base/file.h"
#include "base/gzip.h"
#include "cli/cmd.h"
#include "cli/release_part.h"

#include <stdio.h>
#include <string.h>

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

static bool write_folder(struct session *session, const struct release *release, const char *path)
{
    struct err err;
    const char *replaced;
    if (!release_part_write(release, path, &replaced, &err))
        return session_fail(session, &err);
    if (replaced && !session->opt->quiet)
        fprintf(stderr, "notice: %s was left by a freeze that was stopped, and was made anew\n",
                replaced);
    return true;
}

/* A folder called x.zip would pass for an archive that cannot be opened. */
static bool is_packing(struct session *session, const char *path)
{
    static const char *const others[] = {".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z"};
    struct err err;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (ends_with(path, others[i]) && !ends_with(path, ".tar.gz")) {
            err_set(&err, ERR_OPTION_VALUE, "%s: a release is a folder, or packed as .tar.gz",
                    path);
            err_hint(&err, "tidemark freeze rights-2024 -o rights-2024.tar.gz");
            return session_fail(session, &err);
        }
    return true;
}

static void freeze(struct session *session)
{
    struct release release;
    const char *name = name_of(session);
    const char *path = session->opt->output ? session->opt->output : name;
    if (!name || !is_packing(session, path) || !is_free(session, path) ||
        !release_make(session, &release))
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
