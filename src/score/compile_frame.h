/* The frames of a rule: what their figures are called, and whether they are stored. */
#ifndef TIDEMARK_SCORE_COMPILE_FRAME_H
#define TIDEMARK_SCORE_COMPILE_FRAME_H

#include "score/compile_build.h"

/* A frame of the graph. labels say what each figure is; NULL for kinds whose figures are always the
 * same. GRAPH_NONE without memory, with err. */
uint32_t compile_frame_add(struct compiler *compiler, enum graph_frame kind, const char *name,
                           uint32_t grouping, const uint32_t *operands, size_t count,
                           const double *options, size_t option_count, const char *const *labels);

/* Puts the frames that the items of the rule stand on into compile. False with err: without memory,
 * or when a stored frame has no figures for one of them, or other figures than are needed. */
bool compile_frame_finish(struct compiler *compiler, struct compile *compile);

#endif
