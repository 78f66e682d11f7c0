/* Where a compiled rule's sources, classes and frames come from: a panel, or one row of it. */
#ifndef TIDEMARK_SCORE_SCORE_BIND_H
#define TIDEMARK_SCORE_SCORE_BIND_H

#include "model/panel.h"
#include "score/compile.h"

/* The texts that text results are the places of; it grows when a function that runs row by row
 * gives a new one. */
struct score_texts {
    struct arena *arena;
    const char **items;
    size_t count;
    size_t capacity;
};

/* All that evaluations of one rule over one panel share. year holds the calendar year of each row.
 * groupings are those of compile, classes by row. stored are the figures of frames that are stored
 * (NULL: none is), held those and what the first evaluation took from the data; NULL before it.
 * lacking says for each row for which of compile's frames (1 is the first) nothing is stored for
 * its class, 0 for none; NULL when there is no such row. host runs formulas row by row. framed
 * marks the rows that frames look at, NULL: all. */
struct score_bind {
    struct score_texts *texts;
    const struct panel *panel;
    const struct compile *compile;
    const struct formula_host *host;
    const double *year;
    const struct graph_grouping *groupings;
    const struct graph_figures *stored;
    const struct graph_figures *held;
    const uint32_t *lacking;
    const bool *framed;
    const uint32_t *const *eras; /* score_eras of compile's graph */
    bool all_stored;             /* no frame looks at the data */
};

/* False with err without memory. */
bool score_bind(struct arena *arena, const struct panel *panel, const struct compile *compile,
                const struct formula_host *host, struct score_bind *bind, struct err *err);

/* What calls of a graph need: the rule's functions run over columns, on one thread. The first
 * problem stays in err. */
struct score_calls {
    const struct score_bind *bind;
    struct arena *arena;
    struct err err;
};

/* A binding of the whole panel: sources are its columns. sources has room for indicators + 1. */
struct graph_binding score_bind_panel(const struct score_bind *bind, struct graph_column *sources,
                                      struct score_calls *calls);

/* The class of a row of the panel in each grouping, the same for all rows of an evaluation.
 * groupings has room for all. */
void score_bind_classes(const struct score_bind *bind, size_t row,
                        struct graph_grouping *groupings);

/* A binding in which every row stands for one row of the panel, its frames held: sources are the
 * caller's (indicators of them; the one after is set here). groupings has room for all. */
struct graph_binding score_bind_row(const struct score_bind *bind, size_t row,
                                    struct graph_column *sources, struct graph_grouping *groupings,
                                    struct score_calls *calls);

/* Nodes to be given as missing where mask marks indicators: after imputing too they have no value.
 * overrides has room for indicators; returns how many were set. */
size_t score_bind_mask(const struct score_bind *bind, const bool *mask,
                       struct graph_override *overrides);

/* Whether an item's value depends on other rows of the panel, with frames as they are held. */
bool score_bind_looks_around(const struct score_bind *bind, size_t item);

/* The name of a class of a grouping for people ("2021"), "" for the class of all rows. */
const char *score_bind_class(struct arena *arena, const struct score_bind *bind, uint32_t grouping,
                             uint32_t class_of);

#endif
