/* The one clock of the program: for commands that write the day of recording into a file. No result
 * may depend on it. */
#ifndef TIDEMARK_BASE_TODAY_H
#define TIDEMARK_BASE_TODAY_H

#include <stdint.h>

/* Today in UTC, in days since 1970-01-01 as base/date.h counts them. */
int32_t today_day(void);

#endif
