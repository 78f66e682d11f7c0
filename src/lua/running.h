/* How a function of a rule is being run: over figures (trace.h), or row by row (row_run.h). */
#ifndef TIDEMARK_LUA_RUNNING_H
#define TIDEMARK_LUA_RUNNING_H

#include "lua/names.h"
#include "score/formula.h"

#include <stdbool.h>
#include <stdint.h>

enum { RUNNING_REASON_BYTES = 256 };

/* A function as the parent asks for it: reference in the registry's table of functions, chunk and
 * line where it begins; names is
 * what c may be asked for, node the one whose value it gives (NAMES_NONE for `score`). nil_missing:
 * its text compares with nil, so that it is given nil where a figure is missing, and not false,
 * which lists keep. untraced: why it is run row by row, cut to fit; "" when it can be followed. */
struct running_function {
    uint32_t reference;
    int32_t chunk;
    uint32_t line;
    const struct names *names;
    uint32_t node;
    bool nil_missing;
    char untraced[RUNNING_REASON_BYTES];
};

/* How often lag and panel functions were called at a place, on this way or in this row. */
enum { RUNNING_SITES_MAX = 128 };
struct running_site {
    enum formula_op op;
    int32_t chunk;
    uint32_t line;
    uint32_t calls;
};

/* aborted: the error on its way ends the run, and no pcall of the script may stop it. */
enum running_mode { RUNNING_TRACE, RUNNING_ROWS };
struct running {
    enum running_mode mode;
    const struct running_function *function;
    bool aborted;
    struct running_site sites[RUNNING_SITES_MAX];
    size_t site_count;
    struct trace *trace;  /* of RUNNING_TRACE */
    struct row_run *rows; /* of RUNNING_ROWS */
};

#endif
