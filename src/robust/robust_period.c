#include "robust/robust_period.h"

#include "robust/robust_rank.h"

#include <math.h>

/* Values of a part, at most, and the runs that it is a multiple of. */
enum { PART_CELLS = 1 << 21, PART_RUNS = 1024 };

/* A period while its parts are run: room for one part. */
struct running {
    const struct robust_ask *ask;
    const struct robust_period_want *want;
    struct robust_period *made;
    struct pool_part watch;
    size_t part_runs;
    size_t first;
    double *values;
    double *before;
    uint32_t *ranks;
};

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while summing up runs");
}

static size_t row_of(const struct robust_ask *ask, uint32_t country, int32_t period)
{
    return score_row(ask->nominal, country, period);
}

size_t robust_period_countries(const struct robust_ask *ask, int32_t period)
{
    size_t count = 0;
    for (uint32_t c = 0; c < ask->nominal->panel->countries; c++) {
        size_t row = row_of(ask, c, period);
        count += row != SIZE_MAX && !isnan(score_value(ask->nominal, ask->plan->item, row));
    }
    return count;
}

/* Runs a part; a design is run as a whole, it is in memory anyway. */
static size_t part_runs_of(const struct robust_ask *ask, size_t countries)
{
    size_t runs = PART_CELLS / (countries + 1) / PART_RUNS * PART_RUNS;
    runs = runs > PART_RUNS ? runs : PART_RUNS;
    return ask->numbers || runs > ask->runs ? ask->runs : runs;
}

/* Runs first..first + count - 1 of a period into values; *done of them where watch ends them. */
static bool run_part(struct arena *arena, const struct running *running, int32_t period,
                     size_t count, const struct pool_watch *watch, double *values, size_t *done,
                     struct err *err)
{
    const struct robust_ask *ask = running->ask;
    const struct robust_range range = {.seed = ask->seed,
                                       .first = running->first,
                                       .count = count,
                                       .design = ask->numbers,
                                       .first_row = row_of(ask, 0, period),
                                       .rows = running->made->countries,
                                       .threads = ask->threads,
                                       .kernel = ask->kernel,
                                       .watch = watch,
                                       .done = done};
    return robust_run(arena, ask->plan, &range, values, err);
}

/* The part at hand as a tally takes it, runs that were not done being missing. */
static struct robust_part part_of(const struct running *running, size_t count)
{
    return (struct robust_part){running->values, running->want->tally.ranks ? running->ranks : NULL,
                                running->before, count};
}

/* Tallies the part at hand; *done receives how many of its runs were done. */
static bool add_part(struct arena *arena, struct running *running, size_t count, size_t *done,
                     struct err *err)
{
    const struct robust_ask *ask = running->ask;
    struct robust_period *made = running->made;
    struct robust_tally_ask tally = running->want->tally;
    const struct pool_watch watch = {pool_part_go_on, &running->watch};
    if (!run_part(arena, running, made->period, count, ask->watch ? &watch : NULL, running->values,
                  done, err))
        return false;
    if (running->before &&
        !run_part(arena, running, ask->since, count, NULL, running->before, NULL, err))
        return false;
    const struct robust_ranking ranking = {running->values, made->countries, count, ask->threads,
                                           ask->kernel};
    if (tally.ranks && !robust_rank(arena, &ranking, running->ranks))
        return out_of_memory(err);
    const struct robust_part part = part_of(running, count);
    tally.countries = made->countries;
    tally.before = running->before != NULL;
    tally.threads = ask->threads;
    if (!made->tally)
        made->tally = robust_tally_new(arena, &tally, &part);
    if (!made->tally)
        return out_of_memory(err);
    robust_tally_add(made->tally, &part);
    const struct robust_period_want *want = running->want;
    return !want->show || want->show(want->context, &part, running->first, *done) ||
           out_of_memory(err);
}

static size_t count_at(const struct running *running, size_t runs)
{
    size_t left = runs - running->first;
    return left < running->part_runs ? left : running->part_runs;
}

/* Every part once; where watch ends them, the first ones. */
static bool run_parts(struct arena *arena, struct running *running, struct err *err)
{
    struct robust_period *made = running->made;
    bool whole = true;
    for (running->first = 0; whole && running->first < running->ask->runs;
         running->first += running->part_runs) {
        size_t count = count_at(running, running->ask->runs), done = count;
        if (!add_part(arena, running, count, &done, err))
            return false;
        made->done += done;
        running->watch.part++;
        whole = done == count;
    }
    return true;
}

/* Every part that was done once more, for quantiles; what one part holds is still at hand. */
static bool show_again(struct arena *arena, struct running *running, struct err *err)
{
    struct robust_period *made = running->made;
    if (!robust_tally_begin_again(arena, made->tally))
        return out_of_memory(err);
    for (running->first = 0; running->first < made->done; running->first += running->part_runs) {
        size_t count = count_at(running, running->ask->runs);
        size_t there = count_at(running, made->done);
        if (count < running->ask->runs &&
            !run_part(arena, running, made->period, count, NULL, running->values, NULL, err))
            return false;
        for (size_t c = 0; there < count && c < made->countries; c++)
            for (size_t run = there; run < count; run++)
                running->values[c * count + run] = NAN;
        const struct robust_part part = part_of(running, count);
        robust_tally_show_again(made->tally, &part);
        running->watch.part++;
        if (running->ask->watch && count < running->ask->runs)
            pool_part_go_on(&running->watch, 0, 1);
    }
    return true;
}

/* The score itself and its ranks; false without memory. */
static bool take_nominal(struct arena *arena, const struct robust_ask *ask,
                         struct robust_period *made)
{
    double *nominal = arena_alloc(arena, made->countries + 1, sizeof *nominal);
    uint32_t *ranks = arena_alloc(arena, made->countries + 1, sizeof *ranks);
    for (uint32_t c = 0; nominal && c < made->countries; c++)
        nominal[c] = score_value(ask->nominal, ask->plan->item, row_of(ask, c, made->period));
    const struct robust_ranking ranking = {nominal, made->countries, 1, 1, ask->kernel};
    made->nominal = nominal;
    made->nominal_ranks = ranks;
    return nominal && ranks && robust_rank(arena, &ranking, ranks);
}

bool robust_period_run(struct arena *arena, const struct robust_ask *ask, int32_t period,
                       const struct robust_period_want *want, struct pool_part watch,
                       struct robust_period *made, struct err *err)
{
    *made = (struct robust_period){
        .ask = ask, .period = period, .countries = ask->nominal->panel->countries};
    struct running running = {.ask = ask, .want = want, .made = made, .watch = watch};
    running.part_runs = part_runs_of(ask, made->countries);
    size_t cells = made->countries * running.part_runs + 1;
    size_t parts = (ask->runs + running.part_runs - 1) / running.part_runs;
    size_t passes = want->tally.figures && parts > 1 ? 2 : 1;
    running.watch.part *= parts * passes;
    running.watch.parts *= parts * passes;
    running.values = arena_alloc(arena, cells, sizeof *running.values);
    running.ranks = arena_alloc(arena, cells, sizeof *running.ranks);
    if (ask->dated)
        running.before = arena_alloc(arena, cells, sizeof *running.before);
    if (!running.values || !running.ranks || (ask->dated && !running.before) ||
        !take_nominal(arena, ask, made))
        return out_of_memory(err);
    return run_parts(arena, &running, err) &&
           (!want->tally.figures || show_again(arena, &running, err));
}
