/* Properties of scoring that hold for any project, tried on many made-up ones. */

#include "score/score_change.h"
#include "score/score_compare.h"
#include "score/score_explain.h"
#include "score/score_point.h"
#include "score/score_rows.h"
#include "score/score_split.h"

#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { CASES = 300, COUNTRIES = 3, YEARS = 3 };

/* A fixed sequence (splitmix64), so that a failure can be found again by its case. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double uniform(uint64_t *state)
{
    return (double)(next(state) >> 11) / 9007199254740992.0;
}

static bool chance(uint64_t *state, double probability)
{
    return uniform(state) < probability;
}

static const char *const indicator_ids[] = {"i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7"};

/* One project of two to three outcome pillars, a lever and context; groups here and there. order
 * 1 lists the indicators of each pillar backwards. */
static struct fixture *made_up(uint64_t seed, int order)
{
    static const char *const pillars[] = {"p0", "p1", "p2", "lever", "context"};
    static const char *const groups[] = {"g0", "g1", "g2", "g3", "g4"};
    uint64_t state = seed;
    struct fixture *fixture = fixture_new();
    size_t used = 0;
    for (size_t p = 0; p < 5; p++) {
        enum node_role role = p < 3 ? ROLE_OUTCOME : p == 3 ? ROLE_LEVER : ROLE_CONTEXT;
        const char *parent = pillars[p];
        double weights[2], worst[2], best[2];
        fixture_pillar(fixture, parent, role, 0.5 + uniform(&state));
        if (chance(&state, 0.3)) {
            fixture_group(fixture, parent, groups[p], 1);
            parent = groups[p];
        }
        size_t count = p < 3 ? 2 : 1;
        for (size_t i = 0; i < count; i++) {
            bool falling = chance(&state, 0.3);
            weights[i] = 0.1 + uniform(&state);
            worst[i] = falling ? 10 : 0;
            best[i] = falling ? 0 : 10;
        }
        for (size_t i = 0; i < count; i++) {
            size_t at = order ? count - 1 - i : i;
            fixture_indicator(fixture, parent, indicator_ids[used + at], weights[at], worst[at],
                              best[at]);
        }
        used += count;
    }
    fixture_panel(fixture, COUNTRIES, 2019, 2019 + YEARS - 1);
    for (size_t i = 0; i < used; i++) {
        for (size_t cell = 0; cell < COUNTRIES * YEARS; cell++) {
            size_t country = cell % COUNTRIES;
            int32_t year = 2019 + (int32_t)(cell / COUNTRIES);
            double value =
                chance(&state, 0.2) ? (chance(&state, 0.5) ? 0 : 10) : 10 * uniform(&state);
            double width = uniform(&state);
            bool missing = chance(&state, 0.15), exact = chance(&state, 0.5);
            if (missing)
                continue;
            fixture_set(fixture, indicator_ids[i], country, year, value);
            fixture->stream[fixture_cell(fixture, indicator_ids[i], country, year)] =
                1000 * i + cell;
            if (!exact)
                fixture_interval(fixture, indicator_ids[i], country, year, value - width,
                                 value + 2 * width);
        }
    }
    return fixture;
}

static struct rule *made_up_rule(struct fixture *fixture, uint64_t seed)
{
    uint64_t state = seed ^ 0x5555;
    struct rule *rule = bench_rule(fixture);
    double floor = chance(&state, 0.5) ? 1 : 0;
    if (chance(&state, 0.6))
        rule->index.method = rule_method_with(METHOD_GEOMETRIC, floor);
    double share = chance(&state, 0.5) ? 0.5 : 0, index_share = chance(&state, 0.3) ? 1 : 0.3;
    rule->index.need.share = index_share;
    static const char *const ids[] = {"p0", "p1", "p2", "lever", "context"};
    for (size_t i = 0; i < 5; i++) {
        uint32_t node = fixture_find(fixture, ids[i]);
        rule->nodes[node].need.share = share;
        if (chance(&state, 0.3))
            rule->nodes[node].method = rule_method_with(METHOD_GEOMETRIC, floor * 5);
    }
    return rule;
}

/* Runs check on many projects; a failure names its case. */
static void for_each_case(void (*check)(uint64_t seed))
{
    for (uint64_t i = 0; i < CASES; i++)
        check(i * 7919 + 1);
}

static void check_monotone(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, made_up_rule(fixture, seed), 0);
    size_t count = fixture->panel.indicators;
    double values[16], before[32], after[32];
    for (size_t row = 0; row < score->rows; row++) {
        score_point_values(score, row, NULL, values);
        assert_true(score_point(fixture->arena, score, row, values, before));
        for (size_t i = 0; i < count; i++) {
            double kept = values[i], best = fixture->indicators[i].scale.best;
            if (isnan(kept))
                continue;
            values[i] = kept + (best - kept) / 2;
            assert_true(score_point(fixture->arena, score, row, values, after));
            for (size_t item = 0; item < score->items; item++)
                assert_true(isnan(before[item]) == isnan(after[item]) &&
                            (isnan(before[item]) || after[item] >= before[item] - 1e-9));
            values[i] = kept;
        }
    }
    fixture_free(fixture);
}

