#include "cli/cmd.h"
#include "cli/import_edition.h"
#include "cli/import_rows.h"
#include "cli/show.h"

#include "base/file.h"
#include "base/gzip.h"
#include "model/bulk_known.h"
#include "model/bulk_match.h"

#include <stdio.h>
#include <string.h>

/* The file given, and where it and its description will stand. */
struct import {
    struct session *session;
    const char *path;
    const char *file;  /* the path without its folders */
    const char *panel; /* the name */
    const char *folder;
    const char *copy;        /* data/panels/FILE as shown */
    const char *description; /* data/panels/NAME.yaml as shown */
    const char *bytes;       /* of the file, as it is */
    size_t length;
    bool copied;
};

static bool no_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while looking at the file");
    return session_fail(session, &err);
}

static bool take_argument(struct import *import)
{
    struct err err;
    const struct opt *opt = import->session->opt;
    if (opt->argument_count != 1) {
        err_set(&err, ERR_ARGUMENT, "`tidemark import` takes one file, but got %zu",
                opt->argument_count);
        err_hint(&err, "tidemark import FILE.csv");
        return session_fail(import->session, &err);
    }
    import->path = opt->arguments[0];
    const char *slash = strrchr(import->path, '/');
    import->file = slash ? slash + 1 : import->path;
    return true;
}

static size_t without_ending(const char *file, size_t length, const char *ending)
{
    size_t end = strlen(ending);
    return length > end && memcmp(file + length - end, ending, end) == 0 ? length - end : length;
}

/* --panel, else the file's name made an id. */
static bool name_panel(struct import *import)
{
    struct err err;
    struct arena *arena = import->session->arena;
    const char *given = import->session->opt->panel;
    size_t length = without_ending(import->file, strlen(import->file), ".gz");
    length = without_ending(import->file, length, ".csv");
    import->panel = given ? given : bulk_match_id(arena, (struct text){import->file, length});
    if (given && !text_is_id(text_of(given))) {
        err_set(&err, ERR_OPTION_VALUE,
                "--panel %s: a name has letters, digits and _, and begins with a letter", given);
        return session_fail(import->session, &err);
    }
    import->folder = file_join(arena, import->session->root, "data/panels");
    import->copy = import->folder ? file_join(arena, import->folder, import->file) : NULL;
    import->description = import->panel && import->folder
                              ? arena_printf(arena, "%s/%s.yaml", import->folder, import->panel)
                              : NULL;
    return (import->copy && import->description) || no_memory(import->session);
}

static bool refuse_description(struct import *import)
{
    struct err err;
    if (import->session->opt->dry_run || !file_exists(import->description))
        return false;
    err_set(&err, ERR_IMPORT_EXISTS, "%s is there already, and is not overwritten",
            import->description);
    err_hint(&err, "delete it to have it drafted anew, print the draft with --dry-run, or name "
                   "another panel with --panel NAME");
    session_fail(import->session, &err);
    return true;
}

/* Whether the file stands in data/panels already; false after a failure, or when another of its
 * name does. */
static bool find_copy(struct import *import)
{
    struct err err;
    size_t length;
    struct session *session = import->session;
    if (!file_exists(import->copy))
        return true;
    const char *bytes = file_read(session->arena, import->copy, 0, &length, &err);
    if (!bytes)
        return session_fail(session, &err);
    import->copied = length == import->length && memcmp(bytes, import->bytes, length) == 0;
    if (import->copied || session->opt->dry_run)
        return true;
    err_set(&err, ERR_IMPORT_EXISTS, "%s is there already and is another file than %s",
            import->copy, import->path);
    err_hint(&err, "delete or rename the one that is not meant");
    return session_fail(session, &err);
}

static struct bulk_draft *make_draft(struct import *import)
{
    struct err err;
    struct session *session = import->session;
    const char *bytes = import->bytes;
    size_t length = import->length;
    if (gzip_is(bytes, length)) {
        bytes = gzip_expand(session->arena, import->path, bytes, length, FILE_READ_MAX_BYTES,
                            &length, &err);
        err_at(bytes ? NULL : &err, (struct err_place){.file = import->path});
        if (!bytes) {
            session_fail(session, &err);
            return NULL;
        }
    }
    struct bulk_known *known =
        bulk_known_load(session->arena, session->root, import->panel, &session->problems);
    /* What is wrong in the files of the project is for `check`; what could not be read is not. */
    if (!known || err_list_status(&session->problems) == ERR_MACHINE) {
        session_report(session, false);
        return NULL;
    }
    known->source = session->opt->source;
    struct bulk_draft *draft =
        bulk_draft_make(session->arena, known, import->path, bytes, length, &err);
    if (!draft)
        session_fail(session, &err);
    return draft;
}

static bool write_files(struct import *import, const struct text_buffer *yaml)
{
    struct err err;
    if (!session_complete(import->session))
        return false;
    if (!file_make_folder(import->folder, &err) ||
        (!import->copied && !file_replace(import->copy, import->bytes, import->length, &err)) ||
        !file_replace(import->description, yaml->bytes, yaml->length, &err))
        return session_fail(import->session, &err);
    return true;
}

