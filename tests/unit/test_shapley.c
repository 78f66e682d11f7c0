/* Differences shared out: what Shapley values are known to be, exact and over fixed orders. */

#include "score/score_shapley.h"

#include "made_formula.h"
#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { INPUTS = 13 };

static const char *const ids[INPUTS] = {"i0", "i1", "i2", "i3", "i4", "i5", "i6",
                                        "i7", "i8", "i9", "ia", "ib", "ic"};

/* Values a and b of so many inputs, and what the formula gives its inputs. */
struct shared {
    struct fixture *fixture;
    struct made_formula *made;
    size_t count;
    double a[INPUTS];
    double b[INPUTS];
    double shares[INPUTS];
    double errors[INPUTS];
    uint64_t seed;
    double total;
    bool known;
};

static int set_up(void **state)
{
    struct shared *shared = fixture_must(calloc(1, sizeof *shared));
    struct fixture *fixture = shared->fixture = fixture_new();
    fixture_pillar(fixture, "p", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < INPUTS; i++)
        fixture_indicator(fixture, "p", ids[i], 1, 0, 10);
    fixture_panel(fixture, 1, 2020, 2020);
    for (size_t i = 0; i < INPUTS; i++) {
        fixture_set(fixture, ids[i], 0, 2020, 1);
        shared->a[i] = (double)(i + 1) / 3;
        shared->b[i] = (2.0 * INPUTS - 3 * (double)i) / 7;
    }
    shared->made = made_formula_new(fixture);
    *state = shared;
    return 0;
}

static int tear_down(void **state)
{
    struct shared *shared = *state;
    fixture_free(shared->fixture);
    free(shared);
    return 0;
}

static uint32_t input(struct shared *shared, size_t i)
{
    shared->count = i + 1 > shared->count ? i + 1 : shared->count;
    return made_formula_input(shared->made, ids[i]);
}

static uint32_t two(struct shared *shared, enum formula_op op, uint32_t a, uint32_t b)
{
    return made_formula_two(shared->made, op, a, b);
}

static uint32_t times(struct shared *shared, double number, uint32_t a)
{
    return two(shared, FORMULA_MUL, made_formula_number(shared->made, number), a);
}

/* Shares of the index's difference, whose formula ends at a step. */
static void share(struct shared *shared, uint32_t last)
{
    struct fixture *fixture = shared->fixture;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    made_formula_result(shared->made, "", false, last);
    made_formula_rule(rule, shared->made, 0);
    struct score *score = bench_score(fixture, rule, 0);
    score->seed = shared->seed;
    assert_int_equal(score->compile->items[score_index(score)].child_count, shared->count);
    const struct compile_item *index = &score->compile->items[score_index(score)];
    uint32_t nodes[INPUTS];
    for (size_t i = 0; i < shared->count; i++)
        nodes[i] = score->compile->items[index->children[i]].node;
    const struct score_shapley_inputs inputs = {nodes, shared->a, shared->b, shared->count};
    assert_true(score_shapley(fixture->arena, score, 0, score_index(score), &inputs, shared->shares,
                              shared->errors, &shared->known));
    shared->total = 0;
    for (size_t i = 0; i < shared->count; i++)
        shared->total += shared->shares[i];
}

static double moved(const struct shared *shared, size_t i)
{
    return shared->b[i] - shared->a[i];
}

static void a_sum_shares_by_weight(void **state)
{
    struct shared *shared = *state;
    uint32_t sum = times(shared, 3, input(shared, 0));
    sum = two(shared, FORMULA_ADD, sum, times(shared, -0.5, input(shared, 1)));
    sum = two(shared, FORMULA_ADD, sum, input(shared, 2));
    share(shared, sum);
    assert_true(shared->known);
    assert_near(shared->shares[0], 3 * moved(shared, 0), 1e-12);
    assert_near(shared->shares[1], -0.5 * moved(shared, 1), 1e-12);
    assert_near(shared->shares[2], moved(shared, 2), 1e-12);
}

