/* What events did to a live reading. */
#ifndef TIDEMARK_SCORE_SCORE_MOVES_H
#define TIDEMARK_SCORE_SCORE_MOVES_H

#include "base/rows.h"
#include "model/panel.h"
#include "score/score_rows.h"

/* date,country,event,item,by,result,because,file,line: each effect that moved a cell of the
 * selected countries and periods ("moved"), and each that found no value to move ("no base value"),
 * by date. NULL without memory. */
struct rows *score_moves(struct arena *arena, const struct panel *panel,
                         const struct score_selection *selection);

#endif
