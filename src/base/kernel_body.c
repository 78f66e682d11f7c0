/* Included by kernel_16.c, kernel_32.c and kernel_64.c with KERNEL_BYTES and KERNEL defined. */
#include "base/kernel.h"

#include <stdint.h>
#include <string.h>

typedef double vector __attribute__((vector_size(KERNEL_BYTES)));
typedef int64_t mask __attribute__((vector_size(KERNEL_BYTES)));

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

static void mean_add_some(const struct kernel_mean *mean, const double *x, const double *terms,
                          double weight, size_t at, size_t count)
{
    vector value = load_some(x + at, count);
    mask there = value == value;
    vector zero = spread(0), least = load_some(mean->least + at, count),
           most = load_some(mean->most + at, count);
    store_some(mean->sum + at,
               load_some(mean->sum + at, count) +
                   choose(there, weight * load_some(terms + at, count), zero),
               count);
    store_some(mean->weight + at,
               load_some(mean->weight + at, count) + choose(there, spread(weight), zero), count);
    store_some(mean->count + at,
               load_some(mean->count + at, count) + choose(there, spread(1), zero), count);
    store_some(mean->least + at, choose(value < least, value, least), count);
    store_some(mean->most + at, choose(value > most, value, most), count);
}

static void mean_add_rows(const struct kernel_mean *mean, const double *x, const double *terms,
                          double weight, size_t rows)
{
    size_t i = 0;
    for (; i + LANES <= rows; i += LANES)
        mean_add_some(mean, x, terms, weight, i, LANES);
    if (i < rows)
        mean_add_some(mean, x, terms, weight, i, rows - i);
}

#define KERNEL_TEXT_OF(bytes) #bytes
#define KERNEL_TEXT(bytes) KERNEL_TEXT_OF(bytes)

const struct kernel KERNEL = {
    .name = KERNEL_TEXT(KERNEL_BYTES),
    .line = line_rows,
    .mean_add = mean_add_rows,
    .raise = raise_rows,
};
