#include "stat_fixture.h"

#include "robust/robust_tally.h"
#include "stat/quantile.h"

#include <string.h>

enum { COUNTRIES = 7, RUNS = 3000 };

/* Runs of countries of every kind: smooth, few values, one value, gaps, two far apart, none. */
struct runs {
    double values[COUNTRIES * RUNS];
    double before[COUNTRIES * RUNS];
    uint32_t ranks[COUNTRIES * RUNS];
};

static double value_of(size_t country, uint64_t *seed)
{
    double u = stat_uniform(seed);
    switch (country) {
    case 1:
        return floor(u * 4);
    case 2:
        return 17.25;
    case 3:
        return u < 0.3 ? NAN : 40 + u * u * u;
    case 4:
        return u < 0.5 ? -1e12 + u : 1e-12 * u;
    case 5:
        return NAN;
    default:
        return 50 + u;
    }
}

static void fill(struct runs *runs)
{
    uint64_t seed = STAT_SEED;
    for (size_t i = 0; i < (size_t)COUNTRIES * RUNS; i++) {
        runs->values[i] = value_of(i / RUNS, &seed);
        runs->before[i] = value_of(i / RUNS, &seed);
    }
    for (size_t run = 0; run < RUNS; run++)
        for (size_t c = 0; c < COUNTRIES; c++) {
            uint32_t rank = isnan(runs->values[c * RUNS + run]) ? 0U : 1U;
            for (size_t d = 0; rank > 0 && d < COUNTRIES; d++)
                rank += runs->values[d * RUNS + run] > runs->values[c * RUNS + run];
            runs->ranks[c * RUNS + run] = rank;
        }
}

/* Runs first..first + count - 1 as a part of their own. */
static struct robust_part part_of(struct arena *arena, const struct runs *runs, size_t first,
                                  size_t count)
{
    double *values = arena_alloc(arena, COUNTRIES * count, sizeof *values);
    double *before = arena_alloc(arena, COUNTRIES * count, sizeof *before);
    uint32_t *ranks = arena_alloc(arena, COUNTRIES * count, sizeof *ranks);
    assert_true(values && before && ranks);
    for (size_t c = 0; c < COUNTRIES; c++) {
        memcpy(values + c * count, runs->values + c * RUNS + first, count * sizeof *values);
        memcpy(before + c * count, runs->before + c * RUNS + first, count * sizeof *before);
        memcpy(ranks + c * count, runs->ranks + c * RUNS + first, count * sizeof *ranks);
    }
    return (struct robust_part){values, ranks, before, count};
}

/* A tally of the runs in parts of so many, those of odd number apart and merged when merged is. */
static struct robust_tally *tally_of(struct arena *arena, const struct runs *runs, size_t size,
                                     bool merged, unsigned threads)
{
    const struct robust_tally_ask ask = {COUNTRIES, true, true, true, true, threads};
    struct robust_part pilot = part_of(arena, runs, 0, 100);
    struct robust_tally *tally = robust_tally_new(arena, &ask, &pilot);
    struct robust_tally *apart = robust_tally_new(arena, &ask, &pilot);
    assert_true(tally && apart);
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t first = 0; first < RUNS; first += size) {
            struct robust_part part =
                part_of(arena, runs, first, RUNS - first < size ? RUNS - first : size);
            if (pass == 0)
                robust_tally_add(merged && first / size % 2 ? apart : tally, &part);
            else
                robust_tally_show_again(tally, &part);
        }
        if (pass == 0) {
            robust_tally_merge(tally, apart);
            assert_true(robust_tally_begin_again(arena, tally));
        }
    }
    return tally;
}

static void assert_same(double a, double b)
{
    assert_true(isnan(a) ? isnan(b) : a == b);
}

static void check_figures(const struct runs *runs, struct robust_tally *tally, size_t c)
{
    double there[RUNS], quantiles[3] = {NAN, NAN, NAN};
    static const double shares[] = {0.05, 0.5, 0.95};
    struct robust_figures figures = robust_tally_figures(tally, c);
    size_t count = 0;
    long double sum = 0;
    for (size_t run = 0; run < RUNS; run++)
        if (!isnan(runs->values[c * RUNS + run])) {
            there[count++] = runs->values[c * RUNS + run];
            sum += (long double)there[count - 1];
        }
    for (size_t i = 0; i < 3 && count > 0; i++)
        quantiles[i] = quantile_select(there, count, shares[i]);
    assert_int_equal(figures.runs, count);
    assert_same(figures.q05, quantiles[0]);
    assert_same(figures.median, quantiles[1]);
    assert_same(figures.q95, quantiles[2]);
    double mean = count > 0 ? (double)(sum / (long double)count) : NAN;
    assert_true(count == 0 ? isnan(figures.mean) : fabs(figures.mean - mean) <= 1e-15 * fabs(mean));
}

