/* What libyaml refuses, in the words of someone who writes YAML by hand. */
#ifndef TIDEMARK_YAML_SYNTAX_H
#define TIDEMARK_YAML_SYNTAX_H

#include "yaml/tree.h"

struct yaml_parser_s;

/* Adds the one problem at which parser stopped: its cause where the text around it shows one, at
 * the place to mend (an unclosed quote: the opening one). tree is the tree as far as it was
 * built; its source holds valid UTF-8. Takes time linear in the source. */
void syntax_report(const struct tree *tree, const struct yaml_parser_s *parser,
                   struct err_list *list);

#endif
