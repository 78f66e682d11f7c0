/* What the tests of statistics share: columns from elsewhere, comparison, made-up numbers. */
#ifndef TIDEMARK_TESTS_UNIT_STAT_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_STAT_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Not every test uses all of it. */
#define STAT_DATA static const __attribute__((unused))

#define STAT_COUNT(array) (sizeof(array) / sizeof *(array))

/* Indicators of an invented data set of 40 units made for comparisons with COINr 1.1.14 (W. Becker
 * and others, COINr: An R package for developing composite indicators, Journal of Open Source
 * Software 7, 2022, 4567). */
enum { STAT_UNITS = 40 };

STAT_DATA double stat_plur3[STAT_UNITS] = {
    2.12664,   5.12152,   0.284314, 4.66717,   0.72317,  7.04957,  0.569784,  1.27783,
    0.750272,  7.93901,   0.404564, 5.67511,   0.129253, 1.43082,  0.751306,  0.0508324,
    3.43412,   35.596,    1.13956,  0.382174,  40.39,    5.50147,  1.14922,   0.326661,
    0.0148127, 6.84555,   0.554714, 0.0382239, 0.710281, 10.1242,  0.0544543, 0.158697,
    0.539522,  0.0884995, 0.36175,  0.0741511, 1.70018,  0.113275, 0.777643,  0.195346};

STAT_DATA double stat_civic5[STAT_UNITS] = {
    -3.4938,   -21.44,    -2.02264, -41.0771, -9.61437,  -0.106548, -0.87454,  -15.0166,
    -1.85435,  -1.03823,  -2.34058, -2.64417, -1.72228,  -1.02652,  -3.98061,  NAN,
    -0.484649, -0.407135, -2.83156, -1.99012, -0.883523, -0.213424, -0.405009, -0.728107,
    -0.381232, -69.6339,  -1.01633, -0.4223,  -0.13955,  -2.77253,  -4.51811,  -3.01982,
    -5.37399,  -0.480302, NAN,      -2.18306, -2.57085,  -0.559053, -1.58028,  -0.839525};

STAT_DATA double stat_corr3[STAT_UNITS] = {
    26.8652, 29.3348, 33.5014, 373.155, 36.0799, 23.6545, 35.4849, 310.658, 28.0838, 34.4402,
    33.5784, 29.9181, 31.3828, 24.1698, 28.9431, NAN,     35.2915, 22.7196, 48.2374, 34.7412,
    12.2514, 18.0659, 43.5696, NAN,     28.363,  44.7744, 30.483,  28.3431, 10.7697, 33.8637,
    27.42,   30.826,  16.5919, NAN,     NAN,     34.8161, NAN,     NAN,     27.3748, 28.1426};

/* R's data set islands: areas of the world's major landmasses in thousands of square miles (The
 * World Almanac and Book of Facts, 1975, page 406). */
STAT_DATA double stat_islands[48] = {11506, 5500, 16988, 2968, 16, 184, 23,  280, 84, 73, 25,   43,
                                     21,    82,   3745,  840,  13, 30,  30,  89,  40, 33, 49,   14,
                                     42,    227,  16,    36,   29, 15,  306, 44,  58, 43, 9390, 32,
                                     13,    29,   6795,  16,   15, 183, 14,  26,  19, 13, 12,   82};

enum { STAT_TAI_COUNTRIES = 23, STAT_TAI_INDICATORS = 8 };

/* The indicators of the Technology Achievement Index for the 23 countries that lead it (OECD and
 * JRC, Handbook on Constructing Composite Indicators, 2008, pages 152 and 153, as posted at
 * forum.posit.co/t/varimax-rotation/109877): patents, royalties, internet hosts, exports,
 * telephones and electricity as logarithms, schooling, university. */
STAT_DATA double stat_tai[STAT_TAI_INDICATORS][STAT_TAI_COUNTRIES] = {
    {187, 289, 271, 994, 779, 189, 82, 31, 75, 8,  235, 103,
     106, 72,  103, 165, 205, 74,  42, 13, 28, 26, 105},
    {125.6, 130,  156.6, 64.6, 9.8,  151.2, 134, 38.6, 18.2, 25.5, 36.8, 20.2,
     110.3, 73.9, 13,    14.8, 33.6, 43.6,  8.6, 9.8,  4.2,  6.2,  4},
    {200.2, 179.1, 125.8, 49,   4.8,  136,  57.4, 108,  125.9, 72.3, 41.2, 193.6,
     48.6,  58.9,  146.7, 84.2, 36.4, 43.2, 21,   30.4, 25,    21.6, 20.3},
    {50.7, 66.2, 59.7, 80.8, 66.7, 50.9, 61.9, 48.7, 16.2, 74.9, 64.2, 19,
     53.6, 47.6, 15.4, 50.3, 58.9, 45,   53.4, 51,   51.7, 63.5, 49.5},
    {3.08, 3,    3.1,  3,    2.97, 3.02, 3.02, 2.94, 2.94, 2.95, 2.94, 3.12,
     2.97, 2.91, 2.86, 2.99, 2.97, 2.96, 2.86, 3,    2.75, 2.73, 2.84},
    {4.15, 4.07, 4.14, 3.86, 3.65, 3.77, 3.73, 4.18, 3.94, 3.83, 3.75, 4.39,
     3.68, 3.86, 3.91, 3.79, 3.8,  3.74, 3.62, 3.65, 3.68, 3.46, 3.71},
    {10,  12,  11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9,
     9.4, 9.3, 11.7, 8.4, 7.9,  9.6, 7.3, 7.2,  9.5,  9.1, 7.1},
    {27.4, 13.9, 15.3, 10,   23.2, 9.5, 14.9, 14.2, 25.3, 24.2, 14.4, 11.2,
     12.3, 13.6, 13.1, 13.6, 12.6, 11,  15.6, 13,   8.2,  7.7,  10.6}};

STAT_DATA double *const stat_tai_columns[STAT_TAI_INDICATORS] = {
    stat_tai[0], stat_tai[1], stat_tai[2], stat_tai[3],
    stat_tai[4], stat_tai[5], stat_tai[6], stat_tai[7]};

/* Both missing, or within a share of the expected value (or of 1, where that is smaller). */
static inline bool stat_near(double value, double expected, double share)
{
    if (isnan(expected))
        return isnan(value);
    double size = fabs(expected) > 1 ? fabs(expected) : 1;
    if (fabs(value - expected) <= share * size)
        return true;
    print_error("%.17g is not %.17g\n", value, expected);
    return false;
}

#define assert_near(value, expected, share) assert_true(stat_near(value, expected, share))

/* Whole numbers from a fixed sequence (Marsaglia's xorshift). */
static inline uint64_t stat_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

#define STAT_SEED UINT64_C(88172645463325252)

/* In [0, 1). */
static inline double stat_uniform(uint64_t *seed)
{
    return (double)(stat_random(seed) >> 11) / 9007199254740992.0;
}

static inline void stat_shuffle(double *values, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t at = stat_random(seed) % i;
        double kept = values[i - 1];
        values[i - 1] = values[at];
        values[at] = kept;
    }
}

#endif
