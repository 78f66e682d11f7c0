/* Rows of runs laid out for people. */
#ifndef TIDEMARK_CLI_DISPLAY_ROBUST_H
#define TIDEMARK_CLI_DISPLAY_ROBUST_H

#include "cli/session.h"
#include "robust/robust_rows.h"

/* What the rows are of: words says what varied, countries how many ranks were taken among. */
struct display_robust {
    const struct robust_ask *ask;
    const char *words;
    size_t countries;
    const struct reading *reading;
};

/* Each NULL without memory. */
struct rows *display_robust_scores(const struct session *session,
                                   const struct display_robust *display, const struct rows *tidy);
struct rows *display_robust_ranks(const struct session *session,
                                  const struct display_robust *display, const struct rows *tidy);
struct rows *display_robust_pairs(const struct session *session,
                                  const struct display_robust *display, const struct rows *tidy);

#endif
