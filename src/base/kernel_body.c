/* Included by kernel_16.c, kernel_32.c and kernel_64.c with KERNEL_BYTES and KERNEL defined. */
#include "base/kernel.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#if KERNEL_BYTES > 16
#include <immintrin.h>
#endif

typedef double vector __attribute__((vector_size(KERNEL_BYTES)));
typedef int64_t mask __attribute__((vector_size(KERNEL_BYTES)));

#define INLINE static inline __attribute__((always_inline))

enum { LANES = KERNEL_BYTES / 8 };

static inline vector load(const double *from)
{
    vector value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void store(double *to, vector value)
{
    memcpy(to, &value, sizeof value);
}

static inline vector spread(double value)
{
    vector all;
    for (int i = 0; i < LANES; i++)
        all[i] = value;
    return all;
}

static inline vector choose(mask which, vector yes, vector no)
{
    return (vector)((which & (mask)yes) | (~which & (mask)no));
}

/* The rows past the last whole vector, moved into one and back. */
static inline vector load_some(const double *from, size_t count)
{
    vector value = spread(0);
    memcpy(&value, from, count * sizeof *from);
    return value;
}

static inline void store_some(double *to, vector value, size_t count)
{
    memcpy(to, &value, count * sizeof *to);
}

static inline vector line_of(const struct kernel_line *line, vector x)
{
    vector value = line->to_worst + (x - line->worst) / line->span * line->width;
    value = choose(value < line->low, spread(line->low), value);
    return choose(value > line->high, spread(line->high), value);
}

static void line_rows(const struct kernel_line *line, const double *x, size_t rows, double *out)
{
    size_t i = 0;
    for (; i + LANES <= rows; i += LANES)
        store(out + i, line_of(line, load(x + i)));
    if (i < rows)
        store_some(out + i, line_of(line, load_some(x + i, rows - i)), rows - i);
}

static inline vector raise_of(double low, vector x)
{
    return choose(x < low, spread(low), x);
}

static void raise_rows(double low, const double *x, size_t rows, double *out)
{
    size_t i = 0;
    for (; i + LANES <= rows; i += LANES)
        store(out + i, raise_of(low, load(x + i)));
    if (i < rows)
        store_some(out + i, raise_of(low, load_some(x + i, rows - i)), rows - i);
}

#include "base/kernel_mean.c"
#include "base/kernel_rank.c"
#include "base/kernel_sums.c"

/* The logarithm of base/elementary.c, step by step the same: what its comments say holds here. */

struct pair {
    vector high;
    vector low;
};

INLINE struct pair sum_ordered(vector a, vector b)
{
    vector high = a + b;
    return (struct pair){high, b - (high - a)};
}

INLINE struct pair sum_of(vector a, vector b)
{
    vector high = a + b, part = high - a;
    return (struct pair){high, (a - (high - part)) + (b - part)};
}

INLINE struct pair product(vector a, vector b)
{
    vector high = a * b;
    vector scaled_a = 134217729.0 * a, scaled_b = 134217729.0 * b;
    vector a_high = scaled_a - (scaled_a - a), a_low = a - a_high;
    vector b_high = scaled_b - (scaled_b - b), b_low = b - b_high;
    vector low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
    return (struct pair){high, low};
}

INLINE struct pair multiply(struct pair a, struct pair b)
{
    struct pair made = product(a.high, b.high);
    made.low += a.high * b.low + a.low * b.high;
    return sum_ordered(made.high, made.low);
}

INLINE struct pair add(struct pair a, struct pair b)
{
    struct pair made = sum_of(a.high, b.high);
    made.low += a.low + b.low;
    return sum_ordered(made.high, made.low);
}

INLINE struct pair divide(vector a, struct pair b)
{
    vector first = a / b.high;
    struct pair back = product(first, b.high);
    vector rest = ((a - back.high) - back.low) - first * b.low;
    return sum_ordered(first, rest / b.high);
}

/* A block of rows goes through the logarithm in stages: a stage works on many vectors at once,
 * where the whole of it would wait for itself. */
enum { LOG_ROWS = 128, LOG_VECTORS = LOG_ROWS / LANES };

struct log_block {
    vector x[LOG_VECTORS];
    vector exponent[LOG_VECTORS];
    struct pair s[LOG_VECTORS];
    struct pair square[LOG_VECTORS];
    vector series[LOG_VECTORS];
    struct pair inner[LOG_VECTORS];
};

/* x = 2^exponent m, s = (m - 1) / (m + 1). Of finite x > 0: other lanes hold anything. */
static void log_reduce(struct log_block *block)
{
    for (int i = 0; i < LOG_VECTORS; i++) {
        vector x = block->x[i];
        mask is_small = x < 0x1p-1022;
        x = choose(is_small, x * 0x1p54, x);
        /* The exponent as a double: its bits below those of 2^52, less 2^52. */
        vector k = (vector)(((mask)x >> 52) | (mask)spread(0x1p52)) - 0x1p52;
        k = choose(is_small, k - 54.0, k) - 1023.0;
        vector m = (vector)(((mask)x & 0xfffffffffffff) | (mask)spread(1));
        mask is_large = m > 1.4142135623730951;
        m = choose(is_large, m * 0.5, m);
        block->exponent[i] = choose(is_large, k + 1.0, k);
        block->s[i] = divide(m - 1.0, sum_of(m, spread(1)));
    }
}

static void log_square(struct log_block *block)
{
    for (int i = 0; i < LOG_VECTORS; i++)
        block->square[i] = multiply(block->s[i], block->s[i]);
}

/* 1/7 + s²/9 + s⁴/11 + … */
static void log_series(struct log_block *block)
{
    static const double terms[] = {1.0 / 29, 1.0 / 27, 1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19,
                                   1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9,  1.0 / 7};
    for (int i = 0; i < LOG_VECTORS; i++) {
        vector q = block->square[i].high, series = spread(1.0 / 31);
        for (size_t t = 0; t < sizeof terms / sizeof *terms; t++)
            series = series * q + terms[t];
        block->series[i] = q * series;
    }
}

/* 1/3 + s²/5 + s⁴ series */
static void log_inner(struct log_block *block)
{
    const struct pair third = {spread(0x1.5555555555555p-2), spread(0x1.5555555555555p-56)};
    const struct pair fifth = {spread(0x1.999999999999ap-3), spread(-0x1.999999999999ap-57)};
    for (int i = 0; i < LOG_VECTORS; i++) {
        struct pair inner = add(fifth, (struct pair){block->series[i], spread(0)});
        block->inner[i] = add(third, multiply(block->square[i], inner));
    }
}

/* s³ (1/3 + s²/5 + …) */
static void log_cube(struct log_block *block)
{
    for (int i = 0; i < LOG_VECTORS; i++)
        block->inner[i] = multiply(block->s[i], multiply(block->square[i], block->inner[i]));
}

static void log_finish(struct log_block *block)
{
    for (int i = 0; i < LOG_VECTORS; i++) {
        vector x = block->x[i], k = block->exponent[i];
        struct pair made = add(block->s[i], block->inner[i]);
        struct pair whole = sum_of(k * 0x1.62e42feep-1, made.high * 2.0);
        whole.low += made.low * 2.0 + k * 0x1.a39ef35793c76p-33;
        made = sum_ordered(whole.high, whole.low);
        vector value = made.high + made.low;
        value = choose(x < 0.0, spread(__builtin_nan("")), value);
        value = choose(x == 0.0, spread(-__builtin_inf()), value);
        block->x[i] = choose((x == x) & (x != __builtin_inf()), value, x + x);
    }
}

static void logarithm_rows(const double *x, size_t rows, double *out)
{
    struct log_block block;
    memset(&block, 0, sizeof block.x);
    for (size_t i = 0; i < rows; i += LOG_ROWS) {
        size_t count = rows - i < LOG_ROWS ? rows - i : LOG_ROWS;
        memcpy(block.x, x + i, count * sizeof *x);
        log_reduce(&block);
        log_square(&block);
        log_series(&block);
        log_inner(&block);
        log_cube(&block);
        log_finish(&block);
        memcpy(out + i, block.x, count * sizeof *x);
    }
}

/* Missing where x or y is, else value. */
static inline vector both_there(vector x, vector y, vector value)
{
    return choose((x == x) & (y == y), value, x + y);
}

static inline vector condition_of(vector x, vector y, mask holds)
{
    return both_there(x, y, choose(holds, spread(1), spread(0)));
}

static inline vector add_of(vector a, vector b)
{
    return a + b;
}

static inline vector subtract_of(vector a, vector b)
{
    return a - b;
}

static inline vector multiply_of(vector a, vector b)
{
    return a * b;
}

static inline vector divide_of(vector a, vector b)
{
    return choose(b == 0, spread(__builtin_nan("")), a / b);
}

static inline vector least_of(vector a, vector b)
{
    return both_there(a, b, choose(b < a, b, a));
}

static inline vector most_of(vector a, vector b)
{
    return both_there(a, b, choose(b > a, b, a));
}

static inline vector less_of(vector a, vector b)
{
    return condition_of(a, b, a < b);
}

static inline vector less_equal_of(vector a, vector b)
{
    return condition_of(a, b, a <= b);
}

static inline vector equal_of(vector a, vector b)
{
    return condition_of(a, b, a == b);
}

static inline vector default_of(vector a, vector b)
{
    return choose(a == a, a, b);
}

static inline vector only_if_of(vector a, vector b)
{
    return choose(b == 1, a, spread(__builtin_nan("")));
}

static inline vector select_of(vector condition, vector a, vector b)
{
    return choose(condition == condition, choose(condition == 1, a, b), condition);
}

/* Vectors that go through a chain side by side, so that choosing what to do costs little. */
enum { SIDE_BY_SIDE = 8, STEP = SIDE_BY_SIDE * LANES };

/* One function for all of them; OTHER is the other operand of vector k. */
#define LINK(name, OTHER)                          \
    if (turned)                                    \
        for (int k = 0; k < SIDE_BY_SIDE; k++)     \
            value[k] = name##_of(OTHER, value[k]); \
    else                                           \
        for (int k = 0; k < SIDE_BY_SIDE; k++)     \
            value[k] = name##_of(value[k], OTHER); \
    break

#define LINKS(OTHER)             \
    switch (function) {          \
    case KERNEL_ADD:             \
        LINK(add, OTHER);        \
    case KERNEL_SUBTRACT:        \
        LINK(subtract, OTHER);   \
    case KERNEL_MULTIPLY:        \
        LINK(multiply, OTHER);   \
    case KERNEL_DIVIDE:          \
        LINK(divide, OTHER);     \
    case KERNEL_LEAST:           \
        LINK(least, OTHER);      \
    case KERNEL_MOST:            \
        LINK(most, OTHER);       \
    case KERNEL_LESS:            \
        LINK(less, OTHER);       \
    case KERNEL_LESS_EQUAL:      \
        LINK(less_equal, OTHER); \
    case KERNEL_EQUAL:           \
        LINK(equal, OTHER);      \
    case KERNEL_DEFAULT:         \
        LINK(default, OTHER);    \
    case KERNEL_ONLY_IF:         \
        LINK(only_if, OTHER);    \
    }

static inline void link_number(enum kernel_binary function, bool turned, vector *value,
                               vector number)
{
    /* A divisor that is not 0 need not be looked at in every row. */
    if (function == KERNEL_DIVIDE && !turned && number[0] != 0) {
        for (int k = 0; k < SIDE_BY_SIDE; k++)
            value[k] = value[k] / number;
        return;
    }
    LINKS(number)
}

static inline void link_column(enum kernel_binary function, bool turned, vector *value,
                               const double *column)
{
    LINKS(load(column + k * LANES))
}

/* Whether a function leaves what is no finite number as it is: then it can be found later. */
static inline bool passes_infinite(const struct kernel_link *link)
{
    return link->function == KERNEL_ADD || link->function == KERNEL_SUBTRACT ||
           link->function == KERNEL_MULTIPLY || (link->function == KERNEL_DIVIDE && !link->turned);
}

/* What is no finite number becomes missing. */
static inline void drop_infinite(vector *value)
{
    for (int k = 0; k < SIDE_BY_SIDE; k++)
        value[k] = value[k] - (value[k] - value[k]);
}

static inline void chain_step(const double *x, const struct kernel_link *links, size_t count,
                              size_t at, double *out)
{
    vector value[SIDE_BY_SIDE];
    for (size_t k = 0; k < SIDE_BY_SIDE; k++)
        value[k] = load(x + at + k * LANES);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !passes_infinite(&links[i]))
            drop_infinite(value);
        if (links[i].column)
            link_column(links[i].function, links[i].turned, value, links[i].column + at);
        else
            link_number(links[i].function, links[i].turned, value, spread(links[i].number));
    }
    drop_infinite(value);
    for (size_t k = 0; k < SIDE_BY_SIDE; k++)
        store(out + at + k * LANES, value[k]);
}

