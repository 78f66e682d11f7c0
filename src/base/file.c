#include "base/file.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct err *err, enum err_code code, const char *what, const char *path)
{
    err_set(err, code, "%s %s: %s", what, path, strerror(errno));
    return false;
}

/* Reads until length bytes or the end of the file; the bytes read, or SIZE_MAX. */
static size_t read_all(int fd, char *bytes, size_t length)
{
    size_t used = 0;
    while (used < length) {
        ssize_t got = read(fd, bytes + used, length - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return SIZE_MAX;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    return used;
}

/* Whether an open file may be read: a regular one of at most max_bytes. */
static bool check_open(int fd, const char *path, size_t max_bytes, size_t *size, struct err *err)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0)
        return fail(err, ERR_FILE_READ, "cannot read", path);
    if (!S_ISREG(stat.st_mode))
        return err_set(err, ERR_FILE_KIND, "cannot read %s: it is %s, not a file", path,
                       S_ISDIR(stat.st_mode) ? "a folder" : "a device or pipe");
    if ((uintmax_t)stat.st_size > max_bytes)
        return err_set(err, ERR_FILE_TOO_LARGE,
                       "cannot read %s: it has %jd bytes, at most %zu are read", path,
                       (intmax_t)stat.st_size, max_bytes);
    *size = (size_t)stat.st_size;
    return true;
}

int file_open(const char *path, size_t max_bytes, size_t *size, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        fail(err, errno == ELOOP ? ERR_FILE_KIND : ERR_FILE_READ, "cannot read", path);
        return -1;
    }
    if (check_open(fd, path, max_bytes, size, err))
        return fd;
    close(fd);
    return -1;
}

size_t file_piece(int file, const char *path, char *bytes, size_t room, struct err *err)
{
    size_t got = read_all(file, bytes, room);
    if (got == SIZE_MAX)
        fail(err, ERR_FILE_READ, "cannot read", path);
    return got;
}

bool file_peek(int file, size_t offset, char *bytes, size_t length)
{
    return pread(file, bytes, length, (off_t)offset) == (ssize_t)length;
}

void file_close(int file)
{
    close(file);
}

char *file_read(struct arena *arena, const char *path, size_t max_bytes, size_t *length,
                struct err *err)
{
    size_t size;
    int fd = file_open(path, max_bytes ? max_bytes : FILE_READ_MAX_BYTES, &size, err);
    if (fd < 0)
        return NULL;
    char *bytes = arena_alloc(arena, size + 1, 1);
    if (!bytes)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path);
    *length = bytes ? file_piece(fd, path, bytes, size, err) : SIZE_MAX;
    close(fd);
    if (*length == SIZE_MAX)
        return NULL;
    bytes[*length] = '\0';
    return bytes;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

/* Writes all, syncs and closes; errno says why not. */
static bool write_closed(int fd, const char *bytes, size_t length)
{
    bool done = write_all(fd, bytes, length) && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 && done)
        return false;
    errno = why;
    return done;
}

/* The mode a replaced file keeps; 0666 less the umask for a new one. */
static mode_t mode_for(const char *path)
{
    struct stat stat_old;
    if (stat(path, &stat_old) == 0)
        return stat_old.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash)
        snprintf(folder, sizeof folder, ".");
    else
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool synced = fsync(fd) == 0 || errno == EINVAL || errno == EROFS;
    close(fd);
    return synced;
}

/* Whether a file still holds what was read from it. Reading it once more, as short a time as can be
 * before it is replaced, finds what a time stamp would not. */
static bool is_still(const char *path, struct text old)
{
    char piece[16384];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT && !old.bytes;
    size_t at = 0, got = old.bytes ? sizeof piece : SIZE_MAX;
    while (got == sizeof piece) {
        got = read_all(fd, piece, sizeof piece);
        if (got == SIZE_MAX || got > old.length - at || memcmp(piece, old.bytes + at, got) != 0)
            got = SIZE_MAX;
        else
            at += got;
    }
    close(fd);
    errno = got == SIZE_MAX ? ESTALE : 0;
    return got != SIZE_MAX && at == old.length;
}

