/* The stages of one indicator: treated, imputed, normalised. */
#ifndef TIDEMARK_SCORE_COMPILE_STAGE_H
#define TIDEMARK_SCORE_COMPILE_STAGE_H

#include "score/compile_build.h"

/* Makes the nodes of an eligible indicator's stages and sets item->stage, node and best; a row mean
 * is left to compile_stage_row, after the siblings. False with err. */
bool compile_stage_indicator(struct compiler *compiler, const struct indicator *indicator,
                             struct compile_item *item);

/* For the children of a node, once all are there: what is missing is filled with the mean of the
 * siblings, where the rule asks for it. */
bool compile_stage_row(struct compiler *compiler, const uint32_t *children, size_t count);

#endif
