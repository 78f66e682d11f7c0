/* The inner loops, compiled once per vector width and chosen through a table. Every width gives the
 * same bits: each value passes through the same sequence of IEEE operations, and a sum over rows is
 * that of eight sums, over the rows 0, 8, 16 …, 1, 9, 17 …, added in fixed order. */
#ifndef TIDEMARK_BASE_KERNEL_H
#define TIDEMARK_BASE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Running mean over operands, an array entry a row. Start with sum, weight, count 0, least +inf,
 * most -inf. */
struct kernel_mean {
    double *sum;
    double *weight;
    double *count;
    double *least;
    double *most;
};

/* A value a row (varies), or one for all rows. */
struct kernel_column {
    const double *values;
    bool varies;
};

/* What the weighted arithmetic means of several lines over the same rows share: weights[i], the
 * column of weights of operand i of count; whole, the sums of the weights in that order, each
 * between 2^-60 and 2^60; reciprocal, 1 / whole. A mean is taken over the operands that are there
 * (not NaN) and held between the least and the most of them. It is missing where fewer than
 * need_there (at least 1) are there, or where their weights come to less than need_share of whole
 * (need_share at most 1; -inf: no such need). */
struct kernel_lines {
    const double *const *weights;
    size_t count;
    const double *whole;
    const double *reciprocal;
    double need_there;
    double need_share;
};

/* to_worst + (x - worst) / span × width, clipped to [low, high]; NaN stays. Pass infinities for no
 * clipping. */
struct kernel_line {
    double worst;
    double span;
    double to_worst;
    double width;
    double low;
    double high;
};

/* What a pass over x finds. Missing values (NaN) count nowhere; without any value least is +inf and
 * most -inf. A zero has no sign. */
struct kernel_span {
    size_t count;
    double sum;
    double least;
    double most;
};

/* x held between low and high: its sum, how many stand at or beyond each end, the least value above
 * low and the greatest below high (+inf and -inf when there is none). */
struct kernel_cut {
    double low;
    double high;
    double sum;
    size_t at_low;
    size_t at_high;
    double above_low;
    double below_high;
};

/* sums: of d, d², d³, d⁴, where d = (x held between low and high - centre) × scale. */
struct kernel_powers {
    double low;
    double high;
    double centre;
    double scale;
    double sums[4];
};

/* Of the rows where both x and y are there: how many, and for each its sum and ends, as in
 * kernel_span. [0] is x, [1] is y. */
struct kernel_pair {
    size_t count;
    double sum[2];
    double least[2];
    double most[2];
};

/* Of the same rows: sums of d = (x - centre) × scale and of the same e of y (first), of d² and e²
 * (square), of d e (cross). */
struct kernel_products {
    double centre[2];
    double scale[2];
    double first[2];
    double square[2];
    double cross;
};

/* Functions of two values, row by row. Missing (NaN) in either gives missing, unless said
 * otherwise. A condition is 1 or 0. */
enum kernel_binary {
    KERNEL_ADD,
    KERNEL_SUBTRACT,
    KERNEL_MULTIPLY,
    KERNEL_DIVIDE, /* missing where b is 0 */
    KERNEL_LEAST,
    KERNEL_MOST,
    KERNEL_LESS,
    KERNEL_LESS_EQUAL,
    KERNEL_EQUAL,
    KERNEL_DEFAULT, /* b where a is missing */
    KERNEL_ONLY_IF, /* a where b is 1, else missing */
};

/* One function of a chain of at most KERNEL_CHAIN_MAX: its other operand is a column, or (column
 * NULL) one number; turned: the value so far is b. */
enum { KERNEL_CHAIN_MAX = 18 };
struct kernel_link {
    enum kernel_binary function;
    bool turned;
    const double *column;
    double number;
};

/* Rows that are ranked at a time, and the most lines. */
enum { KERNEL_RANK_ROWS = 8, KERNEL_RANK_LINES = 4096 };

struct kernel {
    const char *name; /* "16", "32", "64": bytes of a vector */
    void (*line)(const struct kernel_line *line, const double *x, size_t rows, double *out);

    /* Where x is there (not NaN): sum += weight × terms, weight += weight, count += 1, least and
     * most take in x. */
    void (*mean_add)(const struct kernel_mean *mean, const double *x, const double *terms,
                     double weight, size_t rows);

    /* The mean of each line, into out[line][row]; x has its operands, [line × count + operand]. */
    void (*mean_lines)(const struct kernel_lines *shared, const struct kernel_column *x,
                       size_t lines, size_t rows, double *const *out);

    /* Ranks of lines within each of KERNEL_RANK_ROWS rows: of values[line × stride + row], into
     * ranks likewise, 1 + the number of lines that are higher, 0 where it is missing. Returns a bit
     * (1 << row) for each row whose ranks it leaves to the caller, because two values are equal or
     * nearly so. At least one line and at most KERNEL_RANK_LINES; scratch, aligned to 64 bytes, has
     * room for lines × KERNEL_RANK_ROWS. */
    unsigned (*rank_rows)(const double *values, size_t stride, size_t lines, double *scratch,
                          uint32_t *ranks);

    /* x raised to low where it is less; NaN stays. out may be x. */
    void (*raise)(double low, const double *x, size_t rows, double *out);

    /* The natural logarithm, bit by bit that of base/elementary.h. out may be x. */
    void (*logarithm)(const double *x, size_t rows, double *out);

    /* Over the values of x that are there: see the structures. */
    void (*span)(const double *x, size_t rows, struct kernel_span *span);
    void (*cut)(struct kernel_cut *cut, const double *x, size_t rows);
    void (*powers)(struct kernel_powers *powers, const double *x, size_t rows);
    void (*pair)(const double *x, const double *y, size_t rows, struct kernel_pair *pair);
    void (*products)(struct kernel_products *products, const double *x, const double *y,
                     size_t rows);

    /* x through one function after the other, held in registers from the first to the last: out =
     * link(link(x, …), …); what is no finite number on the way is missing. out may be x or a
     * column. */
    void (*chain)(const double *x, const struct kernel_link *links, size_t count, size_t rows,
                  double *out);

    /* a where condition is 1, b where it is 0, missing where it is missing. out may be an operand.
     */
    void (*select)(const double *condition, const double *a, const double *b, size_t rows,
                   double *out);
};

/* The widest kernel this processor runs, or (name not NULL) the one of that name; NULL when there
 * is none of that name or the processor cannot run it. */
const struct kernel *kernel_for(const char *name);

/* Names from narrow to wide, NULL past the last. */
const char *kernel_name(size_t index);

#endif
