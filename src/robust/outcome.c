#include "robust/outcome.h"

#include "robust/robust_rank.h"

#include <math.h>
#include <string.h>

enum { RUNS_A_PART = 8192 };

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while taking outcomes of runs");
}

/* The mean shift of ranks in a run, against those of the score itself. */
static double shift_of(const uint32_t *ranks, const uint32_t *own, size_t countries, size_t runs,
                       size_t run)
{
    size_t count = 0, sum = 0;
    for (size_t c = 0; c < countries; c++) {
        uint32_t rank = ranks[c * runs + run];
        if (rank == 0 || own[c] == 0)
            continue;
        sum += rank > own[c] ? rank - own[c] : own[c] - rank;
        count++;
    }
    return count > 0 ? (double)sum / (double)count : NAN;
}

struct part {
    const struct sensitivity_ask *ask;
    const double *values; /* [country × runs] */
    const uint32_t *ranks;
    const uint32_t *own;
    size_t countries;
    size_t runs;
};

static double one_outcome(const struct part *part, const struct sensitivity_outcome *outcome,
                          size_t run)
{
    size_t a = outcome->a * part->runs + run, b = outcome->b * part->runs + run;
    switch (outcome->kind) {
    case SENSITIVITY_SCORE:
        return part->values[a];
    case SENSITIVITY_RANK:
        return part->ranks[a] > 0 ? (double)part->ranks[a] : NAN;
    case SENSITIVITY_DIFFERENCE:
        return part->values[a] - part->values[b];
    case SENSITIVITY_SHIFT:
        return shift_of(part->ranks, part->own, part->countries, part->runs, run);
    }
    return NAN;
}

/* Ranks of the score itself in the period; NULL without memory. */
static uint32_t *own_ranks(struct arena *arena, const struct sensitivity_ask *ask, size_t countries)
{
    double *values = arena_alloc(arena, countries + 1, sizeof *values);
    uint32_t *ranks = arena_alloc(arena, countries + 1, sizeof *ranks);
    for (uint32_t c = 0; values && ranks && c < countries; c++)
        values[c] =
            score_value(ask->nominal, ask->plan->item, score_row(ask->nominal, c, ask->period));
    const struct robust_ranking ranking = {values, countries, 1, 1, ask->kernel};
    return values && ranks && robust_rank(arena, &ranking, ranks) ? ranks : NULL;
}

static bool needs_ranks(const struct sensitivity_ask *ask)
{
    for (size_t i = 0; i < ask->outcome_count; i++)
        if (ask->outcomes[i].kind == SENSITIVITY_RANK || ask->outcomes[i].kind == SENSITIVITY_SHIFT)
            return true;
    return false;
}

/* The runs of a part, numbers[input × runs], into out[outcome × runs]; *done of them, the first. */
static bool run_part(struct arena *arena, struct part *part, const struct robust_plan *plan,
                     const double *numbers, const struct pool_watch *watch, double *out,
                     size_t *done, struct err *err)
{
    const struct sensitivity_ask *ask = part->ask;
    size_t runs = part->runs, cells = part->countries * runs;
    double *values = arena_alloc(arena, cells + 1, sizeof *values);
    uint32_t *ranks = arena_alloc(arena, cells + 1, sizeof *ranks);
    if (!values || !ranks)
        return out_of_memory(err);
    struct robust_range range = {.seed = ask->seed,
                                 .count = runs,
                                 .design = numbers,
                                 .first_row = score_row(ask->nominal, 0, ask->period),
                                 .rows = part->countries,
                                 .threads = ask->threads,
                                 .kernel = ask->kernel,
                                 .watch = watch,
                                 .done = done};
    if (!robust_run(arena, plan, &range, values, err))
        return false;
    const struct robust_ranking ranking = {values, part->countries, runs, ask->threads,
                                           ask->kernel};
    if (needs_ranks(ask) && !robust_rank(arena, &ranking, ranks))
        return out_of_memory(err);
    part->values = values;
    part->ranks = ranks;
    for (size_t i = 0; i < ask->outcome_count; i++)
        for (size_t run = 0; run < runs; run++)
            out[i * runs + run] = one_outcome(part, &ask->outcomes[i], run);
    return true;
}

