/* The fields of lever and scenario files and the options of what `apply` records: one table, from
 * which reading, help, the pages and the annotations for editors come. */
#ifndef TIDEMARK_SCENARIO_FIELD_H
#define TIDEMARK_SCENARIO_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/* The tables that have fields. FIELD_LISTED are those of an entry of `steps` that the options of
 * FIELD_STEP have not. */
enum field_table {
    FIELD_LEVER,
    FIELD_PART,
    FIELD_EFFECT,
    FIELD_RAISES,
    FIELD_MIX,
    FIELD_INTERACTION,
    FIELD_SCENARIO,
    FIELD_BRANCH,
    FIELD_STEP,
    FIELD_LISTED,
    FIELD_TABLES
};

/* takes says in words what is written there, lua what it is in annotations (tide.Judged, or plain
 * Lua); meaning is a line. */
struct field {
    const char *name;
    const char *takes;
    const char *lua;
    bool required;
    const char *meaning;
};

/* name is that of the annotation (tide.Lever), what that in messages ("a lever"), title a line for
 * help; fields end with one without a name. */
enum { FIELD_MAX = 20 };
struct field_group {
    const char *name;
    const char *what;
    const char *title;
    struct field fields[FIELD_MAX];
};

/* The fields of a table. */
const struct field_group *field_group(enum field_table table);

/* Puts the names of a table's fields behind the count that are in names, which has room for
 * FIELD_MAX more; how many there are then. */
size_t field_names(enum field_table table, const char **names, size_t count);

#endif
