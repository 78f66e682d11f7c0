/* diff rows laid out for people. */
#ifndef TIDEMARK_CLI_DISPLAY_DIFF_H
#define TIDEMARK_CLI_DISPLAY_DIFF_H

#include "cli/session.h"

/* Scores that differ, with the parts of the causes; reading is that of the second side. NULL
 * without memory. */
struct rows *display_diff_scores(const struct reading *reading, const struct rows *tidy);

/* Figures that differ, with who recorded them and why. NULL without memory. */
struct rows *display_diff_cells(const struct reading *reading, const struct rows *tidy);

#endif