/* Runs first..first + count - 1 of a whole, [what × all], side by side: [what × count]. */
static void take(const double *from, size_t all, size_t first, size_t count, size_t what,
                 double *to)
{
    for (size_t i = 0; i < what; i++)
        memcpy(to + i * count, from + i * all + first, count * sizeof *to);
}

/* The other way round. */
static void put(const double *from, size_t all, size_t first, size_t count, size_t what, double *to)
{
    for (size_t i = 0; i < what; i++)
        memcpy(to + i * all + first, from + i * count, count * sizeof *to);
}

bool outcome_run(struct arena *arena, const struct sensitivity_ask *ask,
                 const struct robust_plan *plan, const double *numbers, size_t runs, double *out,
                 struct err *err)
{
    struct part part = {.ask = ask, .countries = ask->nominal->panel->countries};
    struct arena_mark mark = arena_mark(arena);
    part.own = own_ranks(arena, ask, part.countries);
    if (!part.own)
        return out_of_memory(err);
    for (size_t first = 0; first < runs; first += RUNS_A_PART) {
        struct arena_mark inner = arena_mark(arena);
        size_t done;
        part.runs = runs - first < RUNS_A_PART ? runs - first : RUNS_A_PART;
        double *u = arena_alloc(arena, plan->input_count * part.runs + 1, sizeof *u);
        double *y = arena_alloc(arena, ask->outcome_count * part.runs + 1, sizeof *y);
        if (!u || !y)
            return out_of_memory(err);
        take(numbers, runs, first, part.runs, plan->input_count, u);
        if (!run_part(arena, &part, plan, u, NULL, y, &done, err))
            return false;
        put(y, runs, first, part.runs, ask->outcome_count, out);
        arena_rewind(arena, inner);
    }
    arena_rewind(arena, mark);
    return true;
}

/* Points of which the runs are about a part's. */
static size_t points_a_part(const struct sensitivity_ask *ask)
{
    size_t points = ask->points;
    while (points > 1 && points * (ask->group_count + 2) > RUNS_A_PART)
        points /= 2;
    return points;
}

/* Designs A, B, …, [what × design × points of all], of the points first..first + count - 1. */
static bool run_points(struct arena *arena, struct part *part, const double *numbers, size_t first,
                       size_t count, const struct pool_watch *watch, double *out, size_t *done,
                       struct err *err)
{
    const struct sensitivity_ask *ask = part->ask;
    size_t designs = ask->group_count + 2, inputs = ask->plan->input_count;
    part->runs = designs * count;
    double *u = arena_alloc(arena, inputs * part->runs + 1, sizeof *u);
    double *y = arena_alloc(arena, ask->outcome_count * part->runs + 1, sizeof *y);
    if (!u || !y)
        return out_of_memory(err);
    take(numbers, ask->points, first, count, inputs * designs, u);
    if (!run_part(arena, part, ask->plan, u, watch, y, done, err))
        return false;
    put(y, ask->points, first, count, ask->outcome_count * designs, out);
    return true;
}

size_t outcome_run_points(struct arena *arena, const struct sensitivity_ask *ask,
                          const double *numbers, double *out, struct err *err)
{
    struct part part = {.ask = ask, .countries = ask->nominal->panel->countries};
    struct arena_mark mark = arena_mark(arena);
    size_t count = points_a_part(ask), points = 0;
    struct pool_part watched = {ask->watch, 0, ask->points / count};
    const struct pool_watch watch = {pool_part_go_on, &watched};
    part.own = own_ranks(arena, ask, part.countries);
    if (!part.own)
        return out_of_memory(err), SIZE_MAX;
    for (bool whole = true; whole && points < ask->points; points += whole ? count : 0) {
        struct arena_mark inner = arena_mark(arena);
        size_t done;
        if (!run_points(arena, &part, numbers, points, count, ask->watch ? &watch : NULL, out,
                        &done, err))
            return SIZE_MAX;
        whole = done == part.runs;
        watched.part++;
        arena_rewind(arena, inner);
    }
    arena_rewind(arena, mark);
    for (size_t i = 0; points < ask->points && i < ask->outcome_count * (ask->group_count + 2); i++)
        memmove(out + i * points, out + i * ask->points, points * sizeof *out);
    return points;
}
