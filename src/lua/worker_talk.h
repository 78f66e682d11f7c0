/* The parent's side of a conversation with the worker, for worker*.c: sending,
 * listening, and what a failure or a death means. */
#ifndef TIDEMARK_LUA_WORKER_TALK_H
#define TIDEMARK_LUA_WORKER_TALK_H

#include "base/process.h"
#include "lua/child.h"
#include "lua/protocol.h"
#include "lua/worker.h"

/* A script or module, by the number the protocol gives it. */
struct worker_talk_chunk {
    const char *file;
    struct text source;
};

/* A script with functions, which have the references after functions_before. */
struct worker_talk_script {
    uint32_t functions_before;
    uint32_t functions;
    struct worker_talk_chunk *chunks;
    size_t chunk_count;
};

struct worker {
    struct process_child child;
    struct child_options options; /* standing is the shared page */
    bool gone;
    struct arena *kept; /* scripts, for messages about their functions */
    struct worker_talk_script *scripts;
    size_t script_count;
    uint32_t functions; /* that were returned so far */
    uint32_t *traced;   /* by number of a trace, from 1: the script whose function it was */
    uint32_t traces;
};

/* resolver and run are for LOAD only, run for free scripts; chunks are the script's,
 * PROTOCOL_CHUNKS_MAX of them for LOAD. row is the row that a FAILURE names. */
struct worker_talk {
    struct worker *worker;
    struct arena *arena;
    const struct worker_resolver *resolver;
    const struct worker_run *run;
    size_t calls;
    double call_seconds; /* that calls took so far */
    struct worker_talk_chunk *chunks;
    size_t chunk_count;
    size_t printed_bytes;
    double deadline;
    struct text_buffer body;
    uint32_t row;
    struct err *err;
};

/* The script that a function belongs to, by its reference; NULL when there is none. */
const struct worker_talk_script *worker_talk_script_of(const struct worker *worker,
                                                       double reference);

/* Starts the clock on the wall. */
void worker_talk_begin(struct worker_talk *talk);

/* Begins with a script: checks it, makes room for its chunks (to be freed with the body) and sends
 * LOAD. False with err. */
bool worker_talk_load(struct worker_talk *talk, const char *file, struct text source);

/* What was done for the script does not count as time that it took: since is when it began, as
 * protocol_deadline(0) gives it. Returns the seconds. */
double worker_talk_pause(struct worker_talk *talk, double since);

/* Ends the worker because of what stands in err, and adds the place of the script. Always false. */
bool worker_talk_end(struct worker_talk *talk, uint32_t chunk, uint32_t line);

/* Sends the body. False with err when the worker is gone. */
bool worker_talk_send(struct worker_talk *talk, enum protocol_kind kind);

/* Listens until an answer of the expected kind is in the body; prints and answers what is asked on
 * the way. False with err for a failure, a death, or a worker that had to be ended. */
bool worker_talk_listen(struct worker_talk *talk, enum protocol_kind expected);

/* The worker cannot go on: ends it and says why in err. */
void worker_talk_give_up(struct worker_talk *talk, enum protocol_outcome outcome);

#endif
