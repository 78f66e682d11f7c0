/* What an explanation adds of the cells it stands on: which source was preferred, and what else was
 * said. */
#ifndef TIDEMARK_CLI_EXPLAIN_CELLS_H
#define TIDEMARK_CLI_EXPLAIN_CELLS_H

#include "cli/session.h"

/* Adds to the rows of an explanation a row at level `beside` for each value that stands beside that
 * of the indicator at item (nothing for another item): item its source, parent the indicator. */
void explain_cells_beside(struct session *session, const struct reading *reading, uint32_t country,
                          size_t item, struct rows *rows);

/* Adds meta `preferred` for each indicator of the explanation where a preference holds:
 * "cs_assembly is read from fiw: because", `spliced` where its value was brought over a break,
 * `floor` and `ceiling` where it stands at the worst or best end of its scale. */
void explain_cells_meta(struct session *session, const struct reading *reading, uint32_t country,
                        struct rows *rows);

#endif
