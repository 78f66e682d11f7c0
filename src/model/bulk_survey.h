/* What can be told of a bulk file's columns only from its records country by country: which are
 * classifications, which are codes of the country, whether intervals hold their figures, when each
 * column begins and ends. */
#ifndef TIDEMARK_MODEL_BULK_SURVEY_H
#define TIDEMARK_MODEL_BULK_SURVEY_H

#include "model/bulk_draft.h"

/* Reads the records once and settles the roles that bulk_columns_find and bulk_guess_find left
 * open; counts countries, finds first and last dates, lists the series of a long file, remarks on
 * what will not load. False without memory (which the arena remembers). */
bool bulk_survey(struct bulk_draft *draft);

#endif
