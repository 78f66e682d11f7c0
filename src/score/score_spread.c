#include "score/score_spread.h"

#include "base/random.h"
#include "stat/beta.h"
#include "stat/distribution.h"

#include <math.h>

/* The 5 % point of a symmetrical triangle from -1 to 1 is -(1 - sqrt(0.1)). */
#define TRIANGLE_HALF_WIDTH 0.68377223398316207

struct score_spread score_spread_of(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct scale *scale = &panel->project->codebook->indicators[indicator].scale;
    double value = panel_value(panel, indicator, row);
    bool rising = scale->worst < scale->best;
    return (struct score_spread){
        .shape = panel->options.shape,
        .value = value,
        .below = (value - panel_low(panel, indicator, row)) / SCORE_SPREAD_HALF_WIDTH,
        .above = (panel_high(panel, indicator, row) - value) / SCORE_SPREAD_HALF_WIDTH,
        .least = rising ? scale->worst : scale->best,
        .most = rising ? scale->best : scale->worst,
    };
}

static double held(const struct score_spread *spread, double drawn)
{
    drawn = drawn < spread->least ? spread->least : drawn;
    return drawn > spread->most ? spread->most : drawn;
}

static double side_of(const struct score_spread *spread, double z)
{
    return z < 0 ? spread->below : spread->above;
}

static void draw_normal(const struct score_spread *spread, const double *z, size_t count,
                        double *out)
{
    for (size_t d = 0; d < count; d++)
        out[d] = held(spread, spread->value + z[d] * side_of(spread, z[d]));
}

/* The share of the distribution on the way to an end of the scale, of half of it; without an end,
 * or where nothing scatters towards it, all. */
static double share_within(double distance, double width)
{
    return width > 0 && distance >= 0 ? distribution_normal(distance / width) - 0.5 : 0.5;
}

static void draw_truncated(const struct score_spread *spread, const double *z, size_t count,
                           double *out)
{
    double under = share_within(spread->value - spread->least, spread->below);
    double over = share_within(spread->most - spread->value, spread->above);
    for (size_t d = 0; d < count; d++) {
        double share = distribution_normal(z[d]) * (under + over) - under;
        double within = random_normal_quantile(share + 0.5);
        out[d] = held(spread, spread->value + within * side_of(spread, within));
    }
}

static void draw_triangular(const struct score_spread *spread, const double *z, size_t count,
                            double *out)
{
    const double widen = SCORE_SPREAD_HALF_WIDTH / TRIANGLE_HALF_WIDTH;
    for (size_t d = 0; d < count; d++) {
        double share = distribution_normal(z[d] < 0 ? z[d] : -z[d]);
        double step = (1 - sqrt(2 * share)) * widen * side_of(spread, z[d]);
        out[d] = held(spread, z[d] < 0 ? spread->value - step : spread->value + step);
    }
}

static void draw_beta(const struct score_spread *spread, const double *z, size_t count, double *out)
{
    double length = spread->most - spread->least;
    double mode = (spread->value - spread->least) / length;
    mode = mode < 0 ? 0 : mode > 1 ? 1 : mode;
    struct beta beta = beta_peaked(mode, (spread->below + spread->above) / 2 / length);
    for (size_t d = 0; d < count; d++) {
        double share = distribution_normal(z[d]);
        out[d] = held(spread, spread->least + length * beta_quantile(&beta, share));
    }
}

void score_spread_draw(const struct score_spread *spread, const double *z, size_t count,
                       double *out)
{
    switch (spread->shape) {
    case PANEL_NORMAL:
        draw_normal(spread, z, count, out);
        return;
    case PANEL_TRUNCATED:
        draw_truncated(spread, z, count, out);
        return;
    case PANEL_TRIANGULAR:
        draw_triangular(spread, z, count, out);
        return;
    case PANEL_BETA:
        draw_beta(spread, z, count, out);
        return;
    }
}