static void a_better_value_never_lowers_a_score(void **state)
{
    (void)state;
    for_each_case(check_monotone);
}

static void check_explanation(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, made_up_rule(fixture, seed), 0);
    for (uint32_t country = 0; country < COUNTRIES; country++) {
        for (size_t item = 0; item < score->items; item++) {
            struct rows *rows = score_explain(fixture->arena, score, item, country, 2020);
            double value = score_value(score, item, score_row(score, country, 2020));
            double sum = 0;
            if (isnan(value) || !score->eligible[item])
                continue;
            assert_near(rows_number(rows, 0, EXPLAIN_CONTRIBUTION), 100 - value, 1e-9);
            for (size_t row = 0; row < rows->count; row++) {
                double part = rows_number(rows, row, EXPLAIN_CONTRIBUTION);
                bool leaf = strcmp(rows_text(rows, row, EXPLAIN_LEVEL), "indicator") == 0;
                sum += leaf && !isnan(part) ? part : 0;
                assert_true(isnan(part) || part >= -1e-9);
            }
            assert_near(sum, 100 - value, 1e-9);
        }
    }
    fixture_free(fixture);
}

static void what_indicators_take_off_adds_up_to_the_loss(void **state)
{
    (void)state;
    for_each_case(check_explanation);
}

/* Every way to aggregate, over ways to normalise that have a best end. */
static struct rule *any_rule(struct fixture *fixture, uint64_t seed)
{
    static const enum method_id means[] = {METHOD_MEAN,     METHOD_SUM,   METHOD_GEOMETRIC,
                                           METHOD_HARMONIC, METHOD_POWER, METHOD_MINIMUM,
                                           METHOD_MPI,      METHOD_AMPI};
    static const enum method_id ends[] = {METHOD_GOALPOSTS, METHOD_MINMAX,
                                          METHOD_DISTANCE_TO_MAXIMUM, METHOD_COUNT};
    static const char *const ids[] = {"p0", "p1", "p2", "lever", "context"};
    static const double orders[] = {-2, -1, 0, 0.5, 1, 2, 3};
    uint64_t state = seed ^ 0xAAAA;
    struct rule *rule = bench_rule(fixture);
    for (size_t i = 0; i <= 5; i++) {
        struct rule_node *node = i < 5 ? &rule->nodes[fixture_find(fixture, ids[i])] : &rule->index;
        enum method_id id = means[next(&state) % 8];
        node->method = rule_method_plain(id);
        if (id == METHOD_GEOMETRIC || id == METHOD_HARMONIC)
            node->method = rule_method_with(id, 0.5);
        if (id == METHOD_POWER)
            node->method = rule_method_with(id, orders[next(&state) % 7]);
        if (id == METHOD_POWER)
            node->method.settings[1] = (struct rule_setting){.given = true, .number = 0.25};
        node->need.share = chance(&state, 0.5) ? 0.4 : 0;
    }
    for (size_t i = 0; i < fixture->codebook.indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(ends[next(&state) % 4]);
    rule->normalised = false;
    return rule;
}

/* What the parts of an item's children sum to. */
static void check_tree(const struct rows *rows, const size_t *parents)
{
    for (size_t above = 0; above < rows->count; above++) {
        double own = rows_number(rows, above, EXPLAIN_CONTRIBUTION), sum = 0;
        size_t below = 0;
        for (size_t row = 0; row < rows->count; row++) {
            double part = rows_number(rows, row, EXPLAIN_CONTRIBUTION);
            below += parents[row] == above && !isnan(part);
            sum += parents[row] == above && !isnan(part) ? part : 0;
        }
        if (below > 0)
            assert_near(sum, own, 1e-9);
    }
}

static void check_any_explanation(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, any_rule(fixture, seed), 0);
    double best[64];
    size_t told = 0;
    for (uint32_t country = 0; country < COUNTRIES; country++) {
        size_t at = score_row(score, country, 2020);
        assert_true(score_point_best(fixture->arena, score, at, NULL, best));
        for (size_t item = 0; item < score->items; item++) {
            const size_t *parents;
            struct rows *rows =
                score_explain_tree(fixture->arena, score, item, country, 2020, &parents);
            double value = score_value(score, item, at);
            assert_non_null(rows);
            if (isnan(value))
                continue;
            assert_null(rows_get_meta(rows, "untold", 0));
            assert_near(rows_number(rows, 0, EXPLAIN_CONTRIBUTION), best[item] - value, 1e-9);
            check_tree(rows, parents);
            told++;
        }
    }
    assert_true(told > 5);
    fixture_free(fixture);
}

