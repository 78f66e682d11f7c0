#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Known answers published with the generator (Random123 1.14, kat_vectors, philox4x32 10). */
static void blocks_are_the_published_known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], answer[4];
    } known[] = {{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
                 {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                  {0xffffffff, 0xffffffff},
                  {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
                 {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                  {0xa4093822, 0x299f31d0},
                  {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
    for (size_t i = 0; i < 3; i++) {
        uint32_t out[4];
        random_philox(known[i].counter, known[i].key, out);
        assert_memory_equal(out, known[i].answer, sizeof out);
    }
}

/* Quantiles from tables: 0.975 and 0.95 to 16 digits (NIST/SEMATECH e-Handbook, extended with bc to
 * 20 digits: 1.95996398454005423552, 1.64485362695147271486), and the values Wichura gives to check
 * an implementation: 0.25, 0.001, 1e-20. */
static void normal_quantiles_are_those_of_the_tables(void **state)
{
    (void)state;
    static const struct {
        double p, x;
    } known[] = {{0.5, 0},
                 {0.975, 1.959963984540054},
                 {0.95, 1.6448536269514727},
                 {0.25, -0.6744897501960817},
                 {0.001, -3.090232306167814},
                 {1e-20, -9.262340089798408}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(fabs(random_normal_quantile(known[i].p) - known[i].x) <=
                    1e-15 * fmax(1, fabs(known[i].x)) * 2);
    assert_true(isnan(random_normal_quantile(0)) && isnan(random_normal_quantile(1)));
}

static void a_draw_is_the_same_alone_and_in_any_range(void **state)
{
    (void)state;
    double all[101], some[7];
    random_normals(1, 42, 0, 101, all);
    for (uint64_t first = 0; first < 90; first++) {
        random_normals(1, 42, first, 7, some);
        assert_memory_equal(some, all + first, sizeof some);
    }
}

/* Ranges that are made many at a time, from even and odd first draws, on both sides of where the
 * counter's lower word ends. */
static void a_long_range_is_that_of_draws_made_alone(void **state)
{
    (void)state;
    static const uint64_t firsts[] = {0, 1, 6, 131, UINT64_C(0x1FFFFFFF0), UINT64_C(0x1FFFFFFF1)};
    double range[700], alone;
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        random_uniforms(9, 42, firsts[i], 700, range);
        for (size_t d = 0; d < 700; d++) {
            random_uniforms(9, 42, firsts[i] + d, 1, &alone);
            assert_memory_equal(&alone, &range[d], sizeof alone);
        }
    }
}

static void other_seeds_and_streams_give_other_draws(void **state)
{
    (void)state;
    double a, b, c;
    random_uniforms(1, 1, 0, 1, &a);
    random_uniforms(2, 1, 0, 1, &b);
    random_uniforms(1, 2, 0, 1, &c);
    assert_true(a != b && a != c && b != c);
}

/* Mean 0 and variance 1 within five standard errors of 100,000 draws. */
static void draws_have_the_moments_of_a_normal(void **state)
{
    (void)state;
    enum { DRAWS = 100000 };
    static double draws[DRAWS];
    double mean = 0, square = 0;
    random_normals(7, 99, 0, DRAWS, draws);
    for (int i = 0; i < DRAWS; i++) {
        mean += draws[i] / DRAWS;
        square += draws[i] * draws[i] / DRAWS;
    }
    assert_true(fabs(mean) < 5 / sqrt(DRAWS));
    assert_true(fabs(square - 1) < 5 * sqrt(2.0 / DRAWS));
}

static void streams_depend_on_every_word_and_their_order(void **state)
{
    (void)state;
    uint64_t ab = random_stream(random_stream(0, text_of("a")), text_of("b"));
    uint64_t ba = random_stream(random_stream(0, text_of("b")), text_of("a"));
    uint64_t joined = random_stream(0, text_of("ab"));
    assert_true(ab != ba && ab != joined && ba != joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_the_published_known_answers),
        cmocka_unit_test(normal_quantiles_are_those_of_the_tables),
        cmocka_unit_test(a_draw_is_the_same_alone_and_in_any_range),
        cmocka_unit_test(a_long_range_is_that_of_draws_made_alone),
        cmocka_unit_test(other_seeds_and_streams_give_other_draws),
        cmocka_unit_test(draws_have_the_moments_of_a_normal),
        cmocka_unit_test(streams_depend_on_every_word_and_their_order),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
