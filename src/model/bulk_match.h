/* What the series of a bulk file are called, and which indicators of the codebook they feed. */
#ifndef TIDEMARK_MODEL_BULK_MATCH_H
#define TIDEMARK_MODEL_BULK_MATCH_H

#include "model/bulk_draft.h"

/* Marks the columns of whose names the codebook wants a series, case and punctuation aside: they
 * are series whatever else they look like. Without memory the arena remembers. */
void bulk_match_wanted(struct bulk_draft *draft);

/* Gives each column of figures the name of its series: the one under which the codebook looks for
 * it (PANEL.NAME, or the id of an indicator without series), the same but for case and punctuation,
 * else its own made an id. Without memory the arena remembers. */
void bulk_match_columns(struct bulk_draft *draft);

/* After the survey: names the classifications, matches the series of a long file, lists what feeds
 * nothing, remarks on scales that do not fit and on another name of the panel under which more
 * would be fed. */
void bulk_match_rest(struct bulk_draft *draft);

/* A text made an id (semantics.md A3) by as few changes as can be; NULL without memory. */
const char *bulk_match_id(struct arena *arena, struct text name);

#endif
