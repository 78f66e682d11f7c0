#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAP_MIN_MS = 1, NAP_MAX_MS = 32 };

/* Somebody else's lock file may only be read; on some file systems that is enough for a lock. */
static int open_lock(const char *path)
{
    int flags = O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    int fd = open(path, flags | O_RDWR, 0666);
    return fd < 0 && errno == EACCES ? open(path, flags | O_RDONLY, 0666) : fd;
}

/* Tries again after ever longer naps. */
static bool wait_for(int fd)
{
    long nap_ms = NAP_MIN_MS, waited_ms = 0;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK || waited_ms >= LOCK_WAIT_SECONDS * 1000L)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = nap_ms * 1000000L}, NULL);
        waited_ms += nap_ms;
        nap_ms = nap_ms * 2 < NAP_MAX_MS ? nap_ms * 2 : NAP_MAX_MS;
    }
    return true;
}

int lock_take(const char *path, struct err *err)
{
    int fd = open_lock(path);
    if (fd >= 0 && wait_for(fd))
        return fd;
    bool held = fd >= 0 && errno == EWOULDBLOCK;
    err_set(err, ERR_FILE_LOCK, "cannot lock %s: %s", path,
            held ? "another command has held it for a minute" : strerror(errno));
    if (held)
        err_hint(err, "see whether a tidemark was stopped in another terminal");
    lock_release(fd);
    return -1;
}

/* Whether what stands at path is still what was opened there. */
static bool stands_at(int fd, const char *path)
{
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && stat(path, &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

int lock_try_folder(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && stands_at(fd, path))
        return fd;
    bool held = fd >= 0 && errno == EWOULDBLOCK;
    err_set(err, ERR_FILE_LOCK, "cannot lock %s: %s", path,
            held ? "another command is writing it" : strerror(errno));
    lock_release(fd);
    return -1;
}

void lock_release(int lock)
{
    if (lock >= 0)
        close(lock);
}