/* Of x y: half of what each does first and last, (x2 - x1) (y1 + y2) / 2. */
static void a_product_of_two_shares_at_the_middle_of_the_other(void **state)
{
    struct shared *shared = *state;
    share(shared, two(shared, FORMULA_MUL, input(shared, 0), input(shared, 1)));
    assert_near(shared->shares[0], moved(shared, 0) * (shared->a[1] + shared->b[1]) / 2, 1e-12);
    assert_near(shared->shares[1], moved(shared, 1) * (shared->a[0] + shared->b[0]) / 2, 1e-12);
    assert_near(shared->total, shared->b[0] * shared->b[1] - shared->a[0] * shared->a[1], 1e-12);
}

static void what_does_nothing_gets_nothing_and_equals_get_the_same(void **state)
{
    struct shared *shared = *state;
    uint32_t first = input(shared, 0), second = input(shared, 1), idle = input(shared, 2);
    uint32_t most = two(shared, FORMULA_MOST, first, second);
    uint32_t nothing = two(shared, FORMULA_MUL, idle, made_formula_number(shared->made, 0));
    shared->a[1] = shared->a[0];
    shared->b[1] = shared->b[0];
    share(shared, two(shared, FORMULA_ADD, most, nothing));
    assert_near(shared->shares[0], shared->shares[1], 1e-13);
    assert_near(shared->shares[2], 0, 0);
    assert_near(shared->total, moved(shared, 0), 1e-12);
}

/* Of the maximum of three, 0 to 1, 2, 3: 1/3, 1/3 + 1/2, 1/3 + 1/2 + 1 (an airport's runway, S. C.
 * Littlechild and G. Owen, A simple expression for the Shapley value in a special case, Management
 * Science 20, 1973, 370-372). */
static void a_runway_is_paid_for_by_the_length_that_is_needed(void **state)
{
    struct shared *shared = *state;
    for (size_t i = 0; i < 3; i++) {
        shared->a[i] = 0;
        shared->b[i] = (double)i + 1;
    }
    uint32_t most = two(shared, FORMULA_MOST, input(shared, 0), input(shared, 1));
    share(shared, two(shared, FORMULA_MOST, most, input(shared, 2)));
    assert_near(shared->shares[0], 1.0 / 3, 1e-12);
    assert_near(shared->shares[1], 1.0 / 3 + 0.5, 1e-12);
    assert_near(shared->shares[2], 1.0 / 3 + 0.5 + 1, 1e-12);
}

static void a_gap_half_way_leaves_it_unknown(void **state)
{
    struct shared *shared = *state;
    shared->a[1] = -1; /* the root of x y where both are below 0 or neither */
    shared->a[0] = -1;
    uint32_t product = two(shared, FORMULA_MUL, input(shared, 0), input(shared, 1));
    share(shared, two(shared, FORMULA_SQRT, product, FORMULA_NONE));
    assert_false(shared->known);
    assert_near(shared->shares[0], 0, 0);
}

static uint32_t weighted_sum(struct shared *shared)
{
    uint32_t sum = times(shared, 0.1, input(shared, 0));
    for (size_t i = 1; i < INPUTS; i++)
        sum = i < 7 ? two(shared, FORMULA_ADD, sum, input(shared, i))
                    : two(shared, FORMULA_SUB, sum, input(shared, i));
    return sum;
}

static void thirteen_inputs_of_a_sum_are_exact(void **state)
{
    struct shared *shared = *state;
    share(shared, weighted_sum(shared));
    assert_true(shared->count > SCORE_SHAPLEY_EXACT && shared->known);
    assert_near(shared->shares[0], 0.1 * moved(shared, 0), 1e-12);
    for (size_t i = 1; i < INPUTS; i++)
        assert_near(shared->shares[i], (i < 7 ? 1 : -1) * moved(shared, i), 1e-12);
    for (size_t i = 0; i < INPUTS; i++)
        assert_near(shared->errors[i], 0, 1e-12);
}

