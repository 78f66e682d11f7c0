/* Loading a bulk panel, wide and long (panel_workload.h): from the bytes on disk to the columns of
 * the panel, all diagnostics and the hash of the file included, in one thread. The rivals are
 * pandas.read_csv on the same file, turn about with ours, and the machine itself, reading the file
 * and nothing else; for memory the panel as doubles. Every measurement is made in a process of its
 * own, so that each meets fresh memory, and in processor time. */
#include "panel_workload.h"

#include "model/panel.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7, READ_BYTES = 128 * 1024 };

static const double bound = 0.2, limit_bound = 40, memory_bound = 1.5;

struct measured {
    double seconds;
    double memory_bytes; /* beyond what the process had before */
};

/* Of the processor, which is what a quiet machine's clock on the wall shows, on a busy one too. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

static struct measured load(const char *root)
{
    struct err_list list;
    double before = peak_bytes(), start = seconds();
    err_list_init(&list);
    struct arena *arena = arena_new();
    struct project *project = arena ? project_load(arena, root, &list) : NULL;
    if (!project || list.count > 0)
        _exit(3);
    struct panel_options options = {.axis = DATE_AXIS_YEAR,
                                    .first = project->codebook->span_first,
                                    .last = project->codebook->span_last,
                                    .as_known = INT32_MAX,
                                    .as_of = INT32_MAX};
    const struct panel *panel = panel_build(arena, project, &options);
    double done = seconds() - start;
    if (!panel || panel->rows * panel->indicators != PANEL_WORKLOAD_CELLS)
        _exit(3);
    return (struct measured){done, peak_bytes() - before};
}

/* Reads the file and looks at no byte of it. */
static struct measured read_only(const char *root)
{
    static char bytes[READ_BYTES];
    char path[512];
    snprintf(path, sizeof path, "%s/data/panels/world.csv", root);
    double start = seconds();
    int file = open(path, O_RDONLY);
    while (file >= 0 && read(file, bytes, sizeof bytes) > 0)
        continue;
    close(file);
    return (struct measured){seconds() - start, 0};
}

/* A measurement in a process of its own. */
static struct measured apart(struct measured (*measure)(const char *root), const char *root)
{
    struct measured made = {0};
    int pair[2], status;
    fflush(stdout);
    if (pipe(pair) != 0)
        exit(3);
    pid_t child = fork();
    if (child == 0) {
        made = measure(root);
        _exit(write(pair[1], &made, sizeof made) == sizeof made ? 0 : 3);
    }
    close(pair[1]);
    bool got = child > 0 && read(pair[0], &made, sizeof made) == sizeof made;
    close(pair[0]);
    if (!got || waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "the panel did not load\n");
        exit(3);
    }
    return made;
}

/* Seconds that pandas takes, without its own start; infinite when it is not installed. */
static double time_pandas(const char *root)
{
    char command[1024];
    double taken = INFINITY;
    snprintf(command, sizeof command,
             "OMP_NUM_THREADS=1 /usr/bin/python3 -c 'import time, pandas\n"
             "start = time.process_time()\n"
             "pandas.read_csv(\"%s/data/panels/world.csv\")\n"
             "print(time.process_time() - start)' 2>/dev/null",
             root);
    FILE *pipe = popen(command, "r");
    if (!pipe || fscanf(pipe, "%lf", &taken) != 1)
        taken = INFINITY;
    if (pipe)
        pclose(pipe);
    return taken;
}

static double file_bytes(const char *root)
{
    char path[512];
    struct stat status;
    snprintf(path, sizeof path, "%s/data/panels/world.csv", root);
    return stat(path, &status) == 0 ? (double)status.st_size : 0;
}

static void print_line(const char *what, double ours, const char *rival, double theirs,
                       const char *unit, double most)
{
    if (isinf(theirs))
        printf("%-40s %8.1f %s  %-24s %8s %s  %5s  %5.2f  %s\n", what, ours, unit, rival, "none",
               unit, "", most, "skipped");
    else
        printf("%-40s %8.1f %s  %-24s %8.1f %s  %5.2f  %5.2f  %s\n", what, ours, unit, rival,
               theirs, unit, ours / theirs, most, ours <= most * theirs ? "ok" : "short");
}

static void measure(const char *name, bool is_long)
{
    char root[64], what[80];
    snprintf(root, sizeof root, "%s/tidemark-bench-XXXXXX", P_tmpdir);
    panel_workload_write(root, is_long);
    double ours = INFINITY, theirs = INFINITY, limit = INFINITY, memory = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        struct measured made = apart(load, root);
        ours = fmin(ours, made.seconds);
        memory = fmin(memory, made.memory_bytes);
        limit = fmin(limit, apart(read_only, root).seconds);
        theirs = isnan(theirs)        ? theirs
                 : round < ROUNDS / 2 ? fmin(theirs, time_pandas(root))
                                      : theirs;
    }
    double megabytes = file_bytes(root) / 1e6;
    panel_workload_remove(root);
    snprintf(what, sizeof what, "load %s CSV, %.1f MB", name, megabytes);
    print_line(what, ours * 1e3, "pandas.read_csv", theirs * 1e3, "ms ", bound);
    print_line(what, ours * 1e3, "reading the file", limit * 1e3, "ms ", limit_bound);
    snprintf(what, sizeof what, "memory of loading it and its panel");
    print_line(what, memory / 1e6, "the panel as doubles", PANEL_WORKLOAD_CELLS * 8 / 1e6, "MB ",
               is_long ? 2 : memory_bound);
}

int main(void)
{
    measure("wide", false);
    measure("long", true);
    return 0;
}
