#include "model/country_scale.h"

#include "base/random.h"

#include <math.h>

/* The scale an edition counted on, turned to the series' (semantics.md A10): from its worst and
 * best to those of the series, which are the rescale's ends or the indicator's. */
static double turn(const struct source *source, const struct indicator *indicator,
                   const struct series_use *use, double value)
{
    if (!use || isnan(source->worst))
        return value;
    bool falls = indicator->better_low == (use->to[0] < use->to[1]) && use->rescaled;
    double worst = use->rescaled ? use->from[falls ? 1 : 0] : indicator->scale.worst;
    double best = use->rescaled ? use->from[falls ? 0 : 1] : indicator->scale.best;
    if (isnan(worst))
        return value;
    return worst + (value - source->worst) / (source->best - source->worst) * (best - worst);
}

double country_scale_value(const struct sources *sources, const struct indicator *indicator,
                           const struct observation *made, double value)
{
    if (!made->use)
        return value;
    return codebook_rescale(made->use,
                            turn(&sources->items[made->source], indicator, made->use, value));
}

double country_scale_width(const struct sources *sources, const struct indicator *indicator,
                           const struct observation *made, double width)
{
    if (!made->use)
        return width;
    const struct source *source = &sources->items[made->source];
    double turned = isnan(source->worst) ? width
                                         : fabs(turn(source, indicator, made->use, width) -
                                                turn(source, indicator, made->use, 0));
    return codebook_rescale_width(made->use, turned);
}

void country_scale_ends(const struct sources *sources, const struct indicator *indicator,
                        const struct observation *made, double *least, double *most)
{
    const struct source *source = &sources->items[made->source];
    double one = indicator->scale.worst, other = indicator->scale.best;
    if (made->use && !isnan(source->worst)) {
        one = source->worst;
        other = source->best;
    } else if (made->use && made->use->rescaled) {
        one = made->use->from[0];
        other = made->use->from[1];
    }
    *least = fmin(one, other);
    *most = fmax(one, other);
}

double country_scale_half(double level, double width)
{
    return level == 0.9 ? width
                        : width * COUNTRY_SCALE_NORMAL_95 / random_normal_quantile((1 + level) / 2);
}

void country_scale_interval(struct observation *made, const struct indicator *indicator,
                            double below, double above)
{
    const struct scale *scale = &indicator->scale;
    made->low = made->value - below;
    made->high = made->value + above;
    if (scale->kind != SCALE_ORDINAL)
        return;
    made->low = fmax(made->low, fmin(scale->worst, scale->best));
    made->high = fmin(made->high, fmax(scale->worst, scale->best));
}

void country_scale_splice(const struct sources *sources, const struct indicator *indicator,
                          struct observation *made, double add)
{
    const struct scale *scale = &indicator->scale;
    double turned = turn(&sources->items[made->source], indicator, made->use, made->as_published);
    double value = codebook_rescale(made->use, turned + add);
    if (scale->kind == SCALE_ORDINAL)
        value = fmin(fmax(value, fmin(scale->worst, scale->best)), fmax(scale->worst, scale->best));
    double below = made->value - made->low, above = made->high - made->value;
    made->value = value;
    if (!isnan(made->low))
        country_scale_interval(made, indicator, below, above);
}
