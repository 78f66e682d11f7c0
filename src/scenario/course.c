#include "scenario/course.h"

#include "base/date.h"
#include "base/elementary.h"

#include <math.h>

double course_months(int32_t day)
{
    int32_t month = date_period_of(DATE_AXIS_MONTH, day);
    int32_t first = date_period_first_day(DATE_AXIS_MONTH, month);
    int32_t days = date_period_first_day(DATE_AXIS_MONTH, month + 1) - first;
    return month + (double)(day - first) / days;
}

double course_at(const struct lever_time *time, double t)
{
    double risen = t - time->lag_months;
    if (!(t > 0) || risen < 0)
        return 0;
    if (risen < time->ramp_months)
        return risen / time->ramp_months;
    double since = risen - time->ramp_months;
    if (!isnan(time->fade_months))
        return since < time->fade_months ? 1 - since / time->fade_months : 0;
    if (isinf(time->half_life_months))
        return 1;
    return elementary_pow(2, -since / time->half_life_months);
}

struct lever_time course_step(void)
{
    return (struct lever_time){.half_life_months = INFINITY, .fade_months = NAN};
}

bool course_same(const struct lever_time *a, const struct lever_time *b)
{
    bool fade =
        a->fade_months == b->fade_months || (isnan(a->fade_months) && isnan(b->fade_months));
    return fade && a->lag_months == b->lag_months && a->ramp_months == b->ramp_months &&
           a->half_life_months == b->half_life_months;
}