/* Of k x y z from 0 to 1 each gets k / 3. A pair of an order and its reverse gives a factor k / 2
 * when it stands first or last of the three (2/3 of the orders), else nothing: the deviation is
 * k / 2 × √(2/3 × 1/3), that of the mean of n pairs by √n less. */
static void an_interaction_of_three_is_sampled_within_its_error(void **state)
{
    struct shared *shared = *state;
    for (size_t i = 0; i < 3; i++) {
        shared->a[i] = 0;
        shared->b[i] = 1;
    }
    uint32_t product = two(shared, FORMULA_MUL, input(shared, 0), input(shared, 1));
    product = times(shared, 6, two(shared, FORMULA_MUL, product, input(shared, 2)));
    for (size_t i = 3; i < INPUTS; i++)
        product = two(shared, FORMULA_ADD, product, input(shared, i));
    share(shared, product);
    double expected = 3 * sqrt(2.0 / 9) / sqrt(SCORE_SHAPLEY_ORDERS);
    for (size_t i = 0; i < 3; i++) {
        assert_near(shared->errors[i], expected, expected / 5);
        assert_near(shared->shares[i], 2, 3.5 * expected);
    }
    for (size_t i = 3; i < INPUTS; i++) {
        assert_near(shared->shares[i], moved(shared, i), 1e-9);
        assert_near(shared->errors[i], 0, 1e-9);
    }
}

/* What is known of a share: its deviations over the standard error, in so many of all. */
struct coverage {
    size_t within;
    size_t count;
};

static void count_within(struct coverage *coverage, const struct shared *shared, size_t i,
                         double truth)
{
    /* 1.6568 is the 95 % point of Student's t with 127 degrees of freedom. */
    coverage->count++;
    coverage->within += fabs(shared->shares[i] - truth) <= 1.6568 * shared->errors[i];
}

static void assert_nine_in_ten(const struct coverage *coverage)
{
    double share = (double)coverage->within / (double)coverage->count;
    assert_true(share > 0.84 && share < 0.96);
}

enum { SEEDS = 60 };

/* A formula anew under another seed. */
static void start_again(struct shared *shared, uint64_t seed)
{
    shared->made = made_formula_new(shared->fixture);
    shared->count = 0;
    shared->seed = seed;
}

/* One left glove and twelve right ones: a pair is worth 1, so that the left one is worth 12/13 and
 * a right one 1/156 (L. S. Shapley and M. Shubik, Pure competition, coalitional power, and fair
 * division, International Economic Review 10, 1969, 337-362). */
static void a_left_glove_among_twelve_right_ones_is_worth_twelve_thirteenths(void **state)
{
    struct shared *shared = *state;
    struct coverage coverage = {0};
    double others = 0;
    for (size_t i = 0; i < INPUTS; i++) {
        shared->a[i] = 0;
        shared->b[i] = 1;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        start_again(shared, seed);
        uint32_t left = input(shared, 0), right = input(shared, 1);
        for (size_t i = 2; i < INPUTS; i++)
            right = two(shared, FORMULA_ADD, right, input(shared, i));
        share(shared, two(shared, FORMULA_LEAST, left, right));
        assert_near(shared->total, 1, 1e-12);
        count_within(&coverage, shared, 0, 12.0 / 13);
        for (size_t i = 1; i < INPUTS; i++)
            others += shared->shares[i] / (INPUTS - 1) / SEEDS;
    }
    assert_nine_in_ten(&coverage);
    assert_near(others, 1.0 / 156, 0.001);
}

/* A runway for thirteen, of lengths 1, 2 … 13: input i pays 1/13 + 1/12 + … + 1/(13 - i). */
static void thirteen_share_a_runway_within_their_errors_nine_times_in_ten(void **state)
{
    struct shared *shared = *state;
    struct coverage coverage = {0};
    for (size_t i = 0; i < INPUTS; i++) {
        shared->a[i] = 0;
        shared->b[i] = (double)i + 1;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        start_again(shared, seed);
        uint32_t most = input(shared, 0);
        for (size_t i = 1; i < INPUTS; i++)
            most = two(shared, FORMULA_MOST, most, input(shared, i));
        share(shared, most);
        double truth = 0;
        for (size_t i = 0; i < INPUTS; i++) {
            truth += 1 / (double)(INPUTS - i);
            count_within(&coverage, shared, i, truth);
        }
    }
    assert_nine_in_ten(&coverage);
}

