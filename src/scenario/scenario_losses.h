/* What of a scenario has no effect, said aloud. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_LOSSES_H
#define TIDEMARK_SCENARIO_SCENARIO_LOSSES_H

#include "base/rows.h"
#include "scenario/ensemble.h"

/* scenario,country,lever,what,effects,of,raises,share,items: a row a loss of the ensemble. what is
 * "no base" (the indicators in items, apart at `;`, have no value that could be moved: so many
 * effects of so many, share of the lever's weighted effect) or "no scale" (the node in items, which
 * scales effects and raises, has no value). lever is empty for a step of the scenario. NULL without
 * memory. */
struct rows *scenario_losses_rows(struct arena *arena, const struct ensemble *ensemble);

/* The same as sentences, of `count` countries, into meta data "warnings" of rows: "2 of 6 effects
 * of R2 have no base: cs_assembly and pp_elections have no value in Kyrgyzstan and Tajikistan".
 * Countries with the same loss share a sentence; parts count with their whole. */
void scenario_losses_say(const struct ensemble *ensemble, const uint32_t *countries, size_t count,
                         struct rows *rows);

/* What a country loses for want of a base, in a few words for a column: "R2 2 of 6; R3 1 of 3", ""
 * for nothing. Parts count with their whole. NULL without memory. */
const char *scenario_losses_text(struct arena *arena, const struct ensemble *ensemble,
                                 uint32_t country);

/* The indicators that an end of their scale holds back in at least half of the draws at the
 * scenario's end, as sentences into meta data "warnings": "mf_independent_media is held at its
 * floor in up to 97 % of draws: Tajikistan". Those of the ensemble's indicators and these
 * countries alone. */
void scenario_losses_say_ends(const struct ensemble *ensemble, const uint32_t *countries,
                              size_t count, struct rows *rows);

#endif
