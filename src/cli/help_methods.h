/* The table of methods (score/method.h) as help shows it, and as docs/method.md holds it. */
#ifndef TIDEMARK_CLI_HELP_METHODS_H
#define TIDEMARK_CLI_HELP_METHODS_H

#include "base/text.h"
#include "score/method.h"

/* Adds every method, stage by stage: how it is written and what it does. */
void help_methods_list(struct text_buffer *text);

/* Adds one method: its options, formula and source. */
void help_methods_one(enum method_id id, struct text_buffer *text);

/* Adds all of this as Markdown, a heading for each stage and method. */
void help_methods_markdown(struct text_buffer *text);

#endif
