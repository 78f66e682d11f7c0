/* What scripts may write, as annotations for editors (LuaLS): scripts/meta/tide.lua. */
#ifndef TIDEMARK_CLI_HELP_ANNOTATIONS_H
#define TIDEMARK_CLI_HELP_ANNOTATIONS_H

#include "base/text.h"

/* Adds the whole file: the fields of rules, levers and scenarios, the methods with their options,
 * the functions of formulas, each with its line of meaning. */
void help_annotations(struct text_buffer *text);

#endif
