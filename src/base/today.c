#include "base/today.h"

#include <time.h>

int32_t today_day(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    return (int32_t)(now.tv_sec / (24 * 60 * 60));
}
