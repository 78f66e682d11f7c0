/* A trace while it is made, for the files that share it: trace.c goes the ways through a function,
 * trace_merge.c makes one formula of what they gave. */
#ifndef TIDEMARK_LUA_TRACE_STATE_H
#define TIDEMARK_LUA_TRACE_STATE_H

#include "lua/results.h"
#include "lua/trace.h"

/* A condition on a way through the function, and how it was taken to come out. known: it cannot
 * come out otherwise. */
struct trace_state_decision {
    uint32_t condition;
    uint32_t line;
    bool answer;
    bool known;
};

/* What the function gave at the end of a way. */
struct trace_state_leaf {
    struct trace_state_decision *decisions;
    size_t depth;
    struct trace_state_result *results;
    size_t result_count;
    struct trace_state_call *calls;
    size_t call_count;
};

struct trace_state_result {
    uint32_t name; /* a text of the steps, 0 for the one result of a function */
    bool is_text;
    uint32_t value;
    uint32_t low;
    uint32_t high;
};

/* A call of lag or of a panel function on a way: what it was of, and how many decisions were taken
 * before. site is its step, which gets its operand when all ways are known: one panel function
 * compares the rows that come to it, whichever way they come. */
struct trace_state_call {
    uint32_t site;
    uint32_t operand;
    size_t depth;
};

struct trace {
    struct sandbox *sandbox;
    struct running_function *function;
    struct steps steps;
    struct trace_state_decision path[TRACE_CONDITIONS_MAX];
    size_t depth;  /* of the way that is being gone */
    size_t prefix; /* decisions that are given */
    struct trace_state_leaf leaves[TRACE_PATHS_MAX];
    size_t leaf_count;
    enum results_kind kind;
    struct trace_state_result results[FORMULA_RESULTS_MAX]; /* of all ways together, by name */
    size_t result_count;
    struct trace_state_call *calls; /* of the way that is being gone */
    size_t call_count;
    uint32_t *sites; /* the steps of all calls, each once */
    size_t site_count;
    bool prints;
    bool refused;
    uint8_t marks; /* of all functions that were called */
    struct sandbox_place place;
    char sentence[PROTOCOL_SENTENCE_MAX];
};

#endif