/* Writes, syncs and renames the open temporary file; it is gone when this fails. old NULL: whatever
 * stands there is replaced. */
static bool replace_from(int fd, const char *temporary, const char *path, const struct text *old,
                         struct text bytes)
{
    bool fit = fchmod(fd, mode_for(path)) == 0;
    int why = errno;
    bool done = write_closed(fd, bytes.bytes, fit ? bytes.length : 0) && fit;
    why = fit ? errno : why;
    if (done && old && !is_still(path, *old)) {
        done = false;
        why = ESTALE;
    }
    if (done && rename(temporary, path) != 0) {
        done = false;
        why = errno;
    }
    if (!done)
        unlink(temporary);
    errno = why;
    return done;
}

static bool replace(const char *path, const struct text *old, struct text bytes, struct err *err)
{
    char target[PATH_MAX], temporary[PATH_MAX + 16];
    if (!realpath(path, target)) {
        if (errno != ENOENT || strlen(path) >= sizeof target)
            return fail(err, ERR_FILE_WRITE, "cannot write", path);
        snprintf(target, sizeof target, "%s", path);
    } else if (old && access(target, W_OK) != 0) {
        return fail(err, ERR_FILE_WRITE, "cannot write", path);
    }
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", target);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return fail(err, ERR_FILE_WRITE, "cannot write", path);
    if (!replace_from(fd, temporary, target, old, bytes)) {
        if (old && errno == ESTALE)
            return err_set(err, ERR_FILE_CHANGED, "%s was changed while it was edited", path);
        return fail(err, ERR_FILE_WRITE, "cannot write", path);
    }
    if (!sync_folder_of(target))
        return fail(err, ERR_FILE_WRITE, "cannot make sure of", path);
    return true;
}

bool file_replace(const char *path, const char *bytes, size_t length, struct err *err)
{
    return replace(path, NULL, (struct text){bytes, length}, err);
}

bool file_replace_if(const char *path, struct text old, const char *bytes, size_t length,
                     struct err *err)
{
    return replace(path, &old, (struct text){bytes, length}, err);
}

/* Writes beside name and renames over it, all within an open folder, so that no link leads out. */
static bool replace_at(int folder, const char *name, const char *temporary, const char *bytes,
                       size_t length)
{
    unlinkat(folder, temporary, 0);
    int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool done = write_closed(fd, bytes, length) && renameat(folder, temporary, folder, name) == 0;
    int why = errno;
    if (!done)
        unlinkat(folder, temporary, 0);
    errno = why;
    return done && fsync(folder) == 0;
}

bool file_write_new(const char *path, const char *bytes, size_t length, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(err, ERR_FILE_WRITE, "cannot write", path);
    return (write_closed(fd, bytes, length) && sync_folder_of(path)) ||
           fail(err, ERR_FILE_WRITE, "cannot write", path);
}

bool file_rename(const char *from, const char *to, struct err *err)
{
    return (rename(from, to) == 0 && sync_folder_of(to)) ||
           fail(err, ERR_FILE_WRITE, "cannot write", to);
}

