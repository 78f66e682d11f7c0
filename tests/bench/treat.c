/* Outlier treatment of a panel of 200 countries, 60 years and 100 indicators, every tenth of them
 * lognormal, 4 % missing: outlier_find against numpy, the best of eleven runs
 * each; what numpy makes of the panel is compared value by value. Prints one line for
 * `make bench`. */
#include "base/elementary.h"
#include "base/kernel.h"
#include "base/random.h"
#include "stat/outlier.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { COUNTRIES = 200, YEARS = 60, ROWS = COUNTRIES * YEARS, COLUMNS = 100, ROUNDS = 11 };

static const double bound = 0.25;

/* A column at a time, as a strong user of numpy would write it; a row of the panel is a country and
 * year, as pandas reads it. (On columns that are contiguous numpy takes about half of the time.) */
static const char rival[] =
    "import sys, time\n"
    "import numpy as np\n"
    "def shape(x):\n"
    "    n = x.size; d = x - x.mean(); s = d * d; m = s.sum()\n"
    "    skew = np.sqrt(n) * (s * d).sum() / m ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2)\n"
    "    kurtosis = n * (s * s).sum() / m ** 2\n"
    "    return skew, ((n + 1) * (kurtosis - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))\n"
    "def treat(panel):\n"
    "    panel = panel.copy()\n"
    "    for column in panel.T:\n"
    "        there = np.isfinite(column); first = column[there]; x = first.copy()\n"
    "        skew, kurtosis = shape(x); high = low = 0\n"
    "        while abs(skew) >= 2 and kurtosis >= 3.5 and high + low < 5:\n"
    "            if skew >= 0:\n"
    "                out = x == x.max(); x[out] = x[~out].max(); high = out.sum()\n"
    "            else:\n"
    "                out = x == x.min(); x[out] = x[~out].min(); low = out.sum()\n"
    "            skew, kurtosis = shape(x)\n"
    "        if abs(skew) >= 2 and kurtosis >= 3.5:\n"
    "            least, most = first.min(), first.max()\n"
    "            x = np.log(first - least + .01 * (most - least))\n"
    "        column[there] = x\n"
    "    return panel\n"
    "panel = np.ascontiguousarray(np.fromfile(sys.argv[1]).reshape(100, -1).T); best = 1e9\n"
    "for _ in range(11):\n"
    "    start = time.perf_counter(); out = treat(panel)\n"
    "    best = min(best, time.perf_counter() - start)\n"
    "np.ascontiguousarray(out.T).tofile(sys.argv[1]); print(best)\n";

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Countries differ and drift. */
static void fill(double *panel)
{
    static double levels[COUNTRIES], steps[COUNTRIES][YEARS], gaps[ROWS];
    for (size_t column = 0; column < COLUMNS; column++) {
        double *x = panel + column * ROWS;
        random_normals(1, 3 * column, 0, COUNTRIES, levels);
        random_normals(1, 3 * column + 1, 0, ROWS, &steps[0][0]);
        random_uniforms(1, 3 * column + 2, 0, ROWS, gaps);
        for (size_t country = 0; country < COUNTRIES; country++) {
            double walk = 0;
            for (size_t year = 0; year < YEARS; year++) {
                size_t row = year * COUNTRIES + country;
                walk += 0.12 * steps[country][year];
                double value = levels[country] + walk;
                x[row] = column % 10 == 0 ? 5 * elementary_exp(0.9 * value) : 30 + 5 * value;
                if (gaps[row] < 0.04)
                    x[row] = NAN;
            }
        }
    }
}

static double time_ours(const double *panel, double *out)
{
    const struct outlier_options options = {2, 3.5, 5, true};
    const struct kernel *kernel = kernel_for(NULL);
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        for (size_t column = 0; column < COLUMNS; column++) {
            outlier_find(kernel, panel + column * ROWS, ROWS, &options, out + column * ROWS);
        }
        double taken = seconds() - start;
        best = taken < best ? taken : best;
    }
    return best;
}

/* The rival's seconds, its result in place of the panel; 0 where there is no numpy. */
static double time_rival(double *panel)
{
    char path[] = "/tmp/tidemark-bench-XXXXXX", command[sizeof rival + 200];
    int file = mkstemp(path);
    size_t bytes = sizeof *panel * ROWS * COLUMNS;
    double best = 0;
    if (file < 0 || write(file, panel, bytes) != (ssize_t)bytes)
        exit(3);
    snprintf(command, sizeof command,
             "for python in python3 /usr/bin/python3; do $python -c 'import numpy' 2>/dev/null && "
             "exec $python -c '%s' %s; done",
             rival, path);
    FILE *run = popen(command, "r");
    if (!run || fscanf(run, "%lf", &best) != 1)
        best = 0;
    if (run)
        pclose(run);
    if (best > 0 && pread(file, panel, bytes, 0) != (ssize_t)bytes)
        exit(3);
    close(file);
    remove(path);
    return best;
}

static double difference(const double *a, const double *b)
{
    double most = 0;
    for (size_t i = 0; i < (size_t)ROWS * COLUMNS; i++) {
        double off = isnan(a[i]) && isnan(b[i]) ? 0 : fabs(a[i] - b[i]) / (1 + fabs(b[i]));
        most = off <= most ? most : off;
    }
    return most;
}

int main(void)
{
    size_t cells = (size_t)ROWS * COLUMNS;
    double *panel = malloc(cells * sizeof *panel), *out = malloc(cells * sizeof *out);
    if (!panel || !out)
        return 3;
    fill(panel);
    double ours = time_ours(panel, out), theirs = time_rival(panel);
    const char *what = "treat outliers, 12,000 x 100";
    if (theirs == 0) {
        printf("%-40s %8.1f ms  numpy is not installed\n", what, ours * 1e3);
    } else {
        bool same = difference(out, panel) < 1e-12;
        printf("%-40s %8.1f ms  %-24s %8.1f ms  %5.2f  %5.2f  %s\n", what, ours * 1e3,
               same ? "numpy, same values" : "numpy, OTHER VALUES", theirs * 1e3, ours / theirs,
               bound, same && ours / theirs <= bound ? "ok" : "short");
    }
    free(panel);
    free(out);
    return 0;
}
