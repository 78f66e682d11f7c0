/* Recording a value in a copy of the shipped model, with the live score before and after: the best
 * of thirty runs, syncing included, against a bound of 60 ms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Runs tidemark in the copy, its output thrown away. */
static double run(const char *program, char *const *words)
{
    int status;
    double start = seconds();
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(3);
        execv(program, words);
        _exit(3);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        exit(3);
    return seconds() - start;
}

static double observe(const char *program, int day)
{
    char date[32];
    snprintf(date, sizeof date, "2021-08-%02d", day);
    char *words[] = {"tidemark", "observe",  "KGZ",     "cs_assembly", "1",          "--date",
                     date,       "--source", "fiw2022", "--recorded",  "2022-03-01", NULL};
    return run(program, words);
}

int main(void)
{
    enum { RUNS = 30 };
    const char *program = getenv("TIDEMARK");
    char folder[64], command[128], path[4096];
    double ours = 1e9;
    snprintf(folder, sizeof folder, "%s/tidemark-bench-XXXXXX", P_tmpdir);
    if (!program || !realpath(program, path) || !mkdtemp(folder))
        return 3;
    snprintf(command, sizeof command, "cp -r indicators data scripts %s", folder);
    if (system(command) != 0 || chdir(folder) != 0)
        return 3;
    for (int i = 0; i < RUNS; i++) {
        double one = observe(path, i + 1);
        ours = one < ours ? one : ours;
    }
    printf("%-40s %8.1f ms  %-24s %8.1f ms  %5.2f  %5.2f  %s\n",
           "observe, live score before and after", ours * 1e3, "60 ms", 60.0, ours / 0.06, 1.0,
           ours < 0.06 ? "ok" : "short");
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 3;
}
