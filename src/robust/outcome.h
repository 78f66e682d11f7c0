/* What runs give as numbers to be explained. */
#ifndef TIDEMARK_ROBUST_OUTCOME_H
#define TIDEMARK_ROBUST_OUTCOME_H

#include "robust/sensitivity.h"

/* Outcomes of runs of a design, numbers[input × runs]: out[outcome × runs], NaN where a run has
 * none. Runs are done in parts, so that memory is that of one. False with err, as robust_run. */
bool outcome_run(struct arena *arena, const struct sensitivity_ask *ask,
                 const struct robust_plan *plan, const double *numbers, size_t runs, double *out,
                 struct err *err);

#endif
