/* The codebook: what is measured, how it is scaled, weighted and grouped (indicators/index.yaml
 * and one file per pillar). */
#ifndef TIDEMARK_MODEL_CODEBOOK_H
#define TIDEMARK_MODEL_CODEBOOK_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/map.h"
#include "model/preference.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CODEBOOK_NONE = UINT32_MAX };

enum node_kind { NODE_PILLAR, NODE_GROUP, NODE_INDICATOR };
enum node_role { ROLE_OUTCOME, ROLE_LEVER, ROLE_CONTEXT };
enum indicator_basis { BASIS_UNSTATED, BASIS_LAW, BASIS_PRACTICE, BASIS_MIXED };
enum scale_kind { SCALE_NONE, SCALE_ORDINAL, SCALE_INTERVAL };
enum scale_transform { TRANSFORM_NONE, TRANSFORM_LOG, TRANSFORM_SQRT };
enum indicator_take { TAKE_LAST, TAKE_WORST, TAKE_MEAN };
enum indicator_combine { COMBINE_FIRST, COMBINE_MEDIAN, COMBINE_MEAN };

/* One level of an ordinal scale and its anchor text. */
struct level {
    double value;
    const char *anchor;
};

/* worst and best are the goalposts in the indicator's own unit (semantics.md A6): on an ordinal
 * scale its first and last level; NaN both where an interval scale gives none. points are 0..100
 * spacings of the levels (NULL: equal). */
struct scale {
    enum scale_kind kind;
    enum scale_transform transform;
    double worst;
    double best;
    const struct level *levels;
    size_t level_count;
    const double *points;
    const char *unit;
};

/* A published series that feeds an indicator, with the linear rescaling to the indicator's scale:
 * from[0] becomes to[0], from[1] becomes to[1]. Without one, from equals to. */
struct series_use {
    const char *series; /* "fiw.E1" */
    uint32_t family;    /* source the part before the dot names; CODEBOOK_NONE if no source has
    that id */
    bool given;         /* not listed, but a panel's series of the indicator's own id */
    bool rescaled;
    bool clip;
    double from[2];
    double to[2];
};

struct indicator {
    const char *id;
    uint32_t node; /* in codebook.nodes */
    const char *question;
    const char *definition;
    const char *grounds;
    const char *note;
    struct scale scale;
    bool better_low;
    double target; /* what is to be reached, in its own unit; NaN when not said */
    uint32_t per;  /* the indicator it is divided by, CODEBOOK_NONE when none; that one has none */
    enum indicator_basis basis;
    int carry_months; /* 0: a value stands only in its own period */
    enum indicator_take take;
    int window_months;
    enum indicator_combine combine;
    int least;
    const struct series_use *series; /* preferred first */
    size_t series_count;
    struct preference prefer;
    bool series_refused; /* a series could not be read: one that is not here may stand there */
};

/* Pillars, groups and indicators in depth-first order, as the files list them. */
struct node {
    const char *id;
    const char *name;
    enum node_kind kind;
    enum node_role role; /* its pillar's */
    double weight;       /* among its siblings, not normalised, > 0 */
    uint32_t parent;     /* CODEBOOK_NONE for a pillar */
    uint32_t first_child;
    uint32_t next; /* next sibling */
    uint32_t child_count;
    uint32_t indicator; /* in codebook.indicators, CODEBOOK_NONE otherwise */
    struct err_place place;
};

struct codebook {
    const char *id;
    const char *title;
    const char *version;
    enum date_axis axis;
    int32_t span_first; /* periods of axis; span_first > span_last when index.yaml gives no span */
    int32_t span_last;
    const char *rule;             /* default rule's name, NULL when none */
    const char *scenario_rule;    /* that of scenarios, NULL: rule */
    bool all_countries;           /* those of panels too, not only those with a file in data/ */
    const char *const *countries; /* listed in index.yaml, NULL: not listed */
    size_t country_count;
    struct err_place countries_place; /* of that list */
    struct node *nodes;
    size_t node_count;
    struct indicator *indicators; /* in node order */
    size_t indicator_count;
    struct map *by_id; /* node index */
    bool incomplete;   /* a part could not be read: an id that is not here may stand there */
};

struct sources;
struct load;

/* Reads indicators/index.yaml and its pillars; panels are names that series may begin with. Adds
 * every problem to the load's list; NULL when nothing usable was read. All memory is the arena's.
 */
struct codebook *codebook_load(struct load *load, const struct sources *sources,
                               const char *const *panels, size_t panel_count);

/* The indicator of that id, NULL when none. */
const struct indicator *codebook_indicator(const struct codebook *codebook, struct text id);

/* The pillar a node stands under (itself for a pillar). */
uint32_t codebook_pillar_of(const struct codebook *codebook, uint32_t node);

/* The use of a series by an indicator, NULL when it does not feed it. */
const struct series_use *codebook_series_use(const struct indicator *indicator, struct text series);

/* value on the series' scale brought to the indicator's (semantics.md A1); NaN stays. A slope for
 * standard errors is |to1 - to0| / |from1 - from0|. */
double codebook_rescale(const struct series_use *use, double value);
double codebook_rescale_width(const struct series_use *use, double width);

#endif
