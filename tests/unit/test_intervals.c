/* Intervals of scores whose stages look at other rows, against simulations of their own and closed
 * forms. */

#include "score/score_compare.h"
#include "score/score_draws.h"

#include "stage_bench.h"

/* The 90 % interval of a cell, as far as `width` either side. */
static void doubt(struct bench *bench, const char *id, size_t country, int32_t year, double width)
{
    struct fixture *fixture = bench->fixture;
    double value = fixture->value[fixture_cell(fixture, id, country, year)];
    fixture_interval(fixture, id, country, year, value - width, value + width);
}

static struct score *run(struct bench *bench, const char *text, size_t draws)
{
    struct err err = {0};
    struct score_options options = bench_options(bench->fixture, draws);
    struct score *score = score_run(bench->fixture->arena, &bench->fixture->panel,
                                    stage_rule(bench, text), &options, &err);
    if (!score)
        fail_msg("%s: %s", text, err.sentence);
    return score;
}

static void an_interval_is_counted_per_a_denominator_that_is_sure(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "d", 0, 2019, 2); /* 10 ± 2 per 5 */
    struct score *score = run(bench, "normalise = { d = tide.goalposts() }", 100);
    assert_near(bench_value(score, "d", 0, 2019), 200.0 / 3, 1e-12);
    assert_near(bench_low(score, "d", 0, 2019), 160.0 / 3, 1e-12);
    assert_near(bench_high(score, "d", 0, 2019), 240.0 / 3, 1e-12);
}

/* Both are uncertain: the figure's own interval is that of its numerator, and the denominator has
 * its own. */
static void a_denominator_keeps_its_own_interval(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "d", 0, 2019, 2);
    doubt(bench, "pop", 0, 2019, 1);
    struct score *score = run(bench, "normalise = { d = tide.goalposts() }", 100);
    assert_near(bench_low(score, "d", 0, 2019), 160.0 / 3, 1e-12);
    assert_near(bench_high(score, "d", 0, 2019), 240.0 / 3, 1e-12);
    assert_near(bench_low(score, "pop", 0, 2019), 4, 1e-12);
    assert_near(bench_high(score, "pop", 0, 2019), 6, 1e-12);
    assert_true(bench_low(score, "main", 0, 2019) < bench_value(score, "main", 0, 2019));
}

static void a_figure_that_is_sure_moves_with_its_denominator(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "pop", 0, 2019, 1); /* 10 per 5 ± 1 */
    struct score *score = run(bench, "normalise = { d = tide.goalposts { clip = false } }", 1000);
    assert_near(bench_low(score, "d", 0, 2019), 10 / 6.0 / 3 * 100, 1e-12);
    assert_near(bench_high(score, "d", 0, 2019), 10 / 4.0 / 3 * 100, 1e-12);
    double main = bench_value(score, "main", 0, 2019);
    assert_true(bench_low(score, "main", 0, 2019) < main - 1);
    assert_true(bench_high(score, "main", 0, 2019) > main + 1);
}

static void a_screen_leaves_intervals_where_they_are(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "a", 0, 2019, 0.5);
    struct score *score =
        run(bench, "screen = { need = 1 }, normalise = { a = tide.goalposts() }", 100);
    assert_near(bench_value(score, "a", 0, 2019), 10, 1e-12);
    assert_near(bench_low(score, "a", 0, 2019), 5, 1e-12);
    assert_near(bench_high(score, "a", 0, 2019), 15, 1e-12);
}

static void a_function_has_the_interval_of_what_stands_before_it(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "a", 0, 2019, 0.5);
    struct score *score = run(bench,
                              "normalise = { main = tide.goalposts() }, "
                              "at = { around = f.reads_main }",
                              1000);
    assert_near(bench_value(score, "around", 0, 2019), -bench_value(score, "main", 0, 2019), 0);
    assert_near(bench_low(score, "around", 0, 2019), -bench_high(score, "main", 0, 2019), 1e-9);
    assert_near(bench_high(score, "around", 0, 2019), -bench_low(score, "main", 0, 2019), 1e-9);
    assert_true(!isnan(bench_low(score, "main", 0, 2019)));
}

