/* Remarks on the records of a bulk file: ids that are no countries, records given twice, countries
 * without an id, what was left to the reader. */
#ifndef TIDEMARK_MODEL_BULK_ROWS_H
#define TIDEMARK_MODEL_BULK_ROWS_H

#include "model/bulk_draft.h"

/* Adds the remarks, after all roles are settled. Without memory the arena remembers. */
void bulk_rows_remark(struct bulk_draft *draft);

#endif
