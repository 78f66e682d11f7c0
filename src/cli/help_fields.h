/* The fields of rules, levers and scenarios (score/rule_field.h, scenario/field.h) as help shows
 * them, and as docs/scripting.md holds them. */
#ifndef TIDEMARK_CLI_HELP_FIELDS_H
#define TIDEMARK_CLI_HELP_FIELDS_H

#include "base/text.h"

/* Adds each field, what is written there and what it means. */
void help_fields_rules(struct text_buffer *text);
void help_fields_levers(struct text_buffer *text);
void help_fields_scenarios(struct text_buffer *text);

/* The same as tables of Markdown. */
void help_fields_rules_markdown(struct text_buffer *text);
void help_fields_levers_markdown(struct text_buffer *text);
void help_fields_scenarios_markdown(struct text_buffer *text);

#endif
