#include "cli/cmd.h"
#include "cli/release_place.h"

#include <stdio.h>
#include <string.h>

/* A release that is made again. */
struct again {
    struct session *session;
    struct release kept;
    struct release_place place;
};

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while verifying a release");
    return session_fail(session, &err);
}

/* The options it was made with, over what holds by default. */
static bool read_options(struct again *again, struct opt *opt)
{
    struct err err;
    struct session *session = again->session;
    const struct archive_file *file = release_find(&again->kept, "OPTIONS");
    const char *at = file ? arena_text(session->arena, file->bytes, file->length) : NULL;
    char **words = file ? arena_alloc(session->arena, file->length + 4, sizeof *words) : NULL;
    int count = 0;
    if (!file) {
        err_set(&err, ERR_FILE_DAMAGED, "%s is no release: it has no OPTIONS",
                session->opt->arguments[0]);
        return session_fail(session, &err);
    }
    if (!at || !words)
        return out_of_memory(session);
    words[count++] = arena_printf(session->arena, "tidemark");
    words[count++] = arena_printf(session->arena, "freeze");
    for (; *at; at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n'))
        words[count++] = arena_text(session->arena, at, strcspn(at, "\n"));
    for (int i = 0; i < count; i++)
        if (!words[i])
            return out_of_memory(session);
    *opt = opt_default();
    if (!opt_parse_over(count, words, RELEASE_GROUPS, opt, &err))
        return session_fail(session, &err);
    if (opt->argument_count > 0) {
        err_set(&err, ERR_FILE_DAMAGED, "OPTIONS of the release holds a word that is no option");
        return session_fail(session, &err);
    }
    opt->verb = "freeze";
    opt->root = again->place.root;
    opt->quiet = true;
    opt->threads = session->opt->threads;
    opt->gnuplot = session->opt->gnuplot;
    opt->cpu = session->opt->cpu;
    return true;
}

/* The number of the first line in which two texts differ. */
static size_t line_of(const struct archive_file *a, const struct archive_file *b)
{
    size_t line = 1;
    for (size_t i = 0; i < a->length && i < b->length && a->bytes[i] == b->bytes[i]; i++)
        line += a->bytes[i] == '\n';
    return line;
}

static bool same(const struct archive_file *a, const struct archive_file *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

/* What is not as it was, a line each; how many. */
static size_t compare(const struct release *kept, const struct release *made)
{
    size_t count = 0;
    for (size_t i = 0; i < made->count; i++) {
        const struct archive_file *new = &made->files[i], *old = release_find(kept, new->name);
        if (strcmp(new->name, "SHA256SUMS") == 0 || (old && same(old, new)))
            continue;
        count++;
        if (old)
            printf("%s: differs from line %zu on\n", new->name, line_of(old, new));
        else
            printf("%s: is made now, and was not in the release\n", new->name);
    }
    for (size_t i = 0; i < kept->count; i++)
        if (!release_find(made, kept->files[i].name)) {
            printf("%s: was in the release, and is not made now\n", kept->files[i].name);
            count++;
        }
    return count;
}

/* Says how it came out. */
static void judge(struct session *session, const struct release *kept, const struct release *made)
{
    struct err err;
    const struct archive_file *version = release_find(kept, "VERSION");
    size_t different = compare(kept, made);
    if (different == 0) {
        printf("%s: %zu files, all made again to the byte\n", session->opt->arguments[0],
               kept->count);
        return;
    }
    err_set(&err, ERR_RELEASE_DIFFERS, "%zu of %zu files did not come out the same", different,
            kept->count);
    int length = version ? (int)strcspn(version->bytes, "\n") : 0;
    if (version && strncmp(version->bytes, "tidemark " TIDEMARK_VERSION "\n", version->length) != 0)
        err_hint(&err, "it was made by %.*s, and this is %s: that is the likely cause",
                 length < 40 ? length : 40, version->bytes, TIDEMARK_VERSION);
    else
        err_hint(&err, "the same program made it: see what differs above; charts also depend on "
                       "the version of gnuplot");
    session_fail(session, &err);
}

static void make_again(struct again *again)
{
    struct opt opt;
    struct session session;
    struct release made;
    if (!read_options(again, &opt))
        return;
    if (session_open(&session, &opt, false) && release_make(&session, &made))
        judge(again->session, &again->kept, &made);
    enum err_status status = session_close(&session);
    if (again->session->status < status)
        again->session->status = status;
}

static void verify(struct session *session)
{
    struct err err;
    const char *wrong;
    struct again again = {.session = session};
    if (session->opt->argument_count != 1) {
        err_set(&err, ERR_ARGUMENT, "`tidemark verify` wants one release");
        err_hint(&err, "tidemark verify rights-2024, or rights-2024.tar.gz");
        session_fail(session, &err);
        return;
    }
    const char *path = session->opt->arguments[0];
    if (!release_read(session->arena, path, &again.kept, &wrong, &err)) {
        session_fail(session, &err);
        return;
    }
    if (release_place_make(&again.kept, path, &again.place, &err))
        make_again(&again);
    else
        session_fail(session, &err);
    release_place_remove(&again.place);
}

enum err_status cmd_verify(const struct opt *opt)
{
    struct session session = {.opt = opt, .lock = -1};
    session.arena = session.lasting = arena_new();
    if (session_complete(&session))
        verify(&session);
    return session_close(&session);
}
