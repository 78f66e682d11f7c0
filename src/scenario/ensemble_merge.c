#include "scenario/ensemble.h"

#include <string.h>

/* Parts while they are joined. */
struct merge {
    struct arena *arena;
    const struct ensemble *const *parts;
    size_t count;
    size_t draws;
    bool failed;
};

static double *join(struct merge *merge, const double *(*values)(const struct ensemble *, size_t),
                    size_t at)
{
    double *joined = arena_alloc(merge->arena, merge->draws + 1, sizeof *joined);
    size_t used = 0;
    for (size_t i = 0; joined && i < merge->count; i++) {
        memcpy(joined + used, values(merge->parts[i], at), merge->parts[i]->draws * sizeof *joined);
        used += merge->parts[i]->draws;
    }
    merge->failed = merge->failed || !joined;
    return joined;
}

static const double *baseline_at(const struct ensemble *part, size_t at)
{
    return part->baseline[at];
}

static const double *scenario_at(const struct ensemble *part, size_t at)
{
    return part->scenario[at];
}

static const double *baseline_raw_at(const struct ensemble *part, size_t at)
{
    return part->baseline_raw[at];
}

static const double *scenario_raw_at(const struct ensemble *part, size_t at)
{
    return part->scenario_raw[at];
}

static const double *months_at(const struct ensemble *part, size_t at)
{
    return part->times[at].months;
}

/* Arrays of both sides; what the scenario leaves where it was stays the baseline's. */
static void join_sides(struct merge *merge, size_t count, bool raw, const double *const **baseline,
                       const double *const **scenario)
{
    const struct ensemble *first = merge->parts[0];
    const double **a = arena_alloc(merge->arena, count + 1, sizeof *a);
    const double **b = arena_alloc(merge->arena, count + 1, sizeof *b);
    merge->failed = merge->failed || !a || !b;
    for (size_t i = 0; !merge->failed && i < count; i++) {
        bool same = raw ? first->baseline_raw[i] == first->scenario_raw[i]
                        : first->baseline[i] == first->scenario[i];
        a[i] = join(merge, raw ? baseline_raw_at : baseline_at, i);
        b[i] = same ? a[i] : join(merge, raw ? scenario_raw_at : scenario_at, i);
    }
    *baseline = a;
    *scenario = b;
}

static void join_counts(struct merge *merge, struct ensemble *merged)
{
    size_t count = merged->indicator_count * merged->rows;
    size_t *floors = arena_alloc(merge->arena, count + 1, sizeof *floors);
    size_t *ceilings = arena_alloc(merge->arena, count + 1, sizeof *ceilings);
    merge->failed = merge->failed || !floors || !ceilings;
    for (size_t p = 0; !merge->failed && p < merge->count; p++)
        for (size_t i = 0; i < count; i++) {
            floors[i] += merge->parts[p]->at_floor[i];
            ceilings[i] += merge->parts[p]->at_ceiling[i];
        }
    merged->at_floor = floors;
    merged->at_ceiling = ceilings;
}

static void join_times(struct merge *merge, struct ensemble *merged)
{
    struct ensemble_times *times = arena_alloc(merge->arena, merged->time_count + 1, sizeof *times);
    uint8_t *branch = arena_alloc(merge->arena, merge->draws + 1, 1);
    size_t used = 0;
    merge->failed = merge->failed || !times || !branch;
    for (size_t i = 0; !merge->failed && i < merged->time_count; i++) {
        times[i] = merge->parts[0]->times[i];
        times[i].months = join(merge, months_at, i);
    }
    for (size_t p = 0; !merge->failed && merged->branch && p < merge->count; p++) {
        memcpy(branch + used, merge->parts[p]->branch, merge->parts[p]->draws);
        used += merge->parts[p]->draws;
    }
    merged->times = times;
    merged->branch = merged->branch ? branch : NULL;
}

const struct ensemble *ensemble_merge(struct arena *arena, const struct ensemble *const *parts,
                                      size_t count)
{
    struct merge merge = {.arena = arena, .parts = parts, .count = count};
    struct ensemble *merged = arena_alloc(arena, 1, sizeof *merged);
    if (!merged)
        return NULL;
    for (size_t i = 0; i < count; i++)
        merge.draws += parts[i]->draws;
    *merged = *parts[0];
    merged->draws = merge.draws;
    join_sides(&merge, merged->item_count * merged->rows, false, &merged->baseline,
               &merged->scenario);
    join_sides(&merge, merged->indicator_count * merged->rows, true, &merged->baseline_raw,
               &merged->scenario_raw);
    join_counts(&merge, merged);
    join_times(&merge, merged);
    return merge.failed ? NULL : merged;
}
