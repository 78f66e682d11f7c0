/* Scores as tidy rows. */
#ifndef TIDEMARK_SCORE_SCORE_ROWS_H
#define TIDEMARK_SCORE_SCORE_ROWS_H

#include "score/score.h"

enum score_level {
    SCORE_LEVEL_INDEX = 1,
    SCORE_LEVEL_PILLAR = 2,
    SCORE_LEVEL_GROUP = 4,
    SCORE_LEVEL_INDICATOR = 8,
    SCORE_LEVEL_RESULT = 16
};

/* Which figure of an indicator is shown: as read, after one of the rule's stages (those of enum
 * compile_stage), or times its weight in the index. */
enum score_rows_stage {
    SCORE_ROWS_READ = COMPILE_READ,
    SCORE_ROWS_TREATED = COMPILE_TREATED,
    SCORE_ROWS_IMPUTED = COMPILE_IMPUTED,
    SCORE_ROWS_NORMALISED = COMPILE_NORMALISED,
    SCORE_ROWS_WEIGHTED = COMPILE_STAGES
};

/* Which part of a score is shown: enum score_level bits, periods first..last, countries as indices
 * into the project's in the order to show. Without `all`, periods are left out in which no country
 * of the project has a value of any eligible indicator. */
struct score_selection {
    unsigned levels;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
    enum score_rows_stage stage;
    bool all;
};

/* country,period,level,item,value,low,high,coverage,flags; by period, country, then the index,
 * results, and the codebook's nodes in its order; periods outside the panel are left out. A rule
 * that has text results has a further column, text: there value, low and high are missing at a text
 * result, and text is empty at all others.
 *
 * At level indicator value, low and high are those of the selection's stage: as read, in the
 * indicator's own units (semantics.md A15); treated and imputed, with ends only where the stages
 * left the figure as it was read; normalised; or weighted (score_weighted.h). Elsewhere the stage
 * means nothing.
 *
 * Nodes not eligible under the rule are left out and listed in meta "not_eligible"; periods left
 * out because nothing was observed in them in meta "left_out". NULL without memory. */
struct rows *score_rows(struct arena *arena, const struct score *score,
                        const struct score_selection *selection);

/* The level bit of an item. */
unsigned score_rows_level(const struct score *score, size_t item);

/* Whether a score of the rule has text results. */
bool score_rows_texts(const struct score *score);

/* Sets a cell of the last row to a copy of text; without memory the rows have failed. */
void score_rows_keep(struct rows *rows, size_t column, const char *text);

/* The item at place n of the order shown: the index first, then results, then the codebook's nodes.
 */
size_t score_rows_item(const struct score *score, size_t n);

#endif
