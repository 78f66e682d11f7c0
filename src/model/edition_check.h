/* What an edition must be before its figures are looked at: counted on the scale and in the
 * direction that the codebook expects, and whole. */
#ifndef TIDEMARK_MODEL_EDITION_CHECK_H
#define TIDEMARK_MODEL_EDITION_CHECK_H

#include "model/edition.h"

/* Whether each feed's published scale, as described, comes to the ends of an ordinal indicator's,
 * runs its way, and has its unit. Else false, with problems added. */
bool edition_check_scales(struct load *load, const struct country_load *data,
                          const struct bulk *bulk);

/* Whether something is fed. Else false, with a problem added. */
bool edition_check_fed(struct load *load, const struct country_load *data, const struct bulk *bulk);

/* Whether each country has a row for each date of the file from its first on (in a long file one of
 * each series that it had before), and each source that says which time it covers has rows of its
 * last year, unless they were not asked for. Else false, with problems added. */
bool edition_check_rows(struct load *load, const struct country_load *data, const struct bulk *bulk,
                        const struct edition_ask *ask);

/* The record of a country and day, SIZE_MAX when none. */
size_t edition_check_find(const struct bulk_table *table, uint32_t country, int32_t day);

#endif
