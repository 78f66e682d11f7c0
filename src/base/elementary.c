#include "base/elementary.h"

#include <dlfcn.h>
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* A number as the sum of two doubles, the second at most half a unit of the first. */
struct pair {
    double high;
    double low;
};

/* ln 2 in two parts; the first has 32 trailing zero bits, so that whole multiples are exact. */
static const double ln2_high = 0x1.62e42feep-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;

/* Exact sums (Dekker, Numerische Mathematik 18, 1971, 224-242; Knuth): |a| >= |b| in the first. */
static struct pair sum_ordered(double a, double b)
{
    double high = a + b;
    return (struct pair){high, b - (high - a)};
}

static struct pair sum(double a, double b)
{
    double high = a + b, part = high - a;
    return (struct pair){high, (a - (high - part)) + (b - part)};
}

/* Exact product by splitting each factor in halves (Veltkamp, Dekker). */
static struct pair product(double a, double b)
{
    const double splitter = 134217729.0;
    double high = a * b;
    double scaled_a = splitter * a, scaled_b = splitter * b;
    double a_high = scaled_a - (scaled_a - a), a_low = a - a_high;
    double b_high = scaled_b - (scaled_b - b), b_low = b - b_high;
    double low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
    return (struct pair){high, low};
}

static struct pair multiply(struct pair a, struct pair b)
{
    struct pair made = product(a.high, b.high);
    made.low += a.high * b.low + a.low * b.high;
    return sum_ordered(made.high, made.low);
}

static struct pair add(struct pair a, struct pair b)
{
    struct pair made = sum(a.high, b.high);
    made.low += a.low + b.low;
    return sum_ordered(made.high, made.low);
}

static struct pair divide(double a, struct pair b)
{
    double first = a / b.high;
    struct pair back = product(first, b.high);
    double rest = ((a - back.high) - back.low) - first * b.low;
    return sum_ordered(first, rest / b.high);
}

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 2^k for k in -1022..1023. */
static double power_of_two(int k)
{
    return from_bits((uint64_t)(k + 1023) << 52);
}

/* x × 2^k, rounded once where the result is subnormal. */
static double scale(double x, int k)
{
    if (k > 1023)
        return x * 0x1p1023 * power_of_two(k - 1023);
    if (k < -1022)
        return x * power_of_two(k + 200) * 0x1p-200;
    return x * power_of_two(k);
}

/* exp of a pair within -746..710: high + low = k ln 2 + r with |r| at most half of ln 2, and the
 * Taylor series of exp(r) to the 14th power (the rest is below 2^-60). 1 + r + r²/2 is summed
 * exactly: a square rounded once would cost a tenth of a unit, and 10^-5 its last digit. */
static double exp_pair(struct pair x)
{
    double k = floor(x.high * 0x1.71547652b82fep0 + 0.5);
    double start = x.high - k * ln2_high;
    struct pair r = sum(start, x.low - k * ln2_low);
    double t = r.high;
    double series = 1.0 / 87178291200;
    series = series * t + 1.0 / 6227020800;
    series = series * t + 1.0 / 479001600;
    series = series * t + 1.0 / 39916800;
    series = series * t + 1.0 / 3628800;
    series = series * t + 1.0 / 362880;
    series = series * t + 1.0 / 40320;
    series = series * t + 1.0 / 5040;
    series = series * t + 1.0 / 720;
    series = series * t + 1.0 / 120;
    series = series * t + 1.0 / 24;
    series = series * t + 1.0 / 6;
    struct pair square = product(t, t);
    struct pair linear = sum_ordered(1, t);
    struct pair quadratic = sum_ordered(linear.high, 0.5 * square.high);
    double cubic = t * square.high * series;
    double small = 0.5 * square.low + (r.low + r.low * t);
    double tail = quadratic.low + (linear.low + (cubic + small));
    return scale(quadratic.high + tail, (int)k);
}

/* ln of a finite x > 0 as a pair, relative error about 2^-68: x = 2^k m with m between √½ and √2,
 * s = (m - 1) / (m + 1), ln m = 2 (s + s³/3 + s⁵/5 + …). */
static struct pair log_pair(double x)
{
    int k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    uint64_t bits = bits_of(x);
    k += (int)(bits >> 52) - 1023;
    double m = from_bits((bits & 0xfffffffffffff) | (uint64_t)1023 << 52);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    struct pair s = divide(m - 1, sum(m, 1));
    struct pair square = multiply(s, s);
    double q = square.high, series = 1.0 / 31;
    for (int n = 29; n >= 7; n -= 2)
        series = series * q + 1.0 / n;
    const struct pair third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
    const struct pair fifth = {0x1.999999999999ap-3, -0x1.999999999999ap-57};
    struct pair inner = add(fifth, (struct pair){q * series, 0});
    inner = add(third, multiply(square, inner));
    struct pair made = add(s, multiply(s, multiply(square, inner)));
    made.high *= 2;
    made.low *= 2;
    struct pair whole = sum(k * ln2_high, made.high);
    whole.low += made.low + k * ln2_low;
    return sum_ordered(whole.high, whole.low);
}