static void every_aggregate_of_every_scale_explains_itself(void **state)
{
    (void)state;
    for_each_case(check_any_explanation);
}

/* Parts of the children of every item sum to its own; an item that did not enter has none below. */
static void check_split(const struct score *score, const double *parts, size_t item)
{
    const struct compile_item *made = &score->compile->items[item];
    double sum = 0;
    size_t there = 0;
    for (size_t i = 0; i < made->child_count; i++) {
        double part = parts[made->children[i]];
        sum += isnan(part) ? 0 : part;
        there += isnan(part) ? 0 : 1;
        if (!isnan(part))
            check_split(score, parts, made->children[i]);
    }
    if (there > 0)
        assert_near(sum, parts[item], 1e-9);
}

static void check_comparison(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, made_up_rule(fixture, seed), 0);
    double a[32], b[32], parts[32];
    for (size_t left = 0; left < score->rows; left++) {
        for (size_t right = 0; right < score->rows; right++) {
            size_t index = score->items - 1;
            for (size_t item = 0; item < score->items; item++) {
                a[item] = score_value(score, item, left);
                b[item] = score_value(score, item, right);
            }
            assert_true(score_split(fixture->arena, score, right, index, a, b, parts, NULL));
            if (isnan(a[index]) || isnan(b[index]))
                continue;
            assert_near(parts[index], b[index] - a[index], 1e-9);
            check_split(score, parts, index);
        }
    }
    fixture_free(fixture);
}

static void a_difference_is_the_sum_of_its_parts_whatever_is_missing(void **state)
{
    (void)state;
    for_each_case(check_comparison);
}

static void check_any_comparison(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, any_rule(fixture, seed), 0);
    double a[64], b[64], parts[64];
    for (size_t left = 0; left < score->rows; left += 2) {
        size_t right = (left + 4) % score->rows, index = score->items - 1;
        for (size_t item = 0; item < score->items; item++) {
            a[item] = score_value(score, item, left);
            b[item] = score_value(score, item, right);
        }
        assert_true(score_split(fixture->arena, score, right, index, a, b, parts, NULL));
        if (isnan(a[index]) || isnan(b[index]))
            continue;
        assert_near(parts[index], b[index] - a[index], 1e-9);
        check_split(score, parts, index);
    }
    fixture_free(fixture);
}

static void differences_of_every_aggregate_are_the_sum_of_their_parts(void **state)
{
    (void)state;
    for_each_case(check_any_comparison);
}

/* The columns of causes of a row sum to its contribution; the contributions of indicators and of
 * causes to the index's, which is its difference. */
static void check_causes(const struct rows *rows)
{
    double parts = 0, whole = rows_number(rows, 0, SCORE_CHANGE_CONTRIBUTION);
    for (size_t row = 0; row < rows->count; row++) {
        double part = rows_number(rows, row, SCORE_CHANGE_CONTRIBUTION), causes = 0;
        const char *level = rows_text(rows, row, SCORE_CHANGE_LEVEL);
        if (isnan(part))
            continue;
        for (size_t at = SCORE_CHANGE_PART; at < SCORE_CHANGE_ERROR; at++)
            causes += isnan(rows_number(rows, row, at)) ? 0 : rows_number(rows, row, at);
        assert_near(causes, part, 1e-9);
        if (strcmp(level, "indicator") == 0 || strcmp(level, "cause") == 0)
            parts += part;
    }
    if (isnan(whole))
        return;
    double before = rows_number(rows, 0, SCORE_CHANGE_BEFORE);
    assert_near(before + whole, rows_number(rows, 0, SCORE_CHANGE_AFTER), 1e-9);
    assert_near(parts, whole, 1e-9);
}

/* Between years under one rule, and between rules in one year or two. */
static void check_change(uint64_t seed)
{
    struct err err;
    struct fixture *fixture = made_up(seed, 0);
    struct score *scores[] = {bench_score(fixture, any_rule(fixture, seed), 0),
                              bench_score(fixture, any_rule(fixture, seed + 1), 0)};
    struct score_options options = bench_options(fixture, 0);
    for (uint32_t country = 0; country < COUNTRIES; country++)
        for (size_t kind = 1; kind < 4; kind++) {
            const struct score_side a = {"a", scores[0], country, 2019};
            const struct score_side b = {"b", scores[kind / 2], country,
                                         2019 + (int32_t)(kind % 2)};
            struct rows *rows = score_change(
                fixture->arena, &a, &b, SCORE_LEVEL_INDEX | SCORE_LEVEL_INDICATOR, &options, &err);
            assert_non_null(rows);
            check_causes(rows);
        }
    fixture_free(fixture);
}

