/* The fields of rules, levers and scenarios (score/rule_field.h, scenario/field.h) as help shows
 * them, and as the pages hold them. */
#ifndef TIDEMARK_CLI_HELP_FIELDS_H
#define TIDEMARK_CLI_HELP_FIELDS_H

#include "base/text.h"

/* Which file. */
enum help_fields_file { HELP_FIELDS_RULE, HELP_FIELDS_LEVER, HELP_FIELDS_SCENARIO };

/* Adds every field of a file and of the tables within it: what it takes and what it is. */
void help_fields_list(enum help_fields_file file, struct text_buffer *text);

/* Adds the same as Markdown: a table, of levers and scenarios with a heading for each. */
void help_fields_markdown(enum help_fields_file file, struct text_buffer *text);

#endif
