#include "stat/eigen.h"

#include "stat_fixture.h"

enum { N_MAX = 40 };

/* Solves a copy; checks that the matrix is what its eigenvalues and vectors make. */
static void solve(const double *matrix, size_t n, double *values, double *vectors)
{
    static double copy[N_MAX * N_MAX];
    memcpy(copy, matrix, n * n * sizeof *copy);
    assert_true(eigen_symmetric(copy, n, values, vectors));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double made = 0, inner = 0;
            for (size_t k = 0; k < n; k++) {
                made += values[k] * vectors[k * n + i] * vectors[k * n + j];
                inner += vectors[i * n + k] * vectors[j * n + k];
            }
            assert_near(made, matrix[i * n + j], 1e-13);
            assert_near(inner, i == j, 1e-13);
        }
    for (size_t k = 1; k < n; k++)
        assert_true(values[k] <= values[k - 1]);
}

static void two_by_two_is_as_worked_by_hand(void **state)
{
    static const double matrix[] = {2, 1, 1, 2};
    double values[2], vectors[4];
    (void)state;
    solve(matrix, 2, values, vectors);
    assert_near(values[0], 3, 1e-15);
    assert_near(values[1], 1, 1e-15);
    assert_near(vectors[0], sqrt(0.5), 1e-15);
    assert_near(vectors[1], sqrt(0.5), 1e-15);
    assert_near(vectors[2], sqrt(0.5), 1e-15); /* its sum is 0: the first is positive */
    assert_near(vectors[3], -sqrt(0.5), 1e-15);
}

/* Second differences: 2 - 2 cos(k π / (n + 1)) with components sin(j k π / (n + 1)) √(2 / (n + 1)),
 * k = n … 1. G. Strang, Introduction to Linear Algebra, section on differences. */
static void second_differences_have_sines(void **state)
{
    enum { N = 24 };
    const double pi = 3.14159265358979323846;
    double matrix[N * N] = {0}, values[N], vectors[N * N];
    (void)state;
    for (size_t i = 0; i < N; i++) {
        matrix[i * N + i] = 2;
        if (i + 1 < N)
            matrix[i * N + i + 1] = matrix[(i + 1) * N + i] = -1;
    }
    solve(matrix, N, values, vectors);
    for (int place = 0; place < N; place++) {
        int k = N - place;
        double sign = 0;
        assert_near(values[place], 2 - 2 * cos(k * pi / (N + 1)), 1e-14);
        for (int j = 0; j < N; j++) {
            double sine = sin((j + 1) * k * pi / (N + 1)) * sqrt(2.0 / (N + 1));
            sign = sign == 0 ? (vectors[place * N + j] * sine < 0 ? -1 : 1) : sign;
            assert_near(vectors[place * N + j], sign * sine, 1e-13);
        }
    }
}

/* Equal correlations r: one eigenvalue 1 + (n - 1) r with equal components, the rest 1 - r. */
static void equal_correlations_have_one_common_direction(void **state)
{
    enum { N = 7 };
    double matrix[N * N], values[N], vectors[N * N];
    (void)state;
    for (int i = 0; i < N * N; i++)
        matrix[i] = i % (N + 1) == 0 ? 1 : 0.3;
    solve(matrix, N, values, vectors);
    assert_near(values[0], 2.8, 1e-14);
    for (int i = 0; i < N; i++)
        assert_near(vectors[i], 1 / sqrt(7), 1e-14);
    for (int k = 1; k < N; k++)
        assert_near(values[k], 0.7, 1e-14);
}

/* Hilbert's matrix of order 6 in doubles, its largest and smallest eigenvalue: mpmath 1.2.1, eigsy
 * at 40 digits. The smallest is 10^-7 of the largest, the last digit of
 * which is 2 × 10^-9 of it. */
static void small_eigenvalues_keep_their_digits(void **state)
{
    double matrix[36], values[6], vectors[36];
    (void)state;
    for (int i = 0; i < 36; i++)
        matrix[i] = 1.0 / (i / 6 + i % 6 + 1);
    solve(matrix, 6, values, vectors);
    assert_near(values[0], 1.6188998589243390827, 1e-15);
    assert_true(fabs(values[5] - 1.0827994844811004233e-7) < 2e-9 * values[5]);
}

static void matrices_without_rank_or_size_are_solved(void **state)
{
    double values[8], vectors[64], zero[9] = {0}, ones[64], one[] = {-5};
    (void)state;
    for (int i = 0; i < 64; i++)
        ones[i] = 1;
    solve(zero, 3, values, vectors);
    assert_true(values[0] == 0 && values[2] == 0);
    solve(ones, 8, values, vectors);
    assert_near(values[0], 8, 1e-15);
    assert_near(values[7], 0, 1e-15);
    solve(one, 1, values, vectors);
    assert_true(values[0] == -5 && vectors[0] == 1);
    assert_true(eigen_symmetric(one, 0, values, vectors));
}

static void what_is_not_finite_is_refused(void **state)
{
    double missing[] = {NAN, 1, 1, 2}, endless[] = {1, INFINITY, INFINITY, 1}, values[2],
           vectors[4];
    (void)state;
    assert_true(!eigen_symmetric(missing, 2, values, vectors));
    assert_true(!eigen_symmetric(endless, 2, values, vectors));
}

static void random_matrices_are_put_together_again(void **state)
{
    static double matrix[N_MAX * N_MAX], vectors[N_MAX * N_MAX], values[N_MAX];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (size_t n = 1; n <= N_MAX; n += 3) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j <= i; j++)
                matrix[i * n + j] = matrix[j * n + i] = stat_uniform(&seed) - 0.5;
        solve(matrix, n, values, vectors);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_two_is_as_worked_by_hand),
        cmocka_unit_test(second_differences_have_sines),
        cmocka_unit_test(equal_correlations_have_one_common_direction),
        cmocka_unit_test(small_eigenvalues_keep_their_digits),
        cmocka_unit_test(matrices_without_rank_or_size_are_solved),
        cmocka_unit_test(what_is_not_finite_is_refused),
        cmocka_unit_test(random_matrices_are_put_together_again),
    };
    return cmocka_run_group_tests_name("eigen", tests, NULL, NULL);
}
