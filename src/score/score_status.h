/* What an analyst should know before publishing: one row a finding. */
#ifndef TIDEMARK_SCORE_SCORE_STATUS_H
#define TIDEMARK_SCORE_SCORE_STATUS_H

#include "score/score.h"

/* kind,country,item,period,detail,file,line for a period and countries, by kind in this order, then
 * country, then codebook order with the index first:
 *   coverage      an aggregate without a value, or with less than all of its weight there
 *   stale         no value any more: the last one is older than its `carry`
 *   carried       a value older than the period
 *   conflict      sources or coders disagree beyond their intervals
 *   switched      another series than the period before
 *   break         the series breaks between the period before and this one
 *   floor         at the worst end of the scale (or held by a geometric mean's floor)
 *   ceiling       at the best end
 *   draft         a provisional coding nobody has reviewed
 *   event         an effect that finds no value to move
 *   unreviewed    an effect dated after the last observation: judged, and confirmed by nothing yet
 *   lineage       sources that share coders stand in different parts of an aggregate
 *   uncoded       an indicator with no value in any period
 *   not_eligible  an indicator the rule does not read (country empty)
 * NULL without memory. */
struct rows *score_status(struct arena *arena, const struct score *score, int32_t period,
                          const uint32_t *countries, size_t country_count);

#endif
