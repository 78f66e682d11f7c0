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

/* Looks up fields of a mapping: nodes[i] becomes the value node of fields[i] or TREE_NONE (the
 * first where a key stands twice). Unknown keys are errors with "did you mean", as are missing
 * required fields, a node that is no mapping, and TREE_NONE for mapping, which stands for an empty
 * file. False when anything was wrong; nodes are filled all the same. what names the mapping for
 * people ("an observation"). A decimal comma that YAML took for the end of a field
 * ({value: 3,5}) is one problem that says so. */
bool read_fields(const struct read *read, uint32_t mapping, const char *what,
                 const struct read_field *fields, size_t count, uint32_t *nodes);

/* True when node is of that kind; else adds a problem ("series must be a list, but …"). TREE_NONE
 * is not allowed, here and below. what names the field for people ("series"). */
bool read_kind(const struct read *read, uint32_t node, const char *what, enum tree_kind kind);

/* Each reads one scalar and returns false, with *out untouched, after adding a problem. An empty
 * value is one; so is a list or mapping. Texts are terminated, in the arena, and never empty;
 * numbers follow number_parse and must be plain; dates may be quoted; an id is what text_is_id
 * allows; months are "24 months", "3 years", "6 quarters"; a bool is true or false and nothing
 * else. */
bool read_text(const struct read *read, uint32_t node, const char *what, const char **out);
bool read_id(const struct read *read, uint32_t node, const char *what, const char **out);
bool read_number(const struct read *read, uint32_t node, const char *what, double *out);
bool read_date(const struct read *read, uint32_t node, const char *what, struct date *out);
bool read_months(const struct read *read, uint32_t node, const char *what, int *months);
bool read_bool(const struct read *read, uint32_t node, const char *what, bool *out);

/* The index of the scalar among choices, with "did you mean". */
bool read_choice(const struct read *read, uint32_t node, const char *what,
                 const char *const *choices, size_t count, int *out);

/* Adds a problem at node (its place, the read's path; TREE_NONE: the file as a whole) and returns
 * it for err_hint, valid until the next problem. NULL, which err_hint allows, when the list is full
 * and the problem was only counted. */
struct err *read_problem(const struct read *read, uint32_t node, enum err_severity severity,
                         enum err_code code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
