/* Scenarios: what is assumed to happen from a day on (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_SCENARIO_H
#define TIDEMARK_SCENARIO_SCENARIO_H

#include "scenario/lever.h"

/* A lever pulled in a country: it happens on the scenario's first day at this strength (-1..1), or
 * (judged) by its own chance at strength 1. */
struct scenario_pull {
    uint32_t lever;
    uint32_t country;
    double strength;
    bool judged;
};

/* A value supplied where none was observed, for baseline and scenario alike. */
struct scenario_assume {
    uint32_t country;
    uint32_t indicator;
    struct judged value;
    const char *because;
};

/* SHIFT adds size; SET brings the value to size; RAMP brings it there in a straight line by
 * `until`, and it stays; SCALE multiplies it by size. */
enum scenario_act { SCENARIO_SHIFT, SCENARIO_SET, SCENARIO_RAMP, SCENARIO_SCALE };

/* What `apply` records, or `steps` lists. from: its own first day (default the scenario's); until:
 * the last day it counts, INT32_MAX none. chance: a probability within 24 months of from, NaN:
 * it happens on that day. after: only once this has happened, and its time begins then. id names it
 * for `after` and interactions, "" when not named. */
struct scenario_step {
    enum scenario_act act;
    const char *id;
    uint32_t country;
    uint32_t indicator;
    struct judged size;
    struct lever_time time;
    int32_t from;
    int32_t until;
    double chance;
    struct lever_cause after; /* lever LEVER_NONE and step NULL: nothing */
    const char *because;
    uint32_t branch; /* counts in that branch alone; UINT32_MAX: in all */
    uint32_t line;
};

/* One of alternatives of which exactly one holds in a draw, for all countries; weights add to 1.
 * scales are factors on levers' effects (LEVER_SCALE_LEVER), what they raise included. */
struct scenario_branch {
    const char *name;
    double weight;
    const struct lever_scale *scales;
    size_t scale_count;
    const struct lever_effect *effects; /* of all the scenario's countries */
    size_t effect_count;
    const char *because;
};

/* What two stacked scenarios, or two assumptions of one, say of the same thing. */
struct scenario_overlap {
    const char *what; /* "D4 in KGZ is pulled at 0.8 by S1 and 0.5 by S2: 0.5 counts" */
};

/* from is a first day, to a last day. countries are places in the project, in its order.
 * background: levers not pulled happen by their judged chance, in baseline and scenario alike. */
struct scenario {
    const char *id;
    const char *title;
    const char *because; /* "" when not given */
    const char *question; /* "" when not given */
    int32_t from;
    int32_t to;
    const uint32_t *countries;
    size_t country_count;
    bool background;
    const struct scenario_pull *pulls;
    size_t pull_count;
    const struct scenario_assume *assumes;
    size_t assume_count;
    const struct scenario_step *steps;
    size_t step_count;
    const struct scenario_branch *branches;
    size_t branch_count;
    const struct scenario_overlap *overlaps;
    size_t overlap_count;
    const char *file;
};

/* A scenario file as its script returned it, and what its apply recorded (NULL: it has none). */
struct scenario_file {
    const char *id;
    const char *file;
    struct text text;
    const struct value *value;
    const struct value *recorded;
};

/* Reads one scenario. Every problem goes to list; NULL when there was an error, or without memory
 * (then list says so). Memory is arena's. */
const struct scenario *scenario_read(struct arena *arena, const struct project *project,
                                     const struct levers *levers,
                                     const struct scenario_file *file, struct err_list *list);

/* Several scenarios as one, in this order: pulls and `set`s of later ones replace those of earlier
 * ones, all else adds up; overlaps says where they meet. They must share from, to and background;
 * NULL with err where they do not. */
const struct scenario *scenario_stack(struct arena *arena, const struct project *project,
                                      const struct levers *levers,
                                      const struct scenario *const *parts, size_t count,
                                      struct err *err);

#endif
