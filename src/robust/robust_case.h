/* The same score with something chosen otherwise: a method, the spacing of levels, a source left
 * out. */
#ifndef TIDEMARK_ROBUST_ROBUST_CASE_H
#define TIDEMARK_ROBUST_ROBUST_CASE_H

#include "base/err.h"
#include "score/score.h"

/* What is chosen: the method that normalises all indicators, the method that puts together the
 * children of every node and of the index, the points of ordinal levels on the common scale, which
 * source is not read. */
enum robust_case_kind {
    ROBUST_CASE_NORMALISE,
    ROBUST_CASE_AGGREGATE,
    ROBUST_CASE_LEVELS,
    ROBUST_CASE_SOURCES
};

/* One setting of a choice: a method of the first two kinds, its first option being number
 * where it is numbered (else a node that has the method already keeps its options); points, count
 * of them, for scales with as many levels; source, an index into the project's, UINT32_MAX for all
 * being read. */
struct robust_setting {
    const char *label;
    enum method_id method;
    bool numbered;
    double number;
    const double *points;
    size_t point_count;
    uint32_t source;
};

struct robust_choice {
    enum robust_case_kind kind;
    const struct robust_setting *settings;
    size_t count;
};

/* The name of a kind ("normalise"), and the other way round; false when there is none. */
const char *robust_case_name(enum robust_case_kind kind);
bool robust_case_of(const char *name, enum robust_case_kind *kind);

/* Whether a rule has what is to be chosen; false with err that names it: a stage that is not there,
 * a node that a function puts together, no ordinal scale of so many levels. */
bool robust_case_fits(const struct score *nominal, const struct robust_choice *choice,
                      struct err *err);

/* The nominal score with one setting of each choice, at the same rows, without intervals; NULL with
 * err, as score_run. Memory is arena's. */
const struct score *robust_case_make(struct arena *arena, const struct score *nominal,
                                     const struct robust_choice *choices, const size_t *settings,
                                     size_t count, struct err *err);

#endif
