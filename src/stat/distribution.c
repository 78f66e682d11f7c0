#include "stat/distribution.h"

#include "base/elementary.h"

#include <math.h>
#include <stddef.h>

/* Numerators and denominators, highest power first. Their quotients, with the coefficients as
 * doubles, were compared with erfc of mpmath 1.2.1 at 40 digits, 5,501 points from 0 to -38.5: the
 * largest relative errors of the distribution function are 5.4e-17, 4.1e-17 and 1.4e-18. */
static const double centre_over[] = {.065682337918207449113, 2.2352520354606839287,
                                     161.02823106855587881, 1067.6894854603709582,
                                     18154.981253343561249};
static const double centre_under[] = {1, 47.20258190468824187, 976.09855173777669322,
                                      10260.932208618978205, 45507.789335026729956};
static const double flank_over[] = {
    1.0765576773720192317e-8, .39894151208813466764, 8.8831497943883759412,
    93.506656132177855979,    597.27027639480026226, 2494.5375852903726711,
    6848.1904505362823326,    11602.651437647350124, 9842.7148383839780218};
static const double flank_under[] = {1,
                                     22.266688044328115691,
                                     235.38790178262499861,
                                     1519.377599407554805,
                                     6485.558298266760755,
                                     18615.571640885098091,
                                     34900.952721145977266,
                                     38912.003286093271411,
                                     19685.429676859990727};
static const double tail_over[] = {.02307344176494017303,  .21589853405795699,
                                   .1274011611602473639,   .022235277870649807,
                                   .001421619193227893466, 2.9112874951168792e-5};
static const double tail_under[] = {1,
                                    1.28426009614491121,
                                    .468238212480865118,
                                    .0659881378689285515,
                                    .00378239633202758244,
                                    7.29751555083966205e-5};

static double quotient(const double *over, const double *under, size_t count, double x)
{
    double above = over[0], below = under[0];
    for (size_t i = 1; i < count; i++) {
        above = above * x + over[i];
        below = below * x + under[i];
    }
    return above / below;
}

/* e^(-y²/2) from a y of few bits, whose square is exact, and the rest: a rounded square would cost
 * digits where it is large. */
static double bell(double y, double factor)
{
    double near = floor(y * 16) / 16, rest = (y - near) * (y + near);
    return factor * elementary_exp(-near * near / 2) * elementary_exp(-rest / 2);
}

/* The share beyond y, above two thirds of a standard deviation. */
static double beyond(double y)
{
    const double one_over_root_of_two_pi = 0.39894228040143267794;
    if (y > 38.485)
        return 0;
    if (y * y <= 32)
        return bell(y, quotient(flank_over, flank_under, 9, y));
    double square = 1 / (y * y);
    double correction = square * quotient(tail_over, tail_under, 6, square);
    return bell(y, (one_over_root_of_two_pi - correction) / y);
}

double distribution_normal(double z)
{
    if (isnan(z))
        return z;
    if (fabs(z) <= 0.67448975)
        return 0.5 + z * quotient(centre_over, centre_under, 5, z * z);
    return z < 0 ? beyond(-z) : 1 - beyond(z);
}