/* In [0, 1), from a sequence that nothing else uses (Marsaglia's xorshift). */
static double uniform(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* A standard normal number (Box and Muller). */
static double normal(uint64_t *seed)
{
    double u = 1 - uniform(seed), v = uniform(seed);
    return sqrt(-2 * (double)logl(u)) * (double)cosl(2 * M_PIl * v);
}

static int before(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum { SIMULATED = 100000, DRAWN = 20000 };

/* The share p of values in order, as R has it by default (type 7). */
static double quantile(double *values, size_t count, double p)
{
    double at = p * (double)(count - 1);
    size_t k = (size_t)at;
    qsort(values, count, sizeof *values, before);
    return k + 1 < count ? values[k] + (at - (double)k) * (values[k + 1] - values[k]) : values[k];
}

/* a of 2019, between the lowest and the highest of the year, as each draw has them; c exact. */
static double drawn_minmax(const double *values, const double *sigma, size_t country,
                           uint64_t *seed)
{
    double drawn[STAGE_COUNTRIES], least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < STAGE_COUNTRIES; i++) {
        drawn[i] = values[i] + sigma[i] * normal(seed);
        drawn[i] = drawn[i] < 0 ? 0 : drawn[i] > 10 ? 10 : drawn[i];
        least = drawn[i] < least ? drawn[i] : least;
        most = drawn[i] > most ? drawn[i] : most;
    }
    return (drawn[country] - least) / (most - least) * 100;
}

static void frames_are_taken_anew_in_each_draw(void **state)
{
    static double simulated[SIMULATED];
    static const double values[] = {1, 4, 6, 8.5, 3, 9}, widths[] = {1, 2, 0.5, 2, 1, 3};
    double sigma[STAGE_COUNTRIES];
    struct bench *bench = *state;
    uint64_t seed = UINT64_C(88172645463325252);
    for (size_t i = 0; i < STAGE_COUNTRIES; i++) {
        sigma[i] = widths[i] / 1.6448536269514722;
        doubt(bench, "a", i, 2019, widths[i]);
    }
    struct score *score = run(bench,
                              "normalise = { a = tide.minmax { over = \"period\" } }, "
                              "of = { \"a\" }",
                              DRAWN);
    for (uint32_t country = 0; country < STAGE_COUNTRIES; country++) {
        for (size_t i = 0; i < SIMULATED; i++)
            simulated[i] = drawn_minmax(values, sigma, country, &seed);
        double low = quantile(simulated, SIMULATED, 0.05);
        double high = quantile(simulated, SIMULATED, 0.95);
        double value = bench_value(score, "index", country, 2019);
        low = value < low ? value : low;
        high = value > high ? value : high;
        /* Some five standard errors of a 5 % point of 20,000 draws. */
        double within = 0.02 * (high - low) + 0.5;
        assert_near(bench_low(score, "index", country, 2019), low, within);
        assert_near(bench_high(score, "index", country, 2019), high, within);
    }
}

/* An exact country moves because the others do: ends of its year, and its place among them. */
static void an_exact_value_moves_with_the_frame(void **state)
{
    struct bench *bench = *state;
    doubt(bench, "a", 0, 2019, 1);
    struct score *score = run(bench,
                              "normalise = { a = tide.minmax { over = \"period\" } }, "
                              "of = { \"a\" }",
                              1000);
    assert_true(bench_low(score, "index", 1, 2019) < bench_value(score, "index", 1, 2019) - 1);
    assert_true(bench_high(score, "index", 1, 2019) > bench_value(score, "index", 1, 2019) + 1);
    /* FFF holds the year's highest value for sure. */
    assert_true(isnan(bench_low(score, "index", 5, 2019)));
    assert_true(isnan(bench_low(score, "index", 1, 2020)));
    score = run(bench, "normalise = { a = tide.percentile() }, of = { \"a\" }", 1000);
    assert_near(bench_value(score, "index", 3, 2019), 0.8, 1e-12);
    assert_true(isnan(bench_low(score, "index", 3, 2019)));
}

static void stored_figures_do_not_move(void **state)
{
    struct bench *bench = *state;
    const struct frame *frame =
        stage_frame(bench, "  - {of: normalise/a, figures: {minimum: 1, maximum: 9}}\n");
    struct err err = {0};
    doubt(bench, "a", 0, 2019, 1);
    doubt(bench, "a", 1, 2019, 2);
    struct score_options options = bench_options(bench->fixture, DRAWN);
    struct rule rule =
        *stage_rule(bench, "frame = \"base\", normalise = { a = tide.minmax() }, of = { \"a\" }");
    rule.stored = frame;
    struct score *score =
        score_run(bench->fixture->arena, &bench->fixture->panel, &rule, &options, &err);
    assert_non_null(score);
    assert_near(bench_value(score, "index", 1, 2019), 37.5, 1e-12);
    assert_near(bench_low(score, "index", 1, 2019), 12.5, 0.7);
    assert_near(bench_high(score, "index", 1, 2019), 62.5, 0.7);
    assert_true(isnan(bench_low(score, "index", 2, 2019)));
}

static void too_much_to_draw_is_counted_and_not_drawn(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 6; i++)
        doubt(bench, "a", i, 2019, 1);
    struct score *score = run(bench, "normalise = { a = tide.goalposts() }", 20000000);
    assert_near(score->cells_undrawn, 6, 0);
    assert_true(isnan(bench_low(score, "index", 0, 2019)));
    score = run(bench, "normalise = { a = tide.goalposts() }", 100);
    assert_near(score->cells_undrawn, 0, 0);
    assert_true(!isnan(bench_low(score, "index", 0, 2019)));
}

