/* Random numbers by counter: each can be made alone, so that draws split by threads and machines
 * without changing. Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC11, 2011,
 * doi:10.1145/2063384.2063405). */
#ifndef TIDEMARK_BASE_RANDOM_H
#define TIDEMARK_BASE_RANDOM_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/* One block: ten rounds over the counter under the key. */
void random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* A stream's number from what it belongs to, a word at a time: start from 0. FNV-1a with a
 * separator and a final mix, the same on every machine. */
uint64_t random_stream(uint64_t stream, struct text word);

/* Draws first..first + count - 1 of a stream: uniform in (0, 1), from 53 bits. */
void random_uniforms(uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out);

/* The same draws as standard normals, by inversion. */
void random_normals(uint64_t seed, uint64_t stream, uint64_t first, size_t count, double *out);

/* The standard normal quantile of p in (0, 1), relative error about 1e-16: algorithm AS 241,
 * PPND16 (Wichura, Applied Statistics 37, 1988, 477-484). NaN outside. */
double random_normal_quantile(double p);

#endif
