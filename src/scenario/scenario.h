/* Scenarios: what is assumed to happen from a day on (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_SCENARIO_H
#define TIDEMARK_SCENARIO_SCENARIO_H

#include "scenario/lever.h"

#define SCENARIO_NO_BRANCH UINT32_MAX

/* A lever pulled in a country: it happens on the scenario's first day at this strength (-1..1), or
 * (judged) by its own chance at strength 1, and so do its parts unless they are pulled themselves.
 * Only what is written is listed: a whole's pull stands for those of its parts. */
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
 * `till`, and it stays; SCALE multiplies it by size. */
enum scenario_act { SCENARIO_SHIFT, SCENARIO_SET, SCENARIO_RAMP, SCENARIO_SCALE };

/* What `apply` records, or `steps` lists. from: its own first day (default the scenario's); until:
 * the last day it counts, INT32_MAX none. chance: a probability within 24 months of from, NaN:
 * it happens on that day. after: only once this has happened in the country, and its time begins
 * then. id names it for `after` and interactions, "" when not named; steps of one id and country
 * are one happening and have the same from, chance and after. Of SETs and RAMPs of one cell that
 * have begun the last in order counts. */
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
    uint32_t branch; /* counts in that branch alone; SCENARIO_NO_BRANCH: in all */
    uint32_t line;
};

/* One of alternatives of which exactly one holds in a draw, for all countries; weights add to 1.
 * scales are factors on one lever's effects, what it raises included (LEVER_SCALE_LEVER), on what
 * any lever does to an indicator (LEVER_SCALE_INDICATOR), or on all of it (LEVER_SCALE_ALL). */
struct scenario_branch {
    const char *name;
    double weight;
    const struct lever_scale *scales;
    size_t scale_count;
    const struct lever_effect *effects; /* of all the scenario's countries */
    size_t effect_count;
    const char *because;
};

/* What two stacked scenarios, or two `set`s or `ramp`s of one, say of the same thing. */
struct scenario_overlap {
    const char *what; /* "D4 in KGZ is pulled at 0.8 by S1 and at 0.5 by S2: 0.5 counts" */
};

/* from is a first day, to a last day. countries are places in the project, in its order.
 * background: levers not pulled happen by their judged chance, in baseline and scenario alike. */
struct scenario {
    const char *id;
    const char *title;
    const char *because;  /* "" when not given */
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

/* Whether a country is among the scenario's. */
bool scenario_has(const struct scenario *scenario, uint32_t country);

/* A scenario file as its script returned it. */
struct scenario_file {
    const char *id; /* the file's name */
    const char *file;
    struct text text;
    const struct value *value;
};

/* What reading a scenario asks for. apply calls the file's function once and gives back what it
 * recorded: a list of { act = "shift", country = "KGZ", indicator = "cs_ngo_law", size = …,
 * options = { … } }, each with its line; NULL with err. scenario gives another one by its name, of
 * `stack`; NULL with err. */
struct scenario_host {
    const struct value *(*apply)(void *context, struct arena *arena,
                                 const struct scenario_file *file, const struct value *function,
                                 const uint32_t *countries, size_t country_count, struct err *err);
    const struct scenario *(*scenario)(void *context, const char *name, struct err *err);
    void *context;
};

/* Reads one scenario. Where it has a stack, it comes after those named there, as scenario_stack
 * has it. Every problem goes to list; NULL when there was an error, or without memory (then list
 * says so). Memory is arena's. */
const struct scenario *scenario_read(struct arena *arena, const struct project *project,
                                     const struct levers *levers, const struct scenario_file *file,
                                     const struct scenario_host *host, struct err_list *list);

/* Several scenarios as one, in this order: pulls, `assume`s and, once they begin, `set`s and
 * `ramp`s of later ones replace those of earlier ones, all else adds up; overlaps says where they
 * meet. Its countries are those of all. They must share from, to and background, and only one may
 * have branches; NULL with err where it is otherwise. */
const struct scenario *scenario_stack(struct arena *arena, const struct project *project,
                                      const struct levers *levers,
                                      const struct scenario *const *parts, size_t count,
                                      struct err *err);

#endif
