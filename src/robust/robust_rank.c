#include "robust/robust_rank.h"

#include "base/pool.h"

#include <math.h>

/* Sorts places by value, the highest first; nearly sorted ones cost next to nothing. */
static void sort_places(const double *values, uint32_t *order, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t place = order[i];
        size_t j = i;
        for (; j > 0 && values[order[j - 1]] < values[place]; j--)
            order[j] = order[j - 1];
        order[j] = place;
    }
}

/* Runs that one worker ranks, and what it ranks them with: scratch of the kernel; the values and
 * the order of one run. */
enum { RUNS_A_PIECE = 1024 };

struct desk {
    double *scratch;
    double *row;
    uint32_t *order;
};

struct ranking {
    const struct robust_ranking *ask;
    struct desk *desks; /* one a worker */
    uint32_t *ranks;
};

/* Places of the countries that have a value in a run, in the order of the ranks it has so far;
 * those that have none yet (0) come after. Gives how many. */
static size_t order_by_ranks(const struct robust_ranking *ask, const struct desk *desk, size_t run,
                             const uint32_t *ranks)
{
    size_t there = 0;
    for (size_t c = 0; c < ask->countries; c++)
        if (ranks[c * ask->runs + run] > 0) {
            desk->order[ranks[c * ask->runs + run] - 1] = (uint32_t)c;
            there++;
        }
    for (size_t c = 0; c < ask->countries; c++)
        if (ranks[c * ask->runs + run] == 0 && !isnan(desk->row[c]))
            desk->order[there++] = (uint32_t)c;
    return there;
}

/* One run, ties and all: ranks has none (0) or those of an order that is nearly right. */
static void rank_run(const struct robust_ranking *ask, struct desk *desk, size_t run,
                     uint32_t *ranks)
{
    for (size_t c = 0; c < ask->countries; c++)
        desk->row[c] = ask->values[c * ask->runs + run];
    size_t there = order_by_ranks(ask, desk, run, ranks);
    sort_places(desk->row, desk->order, there);
    uint32_t rank = 1;
    for (size_t i = 0; i < there; i++) {
        if (i > 0 && desk->row[desk->order[i]] < desk->row[desk->order[i - 1]])
            rank = (uint32_t)i + 1;
        ranks[desk->order[i] * ask->runs + run] = rank;
    }
}

static bool rank_piece(void *context, size_t piece, unsigned worker)
{
    const struct ranking *ranking = context;
    const struct robust_ranking *ask = ranking->ask;
    struct desk *desk = &ranking->desks[worker];
    size_t run = piece * RUNS_A_PIECE, end = run + RUNS_A_PIECE;
    end = end < ask->runs ? end : ask->runs;
    bool lined = ask->countries > 0 && ask->countries <= KERNEL_RANK_LINES;
    for (; lined && run + KERNEL_RANK_ROWS <= end; run += KERNEL_RANK_ROWS) {
        unsigned unsure = ask->kernel->rank_rows(ask->values + run, ask->runs, ask->countries,
                                                 desk->scratch, ranking->ranks + run);
        for (size_t i = 0; unsure >> i; i++)
            if (unsure >> i & 1U)
                rank_run(ask, desk, run + i, ranking->ranks);
    }
    for (; run < end; run++) {
        for (size_t c = 0; c < ask->countries; c++)
            ranking->ranks[c * ask->runs + run] = 0;
        rank_run(ask, desk, run, ranking->ranks);
    }
    return true;
}

/* Room for scratch at a place that vectors of any width are read from. */
static double *aligned(struct arena *arena, size_t count)
{
    enum { VECTOR = 64 };
    char *room = arena_alloc(arena, count * sizeof(double) + VECTOR, 1);
    return room ? (double *)(void *)(room + (VECTOR - (uintptr_t)room % VECTOR) % VECTOR) : NULL;
}

bool robust_rank(struct arena *arena, const struct robust_ranking *ask, uint32_t *ranks)
{
    struct arena_mark mark = arena_mark(arena);
    unsigned threads = ask->threads > 0 ? ask->threads : 1;
    struct ranking ranking = {ask, arena_alloc(arena, threads, sizeof(struct desk)), ranks};
    bool done = ranking.desks != NULL;
    for (unsigned i = 0; done && i < threads; i++) {
        struct desk *desk = &ranking.desks[i];
        *desk = (struct desk){aligned(arena, ask->countries * KERNEL_RANK_ROWS),
                              arena_alloc(arena, ask->countries + 1, sizeof *desk->row),
                              arena_alloc(arena, ask->countries + 1, sizeof *desk->order)};
        done = desk->scratch && desk->row && desk->order;
    }
    done = done &&
           pool_run(threads, (ask->runs + RUNS_A_PIECE - 1) / RUNS_A_PIECE, rank_piece, &ranking);
    arena_rewind(arena, mark);
    return done;
}
