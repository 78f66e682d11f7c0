/* Options as scripts give them, tide.score { at = 2021 }, into those of the command line: each has
 * one meaning, and is checked in one place (opt.h). */
#ifndef TIDEMARK_CLI_RUN_OPTION_H
#define TIDEMARK_CLI_RUN_OPTION_H

#include "cli/opt.h"
#include "lua/worker_run.h"

/* Reads the words and options of a call over what *opt has: those of groups, by their names with _
 * for -, as a text, a number, true, or a list of these; apart (NULL: none) is left out. Rules go by
 * their names, never by a path. False with err. */
bool run_option_read(const struct worker_call *call, unsigned groups, const char *apart,
                     struct opt *opt, struct err *err);

/* The text of one option, NULL when it is not given. False with err when it is no text. */
bool run_option_text(const struct worker_call *call, const char *name, const char **text,
                     struct err *err);

/* A sentence about the command line as one about scripts: --as-known is 'as_known', `tidemark
 * score` is `tide.score`. */
void run_option_words(const char *sentence, char *out, size_t size);

#endif
