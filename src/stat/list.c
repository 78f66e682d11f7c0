#include "stat/list.h"

#include "stat/quantile.h"

#include <math.h>

double list_count(const double *values, size_t count)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            there++;
    return (double)there;
}

double list_sum(const double *values, size_t count)
{
    double sum = 0, there = list_count(values, count);
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            sum += values[i];
    return there > 0 ? sum : NAN;
}

double list_mean(const double *values, size_t count)
{
    return list_sum(values, count) / list_count(values, count);
}

double list_least(const double *values, size_t count)
{
    double least = NAN;
    for (size_t i = 0; i < count; i++)
        if (isnan(least) || values[i] < least)
            least = values[i];
    return least;
}

double list_most(const double *values, size_t count)
{
    double most = NAN;
    for (size_t i = 0; i < count; i++)
        if (isnan(most) || values[i] > most)
            most = values[i];
    return most;
}

double list_sd(const double *values, size_t count)
{
    double mean = list_mean(values, count), there = list_count(values, count), sum = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            sum += (values[i] - mean) * (values[i] - mean);
    return there > 1 ? sqrt(sum / (there - 1)) : NAN;
}

double list_median(const double *values, size_t count, double *scratch)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            scratch[there++] = values[i];
    return quantile_select(scratch, there, 0.5);
}
