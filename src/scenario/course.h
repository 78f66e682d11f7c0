/* How time is counted, and how a movement goes with it (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_COURSE_H
#define TIDEMARK_SCENARIO_COURSE_H

#include "scenario/lever.h"

/* A day's beginning in months: whole on the first of a month, within it the share of its days that
 * has passed. The time between two days is the difference: whole months between firsts of months.
 */
double course_months(int32_t day);

/* The share of its full size that a movement has t months after it began (struct lever_time): 0 up
 * to t = 0 and before lag, at most 1. */
double course_at(const struct lever_time *time, double t);

/* A movement without lag that comes at once and stays. */
struct lever_time course_step(void);

/* Whether two movements go the same way. */
bool course_same(const struct lever_time *a, const struct lever_time *b);

#endif
