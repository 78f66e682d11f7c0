/* Sobol' indices of the mean shift of ranks among 200 countries (100 indicators in 20 groups of 5
 * pillars, panel_workload.h, as they are) by the 25 weights of groups and pillars, 512 points,
 * 13,824 runs; and the bootstrap of three indices, 500 points, 1,000 rounds. One thread. The rival
 * is numpy, which draws its own points (500, hence 13,500 runs) and aggregates a thousand runs at a
 * time. */
#include "run_workload.h"

#include "robust/sensitivity.h"
#include "stat/sobol_index.h"

enum { ROUNDS = 5, POINTS = 512, INPUTS = 25, BOOT_POINTS = 500, BOOT_INPUTS = 3, BOOTS = 1000 };

/* A quarter with vectors of 64 bytes, a third with narrower ones. */
static const double bound = 0.25;

static const char rival[] =
    "import sys, time\n"
    "import numpy as np\n"
    "x = np.fromfile(sys.argv[1]).reshape(200, 100); rng = np.random.default_rng(1)\n"
    "there = np.isfinite(x); filled = np.where(there, x, 0.); there = there.astype(float)\n"
    "def level(s, w, per):\n"
    "    return np.stack([np.einsum(\"gur,gr->ur\", s[i:i + per], w[i:i + per] / "
    "w[i:i + per].sum(0)) for i in range(0, len(s), per)])\n"
    "def index(u):\n"
    "    w = 1 + .25 * (2 * u.T - 1); one = np.ones((5, len(u)))\n"
    "    s = np.stack([(filled[:, i:i + 5] @ one) / (there[:, i:i + 5] @ one) "
    "for i in range(0, 100, 5)])\n"
    "    return level(level(s, w[:20], 4), w[20:], 5)[0]\n"
    "def ranks(s):\n"
    "    o = np.argsort(-s, axis=0, kind=\"stable\"); r = np.empty_like(o, dtype=np.int16)\n"
    "    np.put_along_axis(r, o, np.arange(1, 201, dtype=np.int16)[:, None], 0); return r\n"
    "def all():\n"
    "    n, d = 500, 25; a = rng.random((n, d)); b = rng.random((n, d))\n"
    "    u = np.concatenate([a, b] + [np.where(np.arange(d) == i, b, a) for i in range(d)])\n"
    "    own = ranks(index(np.full((1, d), .5))); y = np.empty(len(u))\n"
    "    for k in range(0, len(u), 1000):\n"
    "        y[k:k + 1000] = np.abs(ranks(index(u[k:k + 1000])) - own).mean(0)\n"
    "    a, b = y[:n], y[n:2 * n]; ab = y[2 * n:].reshape(d, n); v = np.var(y[:2 * n], ddof=1)\n"
    "    return (b * (ab - a)).mean(1) / v, ((a - ab) ** 2).sum(1) / (2 * n * v)\n"
    "best = 1e9\n"
    "for _ in range(5):\n"
    "    start = time.perf_counter(); all(); best = min(best, time.perf_counter() - start)\n"
    "print(best)\n";

static const char rival_boot[] =
    "import sys, time\n"
    "import numpy as np\n"
    "n, d, rounds = 500, 3, 1000; y = np.fromfile(sys.argv[1]); rng = np.random.default_rng(4)\n"
    "a, b = y[:n], y[n:2 * n]; ab = y[2 * n:].reshape(d, n)\n"
    "def boot():\n"
    "    s = b * (ab - a); t = (a - ab) ** 2; o = np.empty((2, rounds, d))\n"
    "    for r in range(0, rounds, 100):\n"
    "        i = rng.integers(0, n, (100, n))\n"
    "        v = np.var(np.concatenate([a[i], b[i]], 1), axis=1, ddof=1)\n"
    "        for j in range(d):\n"
    "            o[0, r:r + 100, j] = s[j][i].mean(1) / v\n"
    "            o[1, r:r + 100, j] = t[j][i].sum(1) / (2 * n * v)\n"
    "    return np.percentile(o, [5, 95], axis=1)\n"
    "best = 1e9\n"
    "for _ in range(21):\n"
    "    start = time.perf_counter(); boot(); best = min(best, time.perf_counter() - start)\n"
    "print(best)\n";

