/* Which judgement decides an outcome, as tables for people. */
#ifndef TIDEMARK_CLI_DISPLAY_SENSITIVITY_H
#define TIDEMARK_CLI_DISPLAY_SENSITIVITY_H

#include "cli/session.h"
#include "robust/sensitivity.h"

/* words: what varies; countries: how many have the item in the period. */
struct display_sensitivity {
    const struct sensitivity_ask *ask;
    const char *words;
    size_t countries;
    const struct reading *reading;
};

/* Tidy rows of each kind as a table; NULL without memory. */
struct rows *display_sensitivity_indices(const struct session *session,
                                         const struct display_sensitivity *display,
                                         const struct rows *tidy);
struct rows *display_sensitivity_tornado(const struct session *session,
                                         const struct display_sensitivity *display,
                                         const struct rows *tidy);
struct rows *display_sensitivity_without(const struct session *session,
                                         const struct display_sensitivity *display,
                                         const struct rows *tidy);

#endif
