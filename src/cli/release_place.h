/* Where the project of a release stands while it is read again. */
#ifndef TIDEMARK_CLI_RELEASE_PLACE_H
#define TIDEMARK_CLI_RELEASE_PLACE_H

#include "cli/release.h"

/* root is the release's own folder `project`, or (unpacked) a folder made for it. */
struct release_place {
    const struct release *release;
    const char *root;
    bool unpacked;
};

/* The place of a release that was read from path; the project of an archive is unpacked below
 * TMPDIR, else /tmp. False with err; what was made by then is removed by release_place_remove, to
 * be called either way. Paths are the release's arena's. */
bool release_place_make(const struct release *release, const char *path,
                        struct release_place *place, struct err *err);
void release_place_remove(const struct release_place *place);

/* Writes the files whose names begin with `within` ("": all) below a folder in which none of them
 * stands, without that beginning; folders are made. False with err; what was written by then
 * stays. */
bool release_place_write(const struct release *release, const char *within, const char *folder,
                         struct err *err);

/* Takes away what release_place_write wrote, and folders that are then empty; nothing behind a
 * link. The folder itself stays. */
void release_place_clear(const struct release *release, const char *within, const char *folder);

#endif
