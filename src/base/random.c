#include "base/random.h"

#include "base/elementary.h"

#include <math.h>

void random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t a = UINT64_C(0xD2511F53) * c0, b = UINT64_C(0xCD9E8D57) * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)b;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)a;
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

uint64_t random_stream(uint64_t stream, struct text word)
{
    uint64_t hash = stream ^ UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < word.length; i++)
        hash = (hash ^ (unsigned char)word.bytes[i]) * UINT64_C(0x100000001B3);
    hash = (hash ^ 0xFF) * UINT64_C(0x100000001B3);
    hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
    return hash ^ hash >> 31;
}

static double uniform(uint32_t high, uint32_t low)
{
    uint64_t bits = (uint64_t)high << 21 ^ low >> 11;
    return ((double)bits + 0.5) * 0x1p-53;
}

/* So many blocks are made side by side, that the processor need not wait for one round after the
 * other. */
enum { BESIDE = 64 };

struct blocks {
    uint32_t c[4][BESIDE];
};

static void turn(struct blocks *blocks, uint32_t k0, uint32_t k1)
{
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < BESIDE; i++) {
            uint64_t a = UINT64_C(0xD2511F53) * blocks->c[0][i];
            uint64_t b = UINT64_C(0xCD9E8D57) * blocks->c[2][i];
            blocks->c[0][i] = (uint32_t)(b >> 32) ^ blocks->c[1][i] ^ k0;
            blocks->c[1][i] = (uint32_t)b;
            blocks->c[2][i] = (uint32_t)(a >> 32) ^ blocks->c[3][i] ^ k1;
            blocks->c[3][i] = (uint32_t)a;
        }
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
}

/* Draws first..first + 2 × BESIDE - 1, first even: a block of four words holds two draws. */
static void uniforms_beside(uint64_t seed, uint64_t stream, uint64_t first, double *out)
{
    struct blocks blocks;
    for (int i = 0; i < BESIDE; i++) {
        uint64_t block = first / 2 + (uint64_t)i;
        blocks.c[0][i] = (uint32_t)block;
        blocks.c[1][i] = (uint32_t)(block >> 32);
        blocks.c[2][i] = (uint32_t)stream;
        blocks.c[3][i] = (uint32_t)(stream >> 32);
    }
    turn(&blocks, (uint32_t)seed, (uint32_t)(seed >> 32));
    for (int i = 0; i < BESIDE; i++) {
        out[2 * i] = uniform(blocks.c[0][i], blocks.c[1][i]);
        out[2 * i + 1] = uniform(blocks.c[2][i], blocks.c[3][i]);
    }
}

/* One draw at a time. */
static void uniforms_alone(uint64_t seed, uint64_t stream, uint64_t first, size_t count,
                           double *out)
{
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t block[4] = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t draw = first + i;
        if (i == 0 || draw % 2 == 0) {
            const uint32_t counter[4] = {(uint32_t)(draw / 2), (uint32_t)(draw / 2 >> 32),
                                         (uint32_t)stream, (uint32_t)(stream >> 32)};
            random_philox(counter, key, block);
        }
        out[i] = draw % 2 == 0 ? uniform(block[0], block[1]) : uniform(block[2], block[3]);
    }
}

void random_uniforms(uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
    size_t done = first % 2 < count ? first % 2 : count;
    uniforms_alone(seed, stream, first, done, out);
    for (; count - done >= 2 * BESIDE; done += 2 * BESIDE)
        uniforms_beside(seed, stream, first + done, out + done);
    uniforms_alone(seed, stream, first + done, count - done, out + done);
}

void random_normals(uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out)
{
    random_uniforms(seed, stream, first, count, out);
    for (size_t i = 0; i < count; i++)
        out[i] = random_normal_quantile(out[i]);
}

/* Ratio of two polynomials of degree 7 in r, coefficients from the lowest. */
static double ratio(const double above[8], const double below[8], double r)
{
    double a = above[7], b = below[7];
    for (int i = 6; i >= 0; i--) {
        a = a * r + above[i];
        b = b * r + below[i];
    }
    return a / b;
}

double random_normal_quantile(double p)
{
    static const double middle_above[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                           1.9715909503065514427e3, 1.3731693765509461125e4,
                                           4.5921953931549871457e4, 6.7265770927008700853e4,
                                           3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double middle_below[8] = {1.0,
                                           4.2313330701600911252e1,
                                           6.8718700749205790830e2,
                                           5.3941960214247511077e3,
                                           2.1213794301586595867e4,
                                           3.9307895800092710610e4,
                                           2.8729085735721942674e4,
                                           5.2264952788528545610e3};
    static const double tail_above[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                         5.76949722146069140550e0,  3.64784832476320460504e0,
                                         1.27045825245236838258e0,  2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double tail_below[8] = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
    static const double far_above[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                        1.78482653991729133580e0,  2.96560571828504891230e-1,
                                        2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                        2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double far_below[8] = {1.0,
                                        5.99832206555887937690e-1,
                                        1.36929880922735805310e-1,
                                        1.48753612908506148525e-2,
                                        7.86869131145613259100e-4,
                                        1.84631831751005468180e-5,
                                        1.42151175831644588870e-7,
                                        2.04426310338993978564e-15};
    if (!(p > 0 && p < 1))
        return NAN;
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio(middle_above, middle_below, 0.180625 - q * q);
    double r = sqrt(-elementary_log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? ratio(tail_above, tail_below, r - 1.6) : ratio(far_above, far_below, r - 5);
    return q < 0 ? -x : x;
}
