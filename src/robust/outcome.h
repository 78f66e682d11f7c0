/* What runs give as numbers to be explained. */
#ifndef TIDEMARK_ROBUST_OUTCOME_H
#define TIDEMARK_ROBUST_OUTCOME_H

#include "robust/sensitivity.h"

/* Outcomes of runs of a design, numbers[input × runs]: out[outcome × runs], NaN where a run has
 * none. Runs are done in parts, so that memory is that of one. False with err, as robust_run. */
bool outcome_run(struct arena *arena, const struct sensitivity_ask *ask,
                 const struct robust_plan *plan, const double *numbers, size_t runs, double *out,
                 struct err *err);

/* The same of a design of sobol_index_design: points are run all through, a part of them at a time,
 * so that the runs can be ended by ask->watch. Gives how many points were done, the first ones: out
 * is then that of a design of so many points. SIZE_MAX with err. */
size_t outcome_run_points(struct arena *arena, const struct sensitivity_ask *ask,
                          const double *numbers, double *out, struct err *err);

#endif
