/* Runs that are given: a table with a row for each run says what each takes, so that a study made
 * elsewhere (the sampled choices of COINr's uncertainty analysis, say) is repeated run by run. */
#ifndef TIDEMARK_ROBUST_ROBUST_DESIGN_H
#define TIDEMARK_ROBUST_ROBUST_DESIGN_H

#include "base/text.h"
#include "robust/robust_plan.h"

/* A CSV as it was read: names of columns, fields [run × width], the line of each run. */
struct robust_design {
    const char *file;
    const struct text *names;
    size_t width;
    const struct text *fields;
    const uint32_t *lines;
    size_t runs;
};

/* Reads a table whose first line names its columns; bytes must outlive it. NULL with err (file and
 * line in it) when it is no CSV or has no runs. */
const struct robust_design *robust_design_read(struct arena *arena, const char *file,
                                               const char *bytes, size_t length, struct err *err);

/* What a design lets vary, as --uncertain would write it: "values" and "weights" where columns are
 * of these, a choice with the settings that occur, the first first ("normalise=minmax+zscore").
 * NULL with err when a column is of nothing that can vary. */
const char *robust_design_uncertain(struct arena *arena, const struct robust_design *design,
                                    struct err *err);

/* The numbers of the runs, [input × run], for robust_run. A column has the name of an input: its
 * cells are the label of a setting, a weight as it counts in that run, the number of a draw of the
 * values (0, 1, …). A column "u/NAME" has numbers between 0 and 1. A column "run" is passed over.
 * A weight without a column stays as it is; any other input must have one. NULL with err, which has
 * file and line, and the column by name. */
const double *robust_design_numbers(struct arena *arena, const struct robust_design *design,
                                    const struct robust_plan *plan, struct err *err);

/* The name of a run: what column "run" has, else its number from 1. NULL without memory. */
const char *robust_design_name(struct arena *arena, const struct robust_design *design, size_t run);

/* The column of an input: its name, before which stands u/ where a weight is not told by its value
 * (a Dirichlet distribution, sets of weights). NULL without memory. */
const char *robust_design_column(struct arena *arena, const struct robust_plan *plan, size_t input);

/* What an input takes in a run, as a cell of a design: the other way round. u is its number; values
 * take draw `draw`. NULL without memory. */
const char *robust_design_cell(struct arena *arena, const struct robust_plan *plan, size_t input,
                               double u, uint64_t draw);

#endif