/* The line of the draft that begins with the text, 0 when none does. */
static size_t line_of(const struct text_buffer *yaml, const char *text)
{
    size_t line = 1;
    for (const char *at = yaml->bytes; at; at = strchr(at, '\n'), line++) {
        at += *at == '\n';
        if (strncmp(at, text, strlen(text)) == 0)
            return line;
    }
    return 0;
}

/* What was done, and what is left to do. */
static void say_done(const struct import *import, const struct text_buffer *yaml)
{
    const struct session *session = import->session;
    size_t errors = session->problems.errors;
    fflush(stdout);
    if (session->opt->quiet)
        return;
    if (!session->opt->dry_run && !import->copied)
        fprintf(stderr, "copied %s to %s\n", import->path, import->copy);
    if (!session->opt->dry_run)
        fprintf(stderr, "wrote %s\n", import->description);
    if (errors > 0)
        fprintf(stderr, "the project has %zu error%s: `tidemark check` shows %s\n", errors,
                errors == 1 ? "" : "s", errors == 1 ? "it" : "them");
    if (!session->opt->source)
        fprintf(stderr,
                "next: name the source on line %zu of the draft; until then no command "
                "reads the project\n",
                line_of(yaml, "source:"));
    else if (!session->opt->dry_run)
        fprintf(stderr, "next: read the draft, then run `tidemark check`\n");
}

/* Reads the file, unless something stands in its way. */
static bool read_file(struct import *import)
{
    enum out_format format;
    struct session *session = import->session;
    struct err err;
    if ((!session->opt->dry_run && !show_format(session, &format)) || refuse_description(import))
        return false;
    import->bytes = file_read(session->arena, import->path, 0, &import->length, &err);
    return import->bytes ? find_copy(import) : session_fail(session, &err);
}

static void draft_panel(struct import *import, struct text_buffer *yaml)
{
    struct session *session = import->session;
    struct bulk_draft *draft = read_file(import) ? make_draft(import) : NULL;
    if (!draft)
        return;
    bulk_draft_yaml(draft, import->file, yaml);
    struct rows *tidy = import_rows(session->arena, draft, import->file);
    struct rows *display = import_rows_display(session->arena, draft, import->file, show_columns());
    if (yaml->failed || !tidy || !display || tidy->failed || display->failed) {
        no_memory(session);
        return;
    }
    bool done = session->opt->dry_run
                    ? show_text(session, yaml->bytes, yaml->length)
                    : write_files(import, yaml) && show_rows(session, tidy, display);
    if (done)
        say_done(import, yaml);
}

/* The description of an edition as that of a panel: with its name and file, and --source. */
static bool describe_as(struct import *import, struct text_buffer *yaml)
{
    struct err err;
    size_t length;
    struct session *session = import->session;
    const char *path = arena_printf(session->arena, "%s/indicators/editions/%s.yaml", session->root,
                                    session->opt->as);
    const char *text = path ? file_read(session->arena, path, 0, &length, &err) : NULL;
    if (!text)
        return path ? session_fail(session, &err) : no_memory(session);
    for (const char *end = text + length, *next; text < end; text = next) {
        next = memchr(text, '\n', (size_t)(end - text));
        next = next ? next + 1 : end;
        if (strncmp(text, "panel:", 6) == 0)
            text_add_format(yaml, "panel: %s\nfile: %s\n", import->panel, import->file);
        else if (session->opt->source && strncmp(text, "source:", 7) == 0)
            text_add_format(yaml, "source: %s\n", session->opt->source);
        else
            text_add(yaml, text, (size_t)(next - text));
    }
    return !yaml->failed || no_memory(session);
}

/* A published edition kept as a panel. */
static void keep_edition(struct import *import, struct text_buffer *yaml)
{
    struct session *session = import->session;
    if (!import_edition_find(session) || !read_file(import) || !describe_as(import, yaml))
        return;
    if (session->opt->dry_run) {
        show_text(session, yaml->bytes, yaml->length);
        return;
    }
    if (!write_files(import, yaml) || session->opt->quiet)
        return;
    if (!import->copied)
        fprintf(stderr, "copied %s to %s\n", import->path, import->copy);
    fprintf(stderr, "wrote %s\nnext: run `tidemark check`\n", import->description);
}

/* What says something of figures that are recorded only. */
static bool check_unfit(struct session *session)
{
    struct err err;
    const struct opt *opt = session->opt;
    const char *unfit = opt->countries   ? "countries"
                        : opt->years     ? "years"
                        : opt->revisions ? "revisions"
                        : opt->recorded  ? "recorded"
                                         : NULL;
    if (!unfit)
        return true;
    err_set(&err, ERR_OPTION_UNFIT, "--%s says something of an edition that is recorded only",
            unfit);
    if (opt->as)
        err_hint(&err, "leave out --%s, or --panel", unfit);
    else
        err_hint(&err, "--as NAME says which");
    return session_fail(session, &err);
}

enum err_status cmd_import(const struct opt *opt)
{
    if (opt->as && !opt->panel)
        return import_edition(opt);
    struct session session;
    struct text_buffer yaml = {0};
    struct import import = {.session = &session};
    if (session_begin(&session, opt) && check_unfit(&session) && take_argument(&import) &&
        name_panel(&import))
        (opt->as ? keep_edition : draft_panel)(&import, &yaml);
    text_buffer_free(&yaml);
    return session_close(&session);
}
