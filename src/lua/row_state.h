/* The rows a function is being run over, for the files that share it: row_run.c runs them,
 * row_output.c keeps the results, row_frame.c reads and writes the frames. */
#ifndef TIDEMARK_LUA_ROW_STATE_H
#define TIDEMARK_LUA_ROW_STATE_H

#include "lua/results.h"
#include "lua/running.h"
#include "lua/sandbox.h"

/* A result's columns; texts hold numbers of texts, 0 where missing. */
enum { ROW_STATE_NAME_BYTES = 64 };
struct row_state_output {
    char name[ROW_STATE_NAME_BYTES];
    size_t name_length;
    bool text;
    bool interval;
    double *values;
    double *low;
    double *high;
    uint32_t *texts;
};

struct row_state_given {
    struct text name;
    size_t input;
};

struct row_run {
    const struct running_function *function;
    size_t rows;
    size_t
        wanted; /* rows whose results are wanted; those after them are run to see the same again */
    size_t row; /* that is being run */
    double *cells; /* [row * inputs + input] */
    size_t input_count;
    struct row_state_given *given; /* inputs that are the columns of lag and panel functions */
    size_t given_count;
    uint32_t *input_of; /* by name: its column, NAMES_NONE when there is none */
    uint32_t *asked;    /* the names that were asked for so far … */
    bool *is_asked;     /* … by name */
    size_t asked_count;
    struct row_state_output outputs[FORMULA_RESULTS_MAX];
    size_t output_count;
    enum results_kind kind;
    struct text_buffer texts; /* each with its length before it */
    uint32_t text_count;
    bool probes;         /* outputs are made as results come */
    bool has_missing;    /* a missing value was given out in this row */
    bool watched;        /* this row's values are looked at after each instruction */
    bool always_watched; /* the processor shows no flags */
    bool touches;        /* the row compared a missing value */
    uint32_t line;       /* where */
    bool failed;         /* the row ended with an error that is in the sandbox's failure */
    size_t touched;      /* rows that compared a missing value */
    uint32_t touched_line;
};

#endif
