/* What a recording did to the live reading, and how sure that is. */
#ifndef TIDEMARK_CLI_RECORD_EFFECT_H
#define TIDEMARK_CLI_RECORD_EFFECT_H

#include "cli/record_run.h"

/* Shows index, pillars and indicators of the countries as they stood on a day, live, before and
 * after: country,date,level,item,before,before_low,before_high,after,after_low,after_high,
 * difference,low,high. Only what stands above the indicators marked is shown. What cannot be told
 * is said on stderr; the run is no failure for it, since all is written. */
void record_effect_show(struct record_run *run, const uint32_t *countries, size_t country_count,
                        const bool *indicators, int32_t day);

#endif
