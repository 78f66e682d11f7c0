#include "stat/normal.h"

#include "base/elementary.h"

#include <math.h>

/* Cody's coefficients for his three ranges: leading and above of the numerator, below of the
 * denominator, whose leading one is 1. */
enum { NORMAL_TERMS_MAX = 8 };
struct range {
    double leading;
    int count;
    double above[NORMAL_TERMS_MAX];
    double below[NORMAL_TERMS_MAX];
};
static const double middle_end = 0.67448975, near_end = 5.656854249492380195;
static const struct range middle = {
    0.065682337918207449113,
    4,
    {2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249},
    {47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956},
};
static const struct range near = {
    1.0765576773720192317e-8,
    8,
    {0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
     2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218},
    {22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
     18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727},
};
static const struct range far = {
    0.02307344176494017303,
    5,
    {0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
     2.9112874951168792e-5},
    {1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
     7.29751555083966205e-5},
};
static const double root_of_two_pi_inverse = 0.398942280401432677939946059934;

static double ratio(const struct range *range, double x)
{
    double above = range->leading * x, below = x;
    for (int i = 0; i < range->count - 1; i++) {
        above = (above + range->above[i]) * x;
        below = (below + range->below[i]) * x;
    }
    return (above + range->above[range->count - 1]) / (below + range->below[range->count - 1]);
}

/* exp(-x² / 2). x is split at a sixteenth: the square of the larger part is exact, so that the
 * rounding of x² is not multiplied by its size. */
static double bell(double x)
{
    double high = floor(x * 16) / 16, low = (x - high) * (x + high);
    return elementary_exp(-high * high * 0.5) * elementary_exp(-low * 0.5);
}

/* The share above x, for x > 0.67448975. */
static double share_above(double x)
{
    if (x > 40)
        return 0;
    if (x <= near_end)
        return bell(x) * ratio(&near, x);
    double inverse = 1 / (x * x);
    return bell(x) * ((root_of_two_pi_inverse - inverse * ratio(&far, inverse)) / x);
}

double normal_cdf(double x)
{
    if (isnan(x))
        return x;
    if (fabs(x) <= middle_end)
        return 0.5 + x * ratio(&middle, x * x);
    double share = share_above(fabs(x));
    return x > 0 ? 0.5 - share + 0.5 : share;
}
