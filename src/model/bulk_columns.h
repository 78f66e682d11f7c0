/* Which columns of a bulk file are country, name, period, edition, and whether a record is a
 * country and period (wide) or a figure (long). */
#ifndef TIDEMARK_MODEL_BULK_COLUMNS_H
#define TIDEMARK_MODEL_BULK_COLUMNS_H

#include "model/bulk_draft.h"

/* Sets period, edition, country, name, names and value of the draft, and their roles. False with
 * err when no column holds periods, or none countries, or without memory. */
bool bulk_columns_find(struct bulk_draft *draft, const char *file, struct err *err);

/* The id of the country that the record last read is of: the first non-empty of its columns. */
struct text bulk_columns_id(const struct bulk_draft *draft);

/* In how many records country, period and two further columns (BULK_DRAFT_NONE: none) are those of
 * an earlier one; *line is that of the first, 0 when there is none. Memory is given back. */
size_t bulk_columns_repeats(struct bulk_draft *draft, int other, int another, uint32_t *line);

#endif
