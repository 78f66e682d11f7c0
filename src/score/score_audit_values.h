/* Of an audit: what the values of each indicator are like. */
#ifndef TIDEMARK_SCORE_SCORE_AUDIT_VALUES_H
#define TIDEMARK_SCORE_SCORE_AUDIT_VALUES_H

#include "score/score_audit_part.h"

/* The section value. False without memory. */
bool score_audit_values(const struct score_audit_part *part);

#endif
