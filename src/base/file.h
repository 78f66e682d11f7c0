/* Whole files in, whole files out. */
#ifndef TIDEMARK_BASE_FILE_H
#define TIDEMARK_BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { FILE_READ_MAX_BYTES = 512 * 1024 * 1024 };

/* Reads a regular file of at most max_bytes (0: FILE_READ_MAX_BYTES) into arena, terminated by a
 * NUL that *length does not count. NULL with err (file named in it) when it cannot. */
char *file_read(struct arena *arena, const char *path, size_t max_bytes, size_t *length,
                struct err *err);

/* Opens a regular file of at most max_bytes to be read in pieces; *size is what it has. -1 with err
 * (file named in it) when it cannot. The caller closes it with file_close. */
int file_open(const char *path, size_t max_bytes, size_t *size, struct err *err);

/* Up to room bytes from where the last piece ended, as many as there are but at the end of the
 * file; SIZE_MAX with err when it cannot be read. */
size_t file_piece(int file, const char *path, char *bytes, size_t room, struct err *err);

/* Whether length bytes stand at an offset, into bytes; where pieces are read stays as it is. */
bool file_peek(int file, size_t offset, char *bytes, size_t length);

/* Closes what file_open opened. */
void file_close(int file);

/* Replaces path by bytes so that a crash leaves the old file or the new one: a temporary file
 * beside it, written, synced, given the old file's mode, renamed over the link's target; the
 * folder synced. On failure the old file is untouched and the temporary file gone. */
bool file_replace(const char *path, const char *bytes, size_t length, struct err *err);

/* Likewise for a name within a folder, which is no path: a link of that name is not followed, and
 * whatever stands there but a regular file is an error. */
bool file_replace_within(const char *folder, const char *name, const char *bytes, size_t length,
                         struct err *err);

/* Likewise, unless the file holds anything but old just before it would be replaced: then false
 * with ERR_FILE_CHANGED. old.bytes NULL: a file that is not there yet. A file that may not be
 * written is refused. */
bool file_replace_if(const char *path, struct text old, const char *bytes, size_t length,
                     struct err *err);

/* Writes a file where nothing stands, not even a link, and syncs it and its folder. What was
 * written before a failure stays. */
bool file_write_new(const char *path, const char *bytes, size_t length, struct err *err);

/* Puts what stands at one path in the place of another, where nothing stands, and syncs the folder
 * it is then in; both are on one file system. */
bool file_rename(const char *from, const char *to, struct err *err);

/* Whether something is there, and whether it is a folder; links are followed, and what cannot be
 * seen is not there. */
bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* Makes a folder, and those above it, unless they are there. */
bool file_make_folder(const char *path, struct err *err);

/* Names in a folder that end in suffix (".yaml"), hidden ones left out, sorted bytewise, in arena.
 * Returns the count; a folder that is not there counts 0 without an error. SIZE_MAX with err
 * otherwise. */
size_t file_list(struct arena *arena, const char *folder, const char *suffix, const char ***names,
                 struct err *err);

/* folder/name in arena; NULL without memory. */
char *file_join(struct arena *arena, const char *folder, const char *name);

/* The nearest folder upward from start that holds name ("indicators/index.yaml"), as a path in
 * arena (relative to the current folder where it can be: "." or "..", else absolute). NULL when
 * none does, with err of ERR_CODE_NONE, or when that cannot be told, with the reason. */
char *file_find_upward(struct arena *arena, const char *start, const char *name, struct err *err);

#endif
