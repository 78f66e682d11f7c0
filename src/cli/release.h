/* A release: everything behind published figures in one folder or archive, from which they can be
 * made again to the byte. */
#ifndef TIDEMARK_CLI_RELEASE_H
#define TIDEMARK_CLI_RELEASE_H

#include "base/archive.h"
#include "cli/session.h"

/* The options that a release keeps: what is shown and how it is computed. */
enum { RELEASE_GROUPS = OPT_WHAT | OPT_HOW };

/* Files of a release, by name, bytewise; names are relative with forward slashes. */
struct release {
    struct archive_file *files;
    size_t count;
    size_t capacity;
    struct arena *arena;
};

/* What the options of a session amount to, all in memory: `project/` what was read, `results/`
 * scores, findings and explanations, `charts/`, CITATION.txt, OPTIONS (the options, a word a
 * line), VERSION, README.txt, SHA256SUMS. False, said by the session, when something cannot be
 * made, changed while it was read, or a rule stands outside the project. */
bool release_make(struct session *session, struct release *release);

/* The file of a name; NULL when there is none. */
const struct archive_file *release_find(const struct release *release, const char *name);

/* The names that a SHA256SUMS lists, as files without bytes: those above the first line that is no
 * sum and name that may stand in a release. False without memory. */
bool release_list(struct arena *arena, const char *sums, struct release *release);

/* Reads a release from a folder or a .tar.gz: every file that SHA256SUMS lists, and that itself.
 * False with err when it cannot, when a name would lead out of it, or when a sum is wrong: then
 * *wrong is the file's name. */
bool release_read(struct arena *arena, const char *path, struct release *release,
                  const char **wrong, struct err *err);

#endif
