/* The functions of tide that formulas call, as help shows them. */
#ifndef TIDEMARK_CLI_HELP_FORMULAS_H
#define TIDEMARK_CLI_HELP_FORMULAS_H

#include "base/text.h"

/* Adds every function, a line each: how it is called and what it gives. */
void help_formulas_list(struct text_buffer *text);

/* The same as a table of Markdown. */
void help_formulas_markdown(struct text_buffer *text);

/* Adds the function of a name, with or without "tide."; false, and nothing added, when there is
 * none. */
bool help_formulas_one(const char *name, struct text_buffer *text);

/* The name of function index, NULL behind the last. */
const char *help_formulas_name(size_t index);

#endif
