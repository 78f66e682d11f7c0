/* Errors as values: a struct err on the caller's stack, and a list for loaders that report
 * everything.
 *
 * A function that can fail takes `struct err *err` last and returns false (or NULL) with it
 * filled in. A loader takes `struct err_list *list`, adds each problem it meets and goes on. */
#ifndef TIDEMARK_BASE_ERR_H
#define TIDEMARK_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the problem means for the run. The numbers are the exit codes of the command line. */
enum err_status {
    ERR_NONE = 0,
    ERR_INPUT = 1,   /* YAML, Lua or numbers are wrong */
    ERR_USAGE = 2,   /* the command line is wrong */
    ERR_MACHINE = 3, /* file, memory, gnuplot */
    ERR_BUDGET = 4,  /* a script ran out of its budget, or long work was ended by Ctrl-C */
};

enum err_severity { ERR_ERROR, ERR_WARNING, ERR_NOTICE };

/* Stable codes: E0101 and so on, listed in err_codes.h, explained in docs/errors.md. */
enum err_code {
    ERR_CODE_NONE = 0,
#define ERR_CODE(number, name, status, meaning) name = number,
#include "base/err_codes.h"
#undef ERR_CODE
};

/* Where. file NULL: nowhere in particular; line 0: the file as a whole. Columns count code points
 * from 1. source is the text of the line (not terminated, valid as long as the file is loaded),
 * NULL when there is none to show. */
struct err_place {
    const char *file;
    uint32_t line;
    uint32_t column;
    uint32_t width; /* code points to underline; 0 means 1 */
    const char *source;
    size_t source_length;
};

enum { ERR_PATH_SIZE = 120, ERR_SENTENCE_SIZE = 480, ERR_HINT_SIZE = 320, ERR_TRAIL_SIZE = 640 };

/* One problem. path is the model path (KGZ/2021/cs_ngo_law), empty when there is none. sentence
 * says what is and what was expected, hint what to do; both are cut with an ellipsis when too
 * long. trail says how one came there, a line for each call, the innermost first; empty when there
 * is nothing to say. */
struct err {
    enum err_code code;
    enum err_severity severity;
    struct err_place place;
    char path[ERR_PATH_SIZE];
    char sentence[ERR_SENTENCE_SIZE];
    char hint[ERR_HINT_SIZE];
    char trail[ERR_TRAIL_SIZE];
};

/* Fills err (severity error, no place, no path, no hint) with the formatted sentence and returns
 * false, so that `return err_set(err, …)` reads well. err NULL is allowed. Control characters and
 * invalid UTF-8 in the result are replaced, so that text from a file cannot reach a terminal. */
bool err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds place, path or hint to an err already set. NULL err is allowed; each returns false. */
bool err_at(struct err *err, struct err_place place);
bool err_in(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool err_hint(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a line to the trail of an error already set, with control characters replaced; left out when
 * there is no room for it. NULL err is allowed. */
void err_trail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The status a code stands for, its printed form ("E0312", in out) and its one-line meaning. */
enum err_status err_status(enum err_code code);
const char *err_code_text(enum err_code code, char out[8]);
const char *err_code_meaning(enum err_code code);

/* Every code in ascending order, for docs/errors.md; index past the end gives ERR_CODE_NONE. */
enum err_code err_code_at(size_t index);

/* Every problem of a load, in the order found. Holds at most ERR_LIST_MAX of them; the rest are
 * only counted. Zero-initialise, or err_list_init. */
enum { ERR_LIST_MAX = 500 };
struct err_list {
    struct err *items;
    size_t count;    /* stored in items */
    size_t errors;   /* of severity error, stored or not */
    size_t warnings; /* likewise */
    bool out_of_memory;
};

/* Makes the list empty; err_list_free gives its memory back first. */
void err_list_init(struct err_list *list);
void err_list_free(struct err_list *list);

/* Adds a copy. Without memory for it the problem is still counted and out_of_memory is set. */
void err_list_add(struct err_list *list, const struct err *err);

/* The worst status among errors (warnings and notices do not count); ERR_MACHINE when out of
 * memory. */
enum err_status err_list_status(const struct err_list *list);

/* Sorts by file, line, column, keeping the order found among equals; notices of no file come
 * last. */
void err_list_sort(struct err_list *list);

/* Renders one problem as compilers do, ending in a newline:
 *   data/KGZ.yaml:14:12: error: ngo_law is 140, but its scale ends at 100  [E0312]
 *     14 |     value: 140
 *        |            ^~~
 *     trail, if there is one
 *     help: …
 * The caret is right under tabs, wide and combining characters. colour adds ANSI sequences. Without
 * memory only the sentence and the code are printed.
 * Returns the length written (as snprintf would), always terminated when size > 0. */
size_t err_print(const struct err *err, bool colour, char *out, size_t size);

#endif