/* Twelve of thirteen move: the maximum of a runway, to the last digit, whatever the seed. */
static void what_stands_still_leaves_twelve_others_exact(void **state)
{
    struct shared *shared = *state;
    for (size_t i = 0; i < INPUTS; i++) {
        shared->a[i] = 0;
        shared->b[i] = (double)i;
    }
    uint32_t most = input(shared, 0);
    for (size_t i = 1; i < INPUTS; i++)
        most = two(shared, FORMULA_MOST, most, input(shared, i));
    share(shared, most);
    double truth = 0;
    assert_near(shared->shares[0], 0, 0);
    for (size_t i = 1; i < INPUTS; i++) {
        truth += 1 / (double)(INPUTS - i);
        assert_near(shared->shares[i], truth, 1e-12);
        assert_near(shared->errors[i], 0, 0);
    }
}

static void a_seed_gives_the_same_shares_and_another_seed_others(void **state)
{
    struct shared *shared = *state;
    double before[3];
    static const uint64_t seeds[] = {1, 1, 2};
    for (size_t n = 0; n < 3; n++) {
        start_again(shared, seeds[n]);
        uint32_t most = input(shared, 0);
        for (size_t i = 1; i < INPUTS; i++)
            most = two(shared, FORMULA_MOST, most, input(shared, i));
        share(shared, most);
        before[n] = shared->shares[3];
    }
    assert_true(before[0] == before[1]);
    assert_true(before[0] != before[2]);
}

/* Not exact, but what it leaves is nothing: a product of the first two and the sum of the rest,
 * where every order and its reverse together are exact for a product of two. */
static void thirteen_inputs_of_anything_add_up(void **state)
{
    struct shared *shared = *state;
    uint32_t product = two(shared, FORMULA_MUL, input(shared, 0), input(shared, 1));
    uint32_t most = input(shared, 2);
    for (size_t i = 3; i < INPUTS; i++)
        most = two(shared, FORMULA_MOST, most, input(shared, i));
    share(shared, two(shared, FORMULA_ADD, product, most));
    double most_a = shared->a[2], most_b = shared->b[2];
    for (size_t i = 3; i < INPUTS; i++) {
        most_a = shared->a[i] > most_a ? shared->a[i] : most_a;
        most_b = shared->b[i] > most_b ? shared->b[i] : most_b;
    }
    double whole = shared->b[0] * shared->b[1] - shared->a[0] * shared->a[1] + most_b - most_a;
    assert_true(shared->known);
    assert_near(shared->total, whole, 1e-9);
    assert_near(shared->shares[0], moved(shared, 0) * (shared->a[1] + shared->b[1]) / 2, 1e-9);
    assert_near(shared->shares[1], moved(shared, 1) * (shared->a[0] + shared->b[0]) / 2, 1e-9);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_sum_shares_by_weight),
        TEST(a_product_of_two_shares_at_the_middle_of_the_other),
        TEST(what_does_nothing_gets_nothing_and_equals_get_the_same),
        TEST(a_runway_is_paid_for_by_the_length_that_is_needed),
        TEST(a_gap_half_way_leaves_it_unknown),
        TEST(thirteen_inputs_of_a_sum_are_exact),
        TEST(an_interaction_of_three_is_sampled_within_its_error),
        TEST(a_left_glove_among_twelve_right_ones_is_worth_twelve_thirteenths),
        TEST(thirteen_share_a_runway_within_their_errors_nine_times_in_ten),
        TEST(what_stands_still_leaves_twelve_others_exact),
        TEST(a_seed_gives_the_same_shares_and_another_seed_others),
        TEST(thirteen_inputs_of_anything_add_up),
    };
    return cmocka_run_group_tests_name("shapley", tests, NULL, NULL);
}
