/* What only shows when all levers are read: circles. */
#ifndef TIDEMARK_SCENARIO_LEVER_CHECK_H
#define TIDEMARK_SCENARIO_LEVER_CHECK_H

#include "scenario/assumption.h"

/* Refuses a lever that, over others, raises itself; and one that raises a lever which moves what
 * the first is scaled by. path is where it stands in its file. */
void lever_check(struct assumption_reader *reader, const struct levers *levers, uint32_t lever,
                 const char *path);

#endif
