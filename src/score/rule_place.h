/* Where in a rule's script an option stands. */
#ifndef TIDEMARK_SCORE_RULE_PLACE_H
#define TIDEMARK_SCORE_RULE_PLACE_H

#include "base/err.h"
#include "base/text.h"

/* The place of an option by its dotted path ("missing.need.pillar"): the first `pillar =` inside
 * the table after `need =` inside the table after `missing =`, comments and strings passed over; a
 * last component in quotation marks (`of."civic_space"`) is a text in that table. A part that is
 * not written there (it was made by a call, or inherited) gives the place of the part before it;
 * when nothing is found, the file alone. The script is scanned, not parsed: a computed table may
 * escape it. */
struct err_place rule_place(const char *file, struct text source, const char *path);

#endif
