/* Free scripts: they compute with what they ask the parent for, and what they ask for is hostile
 * like every answer of the worker. */
#ifndef TIDEMARK_LUA_WORKER_RUN_H
#define TIDEMARK_LUA_WORKER_RUN_H

#include "base/rows.h"
#include "lua/worker.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* tide.NAME(WORD …, OPTIONS): texts are clean UTF-8, terminated; options are a table without
 * functions; table is what was given to be shown, NULL when nothing was. All are the arena's, which
 * lives until the call is answered. chunk and line say where the script stands. */
struct worker_call {
    struct arena *arena;
    const char *name;
    const char *const *words;
    size_t word_count;
    const struct value *options;
    struct rows *table;
    uint32_t chunk;
    uint32_t line;
};

/* How a free script is run. call answers with *rows, or NULL for nothing, in the call's arena;
 * false with err: what is wrong with the call (ERR_INPUT, ERR_USAGE) becomes an error of the script
 * at its line, anything else ends the run. out is where it prints. words are those of the command
 * line. */
struct worker_run {
    const char *file;
    struct text source;
    const char *const *words;
    size_t word_count;
    struct worker_resolver resolver;
    bool (*call)(void *context, const struct worker_call *call, struct rows **rows,
                 struct err *err);
    void *context;
    FILE *out;
};

/* Runs a free script, and gives the table that it returned, in arena, or NULL in *result when it
 * returned nothing. False with err, as worker_load; more than PROTOCOL_ASKED_MAX calls, or calls
 * that together take twenty times the script's seconds, run out of a budget as well. The time that
 * calls take is not the script's. At most PROTOCOL_OUTPUT_MAX bytes are printed, cleaned of control
 * characters. */
bool worker_run(struct worker *worker, struct arena *arena, const struct worker_run *run,
                struct rows **result, struct err *err);

/* The fields of a CALL frame, into the call's arena. False with what is wrong in *problem unless
 * the bytes are exactly one call as protocol.h describes it. */
bool worker_run_read(const char *bytes, size_t length, struct worker_call *call,
                     const char **problem);

struct worker_talk;

/* Answers the CALL in the body. False with err when the run has ended. */
bool worker_run_answer(struct worker_talk *talk);

#endif
