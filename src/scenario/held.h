/* What a scenario starts from: the panel, each last value held to the scenario's end, and what the
 * scenario assumes where nothing was ever observed (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_HELD_H
#define TIDEMARK_SCENARIO_HELD_H

#include "scenario/scenario.h"
#include "score/score.h"

/* Where the value of a cell comes from. */
enum held_kind {
    HELD_MISSING,  /* nothing observed by then, nothing assumed: no effect moves it */
    HELD_OBSERVED, /* it stands in the panel, carried values included */
    HELD_LAST,     /* the last value that stood there, held */
    HELD_SUPPLIED, /* the scenario's `assume` */
};

/* panel has the rows of the panel it was made from up to the period of the scenario's last day. Its
 * cells are those of that panel, but in the scenario's periods what was missing is held (flag
 * assumed; low and high as far from it as √(1 + years since it was observed) makes them) or
 * supplied (flag assumed; the likeliest value, and no interval: ensemble draws its triangle).
 * score_run, score_explain and the rest take it like any panel.
 *
 * first and last are the scenario's periods on the panel's axis; a row of the scenario is period ×
 * countries + country, both counted within the scenario. kinds is [indicator * rows + row of the
 * scenario], assumes [indicator * countries + country] (NULL: none). source is the panel that it
 * was made from. */
struct held {
    const struct scenario *scenario;
    const struct panel *source;
    struct panel panel;
    int32_t first;
    int32_t last;
    size_t periods;
    size_t countries;
    size_t rows;
    const uint8_t *kinds;
    const struct scenario_assume *const *assumes;
};

/* panel must begin no later than the scenario does (the earlier, the more can be held). NULL with
 * err when it does not, or without memory. Memory is arena's; the columns of indicators in which
 * nothing had to be held are panel's own. */
const struct held *held_make(struct arena *arena, const struct panel *panel,
                             const struct scenario *scenario, struct err *err);

/* Whether what was held for one scenario (and scored) is what another starts from as well: they
 * have the same from, to, countries and assume. */
bool held_serves(const struct held *held, const struct scenario *scenario);

/* The rule applied to the held panel, for ensemble. Frames look at the periods of the panel that
 * was given, as `score` does: a scenario does not move the ruler. (Only where a rule takes figures
 * from each period do they look at those beyond, too.) NULL with err, as score_run. */
const struct score *held_score(struct arena *arena, const struct held *held,
                               const struct rule *rule, const struct kernel *kernel,
                               unsigned threads, const struct formula_host *host, struct err *err);

/* The kind of a cell, by the scenario's row. */
enum held_kind held_kind(const struct held *held, uint32_t indicator, size_t row);

/* The panel's row of a row of the scenario; its country's place in the project; its period. */
size_t held_row(const struct held *held, size_t row);
uint32_t held_country(const struct held *held, size_t row);
int32_t held_period(const struct held *held, size_t row);

#endif