bool file_replace_within(const char *folder, const char *name, const char *bytes, size_t length,
                         struct err *err)
{
    char path[PATH_MAX], temporary[NAME_MAX + 1];
    struct stat found;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (strchr(name, '/') || name[0] == '.' || strlen(name) + 8 > sizeof temporary) {
        errno = EINVAL;
        return fail(err, ERR_FILE_WRITE, "cannot write", path);
    }
    snprintf(temporary, sizeof temporary, ".%s.new", name);
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return fail(err, ERR_FILE_WRITE, "cannot write into", folder);
    bool there = fstatat(opened, name, &found, AT_SYMLINK_NOFOLLOW) == 0;
    bool done = true;
    if (there && !S_ISREG(found.st_mode)) {
        err_set(err, ERR_FILE_KIND, "%s is not replaced: it is %s, not a file", path,
                S_ISLNK(found.st_mode) ? "a link" : "something else");
        done = false;
    } else if (!replace_at(opened, name, temporary, bytes, length)) {
        done = fail(err, ERR_FILE_WRITE, "cannot write", path);
    }
    close(opened);
    return done;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

bool file_make_folder(const char *path, struct err *err)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return fail(err, ERR_FILE_WRITE, "cannot make the folder", path);
    }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (!file_is_folder(part) && mkdir(part, 0777) != 0 && errno != EEXIST)
            return fail(err, ERR_FILE_WRITE, "cannot make the folder", part);
    }
    if (file_is_folder(path))
        return true;
    errno = ENOTDIR;
    return fail(err, ERR_FILE_WRITE, "cannot make the folder", path);
}

static bool wanted(const char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);
    return name[0] != '.' && length > tail && strcmp(name + length - tail, suffix) == 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t list_open(struct arena *arena, DIR *folder, const char *suffix, const char ***names)
{
    size_t count = 0, capacity = 0;
    const char **list = NULL;
    const struct dirent *entry;
    while ((errno = 0, entry = readdir(folder))) {
        if (!wanted(entry->d_name, suffix))
            continue;
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 16;
            list = arena_grow(arena, list, count, capacity, sizeof *list);
        }
        const char *name = list ? arena_text(arena, entry->d_name, strlen(entry->d_name)) : NULL;
        if (!name) {
            errno = ENOMEM;
            return SIZE_MAX;
        }
        list[count++] = name;
    }
    if (errno != 0)
        return SIZE_MAX;
    if (count > 1)
        qsort(list, count, sizeof *list, by_bytes);
    *names = list;
    return count;
}

size_t file_list(struct arena *arena, const char *folder, const char *suffix, const char ***names,
                 struct err *err)
{
    *names = NULL;
    DIR *stream = opendir(folder);
    if (!stream) {
        if (errno == ENOENT)
            return 0;
        fail(err, ERR_FILE_READ, "cannot read the folder", folder);
        return SIZE_MAX;
    }
    size_t count = list_open(arena, stream, suffix, names);
    if (count == SIZE_MAX)
        fail(err, errno == ENOMEM ? ERR_OUT_OF_MEMORY : ERR_FILE_READ, "cannot read the folder",
             folder);
    closedir(stream);
    return count;
}

char *file_join(struct arena *arena, const char *folder, const char *name)
{
    if (strcmp(folder, ".") == 0)
        return arena_text(arena, name, strlen(name));
    size_t length = strlen(folder);
    bool slash = length > 0 && folder[length - 1] == '/';
    return arena_printf(arena, slash ? "%s%s" : "%s/%s", folder, name);
}

char *file_find_upward(struct arena *arena, const char *start, const char *name, struct err *err)
{
    char real[PATH_MAX];
    err_set(err, ERR_CODE_NONE, "no folder holds %s", name);
    if (!realpath(start, real)) {
        if (errno != ENOENT && errno != ENOTDIR)
            fail(err, ERR_FILE_READ, "cannot find", start);
        return NULL;
    }
    size_t levels = 0;
    for (const char *c = real; *c; c++)
        levels += *c == '/' && c[1];
    char *folder = arena_text(arena, start, strlen(start));
    for (size_t level = 0; folder && level <= levels; level++) {
        struct arena_mark mark = arena_mark(arena);
        char *path = file_join(arena, folder, name);
        bool known = path != NULL, found = path && file_exists(path);
        arena_rewind(arena, mark);
        if (found)
            return folder;
        folder = !known                     ? NULL
                 : strcmp(folder, ".") == 0 ? arena_text(arena, "..", 2)
                                            : arena_printf(arena, "%s/..", folder);
    }
    if (!folder)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while looking for %s", name);
    return NULL;
}
