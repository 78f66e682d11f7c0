/* Rows of runs laid out for people. */
#ifndef TIDEMARK_CLI_DISPLAY_ROBUST_H
#define TIDEMARK_CLI_DISPLAY_ROBUST_H

#include "cli/robust_frame.h"

/* Each NULL without memory. */
struct rows *display_robust_scores(const struct session *session, const struct robust_frame *frame,
                                   const struct rows *tidy);
struct rows *display_robust_ranks(const struct session *session, const struct robust_frame *frame,
                                  const struct rows *tidy);
struct rows *display_robust_pairs(const struct session *session, const struct robust_frame *frame,
                                  const struct rows *tidy);

#endif