/* The rows past the last whole step, in copies with room. */
static void chain_rest(const double *x, const struct kernel_link *links, size_t count, size_t rows,
                       double *out)
{
    double value[STEP], other[STEP];
    memset(other, 0, sizeof other);
    memset(value, 0, sizeof value);
    memcpy(value, x, rows * sizeof *value);
    for (size_t i = 0; i < count; i++) {
        struct kernel_link link = links[i];
        if (link.column) {
            memcpy(other, link.column, rows * sizeof *other);
            link.column = other;
        }
        chain_step(value, &link, 1, 0, value);
    }
    memcpy(out, value, rows * sizeof *out);
}

static void chain_rows(const double *x, const struct kernel_link *links, size_t count, size_t rows,
                       double *out)
{
    size_t i = 0;
    for (; i + STEP <= rows; i += STEP)
        chain_step(x, links, count, i, out);
    if (i == rows)
        return;
    struct kernel_link rest[KERNEL_CHAIN_MAX];
    for (size_t link = 0; link < count; link++) {
        rest[link] = links[link];
        if (rest[link].column)
            rest[link].column += i;
    }
    chain_rest(x + i, rest, count, rows - i, out + i);
}

static void select_rows(const double *condition, const double *a, const double *b, size_t rows,
                        double *out)
{
    size_t i = 0;
    for (; i + LANES <= rows; i += LANES)
        store(out + i, select_of(load(condition + i), load(a + i), load(b + i)));
    if (i < rows)
        store_some(out + i,
                   select_of(load_some(condition + i, rows - i), load_some(a + i, rows - i),
                             load_some(b + i, rows - i)),
                   rows - i);
}

#define KERNEL_TEXT_OF(bytes) #bytes
#define KERNEL_TEXT(bytes) KERNEL_TEXT_OF(bytes)

const struct kernel KERNEL = {
    .name = KERNEL_TEXT(KERNEL_BYTES),
    .line = line_rows,
    .mean_add = mean_add_rows,
    .mean_lines = mean_lines,
    .rank_rows = rank_rows,
    .raise = raise_rows,
    .logarithm = logarithm_rows,
    .span = span_rows,
    .cut = cut_rows,
    .powers = powers_rows,
    .pair = pair_rows,
    .products = products_rows,
    .chain = chain_rows,
    .select = select_rows,
};