/* Runs in which a country has a value; the first one always has. */
static size_t there_in(const struct runs *runs, size_t c)
{
    size_t count = 0;
    for (size_t run = 0; run < RUNS; run++)
        count += isnan(runs->values[c * RUNS + run]) ? 0U : 1U;
    return count;
}

static void check_counts(const struct runs *runs, const struct robust_tally *tally, size_t c)
{
    uint64_t total, sum = 0;
    const uint64_t *ranks = robust_tally_ranks(tally, c, &total);
    size_t higher = 0, both = 0, above = 0;
    for (uint32_t rank = 1; rank <= COUNTRIES; rank++) {
        uint64_t count = 0;
        for (size_t run = 0; run < RUNS; run++)
            count += runs->ranks[c * RUNS + run] == rank;
        assert_int_equal(ranks[rank - 1], count);
        sum += count;
    }
    assert_int_equal(total, sum);
    for (size_t run = 0; run < RUNS; run++) {
        double now = runs->values[c * RUNS + run], then = runs->before[c * RUNS + run];
        double first = runs->values[run];
        both += !isnan(now) && !isnan(then) ? 1U : 0U;
        higher += now > then;
        above += now > first;
    }
    assert_same(robust_tally_improved(tally, c).above,
                both > 0 ? (double)higher / (double)both : NAN);
    if (c > 0 && c != 3 && c != 5)
        assert_same(robust_tally_pair(tally, c, 0).above, (double)above / RUNS);
    if (c > 0)
        assert_int_equal(robust_tally_pair(tally, c, 0).runs, there_in(runs, c));
}

static void a_tally_has_the_figures_of_all_runs_for_any_parts_and_threads(void **state)
{
    static struct runs runs;
    static const size_t sizes[] = {RUNS, 1000, 333, 1};
    (void)state;
    fill(&runs);
    for (size_t i = 0; i < 4; i++) {
        struct arena *arena = arena_new();
        struct robust_tally *tally = tally_of(arena, &runs, sizes[i], i > 0, 1 + (unsigned)i % 3);
        for (size_t c = 0; c < COUNTRIES; c++) {
            check_figures(&runs, tally, c);
            check_counts(&runs, tally, c);
        }
        arena_free(arena);
    }
}

static void means_of_parts_merged_have_the_bits_of_the_whole(void **state)
{
    static struct runs runs;
    (void)state;
    fill(&runs);
    struct arena *arena = arena_new();
    struct robust_tally *whole = tally_of(arena, &runs, RUNS, false, 1);
    struct robust_tally *parts = tally_of(arena, &runs, 77, true, 2);
    for (size_t c = 0; c < COUNTRIES; c++)
        assert_same(robust_tally_figures(whole, c).mean, robust_tally_figures(parts, c).mean);
    arena_free(arena);
}

static void a_quantile_of_ranks_is_the_least_that_a_share_does_not_exceed(void **state)
{
    const uint32_t ranks[] = {2, 0, 2, 3, [11] = 0}; /* three countries, four runs; one has ranks */
    const double values[12] = {0};
    (void)state;
    struct arena *arena = arena_new();
    struct robust_tally *tally =
        robust_tally_new(arena, &(struct robust_tally_ask){.countries = 3, .ranks = true}, NULL);
    assert_non_null(tally);
    robust_tally_add(tally, &(struct robust_part){values, ranks, NULL, 4});
    assert_int_equal(robust_tally_rank_quantile(tally, 0, 0.05), 2);
    assert_int_equal(robust_tally_rank_quantile(tally, 0, 0.95), 3);
    assert_int_equal(robust_tally_rank_quantile(tally, 1, 0.5), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tally_has_the_figures_of_all_runs_for_any_parts_and_threads),
        cmocka_unit_test(means_of_parts_merged_have_the_bits_of_the_whole),
        cmocka_unit_test(a_quantile_of_ranks_is_the_least_that_a_share_does_not_exceed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
