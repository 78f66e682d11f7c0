#include "scenario/judged.h"

#include <math.h>

double judged_at(const struct judged *judged, double u)
{
    double width = judged->high - judged->low;
    if (width <= 0)
        return judged->likely;
    double rise = judged->likely - judged->low, fall = judged->high - judged->likely;
    if (u * width < rise)
        return judged->low + sqrt(u * width * rise);
    return judged->high - sqrt((1 - u) * width * fall);
}

double judged_mean(const struct judged *judged)
{
    return (judged->low + judged->likely + judged->high) / 3;
}

bool judged_certain(const struct judged *judged)
{
    return !(judged->low < judged->high);
}
