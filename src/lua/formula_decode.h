/* Bytes from the worker into formulas, and into the results of rows. The bytes are hostile. */
#ifndef TIDEMARK_LUA_FORMULA_DECODE_H
#define TIDEMARK_LUA_FORMULA_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "score/formula.h"

/* What a formula is read against: the names that were sent, and the script's files by chunk. */
struct formula_decode {
    struct arena *arena;
    const char *const *names;
    size_t name_count;
    const char *const *files;
    size_t file_count;
};

/* The formula of a FORMULA frame, in the arena; function is 0. NULL with err (ERR_SCRIPT_STOPPED)
 * unless the bytes are exactly one formula as protocol.h describes it: known operations, each with
 * its number of operands, which stand before it and are numbers, texts or conditions as it takes
 * them; numbers finite, texts clean; names of results in order; every limit kept. Memory stays in
 * proportion to length. */
struct formula *formula_decode(const struct formula_decode *decode, const char *bytes,
                               size_t length, struct err *err);

/* The results of a RESULTS frame into rows' columns from row first on, count rows; what
 * rows->touched counts is added to. False with err (ERR_SCRIPT_STOPPED) unless the bytes are
 * exactly the results of the formula for so many rows: numbers finite or NaN, texts clean and among
 * those sent. */
bool formula_decode_rows(struct arena *arena, const struct formula *formula,
                         struct formula_rows *rows, size_t first, size_t count, const char *bytes,
                         size_t length, struct err *err);

#endif