/* The weights of groups and pillars alone; of those of indicators none varies. */
static struct robust_plan upper_of(struct arena *arena, const struct score *score)
{
    struct err err;
    const struct score **cases = arena_alloc(arena, 1, sizeof *cases);
    cases[0] = score;
    struct robust_options options = {
        .item = score_index(score), .noise = 0.25, .cases = cases, .case_count = 1};
    const struct robust_plan *whole = robust_plan_make(arena, &options, &err);
    struct robust_input *inputs = arena_alloc(arena, INPUTS, sizeof *inputs);
    struct robust_weight *weights = arena_alloc(arena, INPUTS, sizeof *weights);
    if (!whole || !inputs || !weights)
        exit(3);
    struct robust_plan plan = *whole;
    plan.input_count = plan.weight_count = 0;
    for (size_t w = 0; w < whole->weight_count; w++) {
        const struct robust_input *input = &whole->inputs[whole->weights[w].input];
        if (strrchr(input->name, '/')[1] == 'i')
            continue;
        if (plan.input_count == INPUTS)
            exit(3);
        weights[plan.weight_count] = whole->weights[w];
        weights[plan.weight_count++].input = plan.input_count;
        inputs[plan.input_count++] = *input;
    }
    plan.inputs = inputs;
    plan.weights = weights;
    return plan;
}

static double time_indices(const struct score *score, const struct robust_plan *plan)
{
    static const struct sensitivity_outcome outcome = {"shift", SENSITIVITY_SHIFT, 0, 0};
    const char *names[INPUTS];
    size_t group_of[INPUTS];
    for (size_t i = 0; i < INPUTS; i++) {
        names[i] = plan->inputs[i].name;
        group_of[i] = i;
    }
    struct sensitivity_ask ask = {.plan = plan,
                                  .nominal = score,
                                  .period = score->panel->options.last,
                                  .points = POINTS,
                                  .rounds = 1,
                                  .seed = 1,
                                  .threads = 1,
                                  .kernel = kernel_for(NULL),
                                  .outcomes = &outcome,
                                  .outcome_count = 1,
                                  .group_of = group_of,
                                  .names = names,
                                  .group_count = plan->input_count};
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        struct err err;
        struct arena *arena = arena_new();
        double start = peer_seconds();
        if (!arena || !sensitivity_rows(arena, &ask, &err))
            exit(3);
        best = fmin(best, peer_seconds() - start);
        arena_free(arena);
    }
    return best;
}

static double time_boot(const double *y)
{
    double best = INFINITY;
    for (int round = 0; round < 5 * ROUNDS; round++) {
        struct arena *arena = arena_new();
        struct sobol_runs centred;
        struct sobol_index index[BOOT_INPUTS];
        const struct sobol_runs runs = {y, y + BOOT_POINTS, y + 2 * BOOT_POINTS, BOOT_POINTS,
                                        BOOT_INPUTS};
        double start = peer_seconds();
        if (!arena || !sobol_index_centre(arena, &runs, &centred) ||
            !sobol_index_bootstrap(arena, &centred, 1, BOOTS, 1, index))
            exit(3);
        best = fmin(best, peer_seconds() - start);
        arena_free(arena);
    }
    return best;
}

int main(void)
{
    static double latest[PANEL_WORKLOAD_COUNTRIES * PANEL_WORKLOAD_INDICATORS];
    static double y[(BOOT_INPUTS + 2) * BOOT_POINTS];
    char root[64];
    snprintf(root, sizeof root, "%s/tidemark-bench-XXXXXX", P_tmpdir);
    panel_workload_write(root, false);
    struct arena *arena = arena_new();
    const struct score *score = run_workload_score(arena, root);
    const struct robust_plan plan = upper_of(arena, score);
    size_t first = score_row(score, 0, score->panel->options.last);
    for (size_t row = 0; row < PANEL_WORKLOAD_COUNTRIES; row++)
        for (uint32_t i = 0; i < PANEL_WORKLOAD_INDICATORS; i++)
            latest[row * PANEL_WORKLOAD_INDICATORS + i] =
                panel_column(score->panel, i)[first + row];
    double ours = time_indices(score, &plan), none[1];
    run_workload_report("Sobol' indices, 25 weights, shift of ranks", ours,
                        peer_numpy(rival, latest, sizeof latest / sizeof *latest, none, 0), bound);
    random_normals(1, 1, 0, sizeof y / sizeof *y, y);
    ours = time_boot(y);
    run_workload_report("bootstrap of 3 indices, 1,000 rounds", ours,
                        peer_numpy(rival_boot, y, sizeof y / sizeof *y, none, 0), bound);
    arena_free(arena);
    panel_workload_remove(root);
    return 0;
}
