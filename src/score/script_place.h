/* Where in a script an option stands. */
#ifndef TIDEMARK_SCORE_SCRIPT_PLACE_H
#define TIDEMARK_SCORE_SCRIPT_PLACE_H

#include "base/err.h"
#include "base/text.h"

/* The place of an option by its dotted path ("missing.need.pillar"): the first `pillar =` inside
 * the table after `need =` inside the table after `missing =`, comments and strings passed over; a
 * last component in quotation marks (`of."civic_space"`) is a text in that table, one in brackets
 * (`mix[2].weight`) an item of that list. A part that is not written there (it was made by a call,
 * or inherited) gives the place of the part before it; when nothing is found, the file alone. The
 * script is scanned, not parsed: a computed table may escape it. */
struct err_place script_place(const char *file, struct text source, const char *path);

/* The same within the statement on a line (from 1), a call whose options are meant; when nothing
 * is found, the line. */
struct err_place script_place_call(const char *file, struct text source, uint32_t line,
                                   const char *path);

#endif
