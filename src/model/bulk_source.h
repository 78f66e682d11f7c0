/* The source that a draft names, and what can be said of it when none was given. */
#ifndef TIDEMARK_MODEL_BULK_SOURCE_H
#define TIDEMARK_MODEL_BULK_SOURCE_H

#include "model/bulk_draft.h"

/* Whether the source given (an id, or a text with a column in braces: fiw{edition}) is one of
 * sources.yaml, in braces for every value of the column; true when none was given or there are no
 * sources to look at. False with err. */
bool bulk_source_check(struct bulk_draft *draft, struct err *err);

/* Remarks on a column of editions when no source was given. Without memory the arena remembers. */
void bulk_source_suggest(struct bulk_draft *draft);

/* A panel's name without years at its end: fiw of fiw_2013_2025. */
struct text bulk_source_family(const char *panel);

#endif
