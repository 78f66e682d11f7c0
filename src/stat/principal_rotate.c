#include "stat/principal.h"

#include "stat/eigen.h"

#include <math.h>
#include <string.h>

enum { SWEEPS_MAX = 1000 };

/* The cosine and sine of a quarter of an angle whose own are given up to a factor, by halving
 * twice: sines and cosines of libm differ between machines. */
struct angle {
    double cosine;
    double sine;
};

/* Of an angle from -180 to 180 degrees, the half. */
static struct angle halve(struct angle angle)
{
    struct angle half = {.cosine = angle.cosine > -1 ? sqrt((1 + angle.cosine) / 2) : 0};
    if (angle.cosine > 0)
        half.sine = angle.sine / (2 * half.cosine);
    else
        half.sine = (angle.sine < 0 ? -1 : 1) * sqrt((1 - angle.cosine) / 2);
    return half;
}

/* Kaiser's angle for two factors x and y over the columns; false where they stand as they should,
 * or where no angle is better than another, up to rounding. */
static bool find_angle(const double *x, const double *y, size_t count, struct angle *angle)
{
    double a = 0, b = 0, c = 0, d = 0, n = (double)count;
    for (size_t i = 0; i < count; i++) {
        double u = x[i] * x[i] - y[i] * y[i], v = 2 * x[i] * y[i];
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2 * u * v;
    }
    double sine = d - 2 * a * b / n, cosine = c - (a * a - b * b) / n;
    double size = sqrt(sine * sine + cosine * cosine);
    if (size <= 1e-12 * n || (fabs(sine) <= 1e-14 * n && cosine > 0))
        return false;
    *angle = halve(halve((struct angle){cosine / size, sine / size}));
    return true;
}

static void turn(double *x, double *y, size_t count, struct angle angle)
{
    for (size_t i = 0; i < count; i++) {
        double kept = x[i];
        x[i] = angle.cosine * kept + angle.sine * y[i];
        y[i] = angle.cosine * y[i] - angle.sine * kept;
    }
}

/* Pair by pair, until no pair has to be turned. */
static void varimax(double *loadings, size_t factors, size_t count)
{
    bool turned = true;
    for (int sweep = 0; turned && sweep < SWEEPS_MAX; sweep++) {
        turned = false;
        for (size_t p = 0; p + 1 < factors; p++)
            for (size_t q = p + 1; q < factors; q++) {
                struct angle angle;
                double *x = loadings + p * count, *y = loadings + q * count;
                if (find_angle(x, y, count, &angle)) {
                    turn(x, y, count, angle);
                    turned = true;
                }
            }
    }
}

/* Multiplies each column's loadings by its length, or by one over it. */
static void scale(double *loadings, size_t factors, size_t count, const double *lengths, bool up)
{
    for (size_t k = 0; k < factors; k++)
        for (size_t i = 0; i < count; i++)
            if (lengths[i] > 0)
                loadings[k * count + i] *= up ? lengths[i] : 1 / lengths[i];
}

static void measure(const double *loadings, size_t factors, size_t count, double *lengths)
{
    for (size_t i = 0; i < count; i++) {
        double square = 0;
        for (size_t k = 0; k < factors; k++)
            square += loadings[k * count + i] * loadings[k * count + i];
        lengths[i] = sqrt(square);
    }
}

static void exchange(double *a, double *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

/* The factor that explains most first. */
static void finish(double *loadings, double *variance, size_t factors, size_t count)
{
    for (size_t k = 0; k < factors; k++) {
        variance[k] = 0;
        for (size_t i = 0; i < count; i++)
            variance[k] += loadings[k * count + i] * loadings[k * count + i];
        eigen_orient(loadings + k * count, count);
    }
    for (size_t k = 0; k < factors; k++) {
        size_t most = k;
        for (size_t i = k + 1; i < factors; i++)
            most = variance[i] > variance[most] ? i : most;
        if (most != k) {
            exchange(variance + k, variance + most, 1);
            exchange(loadings + k * count, loadings + most * count, count);
        }
    }
}

bool principal_rotate(const struct principal *principal, size_t factors, struct arena *arena,
                      struct principal_factors *rotated)
{
    size_t count = principal->count;
    double *loadings = arena_alloc(arena, factors * count, sizeof *loadings),
           *lengths = arena_alloc(arena, count, sizeof *lengths),
           *variance = arena_alloc(arena, factors, sizeof *variance);
    if (!loadings || !lengths || !variance)
        return false;
    memcpy(loadings, principal->loadings, factors * count * sizeof *loadings);
    measure(loadings, factors, count, lengths);
    scale(loadings, factors, count, lengths, false);
    varimax(loadings, factors, count);
    scale(loadings, factors, count, lengths, true);
    finish(loadings, variance, factors, count);
    *rotated = (struct principal_factors){
        .factors = factors, .count = count, .loadings = loadings, .variance = variance};
    return true;
}

void principal_factor_weights(const struct principal_factors *rotated, double *weights)
{
    double total = 0, sum = 0;
    for (size_t k = 0; k < rotated->factors; k++)
        total += rotated->variance[k];
    for (size_t i = 0; i < rotated->count; i++) {
        double largest = 0;
        weights[i] = 0;
        for (size_t k = 0; k < rotated->factors; k++) {
            double loading = rotated->loadings[k * rotated->count + i];
            double share = rotated->variance[k] > 0 ? loading * loading / rotated->variance[k] : 0;
            if (share > largest) {
                largest = share;
                weights[i] = share * rotated->variance[k] / total;
            }
        }
        sum += weights[i];
    }
    for (size_t i = 0; i < rotated->count; i++)
        weights[i] /= sum;
}
