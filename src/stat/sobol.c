#include "stat/sobol.h"

#include "stat/sobol_table.h"

/* Levels of a scrambling tree that share a hash: 15 nodes. */
enum { LEVELS = 4 };

struct bits {
    const uint64_t *words;
    size_t at;
};

static uint32_t take(struct bits *bits, unsigned count)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < count; i++, bits->at++)
        value |= (uint32_t)(bits->words[bits->at / 64] >> (bits->at % 64) & 1) << i;
    return value;
}

/* Direction numbers of a polynomial: v_k = m_k 2^(32 - k), beyond its degree by its recurrence
 * (Joe and Kuo 2008, equations 2.1 and 2.2). */
static void fill(struct bits *bits, unsigned degree, uint32_t *v)
{
    uint32_t inner = take(bits, degree - 1);
    for (unsigned k = 1; k <= degree; k++)
        v[k - 1] = (take(bits, k - 1) << 1 | 1) << (SOBOL_BITS - k);
    for (unsigned k = degree; k < SOBOL_BITS; k++) {
        v[k] = v[k - degree] ^ v[k - degree] >> degree;
        for (unsigned j = 1; j < degree; j++)
            if (inner >> (degree - 1 - j) & 1)
                v[k] ^= v[k - j];
    }
}

const struct sobol *sobol_make(struct arena *arena, size_t dimensions)
{
    struct sobol *sobol = arena_alloc(arena, 1, sizeof *sobol);
    uint32_t *directions = arena_alloc(arena, dimensions * SOBOL_BITS, sizeof *directions);
    if (!sobol || !directions)
        return NULL;
    for (unsigned k = 0; k < SOBOL_BITS; k++)
        directions[k] = UINT32_C(1) << (SOBOL_BITS - 1 - k);
    struct bits bits = {sobol_table_bits, 0};
    size_t dimension = 1;
    for (unsigned degree = 1; degree <= SOBOL_TABLE_DEGREES; degree++)
        for (unsigned i = 0; i < sobol_table_degrees[degree] && dimension < dimensions; i++)
            fill(&bits, degree, directions + SOBOL_BITS * dimension++);
    *sobol = (struct sobol){dimensions, directions};
    return sobol;
}

uint32_t sobol_coordinate(const struct sobol *sobol, size_t dimension, uint32_t index)
{
    const uint32_t *v = sobol->directions + SOBOL_BITS * dimension;
    uint32_t coordinate = 0;
    for (; index; index >>= 1, v++)
        coordinate ^= *v & -(index & 1);
    return coordinate;
}

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, doi:10.1145/2660193.2660195). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* What all nodes of a dimension's tree hang on. */
static uint64_t root_of(uint64_t seed, size_t dimension)
{
    return mix(mix(seed + UINT64_C(0x9e3779b97f4a7c15)) + dimension);
}

static uint32_t scramble(uint32_t coordinate, uint64_t root)
{
    uint32_t flips = 0;
    for (unsigned depth = 0; depth < SOBOL_BITS; depth += LEVELS) {
        uint64_t above = depth > 0 ? coordinate >> (SOBOL_BITS - depth) : 0;
        uint64_t nodes = mix(root ^ mix(above << 8 | (depth + 1)));
        uint32_t below = coordinate >> (SOBOL_BITS - LEVELS - depth);
        uint32_t node = 1;
        for (unsigned level = LEVELS; level-- > 0;) {
            flips = flips << 1 | (uint32_t)(nodes >> node & 1);
            node = node << 1 | (below >> level & 1);
        }
    }
    return coordinate ^ flips;
}

uint32_t sobol_scramble(uint32_t coordinate, uint64_t seed, size_t dimension)
{
    return scramble(coordinate, root_of(seed, dimension));
}

void sobol_points(const struct sobol *sobol, size_t dimension, uint64_t seed, uint32_t first,
                  size_t count, double *out)
{
    uint64_t root = root_of(seed, dimension);
    for (size_t i = 0; i < count; i++) {
        uint32_t coordinate = sobol_coordinate(sobol, dimension, first + (uint32_t)i);
        out[i] = (scramble(coordinate, root) + 0.5) * 0x1p-32;
    }
}
