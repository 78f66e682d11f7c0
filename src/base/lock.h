/* A lock by which programs that write take turns. */
#ifndef TIDEMARK_BASE_LOCK_H
#define TIDEMARK_BASE_LOCK_H

#include "base/err.h"

/* Takes the lock on the file at path, which is made when it is not there, holds nothing and is
 * never removed: a lock on a file that is itself replaced would be lost with it. Waits for whoever
 * holds it, LOCK_WAIT_SECONDS at most. A descriptor for lock_release, -1 with err. The system gives
 * the lock back when the process ends, however it ends. */
int lock_take(const char *path, struct err *err);
enum { LOCK_WAIT_SECONDS = 60 };

/* Likewise on a folder itself, without waiting and without a file: -1 with err when another holds
 * it, or when it was put elsewhere meanwhile. */
int lock_try_folder(const char *path, struct err *err);

/* Gives it back; -1 has no effect. */
void lock_release(int lock);

#endif
