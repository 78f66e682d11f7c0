/* Two sides as they are compared: what is refused between them, their values without that, and the
 * interval of the difference. */
#ifndef TIDEMARK_SCORE_SCORE_PAIR_H
#define TIDEMARK_SCORE_SCORE_PAIR_H

#include "base/err.h"
#include "score/score.h"

/* One side of a comparison; label is how it is shown ("KGZ", "KGZ 2019"). */
struct score_side {
    const char *label;
    const struct score *score;
    uint32_t country;
    int32_t period;
};

/* One side as it enters the difference: the value of each of its items without the broken inputs.
 */
struct score_pair_end {
    const struct score_side *side;
    size_t row;
    double *values;  /* [item] */
    bool *uncertain; /* [item] */
    double **draws;  /* [item], NULL where not drawn */
};

/* Sides of one project. item is the second side's; of_a its match on the first side, of the same
 * level and id, SIZE_MAX where that has none. parts and errors are the caller's to fill, low and
 * high score_pair_bands'; NaN before. */
struct score_pair {
    struct arena *arena;
    struct score_pair_end a;
    struct score_pair_end b;
    size_t *of_a;       /* [item] */
    bool masked;        /* something is broken */
    bool *broken;       /* [indicator] */
    unsigned *refusals; /* [item]: PANEL_SWITCHED, PANEL_BREAK of what stands below */
    double *parts;      /* [item] */
    double *errors;     /* [item], standard, of parts */
    double *low;        /* [item] */
    double *high;
};

/* Finds what does not compare (semantics.md A11: of one country in two periods, an indicator whose
 * series differ or are cut by a break) and reads both ends' values without it. False with err:
 * without memory, or when a side lies outside its panel. */
bool score_pair_open(struct arena *arena, const struct score_side *a, const struct score_side *b,
                     struct score_pair *pair, struct err *err);

/* The values [item] of a score at a row, without the broken inputs. False without memory. */
bool score_pair_read(const struct score_pair *pair, const struct score *score, size_t row,
                     double *values);

/* What an item's difference is, without the broken inputs; NaN where a side has none. */
double score_pair_difference(const struct score_pair *pair, size_t item);

/* The 5 and 95 % of each item's difference over draws that both sides share, widened to contain it;
 * options->draws is not 0. False without memory. */
bool score_pair_bands(struct score_pair *pair, const struct score_options *options);

/* Whether both sides are one country in two periods. */
bool score_pair_over_time(const struct score_pair *pair);

/* Whether what stands below an item of a score tells all of its difference. */
bool score_pair_told(const struct score_pair *pair, const struct score *score, size_t root);

/* The flags of both sides, a break or switch only where it stands between them; text has room for
 * 128. */
void score_pair_flags(const struct score_pair *pair, size_t item, char *text);

#endif