double elementary_exp(double x)
{
    if (isnan(x))
        return x + x;
    if (x > 709.782712893384)
        return x == INFINITY ? x : 0x1p1023 * 2;
    if (x < -745.1332191019412)
        return x == -INFINITY ? 0 : 0x1p-1022 * 0x1p-1022;
    return exp_pair((struct pair){x, 0});
}

double elementary_log(double x)
{
    if (isnan(x) || x == INFINITY)
        return x + x;
    if (x == 0)
        return -INFINITY;
    if (x < 0)
        return NAN;
    struct pair made = log_pair(x);
    return made.high + made.low;
}

static bool is_whole(double y)
{
    return floor(y) == y;
}

static bool is_odd(double y)
{
    return is_whole(y) && fabs(y) < 0x1p53 && floor(y / 2) * 2 != y;
}

/* Where an operand is 0, infinite or not a number, and y is not 0. */
static double pow_special(double x, double y)
{
    if (isnan(x) || isnan(y))
        return x + y;
    if (isinf(y)) {
        double size = fabs(x);
        if (size == 1)
            return 1;
        return (size > 1) == (y > 0) ? INFINITY : 0;
    }
    double size = (x == 0) == (y > 0) ? 0.0 : INFINITY;
    return is_odd(y) && signbit(x) ? -size : size;
}

double elementary_pow(double x, double y)
{
    if (x == 1 || y == 0)
        return 1;
    if (isnan(x) || isnan(y) || isinf(x) || isinf(y) || x == 0)
        return pow_special(x, y);
    if (x < 0 && !is_whole(y))
        return NAN;
    double sign = x < 0 && is_odd(y) ? -1 : 1;
    struct pair l = log_pair(fabs(x));
    if (l.high == 0)
        return sign;
    double size = fabs(y);
    if (size > 0x1p70)
        return sign * elementary_exp((l.high > 0) == (y > 0) ? 1000 : -1000);
    if (size < 0x1p-70)
        return 1 + y * l.high;
    struct pair p = product(y, l.high);
    p.low += y * l.low;
    p = sum_ordered(p.high, p.low);
    if (p.high > 709.79)
        return sign * elementary_exp(1000);
    if (p.high < -745.14)
        return sign * elementary_exp(-1000);
    return sign * exp_pair(p);
}

/* |x| as mantissa × 2^exponent, both whole. */
static uint64_t mantissa_of(double x, int *exponent)
{
    uint64_t bits = bits_of(x) & 0x7fffffffffffffff;
    int field = (int)(bits >> 52);
    uint64_t fraction = bits & 0xfffffffffffff;
    *exponent = field == 0 ? -1074 : field - 1075;
    return field == 0 ? fraction : fraction | (uint64_t)1 << 52;
}

/* What |a| leaves when divided by |b|, by long division in whole numbers, eleven binary places at a
 * time: nothing is rounded. */
static double left_over(double a, double b)
{
    int exponent_a, exponent_b;
    uint64_t left = mantissa_of(a, &exponent_a), by = mantissa_of(b, &exponent_b);
    if (fabs(a) < fabs(b))
        return fabs(a);
    left %= by;
    for (int places = exponent_a - exponent_b; places > 0 && left > 0; places -= 11)
        left = (left << (places < 11 ? places : 11)) % by;
    double low = exponent_b < -1000 ? 0x1p-1000 : 1;
    for (int k = exponent_b < -1000 ? exponent_b + 1000 : exponent_b; k != 0; k += k < 0 ? 1 : -1)
        low *= k < 0 ? 0.5 : 2;
    return (double)left * low;
}

double elementary_mod(double a, double b)
{
    if (isnan(a) || isnan(b) || isinf(a) || b == 0)
        return NAN;
    double left = isinf(b) ? fabs(a) : left_over(a, b);
    if (signbit(a))
        left = -left;
    return left != 0 && (left < 0) != (b < 0) ? left + b : left;
}

double elementary_round(double x)
{
    double whole = floor(fabs(x));
    if (fabs(x) - whole >= 0.5)
        whole += 1;
    return (x < 0 ? -whole : whole) + 0.0;
}

double exp(double x)
{
    return elementary_exp(x);
}

double log(double x)
{
    return elementary_log(x);
}

/* As C's pow it raises a flag where finite operands give no finite number. */
double pow(double x, double y)
{
    double result = elementary_pow(x, y);
    if (!isfinite(result) && isfinite(x) && isfinite(y))
        feraiseexcept(isnan(result) ? FE_INVALID : x == 0 ? FE_DIVBYZERO : FE_OVERFLOW);
    return result;
}

bool elementary_is_interposed(void)
{
    void *found = dlsym(RTLD_DEFAULT, "pow");
    double (*own)(double, double) = pow;
    return memcmp(&found, &own, sizeof found) == 0;
}
