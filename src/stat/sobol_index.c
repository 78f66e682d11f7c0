#include "stat/sobol_index.h"

#include "stat/quantile.h"
#include "stat/sobol.h"

#include "base/pool.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

/* What a point adds to the sums that the indices follow from: two numbers for the variance, then
 * four an input; padded to whole vectors. */
enum { VARIANCE_TERMS = 2, INPUT_TERMS = 4, LANES = 8, ROUNDS_A_PIECE = 32 };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef double pair __attribute__((vector_size(2 * sizeof(double)), may_alias));

bool sobol_index_design(struct arena *arena, uint64_t seed, size_t n, size_t inputs,
                        const size_t *group_of, size_t groups, double *out)
{
    if (inputs > SOBOL_INDEX_INPUTS)
        return false;
    struct arena_mark mark = arena_mark(arena);
    const struct sobol *sobol = sobol_make(arena, 2 * inputs);
    size_t runs = n * (groups + 2);
    for (size_t i = 0; sobol && i < inputs; i++) {
        double *a = out + i * runs, *b = a + n;
        sobol_points(sobol, i, seed, 0, n, a);
        sobol_points(sobol, inputs + i, seed, 0, n, b);
        for (size_t g = 0; g < groups; g++)
            memcpy(b + (g + 1) * n, (group_of ? group_of[i] : i) == g ? b : a, n * sizeof *a);
    }
    arena_rewind(arena, mark);
    return sobol != NULL;
}

static bool is_whole(const struct sobol_runs *runs, size_t point)
{
    bool whole = !isnan(runs->a[point]) && !isnan(runs->b[point]);
    for (size_t i = 0; whole && i < runs->inputs; i++)
        whole = !isnan(runs->ab[i * runs->points + point]);
    return whole;
}

bool sobol_index_centre(struct arena *arena, const struct sobol_runs *runs,
                        struct sobol_runs *centred)
{
    size_t n = 0;
    double sum = 0;
    double *out = arena_alloc(arena, runs->points * (runs->inputs + 2) + 1, sizeof *out);
    size_t *kept = arena_alloc(arena, runs->points + 1, sizeof *kept);
    if (!out || !kept)
        return false;
    for (size_t point = 0; point < runs->points; point++)
        if (is_whole(runs, point)) {
            kept[n++] = point;
            sum += runs->a[point] + runs->b[point];
        }
    double mean = n > 0 ? sum / (2 * (double)n) : 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = runs->a[kept[i]] - mean;
        out[n + i] = runs->b[kept[i]] - mean;
        for (size_t input = 0; input < runs->inputs; input++)
            out[(2 + input) * n + i] = runs->ab[input * runs->points + kept[i]] - mean;
    }
    *centred = (struct sobol_runs){out, out + n, out + 2 * n, n, runs->inputs};
    return true;
}

static size_t term_count(size_t inputs)
{
    size_t terms = VARIANCE_TERMS + INPUT_TERMS * inputs;
    return (terms + LANES - 1) / LANES;
}

static void set_terms(const struct sobol_runs *runs, size_t point, double *terms)
{
    double a = runs->a[point], b = runs->b[point];
    terms[0] = a + b;
    terms[1] = a * a + b * b;
    terms += VARIANCE_TERMS;
    for (size_t i = 0; i < runs->inputs; i++, terms += INPUT_TERMS) {
        double ab = runs->ab[i * runs->points + point];
        terms[0] = b * ab;
        terms[1] = b * b + ab * ab;
        terms[2] = b + ab;
        terms[3] = (a - ab) * (a - ab);
    }
}

/* Indices of the sums of n points' terms: step apart in out. */
static void from_terms(const double *terms, size_t n, size_t inputs, double *first, double *total,
                       size_t step)
{
    double size = (double)n, mean = terms[0] / (2 * size);
    double variance = terms[1] / (2 * size) - mean * mean;
    terms += VARIANCE_TERMS;
    for (size_t i = 0; i < inputs; i++, terms += INPUT_TERMS) {
        double middle = terms[2] / (2 * size), square = middle * middle;
        double spread = terms[1] / (2 * size) - square;
        first[i * step] = variance > 0 && spread > 0 ? (terms[0] / size - square) / spread : NAN;
        total[i * step] = variance > 0 ? terms[3] / (2 * size * variance) : NAN;
    }
}

void sobol_index_estimate_part(const struct sobol_runs *runs, size_t points,
                               struct sobol_index *out)
{
    for (size_t i = 0; i < runs->inputs; i++) {
        struct sobol_runs one = {runs->a, runs->b, runs->ab + i * runs->points, runs->points, 1};
        double terms[VARIANCE_TERMS + INPUT_TERMS], sums[VARIANCE_TERMS + INPUT_TERMS] = {0};
        for (size_t point = 0; point < points; point++) {
            set_terms(&one, point, terms);
            for (size_t k = 0; k < VARIANCE_TERMS + INPUT_TERMS; k++)
                sums[k] += terms[k];
        }
        out[i] = (struct sobol_index){NAN, NAN, NAN, NAN, NAN, NAN};
        if (points > 0)
            from_terms(sums, points, 1, &out[i].first, &out[i].total, 1);
    }
}

void sobol_index_estimate(const struct sobol_runs *runs, struct sobol_index *out)
{
    sobol_index_estimate_part(runs, runs->points, out);
}

