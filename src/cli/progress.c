#include "cli/progress.h"

#include "cli/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Seconds without a bar, and between two. */
#define PATIENCE 1.0
#define BETWEEN 0.1

enum { BAR_MAX = 40, BAR_MIN = 10, WORDS = 34 };

static double seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* "12 s", "3 min", "2 h": rounded up, so that nobody waits longer than was said. */
static void duration(double seconds, char *out, size_t size)
{
    static const struct {
        double below;
        double unit;
        const char *name;
    } units[] = {{90, 1, "s"}, {90.0 * 60, 60, "min"}, {INFINITY, 3600, "h"}};
    size_t i = 0;
    while (seconds >= units[i].below)
        i++;
    snprintf(out, size, "%.0f %s", ceil(fmax(seconds / units[i].unit - 1e-6, 0)), units[i].name);
}

void progress_line(const char *what, double share, double seconds, int columns,
                   char out[PROGRESS_LINE])
{
    char bar[BAR_MAX + 1], left[24];
    int width = columns - WORDS - (int)strlen(what);
    width = width > BAR_MAX ? BAR_MAX : width < BAR_MIN ? BAR_MIN : width;
    int full = (int)(share * width);
    memset(bar, '.', sizeof bar);
    memset(bar, '#', (size_t)full);
    bar[width] = '\0';
    duration(share > 0 ? seconds * (1 - share) / share : 0, left, sizeof left);
    snprintf(out, PROGRESS_LINE, "%.20s [%s] %.0f %%, %s left", what, bar, share * 100, left);
}

static void draw(struct progress *progress, double share, double now)
{
    char line[PROGRESS_LINE];
    progress_line(progress->what, share, now - progress->began, show_columns(), line);
    fprintf(stderr, "\r\033[K%s", line);
    fflush(stderr);
    progress->drew = now;
    progress->drawn = true;
}

static bool go_on(void *context, size_t taken, size_t count)
{
    struct progress *progress = context;
    double now = progress->visible ? seconds_now() : 0;
    if (progress->visible && now - progress->began >= PATIENCE && now - progress->drew >= BETWEEN)
        draw(progress, count > 0 ? (double)taken / (double)count : 1, now);
    progress->ended = progress->ended || interrupt_seen(&progress->interrupt);
    return !progress->ended;
}

void progress_begin(struct progress *progress, const struct session *session, const char *what)
{
    *progress = (struct progress){.watch = {go_on, progress},
                                  .what = what,
                                  .visible = !session->opt->quiet && show_terminal(STDERR_FILENO)};
    progress->began = progress->visible ? seconds_now() : 0;
    interrupt_hold(&progress->interrupt);
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
    interrupt_release(&progress->interrupt);
}

void progress_warn_ended(struct rows *rows)
{
    const char *part = rows_get_meta(rows, "ended", 0);
    if (part)
        rows_add_meta(rows, "warnings", "ended early: these are %s", part);
}

void progress_say_ended(struct session *session, const struct rows *rows)
{
    struct err err;
    const char *part = rows_get_meta(rows, "ended", 0);
    if (!part)
        return;
    err_set(&err, ERR_ENDED, "ended by Ctrl-C: what is shown are %s", part);
    session_fail(session, &err);
}
