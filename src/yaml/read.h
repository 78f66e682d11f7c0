/* Typed reading of a tree: the schema decides types, never YAML's guessing. */
#ifndef TIDEMARK_YAML_READ_H
#define TIDEMARK_YAML_READ_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "yaml/tree.h"

#include <stdbool.h>

/* What a read works on. path is the model path put into problems ("KGZ/cs_ngo_law"). */
struct read {
    struct arena *arena;
    const struct tree *tree;
    struct err_list *list;
    const char *path;
};

/* A field a mapping may have. */
struct read_field {
    const char *name;
    bool required;
};

/* Looks up fields of a mapping: nodes[i] becomes the value node of fields[i] or TREE_NONE.
 * Unknown keys are errors with "did you mean", as are missing required fields and a node that is
 * no mapping. False when anything was wrong; nodes are filled all the same. what names the
 * mapping for people ("an observation"). */
bool read_fields(const struct read *read, uint32_t mapping, const char *what,
                 const struct read_field *fields, size_t count, uint32_t *nodes);

/* Each reads one scalar and returns false after adding a problem. TREE_NONE nodes are not
 * allowed. */
bool read_text(const struct read *read, uint32_t node, const char *what, const char **out);
bool read_id(const struct read *read, uint32_t node, const char *what, const char **out);
bool read_number(const struct read *read, uint32_t node, const char *what, double *out);
bool read_date(const struct read *read, uint32_t node, const char *what, struct date *out);
bool read_months(const struct read *read, uint32_t node, const char *what, int *months);
bool read_bool(const struct read *read, uint32_t node, const char *what, bool *out);

/* The index of the scalar among choices, with "did you mean". */
bool read_choice(const struct read *read, uint32_t node, const char *what,
                 const char *const *choices, size_t count, int *out);

/* Adds a problem at node (its place, the read's path) and returns it for err_hint; never NULL. */
struct err *read_problem(const struct read *read, uint32_t node, enum err_severity severity,
                         enum err_code code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
