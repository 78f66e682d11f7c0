/* Outlier treatment of a panel of 200 countries, 60 years and 100 indicators, every tenth of them
 * lognormal, 4 % missing: outlier_find against numpy, the best of eleven runs
 * each; what numpy makes of the panel is compared value by value. Prints one line for
 * `make bench`. */
#include "peer.h"

#include "base/kernel.h"
#include "stat/outlier.h"

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

static double time_ours(const double *panel, double *out)
{
    const struct outlier_options options = {2, 3.5, 5, true};
    const struct kernel *kernel = kernel_for(NULL);
    double best = 1e9;
    for (int round = 0; round < PEER_ROUNDS; round++) {
        double start = peer_seconds();
        for (size_t column = 0; column < PEER_COLUMNS; column++) {
            outlier_find(kernel, panel + column * PEER_ROWS, PEER_ROWS, &options,
                         out + column * PEER_ROWS);
        }
        double taken = peer_seconds() - start;
        best = taken < best ? taken : best;
    }
    return best;
}

int main(void)
{
    double *panel = malloc(PEER_CELLS * sizeof *panel), *out = malloc(PEER_CELLS * sizeof *out);
    double *other = malloc(PEER_CELLS * sizeof *other);
    if (!panel || !out || !other)
        return 3;
    peer_fill(panel);
    double ours = time_ours(panel, out);
    double theirs = peer_numpy(rival, panel, PEER_CELLS, other, PEER_CELLS);
    peer_report("treat outliers, 12,000 x 100", ours, theirs,
                peer_difference(out, other, PEER_CELLS), bound);
    free(panel);
    free(out);
    free(other);
    return 0;
}
