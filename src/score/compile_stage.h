/* The stages of one indicator: treated, imputed, normalised. */
#ifndef TIDEMARK_SCORE_COMPILE_STAGE_H
#define TIDEMARK_SCORE_COMPILE_STAGE_H

#include "score/compile_build.h"

/* Makes the nodes of an eligible indicator's stages and sets item->stage, node and best; a row mean
 * is left to compile_stage_row, after the siblings. False with err. */
bool compile_stage_indicator(struct compiler *compiler, const struct indicator *indicator,
                             struct compile_item *item);

/* For the children of a node of the codebook: what is missing is filled with the mean of the
 * siblings as they were before any was filled, where the rule asks for it. False with err. */
bool compile_stage_row(struct compiler *compiler, uint32_t parent);

#endif
