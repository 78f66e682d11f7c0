/* Folders that are watched for files being saved (inotify). */
#ifndef TIDEMARK_BASE_WATCH_H
#define TIDEMARK_BASE_WATCH_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct watch;

/* Watches folders and all below them, files written in place and files renamed over others alike;
 * folders that are not there are passed over. From now on SIGINT and SIGTERM are kept back and end
 * watch_next. Memory is arena's; NULL with err when it cannot. */
struct watch *watch_open(struct arena *arena, const char *const *folders, size_t count,
                         struct err *err);

enum watch_result { WATCH_SAVED, WATCH_ENDED, WATCH_FAILED };

/* Waits until something was saved and nothing more is for a twentieth of a second, or until the run
 * is to end. WATCH_FAILED with err. */
enum watch_result watch_next(struct watch *watch, struct err *err);

/* Ends watching, and gives signals back. NULL is allowed. */
void watch_close(struct watch *watch);

#endif
