/* What free scripts may ask the engine for: one table of names, and the answers. */
#ifndef TIDEMARK_CLI_RUN_CALL_H
#define TIDEMARK_CLI_RUN_CALL_H

#include "cli/session.h"
#include "lua/worker_run.h"

#include <stdio.h>

/* A script that is being run. meta, in the session's lasting arena, collects the rules,
 * readings, warnings and notices behind all that it was given, each once. */
struct run {
    struct session *session;
    const struct opt *opt; /* of the command line, which calls have unless they say otherwise */
    FILE *out;             /* where tables are printed */
    size_t printed_bytes;
    size_t charts;
    struct rows *meta;
};

/* The names in the order of the table, NULL past the last. For struct worker_options. */
const char *run_call_name(size_t index);

/* A call for help and annotations: words, what stands before its options (NULL: nothing), gives
 * what comes back, or what it does where it gives no rows. False past the last. */
struct run_call_help {
    const char *name;
    const char *words;
    const char *gives;
    bool rows;
};
bool run_call_help(size_t index, struct run_call_help *help);

/* Answers a call, with a struct run as context. For struct worker_run. What is wrong with a call is
 * ERR_INPUT or ERR_USAGE, and speaks of options as scripts write them. */
bool run_call_answer(void *context, const struct worker_call *call, struct rows **rows,
                     struct err *err);

#endif
