/* Which judgement decides an outcome, as tables for people. */
#ifndef TIDEMARK_CLI_DISPLAY_SENSITIVITY_H
#define TIDEMARK_CLI_DISPLAY_SENSITIVITY_H

#include "cli/robust_frame.h"
#include "robust/sensitivity.h"

/* Tidy rows of each kind, of what was asked about the frame's item, as a table; NULL without
 * memory.
 */
struct rows *display_sensitivity_indices(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask,
                                         const struct rows *tidy);
struct rows *display_sensitivity_tornado(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask,
                                         const struct rows *tidy);
struct rows *display_sensitivity_without(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask,
                                         const struct rows *tidy);
struct rows *display_sensitivity_correlations(const struct session *session,
                                              const struct robust_frame *frame,
                                              const struct sensitivity_ask *ask,
                                              const struct rows *tidy);
struct rows *display_sensitivity_weights(const struct session *session,
                                         const struct robust_frame *frame,
                                         const struct sensitivity_ask *ask,
                                         const struct rows *tidy);

#endif
