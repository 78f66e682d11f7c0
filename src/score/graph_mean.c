#include "score/graph_mean.h"

#include "base/elementary.h"

#include <math.h>

/* One of the two means. Weights over what is there sum to 1. */
struct side {
    const double *values;
    double total; /* weight that is there, not normalised */
    double zero;  /* share of weight at zero (geometric) */
    double level; /* the mean, or the mean logarithm of what is not zero */
    double mean;
};

static double raised(const struct graph_mean *spec, double value)
{
    return value < spec->floor ? spec->floor : value;
}

static struct side side_of(const struct graph_mean *spec, const double *weights,
                           const double *values, size_t count)
{
    struct side side = {.values = values};
    for (size_t i = 0; i < count; i++)
        side.total += isnan(values[i]) ? 0 : weights[i];
    for (size_t i = 0; i < count; i++) {
        double share = isnan(values[i]) ? 0 : weights[i] / side.total;
        if (share <= 0)
            continue;
        if (spec->average == GRAPH_ARITHMETIC)
            side.level += share * values[i];
        else if (raised(spec, values[i]) > 0)
            side.level += share * elementary_log(raised(spec, values[i]));
        else
            side.zero += share;
    }
    side.mean = side.level;
    if (spec->average == GRAPH_GEOMETRIC)
        side.mean = side.zero > 0 ? 0 : elementary_exp(side.level);
    return side;
}

static double share_of(const struct side *side, const double *weights, size_t i)
{
    return isnan(side->values[i]) ? 0 : weights[i] / side->total;
}

/* (b - a) / ln(b / a), a when they meet. Near each other by the series of artanh: the plain form
 * loses its digits there. */
static double logarithmic_mean(double a, double b)
{
    double r = (b - a) / (b + a);
    if (fabs(r) > 0.01)
        return (b - a) / (elementary_log(b) - elementary_log(a));
    double s = r * r;
    return (a + b) / 2 / (1 + s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s / 9))));
}

static void split_arithmetic(const double *weights, size_t count, const struct side *from,
                             const struct side *to, struct graph_part *parts)
{
    double middle = (from->mean + to->mean) / 2;
    for (size_t i = 0; i < count; i++) {
        double a = share_of(from, weights, i), b = share_of(to, weights, i);
        parts[i] = a == b ? (struct graph_part){.both = a}
                          : (struct graph_part){.to_a = a, .to_b = b, .middle = middle};
    }
}

/* The factor f in f × (b - a) = ln(b) - ln(a), of values after raising to the floor. */
static double logarithm_factor(const struct graph_mean *spec, double a, double b)
{
    if (a >= spec->floor && b >= spec->floor)
        return 1 / logarithmic_mean(a, b);
    if (a == b)
        return 0;
    return (elementary_log(raised(spec, b)) - elementary_log(raised(spec, a))) / (b - a);
}

/* Both means above zero. */
static void split_logarithms(const struct graph_mean *spec, const double *weights, size_t count,
                             const struct side *from, const struct side *to,
                             struct graph_part *parts)
{
    double middle = elementary_exp((from->level + to->level) / 2);
    double scale = logarithmic_mean(from->mean, to->mean);
    for (size_t i = 0; i < count; i++) {
        double a = share_of(from, weights, i), b = share_of(to, weights, i);
        parts[i] = (struct graph_part){0};
        if (a == b) {
            if (a > 0)
                parts[i].both = scale * a * logarithm_factor(spec, from->values[i], to->values[i]);
            continue;
        }
        parts[i].middle = middle;
        if (a > 0)
            parts[i].to_a = scale * a * logarithm_factor(spec, middle, from->values[i]);
        if (b > 0)
            parts[i].to_b = scale * b * logarithm_factor(spec, middle, to->values[i]);
    }
}

/* One mean is zero. With every zero a small number e all terms vanish but those in ln e: the
 * difference falls to the operands at zero, and to what shifts their share of weight. sign is 1
 * when a is the one at zero. */
static void split_zero(const struct graph_mean *spec, const double *weights, size_t count,
                       const struct side *zero, const struct side *other, double sign,
                       struct graph_part *parts)
{
    for (size_t i = 0; i < count; i++) {
        double share = share_of(zero, weights, i), share_other = share_of(other, weights, i);
        double at_zero = share > 0 && raised(spec, zero->values[i]) <= 0 ? share : 0;
        double part = other->mean * (at_zero / zero->zero - (share - share_other) / 2);
        parts[i] = (struct graph_part){0};
        if (share != share_other)
            parts[i].plain = sign * part;
        else if (at_zero > 0)
            parts[i].both = part / (other->values[i] - zero->values[i]);
    }
}

bool graph_mean_split(const struct graph_mean *spec, const double *weights, const double *a,
                      const double *b, size_t count, struct graph_part *parts)
{
    struct side from = side_of(spec, weights, a, count);
    struct side to = side_of(spec, weights, b, count);
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct graph_part){0};
    if (from.total <= 0 || to.total <= 0)
        return false;
    if (spec->average == GRAPH_ARITHMETIC)
        split_arithmetic(weights, count, &from, &to, parts);
    else if (from.zero <= 0 && to.zero <= 0)
        split_logarithms(spec, weights, count, &from, &to, parts);
    else if (to.zero <= 0)
        split_zero(spec, weights, count, &from, &to, 1, parts);
    else if (from.zero <= 0)
        split_zero(spec, weights, count, &to, &from, -1, parts);
    return true;
}

double graph_mean_part(const struct graph_part *part, double a, double b)
{
    double value = part->plain;
    if (part->both != 0)
        value += part->both * (b - a);
    if (part->to_b != 0)
        value += part->to_b * (b - part->middle);
    if (part->to_a != 0)
        value -= part->to_a * (a - part->middle);
    return value;
}
