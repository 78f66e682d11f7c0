/* A frame to be stored: the figures that the stages of a rule take from the data. */
#ifndef TIDEMARK_SCORE_SCORE_FRAME_H
#define TIDEMARK_SCORE_SCORE_FRAME_H

#include "score/score.h"

/* The figures of the rule's frames, taken anew under options (framed, framed_countries) and named
 * as scoring looks for them, by rule, stage, codebook order and class; classes without a row in the
 * periods and countries looked at are left out, and so is what a rule that this one uses takes from
 * a stored frame of its own. command stands above the file. NULL with err: as score_run; when the
 * rule takes no figure from the data; when it compares the countries of the day with each other,
 * which cannot be stored. */
const struct frame *score_frame(struct arena *arena, const struct panel *panel,
                                const struct rule *rule, const struct score_options *options,
                                const char *name, const char *command, struct err *err);

/* The stage of a frame's name: "normalise" of "normalise/le" and "bti:normalise/Q1". */
struct text score_frame_stage(const char *name);

#endif
