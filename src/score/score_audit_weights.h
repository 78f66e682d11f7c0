/* Of an audit: what moves each node and the index, beside what its weights say. */
#ifndef TIDEMARK_SCORE_SCORE_AUDIT_WEIGHTS_H
#define TIDEMARK_SCORE_SCORE_AUDIT_WEIGHTS_H

#include "score/score_audit_part.h"

/* The correlation ratio of more rows than this would take long (it grows with their square): it is
 * missing then. */
enum { SCORE_AUDIT_RATIO_ROWS_MAX = 1000 };

/* The sections weight and index_weight. P. Paruolo, M. Saisana and A. Saltelli, Ratings and
 * rankings: voodoo or science?, Journal of the Royal Statistical Society A 176, 2013, 609-634.
 * False without memory. */
bool score_audit_weights(const struct score_audit_part *part);

#endif
