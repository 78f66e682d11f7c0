/* The grammar of one YAML document, less what Tidemark refuses, over libyaml's tokens. */
#ifndef TIDEMARK_YAML_GRAMMAR_H
#define TIDEMARK_YAML_GRAMMAR_H

#include "yaml/build.h"

/* Reads build's source, which must be valid UTF-8 without control characters, into build's tree.
 * False when it could not be read to the end; the problem was then added. Accepts and builds what
 * libyaml's own parser would: the tokens are read here because its events take a fifth more time
 * than they. */
bool grammar_read(struct build *build);

#endif
