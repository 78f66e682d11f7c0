#include "stat/distribution.h"

#include "base/random.h"

#include "stat_fixture.h"

/* mpmath 1.2.1 at 40 digits: erfc(-z / sqrt(2)) / 2 of the double z. */
static void the_normal_distribution_is_known_to_fifteen_digits(void **state)
{
    static const struct {
        double z, share;
    } table[] = {{-37.5, 4.6053530095819548438e-308},
                 {-30, 4.9067139271481870595e-198},
                 {-20.25, 1.7761998649495700309e-91},
                 {-10, 7.619853024160526066e-24},
                 {-6, 9.865876450376981407e-10},
                 {-5.657, 7.7020881721776008424e-9},
                 {-5.656, 7.7470733237490677102e-9},
                 {-3.75, 8.8417285200803867818e-5},
                 {-2, 0.0227501319481792072},
                 {-1.6448536269514722, 0.050000000000000053934},
                 {-1, 0.15865525393145705141},
                 {-0.6745, 0.24999674286369916889},
                 {-0.67448975, 0.25000000006231018464},
                 {-0.5, 0.30853753872598689636},
                 {-0.001, 0.49960105778608893741},
                 {0, 0.5},
                 {1e-10, 0.50000000003989422804},
                 {0.25, 0.59870632568292372424},
                 {0.7, 0.75803634777692697138},
                 {1, 0.84134474606854294859},
                 {1.959963984540054, 0.97499999999999998912},
                 {3, 0.99865010196836990547},
                 {5, 0.99999971334842812081},
                 {8, 0.9999999999999993779}};
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(table); i++) {
        double share = distribution_normal(table[i].z);
        assert_true(fabs(share - table[i].share) <= 1e-15 * table[i].share);
    }
}

static void the_ends_are_none_and_all(void **state)
{
    (void)state;
    assert_true(distribution_normal(-INFINITY) == 0 && distribution_normal(INFINITY) == 1);
    assert_true(distribution_normal(-39) == 0 && distribution_normal(39) == 1);
    assert_true(distribution_normal(-38) > 2.88e-316 && distribution_normal(-38) < 2.89e-316);
    assert_true(isnan(distribution_normal(NAN)));
}

static void it_rises_and_is_symmetric(void **state)
{
    double before = 0;
    (void)state;
    for (int i = -40 * 256; i <= 40 * 256; i++) {
        double z = i / 256.0, share = distribution_normal(z);
        assert_true(share >= before && share <= 1);
        assert_true(fabs(share + distribution_normal(-z) - 1) <= 0x1p-53);
        before = share;
    }
}

/* The last digit of z moves the share by a z² of its last digit. */
static void the_quantile_is_its_inverse(void **state)
{
    uint64_t seed = STAT_SEED;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        double p = stat_uniform(&seed);
        p = i % 2 ? p * p * p * p : p;
        double z = random_normal_quantile(p);
        assert_true(fabs(distribution_normal(z) - p) <= (1 + z * z) * 8e-16 * p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_normal_distribution_is_known_to_fifteen_digits),
        cmocka_unit_test(the_ends_are_none_and_all),
        cmocka_unit_test(it_rises_and_is_symmetric),
        cmocka_unit_test(the_quantile_is_its_inverse),
    };
    return cmocka_run_group_tests_name("distribution", tests, NULL, NULL);
}