/* a does not take part, so that its many cells are no reason. */
static void what_is_not_read_is_not_drawn(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < 6; i++)
        doubt(bench, "a", i, 2019, 1);
    bench->fixture->indicators[0].series_count = 0;
    struct score *score =
        run(bench, "values = \"published\", normalise = { b = tide.goalposts() }", 20000000);
    assert_near(score->cells_undrawn, 0, 0);
    assert_true(isnan(bench_low(score, "index", 0, 2019)));
}

static void threads_and_kernels_change_no_interval(void **state)
{
    static const char rule[] =
        "normalise = { main = tide.minmax() }, treat = { c = tide.winsorise() }, "
        "impute = { main = tide.fill { with = \"median\" } }, weights = { pillar = tide.pca() }";
    static const char *const widths[] = {"16", "32", "64"};
    struct bench *bench = *state;
    for (size_t i = 0; i < 12; i++)
        doubt(bench, i < 6 ? "a" : "b", i % 6, 2019, 0.5);
    struct score *first = run(bench, rule, 50);
    for (unsigned threads = 1; threads <= 3; threads++) {
        for (size_t w = 0; w < 3; w++) {
            struct err err = {0};
            struct score_options options = bench_options(bench->fixture, 50);
            options.threads = threads;
            options.kernel = kernel_for(widths[w]);
            if (!options.kernel)
                continue; /* this processor does not have it */
            struct score *score = score_run(bench->fixture->arena, &bench->fixture->panel,
                                            stage_rule(bench, rule), &options, &err);
            assert_non_null(score);
            for (size_t item = 0; item < score->items; item++)
                for (size_t row = 0; row < score->rows; row++)
                    assert_true(
                        fixture_same(score_low(first, item, row), score_low(score, item, row)) &&
                        fixture_same(score_high(first, item, row), score_high(score, item, row)));
        }
    }
}

/* Frames that look at some periods look at the same in every draw: with an exact frame what is
 * outside moves alone. */
