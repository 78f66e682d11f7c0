/* Writing YAML that reads back as what was meant: texts, lists, comments. */
#ifndef TIDEMARK_MODEL_BULK_YAML_H
#define TIDEMARK_MODEL_BULK_YAML_H

#include "base/text.h"

enum { BULK_YAML_COLUMNS = 98 };

/* Adds a text, in double quotes unless it is a plain word wherever it stands. */
void bulk_yaml_text(struct text_buffer *out, struct text text);

/* Adds "NAME: [a, b, …]" after indent spaces, broken between texts where a line is full. */
void bulk_yaml_list(struct text_buffer *out, size_t indent, const char *name,
                    const struct text *texts, size_t count);

/* Whether a text can stand in YAML as it is read here: no control characters but tab and line feed,
 * none that turn the direction of text, no byte order mark. */
bool bulk_yaml_fits(struct text text);

/* Adds text with what does not fit replaced, line feeds too. */
void bulk_yaml_clean(struct text_buffer *out, struct text text);

/* Adds text as lines that begin with indent spaces and "# ", broken at spaces; what is no fit text
 * for a terminal is replaced. */
void bulk_yaml_comment(struct text_buffer *out, size_t indent, const char *text);

#endif