static void causes_of_changes_between_years_and_rules_add_up(void **state)
{
    (void)state;
    for_each_case(check_change);
}

static void check_order(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0), *turned = made_up(seed, 1);
    struct score *score = bench_score(fixture, made_up_rule(fixture, seed), 0);
    struct score *other = bench_score(turned, made_up_rule(turned, seed), 0);
    for (size_t row = 0; row < score->rows; row++) {
        double a = score_value(score, score->items - 1, row);
        double b = score_value(other, other->items - 1, row);
        assert_true((isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9);
    }
    fixture_free(fixture);
    fixture_free(turned);
}

static void the_order_of_the_codebook_does_not_matter(void **state)
{
    (void)state;
    for_each_case(check_order);
}

static void same_cell(const struct score *a, const struct score *b, size_t item, size_t row)
{
    assert_true(fixture_same(score_value(a, item, row), score_value(b, item, row)));
    assert_true(fixture_same(score_low(a, item, row), score_low(b, item, row)));
    assert_true(fixture_same(score_high(a, item, row), score_high(b, item, row)));
}

static void check_levers(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct rule *rule = made_up_rule(fixture, seed);
    struct score *before = bench_score(fixture, rule, 50);
    uint64_t state = seed;
    for (size_t i = 6; i < 8; i++)
        for (size_t row = 0; row < fixture->panel.rows; row++)
            fixture->value[i * fixture->panel.rows + row] =
                chance(&state, 0.2) ? NAN : 10 * uniform(&state);
    struct score *after = bench_score(fixture, rule, 50);
    for (size_t row = 0; row < before->rows; row++) {
        size_t index = before->items - 1;
        same_cell(before, after, index, row);
        assert_int_equal(score_flags(before, index, row), score_flags(after, index, row));
    }
    fixture_free(fixture);
}

static void levers_and_context_leave_the_index_identical_to_the_last_bit(void **state)
{
    (void)state;
    for_each_case(check_levers);
}

static void same_score(const struct score *a, const struct score *b)
{
    for (size_t item = 0; item < a->items; item++)
        for (size_t row = 0; row < a->rows; row++)
            same_cell(a, b, item, row);
}

static void threads_and_kernels_give_the_same_bits(void **state)
{
    (void)state;
    static const char *const widths[] = {"16", "32", "64"};
    struct err err;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct fixture *fixture = made_up(seed, 0);
        struct rule *rule = made_up_rule(fixture, seed);
        struct score *first = bench_score(fixture, rule, 1100);
        struct score_options options = bench_options(fixture, 1100);
        for (unsigned threads = 2; threads <= 16; threads *= 2) {
            options.threads = threads;
            struct score *score = score_run(fixture->arena, &fixture->panel, rule, &options, &err);
            same_score(first, score);
        }
        for (size_t w = 0; w < 3; w++) {
            options.kernel = kernel_for(widths[w]);
            if (options.kernel) /* else this processor does not have it */
                same_score(first, score_run(fixture->arena, &fixture->panel, rule, &options, &err));
        }
        fixture_free(fixture);
    }
}

static void check_intervals(uint64_t seed)
{
    struct fixture *fixture = made_up(seed, 0);
    struct score *score = bench_score(fixture, made_up_rule(fixture, seed), 40);
    for (size_t i = 0; i < score->items * score->rows; i++) {
        double value = score_value(score, i / score->rows, i % score->rows);
        double low = score_low(score, i / score->rows, i % score->rows);
        double high = score_high(score, i / score->rows, i % score->rows);
        assert_true(isnan(low) == isnan(high));
        if (!isnan(low))
            assert_true(low <= value && value <= high && low >= 0 && high <= 100);
    }
    fixture_free(fixture);
}

static void intervals_hold_their_score_and_stay_on_the_scale(void **state)
{
    (void)state;
    for_each_case(check_intervals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_better_value_never_lowers_a_score),
        cmocka_unit_test(what_indicators_take_off_adds_up_to_the_loss),
        cmocka_unit_test(a_difference_is_the_sum_of_its_parts_whatever_is_missing),
        cmocka_unit_test(every_aggregate_of_every_scale_explains_itself),
        cmocka_unit_test(differences_of_every_aggregate_are_the_sum_of_their_parts),
        cmocka_unit_test(causes_of_changes_between_years_and_rules_add_up),
        cmocka_unit_test(the_order_of_the_codebook_does_not_matter),
        cmocka_unit_test(levers_and_context_leave_the_index_identical_to_the_last_bit),
        cmocka_unit_test(threads_and_kernels_give_the_same_bits),
        cmocka_unit_test(intervals_hold_their_score_and_stay_on_the_scale),
    };
    return cmocka_run_group_tests_name("score properties", tests, NULL, NULL);
}
