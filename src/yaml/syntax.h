/* What libyaml refuses, in the words of someone who writes YAML by hand. */
#ifndef TIDEMARK_YAML_SYNTAX_H
#define TIDEMARK_YAML_SYNTAX_H

#include "yaml/tree.h"

struct yaml_parser_s;

/* Adds the one problem at which libyaml's scanner stopped: its cause where the text around it shows
 * one, at the place to mend (an unclosed quote: the opening one). tree is the tree as far as it was
 * built; its source holds valid UTF-8. Takes time linear in the source. */
void syntax_report(const struct tree *tree, const struct yaml_parser_s *parser,
                   struct err_list *list);

/* A token that does not fit where it stands: no field of a block mapping, no item of a block list,
 * no comma or bracket between items, no value. */
enum syntax_fault { SYNTAX_FIELD, SYNTAX_ITEM, SYNTAX_COMMA, SYNTAX_CONTENT };

/* The same for a token at byte offset inside what began at byte context. */
void syntax_report_fault(const struct tree *tree, enum syntax_fault fault, size_t context,
                         size_t offset, struct err_list *list);

#endif
