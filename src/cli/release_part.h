/* A release's folder while it is written. */
#ifndef TIDEMARK_CLI_RELEASE_PART_H
#define TIDEMARK_CLI_RELEASE_PART_H

#include "cli/release.h"

/* Writes a release beside its place, as `PATH.part`, and renames it: a release is there as a whole
 * or not at all. The folder is locked meanwhile. Until all files are there its sums are called
 * SHA256SUMS.part: by that a folder is known which a command that was killed left behind. Its files
 * are taken away and it is written anew; *replaced says so, with the path of the folder. False with
 * err, and nothing left, where the folder holds anything else or another command writes it. */
bool release_part_write(const struct release *release, const char *path, const char **replaced,
                        struct err *err);

#endif