static void frames_of_some_periods_are_drawn_from_these(void **state)
{
    struct bench *bench = *state;
    struct err err = {0};
    doubt(bench, "a", 1, 2020, 2); /* 4.5, outside the frame 1 to 9 of 2019 */
    struct score_options options = bench_options(bench->fixture, DRAWN);
    options.framed = true;
    options.framed_first = options.framed_last = 2019;
    struct score *score = score_run(bench->fixture->arena, &bench->fixture->panel,
                                    stage_rule(bench, "normalise = { a = tide.minmax() }, "
                                                      "of = { \"a\" }"),
                                    &options, &err);
    assert_non_null(score);
    assert_near(bench_value(score, "index", 1, 2020), 43.75, 1e-12);
    assert_near(bench_low(score, "index", 1, 2020), 18.75, 0.7);
    assert_near(bench_high(score, "index", 1, 2020), 68.75, 0.7);
    double values[STAGE_ROWS], *out[8] = {values};
    assert_true(score_stage(bench->fixture->arena, score, COMPILE_NORMALISED, out));
    assert_near(values[7], 43.75, 1e-12);
}

/* The logarithm of a drawn value at 0 is none: such draws have no difference. Of 1 ± 3, drawn with
 * sigma 3 / 1.6449 and held at 0, 29.2 % are at 0; of the others 5 % lie below 0.1843 and 95 %
 * below 4.296 (by the normal distribution), whose logarithms lie between those of 1 and 700. */
static void a_difference_has_the_interval_of_the_draws_it_has(void **state)
{
    struct bench *bench = *state;
    struct fixture *fixture = bench->fixture;
    struct err err = {0};
    const struct frame *frame = stage_frame(
        bench, "  - {of: normalise/e, figures: {minimum: 0, maximum: 6.551080335043404}}\n");
    fixture->indicators[4].scale.worst = 0;
    doubt(bench, "e", 0, 2019, 3);
    struct score_options options = bench_options(fixture, DRAWN);
    struct rule rule =
        *stage_rule(bench, "frame = \"base\", normalise = { e = tide.minmax() }, of = { \"e\" }");
    rule.stored = frame;
    struct score *score = score_run(fixture->arena, &fixture->panel, &rule, &options, &err);
    struct score_side sides[] = {{"A", score, 1, 2019}, {"B", score, 0, 2019}};
    struct rows *rows = score_compare(fixture->arena, sides, 2, 1, &options, &err);
    assert_non_null(rows);
    assert_near(rows_number(rows, 0, COMPARE_DIFFERENCE), -35.1485, 1e-3);
    assert_near(rows_number(rows, 0, COMPARE_LOW), -25.81 - 35.1485, 1);
    assert_near(rows_number(rows, 0, COMPARE_HIGH), 22.25 - 35.1485, 0.5);
    assert_near(bench_low(score, "index", 0, 2019), -25.81, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(an_interval_is_counted_per_a_denominator_that_is_sure),
        STAGE_TEST(a_denominator_keeps_its_own_interval),
        STAGE_TEST(a_figure_that_is_sure_moves_with_its_denominator),
        STAGE_TEST(a_screen_leaves_intervals_where_they_are),
        STAGE_TEST(a_function_has_the_interval_of_what_stands_before_it),
        STAGE_TEST(frames_are_taken_anew_in_each_draw),
        STAGE_TEST(an_exact_value_moves_with_the_frame),
        STAGE_TEST(stored_figures_do_not_move),
        STAGE_TEST(too_much_to_draw_is_counted_and_not_drawn),
        STAGE_TEST(what_is_not_read_is_not_drawn),
        STAGE_TEST(threads_and_kernels_change_no_interval),
        STAGE_TEST(frames_of_some_periods_are_drawn_from_these),
        STAGE_TEST(a_difference_has_the_interval_of_the_draws_it_has),
    };
    return cmocka_run_group_tests_name("intervals", tests, NULL, NULL);
}
