#include "stat/beta.h"

#include "base/elementary.h"
#include "base/random.h"
#include "stat/gamma.h"

#include <math.h>
#include <stdbool.h>

enum { TERMS_MAX = 10000, STEPS_MAX = 100, HALVINGS = 64 };

#define TINY 1e-300
#define LOGIT_MOST 690.0
#define PEAK_MOST 1e9

struct beta beta_of(double a, double b)
{
    return (struct beta){a, b, gamma_log(a) + gamma_log(b) - gamma_log(a + b)};
}

static double deviation_of(double a, double b)
{
    double sum = a + b;
    return sqrt(a * b / (sum * sum * (sum + 1)));
}

struct beta beta_peaked(double mode, double deviation)
{
    double low = 0, high = PEAK_MOST;
    for (int i = 0; i < HALVINGS; i++) {
        double k = 0.5 * (low + high);
        if (deviation_of(1 + k * mode, 1 + k * (1 - mode)) > deviation)
            low = k;
        else
            high = k;
    }
    return beta_of(1 + low * mode, 1 + low * (1 - mode));
}

static double away_from_0(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

static double fraction(double a, double b, double x)
{
    double c = 1, d = 1 / away_from_0(1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m < TERMS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_0(1 + even * d);
        c = away_from_0(1 + even / c);
        h *= d * c;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_0(1 + odd * d);
        c = away_from_0(1 + odd / c);
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16)
            break;
    }
    return h;
}

/* What lies below and above x, of which y is the logit, and by how much the first rises with y. */
struct shares {
    double below;
    double above;
    double rise;
};

static struct shares shares_at(const struct beta *beta, double x, double rest)
{
    double a = beta->a, b = beta->b;
    double rise = elementary_exp(a * elementary_log(x) + b * elementary_log(rest) - beta->log_beta);
    if (x < (a + 1) / (a + b + 2)) {
        double below = rise * fraction(a, b, x) / a;
        return (struct shares){below, 1 - below, rise};
    }
    double above = rise * fraction(b, a, rest) / b;
    return (struct shares){1 - above, above, rise};
}

double beta_share(const struct beta *beta, double x)
{
    if (!(x > 0))
        return 0;
    return x < 1 ? shares_at(beta, x, 1 - x).below : 1;
}

double beta_quantile(const struct beta *beta, double u)
{
    double low = -LOGIT_MOST, high = LOGIT_MOST;
    u = u < TINY ? TINY : u > 1 - 0x1p-53 ? 1 - 0x1p-53 : u;
    double mean = elementary_log(beta->a / beta->b);
    double y = mean + random_normal_quantile(u) * sqrt(1 / beta->a + 1 / beta->b);
    for (int step = 0; step < STEPS_MAX; step++) {
        if (!(y > low && y < high))
            y = 0.5 * (low + high);
        double odds = elementary_exp(-fabs(y)), part = odds / (1 + odds), other = 1 / (1 + odds);
        struct shares at = shares_at(beta, y < 0 ? part : other, y < 0 ? other : part);
        /* The smaller share has the more digits; its logarithm is nearly straight far out. */
        bool lower = u < 0.5;
        double share = lower ? at.below : at.above, wanted = lower ? u : 1 - u;
        double off = elementary_log(share > 0 ? share / wanted : TINY);
        double move = (lower ? -off : off) * share / at.rise;
        if ((lower ? off : -off) < 0)
            low = y;
        else
            high = y;
        y += move;
        if (fabs(move) <= 1e-15 * (1 + fabs(y)) || high - low < 1e-15 * (1 + fabs(y)))
            break;
    }
    double odds = elementary_exp(-fabs(y));
    return y < 0 ? odds / (1 + odds) : 1 / (1 + odds);
}
