/* What benchmarks against numpy share: a panel of 200 countries, 60 years and 100 indicators, every
 * tenth of them lognormal, 4 % missing; and a run of numpy over it. */
#ifndef TIDEMARK_TESTS_BENCH_PEER_H
#define TIDEMARK_TESTS_BENCH_PEER_H

#include "base/elementary.h"
#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    PEER_COUNTRIES = 200,
    PEER_YEARS = 60,
    PEER_ROWS = PEER_COUNTRIES * PEER_YEARS,
    PEER_COLUMNS = 100,
    PEER_CELLS = PEER_ROWS * PEER_COLUMNS,
    PEER_ROUNDS = 11
};

static inline double peer_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* panel[column][row], rows by year, then country; countries differ and drift. */
static inline void peer_fill(double *panel)
{
    static double levels[PEER_COUNTRIES], steps[PEER_COUNTRIES][PEER_YEARS], gaps[PEER_ROWS];
    for (size_t column = 0; column < PEER_COLUMNS; column++) {
        double *x = panel + column * PEER_ROWS;
        random_normals(1, 3 * column, 0, PEER_COUNTRIES, levels);
        random_normals(1, 3 * column + 1, 0, PEER_ROWS, &steps[0][0]);
        random_uniforms(1, 3 * column + 2, 0, PEER_ROWS, gaps);
        for (size_t country = 0; country < PEER_COUNTRIES; country++) {
            double walk = 0;
            for (size_t year = 0; year < PEER_YEARS; year++) {
                size_t row = year * PEER_COUNTRIES + country;
                walk += 0.12 * steps[country][year];
                double value = levels[country] + walk;
                x[row] = column % 10 == 0 ? 5 * elementary_exp(0.9 * value) : 30 + 5 * value;
                if (gaps[row] < 0.04)
                    x[row] = NAN;
            }
        }
    }
}

/* Runs a script of numpy on a file that holds values[count], argv[1]; it prints its best seconds
 * and may write doubles back, of which out[out_count] are read. 0 where there is no numpy. */
static inline double peer_numpy(const char *script, const double *values, size_t count, double *out,
                                size_t out_count)
{
    char path[] = "/tmp/tidemark-bench-XXXXXX", command[8192];
    int file = mkstemp(path);
    size_t bytes = sizeof *values * count, out_bytes = sizeof *out * out_count;
    double best = 0;
    if (file < 0 || write(file, values, bytes) != (ssize_t)bytes)
        exit(3);
    int length = snprintf(command, sizeof command,
                          "for python in python3 /usr/bin/python3; do $python -c 'import numpy' "
                          "2>/dev/null && exec $python -c '%s' %s; done",
                          script, path);
    if (length < 0 || (size_t)length >= sizeof command)
        exit(3);
    FILE *run = popen(command, "r");
    if (!run || fscanf(run, "%lf", &best) != 1)
        best = 0;
    if (run)
        pclose(run);
    if (best > 0 && pread(file, out, out_bytes, 0) != (ssize_t)out_bytes)
        exit(3);
    close(file);
    remove(path);
    return best;
}

/* The largest difference between two results, against their size; infinite where only one is
 * missing. */
static inline double peer_difference(const double *a, const double *b, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(a[i]) != isnan(b[i]))
            return INFINITY;
        double off = isnan(a[i]) ? 0 : fabs(a[i] - b[i]) / (1 + fabs(b[i]));
        most = off > most ? off : most;
    }
    return most;
}

/* The line of `make bench`: ours must take at most bound times theirs and come to the same. */
static inline void peer_report(const char *what, double ours, double theirs, double difference,
                               double bound)
{
    bool same = difference < 1e-12;
    if (theirs == 0)
        printf("%-40s %8.2f ms  numpy is not installed\n", what, ours * 1e3);
    else
        printf("%-40s %8.2f ms  %-24s %8.2f ms  %5.3f  %5.2f  %s\n", what, ours * 1e3,
               same ? "numpy, same values" : "numpy, OTHER VALUES", theirs * 1e3, ours / theirs,
               bound, same && ours <= bound * theirs ? "ok" : "short");
}

#endif
