/* Ranks of 200 countries (100 indicators in 20 groups of 5 pillars, panel_workload.h, as they are)
 * when each of the 125 weights varies by a quarter: 10,000 runs of the latest year, 1,000 runs of
 * each of 60 years. One thread, but for the line that says two, whose rival is one thread of ours.
 * The rival is numpy, which draws weights, aggregates and ranks some runs at a time and takes
 * quantiles of the ranks; ours counts how often a country has each rank. */
#include "run_workload.h"

#include "robust/robust_rows.h"

enum { ROUNDS = 5, RUNS = 10000, YEAR_RUNS = 1000 };

/* A quarter with vectors of 64 bytes, a third with narrower ones. */
static const double bound = 0.25;

/* Two threads take this part of the time of one. */
static const double bound_threads = 1 / 1.8;

static const char rival[] =
    "import sys, time\n"
    "import numpy as np\n"
    "y = YEARS; x = np.fromfile(sys.argv[1]).reshape(200 * y, 100)\n"
    "rng = np.random.default_rng(1); sizes = (5, 4, 5)\n"
    "def index(r):\n"
    "    ws = [1 + rng.uniform(-.25, .25, (n, r)) for n in (100, 20, 5)]; s = None\n"
    "    for per, w in zip(sizes, ws):\n"
    "        nxt = np.empty((len(w) // per, len(x), r))\n"
    "        for j in range(len(nxt)):\n"
    "            g = slice(j * per, j * per + per)\n"
    "            if s is None:\n"
    "                ok = np.isfinite(x[:, g])\n"
    "                nxt[j] = (np.where(ok, x[:, g], 0.) @ w[g]) / (ok.astype(float) @ w[g])\n"
    "            else:\n"
    "                nxt[j] = np.einsum(\"gur,gr->ur\", s[g], w[g] / w[g].sum(0))\n"
    "        s = nxt\n"
    "    return s[0]\n"
    "def ranks(s):\n"
    "    o = np.argsort(-s, axis=0, kind=\"stable\"); r = np.empty_like(o, dtype=np.int16)\n"
    "    np.put_along_axis(r, o, np.arange(1, s.shape[0] + 1, dtype=np.int16)[:, None], 0)\n"
    "    return r\n"
    "def all():\n"
    "    rk = np.empty((200 * y, RUNS), np.int16)\n"
    "    for k in range(0, RUNS, CHUNK):\n"
    "        s = index(CHUNK).reshape(y, 200, CHUNK)\n"
    "        rk[:, k:k + CHUNK] = ranks(s.transpose(1, 0, 2).reshape(200, -1)).reshape(200, y, "
    "CHUNK).transpose(1, 0, 2).reshape(200 * y, CHUNK)\n"
    "    return np.percentile(rk, [5, 50, 95], axis=1), rk.mean(1)\n"
    "best = 1e9\n"
    "for _ in range(ROUNDS):\n"
    "    start = time.perf_counter(); all(); best = min(best, time.perf_counter() - start)\n"
    "print(best)\n";

static const struct robust_plan *plan_of(struct arena *arena, const struct score *score)
{
    struct err err;
    const struct score **cases = arena_alloc(arena, 1, sizeof *cases);
    cases[0] = score;
    struct robust_options options = {
        .item = score_index(score), .noise = 0.25, .cases = cases, .case_count = 1};
    const struct robust_plan *plan = robust_plan_make(arena, &options, &err);
    if (!plan)
        exit(3);
    return plan;
}

static double time_ranks(const struct score *score, const struct robust_plan *plan, size_t years,
                         size_t runs, unsigned threads, int rounds)
{
    static uint32_t countries[PANEL_WORKLOAD_COUNTRIES];
    for (uint32_t c = 0; c < PANEL_WORKLOAD_COUNTRIES; c++)
        countries[c] = c;
    const struct robust_ask ask = {.plan = plan,
                                   .nominal = score,
                                   .runs = runs,
                                   .seed = 1,
                                   .threads = threads,
                                   .kernel = kernel_for(NULL),
                                   .first = score->panel->options.last - (int32_t)years + 1,
                                   .last = score->panel->options.last,
                                   .countries = countries,
                                   .country_count = PANEL_WORKLOAD_COUNTRIES,
                                   .ranked = true};
    double best = INFINITY;
    for (int round = 0; round < rounds; round++) {
        struct err err;
        struct arena *arena = arena_new();
        double start = peer_seconds();
        if (!arena || !robust_rows_ranks(arena, &ask, &err))
            exit(3);
        best = fmin(best, peer_seconds() - start);
        arena_free(arena);
    }
    return best;
}

/* numpy over the last years of the panel. */
static double time_rival(const struct score *score, size_t years, size_t runs, size_t chunk,
                         int rounds)
{
    static double values[PANEL_WORKLOAD_CELLS];
    char script[sizeof rival + 200];
    size_t rows = years * PANEL_WORKLOAD_COUNTRIES;
    size_t first = score_row(score, 0, score->panel->options.last - (int32_t)years + 1);
    for (size_t row = 0; row < rows; row++)
        for (uint32_t i = 0; i < PANEL_WORKLOAD_INDICATORS; i++)
            values[row * PANEL_WORKLOAD_INDICATORS + i] =
                panel_column(score->panel, i)[first + row];
    int length =
        snprintf(script, sizeof script, "YEARS = %zu; RUNS = %zu; CHUNK = %zu; ROUNDS = %d\n%s",
                 years, runs, chunk, rounds, rival);
    double none[1];
    if (length < 0 || (size_t)length >= sizeof script)
        exit(3);
    return peer_numpy(script, values, rows * PANEL_WORKLOAD_INDICATORS, none, 0);
}

int main(void)
{
    char root[64];
    snprintf(root, sizeof root, "%s/tidemark-bench-XXXXXX", P_tmpdir);
    panel_workload_write(root, false);
    struct arena *arena = arena_new();
    const struct score *score = run_workload_score(arena, root);
    const struct robust_plan *plan = plan_of(arena, score);
    double one = time_ranks(score, plan, 1, RUNS, 1, ROUNDS);
    double two = time_ranks(score, plan, 1, RUNS, 2, ROUNDS);
    run_workload_report("ranks, 125 weights, 10,000 runs", one,
                        time_rival(score, 1, RUNS, 1000, ROUNDS), bound);
    printf("%-40s %8.2f ms  %-24s %8.2f ms  %5.3f  %5.2f  %s\n", "the same on two threads",
           two * 1e3, "one thread", one * 1e3, two / one, bound_threads,
           two <= bound_threads * one ? "ok" : "short");
    run_workload_report("the same, 1,000 runs, each of 60 years",
                        time_ranks(score, plan, PANEL_WORKLOAD_YEARS, YEAR_RUNS, 1, 1),
                        time_rival(score, PANEL_WORKLOAD_YEARS, YEAR_RUNS, 25, 1), bound);
    arena_free(arena);
    panel_workload_remove(root);
    return 0;
}