struct boot {
    const struct sobol_runs *runs;
    const lanes *terms; /* [point × vectors] */
    size_t vectors;
    uint64_t seed;
    uint64_t stream;
    size_t rounds;
    double *first; /* [input × rounds] */
    double *total;
    struct arena **arenas; /* one a worker */
};

/* The points of a round: two from each number, whose 53 bits are enough for both. */
static void draw_points(const struct boot *boot, size_t round, double *numbers, uint32_t *points)
{
    size_t n = boot->runs->points, half = (n + 1) / 2;
    double size = (double)n;
    random_uniforms(boot->seed, boot->stream, round * half, half, numbers);
    for (size_t i = 0; i < half; i++) {
        double at = numbers[i] * size;
        uint32_t one = (uint32_t)at;
        points[2 * i] = one;
        points[2 * i + 1] = (uint32_t)((at - one) * size);
    }
}

static void one_round(const struct boot *boot, size_t round, double *numbers, uint32_t *points,
                      lanes *sums)
{
    size_t n = boot->runs->points, vectors = boot->vectors;
    draw_points(boot, round, numbers, points);
    /* Four sums at a time stay in registers of any width. */
    for (size_t v = 0; v < vectors; v++) {
        const pair *terms = (const pair *)&boot->terms[v];
        pair one = {0}, two = {0}, three = {0}, four = {0};
        for (size_t i = 0; i < n; i++) {
            const pair *at = terms + points[i] * vectors * (LANES / 2);
            one += at[0];
            two += at[1];
            three += at[2];
            four += at[3];
        }
        pair *out = (pair *)&sums[v];
        out[0] = one;
        out[1] = two;
        out[2] = three;
        out[3] = four;
    }
    from_terms((const double *)sums, n, boot->runs->inputs, boot->first + round,
               boot->total + round, boot->rounds);
}

/* Vectors lie on their own size. */
static lanes *alloc_lanes(struct arena *arena, size_t count)
{
    char *bytes = arena_alloc(arena, count + 1, sizeof(lanes));
    return bytes ? (lanes *)(void *)(bytes + (-(uintptr_t)bytes & (sizeof(lanes) - 1))) : NULL;
}

static bool boot_piece(void *context, size_t piece, unsigned worker)
{
    const struct boot *boot = context;
    struct arena *arena = boot->arenas[worker];
    struct arena_mark mark = arena_mark(arena);
    size_t n = boot->runs->points;
    double *numbers = arena_alloc(arena, n + 1, sizeof *numbers);
    uint32_t *points = arena_alloc(arena, n + 2, sizeof *points);
    lanes *sums = alloc_lanes(arena, boot->vectors);
    size_t first = piece * ROUNDS_A_PIECE;
    for (size_t i = first; numbers && points && sums && i < first + ROUNDS_A_PIECE; i++)
        if (i < boot->rounds)
            one_round(boot, i, numbers, points, sums);
    arena_rewind(arena, mark);
    return numbers && points && sums;
}

static lanes *terms_of(struct arena *arena, const struct sobol_runs *runs, size_t vectors)
{
    lanes *terms = alloc_lanes(arena, runs->points * vectors);
    for (size_t i = 0; terms && i < runs->points; i++)
        set_terms(runs, i, (double *)&terms[i * vectors]);
    return terms;
}

static bool run_rounds(struct arena *arena, struct boot *boot, unsigned threads)
{
    boot->arenas = arena_alloc(arena, threads, sizeof(struct arena *));
    bool done = boot->arenas && boot->terms && boot->first && boot->total;
    for (unsigned i = 0; done && i < threads; i++)
        done = (boot->arenas[i] = arena_new()) != NULL;
    size_t pieces = (boot->rounds + ROUNDS_A_PIECE - 1) / ROUNDS_A_PIECE;
    done = done && pool_run(threads, pieces, boot_piece, boot);
    for (unsigned i = 0; boot->arenas && i < threads; i++)
        arena_free(boot->arenas[i]);
    return done;
}

/* Both ends; NaN where any round has no value. */
static void interval(double *values, size_t count, double *low, double *high)
{
    static const double shares[] = {0.05, 0.95};
    double ends[] = {NAN, NAN};
    bool whole = count > 0;
    for (size_t i = 0; whole && i < count; i++)
        whole = !isnan(values[i]);
    if (whole)
        quantile_several(values, count, shares, 2, ends);
    *low = ends[0];
    *high = ends[1];
}

bool sobol_index_bootstrap(struct arena *arena, const struct sobol_runs *runs, uint64_t seed,
                           size_t rounds, unsigned threads, struct sobol_index *out)
{
    if (runs->points == 0)
        return true;
    struct arena_mark mark = arena_mark(arena);
    size_t vectors = term_count(runs->inputs);
    struct boot boot = {.runs = runs,
                        .terms = terms_of(arena, runs, vectors),
                        .vectors = vectors,
                        .seed = seed,
                        .stream = random_stream(0, text_of("sobol_index")),
                        .rounds = rounds,
                        .first = arena_alloc(arena, runs->inputs * rounds + 1, sizeof(double)),
                        .total = arena_alloc(arena, runs->inputs * rounds + 1, sizeof(double))};
    bool done = run_rounds(arena, &boot, threads == 0 ? 1 : threads);
    for (size_t i = 0; done && i < runs->inputs; i++) {
        interval(boot.first + i * rounds, rounds, &out[i].first_low, &out[i].first_high);
        interval(boot.total + i * rounds, rounds, &out[i].total_low, &out[i].total_high);
    }
    arena_rewind(arena, mark);
    return done;
}
