/* Of an audit: whether the parts of each node measure one thing, and move with it. */
#ifndef TIDEMARK_SCORE_SCORE_AUDIT_STRUCTURE_H
#define TIDEMARK_SCORE_SCORE_AUDIT_STRUCTURE_H

#include "score/score_audit_part.h"

/* The sections reliability, correlation, pair and beside. False without memory. */
bool score_audit_structure(const struct score_audit_part *part);

#endif
