/* A value that is to be written into a document, and how it looks there. */
#ifndef TIDEMARK_YAML_EDIT_VALUE_H
#define TIDEMARK_YAML_EDIT_VALUE_H

#include "base/text.h"
#include "yaml/tree.h"

#include <stdbool.h>

/* text is a scalar's, names a mapping's fields beside items; count is of items. plain: a number, a
 * date or an id, which is never quoted. */
struct edit_value {
    enum tree_kind kind;
    bool plain;
    struct text text;
    const char *const *names;
    const struct edit_value *items;
    size_t count;
};

/* How a document writes block collections: the column (from 0) at which the value begins, by how
 * much a list and a mapping stand to the right of the field they belong to, and how lines end. */
struct edit_layout {
    size_t indent;
    size_t list_step;
    size_t field_step;
    const char *line_end;
};

/* A line that grows beyond this many columns makes a collection a block. */
enum { EDIT_VALUE_COLUMNS_MAX = 100 };

/* Adds a scalar: as it is where YAML reads it back so (in_flow: inside brackets or braces), else in
 * quotes. */
void edit_value_scalar(struct text_buffer *buffer, const struct edit_value *value, bool in_flow);

/* Likewise in quotes of the given kind, ' or "; what ' cannot hold gets ". */
void edit_value_quoted(struct text_buffer *buffer, struct text text, char quote);

/* Adds a value on one line, with brackets and braces. */
void edit_value_flow(struct text_buffer *buffer, const struct edit_value *value);

/* Adds an item of a block list behind its dash, and a field of a block mapping with its value. What
 * does not fit on the line becomes a block; no line end follows. block: a mapping does even where
 * it would fit. layout->indent is the column of the dash, or of the name. */
void edit_value_item(struct text_buffer *buffer, const struct edit_value *value, bool block,
                     const struct edit_layout *layout);
void edit_value_field(struct text_buffer *buffer, const char *name, const struct edit_value *value,
                      const struct edit_layout *layout);

#endif
