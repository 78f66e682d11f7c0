/* Levers: one thing that an actor can do, and what it is judged to move (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_LEVER_H
#define TIDEMARK_SCENARIO_LEVER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/value.h"
#include "model/project.h"
#include "scenario/judged.h"

#include <stddef.h>
#include <stdint.h>

#define LEVER_NONE UINT32_MAX

/* How a movement goes with time, t in months since it began: nothing before lag, then a straight
 * rise over ramp (0: a step), then times 2^(-(t - lag - ramp) / half_life), or, where fade is
 * given, straight back to nothing over fade. half_life INFINITY: it stays; fade NaN: none. */
struct lever_time {
    double lag_months;
    double ramp_months;
    double half_life_months;
    double fade_months;
};

/* The days from which an effect that waits for a day (an election) may count, of one country,
 * ascending. */
struct lever_days {
    uint32_t country;
    const int32_t *days;
    size_t count;
};

/* What is moved, by how much at strength 1, in the indicator's own units. cap is the furthest
 * value that this effect may bring the indicator to, NaN: none. on: the effect's time begins on the
 * first of these days from the lever's own beginning on; count 0: at once. */
struct lever_effect {
    uint32_t indicator;
    struct judged size;
    struct lever_time time;
    double cap;
    const struct lever_days *on;
    size_t on_count;
    uint32_t line;
};

/* What is added to the chance, within 24 months, that another lever happens. */
struct lever_raise {
    uint32_t lever; /* its place among levers.items */
    struct judged by;
    struct lever_time time;
};

/* A factor on one indicator's effects, on another lever's effects, on what the lever raises, or on
 * all of the lever's effects. */
enum lever_scale_kind {
    LEVER_SCALE_ALL,
    LEVER_SCALE_INDICATOR,
    LEVER_SCALE_LEVER,
    LEVER_SCALE_RAISES
};
struct lever_scale {
    enum lever_scale_kind kind;
    uint32_t what; /* indicator or lever, else 0 */
    struct judged factor;
};

/* One of what has happened: a lever or part (its place), or, lever LEVER_NONE, a step of the
 * scenario by its id. */
struct lever_cause {
    uint32_t lever;
    const char *step;
};

/* Holds in a draw, country and period when all of `when` and none of `unless` have happened by
 * then. */
struct lever_interaction {
    const struct lever_cause *when;
    size_t when_count;
    const struct lever_cause *unless;
    size_t unless_count;
    const struct lever_scale *scales;
    size_t scale_count;
    const struct lever_effect *effects;
    size_t effect_count;
    const char *because;
    uint32_t line;
};

/* One of alternatives of which exactly one holds in a draw and country; weights add to 1. */
struct lever_mix {
    double weight;
    const struct lever_scale *scales;
    size_t scale_count;
    const struct lever_effect *effects;
    size_t effect_count;
    const char *because;
};

/* chance is a probability within 24 months, [country] of the project, NaN where none is judged. A
 * part stands among the levers too ("R6a"), `part_of` its whole (LEVER_NONE: it is no part); who
 * pulls the whole pulls its parts. scaled_by is the codebook's node, CODEBOOK_NONE: none. */
struct lever {
    const char *id;
    const char *title;
    const char *actor;
    const char *side; /* "governments", "partners" or "" */
    const char *because;
    const char *mechanism; /* "" when not given */
    const char *const *evidence; /* NULL-terminated */
    const struct lever_effect *effects;
    size_t effect_count;
    const struct lever_raise *raises;
    size_t raise_count;
    const struct lever_interaction *interactions;
    size_t interaction_count;
    const struct lever_mix *mix;
    size_t mix_count;
    const double *chance;
    uint32_t scaled_by;
    uint32_t part_of;
    bool saturate;
    const char *file;
};

/* All levers of a project, by id bytewise, parts after their whole. */
struct levers {
    const struct lever *items;
    size_t count;
};

/* A lever file as its script returned it. text is the file's, for places in messages. */
struct lever_file {
    const char *id; /* the file's name */
    const char *file;
    struct text text;
    const struct value *value;
};

/* Reads all lever files together, since they name each other. Every problem goes to list; NULL when
 * there was an error, or without memory (then list says so). Memory is arena's. */
const struct levers *lever_read(struct arena *arena, const struct project *project,
                                const struct lever_file *files, size_t count,
                                struct err_list *list);

/* The place of a lever or part of that id, LEVER_NONE when none. */
uint32_t lever_find(const struct levers *levers, struct text id);

#endif
