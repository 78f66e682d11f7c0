#include "stat/gamma.h"

#include "base/elementary.h"
#include "base/random.h"
#include "stat/distribution.h"

#include <math.h>

enum { PLACES = 529, TERMS_MAX = 100000, STEPS_MAX = 60 };

#define Z_LEAST (-8.25)
#define Z_STEP (1.0 / 32)
#define LOG_LEAST (-690.0) /* e to this is 1e-300 */
#define HALF_LOG_TWO_PI 0.91893853320467274178

struct gamma_table {
    double log_x[PLACES];
    double slope[PLACES]; /* by z */
};

double gamma_log(double a)
{
    /* Bernoulli numbers B(2k) / (2k (2k - 1)). */
    static const double terms[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                   1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
    double product = 1;
    for (; a < 10; a += 1)
        product *= a;
    double inverse = 1 / a, square = inverse * inverse, sum = 0;
    for (int i = 7; i >= 0; i--)
        sum = sum * square + terms[i];
    return (a - 0.5) * elementary_log(a) - a + HALF_LOG_TWO_PI + sum * inverse -
           elementary_log(product);
}

/* The logarithm of x^a e^-x / Γ(a), x being e^y. */
static double log_front(double a, double y)
{
    return a * y - elementary_exp(y) - gamma_log(a);
}

/* x^a e^-x / Γ(a + 1) (1 + x/(a+1) + x²/((a+1)(a+2)) + …). */
static double series(double a, double y)
{
    double x = elementary_exp(y), term = 1, sum = 1;
    for (int n = 1; n < TERMS_MAX && term > sum * 1e-17; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return log_front(a, y) - elementary_log(a) + elementary_log(sum);
}

/* x^a e^-x / Γ(a) × 1/(x+1-a- 1(1-a)/(x+3-a- …)), by Lentz' method. */
static double fraction(double a, double y)
{
    double x = elementary_exp(y), b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int n = 1; n < TERMS_MAX; n++) {
        double an = -n * (n - a);
        b += 2;
        d = an * d + b;
        c = b + an / c;
        d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16)
            break;
    }
    return log_front(a, y) + elementary_log(h);
}

static bool is_low(double a, double y)
{
    return elementary_exp(y) < a + 1;
}

static double log_rest(double log_share)
{
    double share = elementary_exp(log_share);
    return share < 1 ? elementary_log(1 - share) : -INFINITY;
}

double gamma_log_below(double a, double y)
{
    return is_low(a, y) ? series(a, y) : log_rest(fraction(a, y));
}

double gamma_log_above(double a, double y)
{
    return is_low(a, y) ? log_rest(series(a, y)) : fraction(a, y);
}

/* dy / dz where the shares at y and z are the same. */
static double slope_at(double a, double y, double z)
{
    return elementary_exp(-0.5 * z * z - HALF_LOG_TWO_PI - log_front(a, y));
}

/* Newton's method on the logarithm of the smaller share, which is concave in y; y is where to
 * begin. */
static double solve(double a, double z, double y)
{
    bool below = z < 0;
    double wanted = elementary_log(distribution_normal(below ? z : -z));
    for (int step = 0; step < STEPS_MAX; step++) {
        double share = below ? gamma_log_below(a, y) : gamma_log_above(a, y);
        double rise = elementary_exp(log_front(a, y) - share);
        double move = (wanted - share) / (below ? rise : -rise);
        double most = 1 + 0.5 * fabs(y);
        move = !(move > -most) ? -most : move > most ? most : move;
        y += move;
        if (fabs(move) <= 1e-14 * (1 + fabs(y)))
            break;
    }
    return y;
}

const struct gamma_table *gamma_table_new(struct arena *arena, double shape)
{
    struct gamma_table *table = arena_alloc(arena, 1, sizeof *table);
    if (!table)
        return NULL;
    const int middle = PLACES / 2;
    /* The median is near shape - 1/3, of a small shape near (Γ(a + 1) / 2)^(1/a). */
    double y = shape > 1 ? elementary_log(shape - 1.0 / 3)
                         : (elementary_log(0.5) + gamma_log(shape + 1)) / shape;
    for (int side = -1; side <= 1; side += 2)
        for (int i = middle + (side > 0); i >= 0 && i < PLACES; i += side) {
            double z = Z_LEAST + i * Z_STEP;
            int before = i - side;
            if (i != middle)
                y = table->log_x[before] + side * Z_STEP * table->slope[before];
            table->log_x[i] = y = solve(shape, z, y);
            table->slope[i] = slope_at(shape, y, z);
        }
    return table;
}

double gamma_table_quantile(const struct gamma_table *table, double u)
{
    double most = -Z_LEAST, z = u <= 0 ? Z_LEAST : u >= 1 ? most : random_normal_quantile(u);
    z = z < Z_LEAST ? Z_LEAST : z > most ? most : z;
    double at = (z - Z_LEAST) / Z_STEP;
    int i = (int)at < PLACES - 2 ? (int)at : PLACES - 2;
    double t = at - i, s = 1 - t;
    double y = s * s * ((1 + 2 * t) * table->log_x[i] + t * Z_STEP * table->slope[i]) +
               t * t * ((1 + 2 * s) * table->log_x[i + 1] - s * Z_STEP * table->slope[i + 1]);
    return elementary_exp(y < LOG_LEAST ? LOG_LEAST : y);
}
