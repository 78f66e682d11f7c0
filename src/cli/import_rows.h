/* What `tidemark import` took the columns of a file for, as rows. */
#ifndef TIDEMARK_CLI_IMPORT_ROWS_H
#define TIDEMARK_CLI_IMPORT_ROWS_H

#include "base/rows.h"
#include "model/bulk_draft.h"

/* A row a column, in the order of the file, then a row a series of a long file:
 * column,role,of,series,indicator,values,first,last,example,note. Meta: panel, file, records,
 * countries, and the lists remarks, unmatched (series that feed no indicator), unfed (indicators
 * that nothing here feeds). NULL without memory. */
struct rows *import_rows(struct arena *arena, const struct bulk_draft *draft, const char *file);

/* The same for people on a terminal of so many columns, remarks and lists as notes. */
struct rows *import_rows_display(struct arena *arena, const struct bulk_draft *draft,
                                 const char *file, int columns);

#endif
