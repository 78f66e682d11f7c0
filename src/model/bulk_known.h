/* What a project knows that helps to draft the description of a panel. */
#ifndef TIDEMARK_MODEL_BULK_KNOWN_H
#define TIDEMARK_MODEL_BULK_KNOWN_H

#include "model/bulk_draft.h"

/* Reads codebook, sources, countries and the descriptions of panels under root, as for a project in
 * which a panel of that name stands already; no CSV is read. Problems go to list and do not stop
 * it: NULL, with an error in list, only when there is no codebook to be used. Memory is the
 * arena's. */
struct bulk_known *bulk_known_load(struct arena *arena, const char *root, const char *panel,
                                   struct err_list *list);

#endif
