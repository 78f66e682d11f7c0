/* Regular files in one stream: tar in the form ustar of POSIX.1-1988, the same bytes for the same
 * files whoever writes them and when. (A library for archives would take as long to load as most
 * commands take in all.) */
#ifndef TIDEMARK_BASE_ARCHIVE_H
#define TIDEMARK_BASE_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What looks a file up goes through all of them: more would take too long. */
enum { ARCHIVE_FILES_MAX = 10000 };

/* name is a relative path with forward slashes. */
struct archive_file {
    const char *name;
    const char *bytes;
    size_t length;
};

/* Whether a name may stand in an archive and be made a file of below a folder: relative, without
 * empty, "." and ".." parts, backslashes and controls, at most 100 bytes, or 155 and 100 around a
 * slash. */
bool archive_is_name(const char *name);

/* Adds the files in their order: mode 644, no owner, time 0. False with err when a name does not
 * fit, when there are too many, or memory ran out. */
bool archive_write(const struct archive_file *files, size_t count, struct text_buffer *out,
                   struct err *err);

/* The files of an archive in arena; bytes point into what was given. SIZE_MAX with err (path is for
 * the message): anything but regular files and folders, a name that may not stand, a name twice, a
 * wrong sum, too many files, an archive cut short. */
size_t archive_read(struct arena *arena, const char *path, const char *bytes, size_t length,
                    struct archive_file **files, struct err *err);

#endif
