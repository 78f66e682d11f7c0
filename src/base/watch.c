#include "base/watch.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* An editor writes several times; a project has folders within folders, but not many. */
enum { QUIET_MILLISECONDS = 50, DEPTH_MAX = 8 };

struct watch {
    struct arena *arena;
    const char *const *folders;
    size_t folder_count;
    int events;
    int signals;
    sigset_t before; /* the signals that were kept back already */
};

static bool refuse(struct err *err, const char *what)
{
    return err_set(err, ERR_PROCESS, "%s: %s", what, strerror(errno));
}

/* A folder and those below it; what goes away meanwhile is no error. */
static void add_folder(const struct watch *watch, struct arena *arena, const char *folder,
                       int depth)
{
    const unsigned saved = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE;
    if (inotify_add_watch(watch->events, folder, saved | IN_ONLYDIR) < 0)
        return;
    DIR *listing = depth < DEPTH_MAX ? opendir(folder) : NULL;
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        if (entry->d_name[0] == '.')
            continue;
        char *inner = file_join(arena, folder, entry->d_name);
        if (inner && file_is_folder(inner))
            add_folder(watch, arena, inner, depth + 1);
    }
    if (listing)
        closedir(listing);
}

/* All folders, those that are new among them: adding one twice changes nothing. */
static void add_all(const struct watch *watch)
{
    struct arena_mark mark = arena_mark(watch->arena);
    for (size_t i = 0; i < watch->folder_count; i++)
        add_folder(watch, watch->arena, watch->folders[i], 0);
    arena_rewind(watch->arena, mark);
}

struct watch *watch_open(struct arena *arena, const char *const *folders, size_t count,
                         struct err *err)
{
    sigset_t ending;
    struct watch *watch = arena_alloc(arena, 1, sizeof *watch);
    if (!watch)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while watching"), NULL;
    *watch = (struct watch){.arena = arena, .folders = folders, .folder_count = count};
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    watch->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch->events < 0)
        return refuse(err, "files cannot be watched"), NULL;
    sigprocmask(SIG_BLOCK, &ending, &watch->before);
    watch->signals = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
    if (watch->signals < 0) {
        refuse(err, "signals cannot be waited for");
        sigprocmask(SIG_SETMASK, &watch->before, NULL);
        close(watch->events);
        return NULL;
    }
    add_all(watch);
    return watch;
}

/* Takes what there is of events; whether there was any. */
static bool drain(const struct watch *watch)
{
    char bytes[4096];
    bool any = false;
    while (read(watch->events, bytes, sizeof bytes) > 0)
        any = true;
    return any;
}

enum watch_result watch_next(struct watch *watch, struct err *err)
{
    struct pollfd waits[] = {{watch->events, POLLIN, 0}, {watch->signals, POLLIN, 0}};
    bool saved = false;
    for (;;) {
        int ready = poll(waits, 2, saved ? QUIET_MILLISECONDS : -1);
        if (ready < 0 && errno != EINTR)
            return refuse(err, "files cannot be waited for"), WATCH_FAILED;
        if (ready > 0 && waits[1].revents)
            return WATCH_ENDED;
        if (ready == 0) {
            add_all(watch);
            return WATCH_SAVED;
        }
        if (ready > 0)
            saved = drain(watch) || saved;
    }
}

void watch_close(struct watch *watch)
{
    if (!watch)
        return;
    close(watch->signals);
    close(watch->events);
    sigprocmask(SIG_SETMASK, &watch->before, NULL);
}
