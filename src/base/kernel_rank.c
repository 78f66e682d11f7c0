/* Included by kernel_body.c: ranks within rows, a row a lane. */

/* What orders lines: the value turned round, so that the highest comes first, its last bits those
 * of the line's number. What is missing comes last, each line at a place of its own. */
INLINE vector key_of(vector value, size_t line, int64_t numbers, int64_t step)
{
    mask none = (mask)spread(0x1p1023) | (int64_t)line * step | (int64_t)line;
    mask key = (((mask)value ^ INT64_MIN) & ~numbers) | (int64_t)line;
    return choose(value == value, (vector)key, (vector)none);
}

INLINE void order_two(vector *a, vector *b)
{
    vector low = lesser(*a, *b);
    *b = greater(*a, *b);
    *a = low;
}

/* Sorts each lane by merges of odd and even places (K. E. Batcher; D. E. Knuth, The Art of Computer
 * Programming 3, section 5.2.2, algorithm M): which places are compared does not depend on values.
 */
static void order_lanes(vector *keys, size_t count)
{
    size_t top = 1;
    while (2 * top < count)
        top *= 2;
    for (size_t p = top; p > 0; p /= 2) {
        size_t q = top, r = 0, d = p;
        for (bool more = true; more;) {
            for (size_t from = r; from + d < count; from += 2 * p)
                for (size_t i = from; i < from + p && i + d < count; i++)
                    order_two(&keys[i], &keys[i + d]);
            more = q != p;
            d = q - p;
            q /= 2;
            r = p;
        }
    }
}

/* Ranks of LANES rows; which of them (a bit a row) the keys cannot tell. */
static unsigned rank_lanes(const double *values, size_t stride, size_t lines, vector *keys,
                           uint32_t *ranks)
{
    int64_t step = 1;
    while ((size_t)step < lines)
        step *= 2;
    mask unsure = (mask)spread(0);
    for (size_t line = 0; line < lines; line++) {
        vector value = load(values + line * stride);
        keys[line] = key_of(value, line, step - 1, step);
        unsure |= (value > 0x1p1000) | (value < -0x1p1000);
    }
    order_lanes(keys, lines);
    for (size_t i = 0; i + 1 < lines; i++)
        unsure |= (((mask)keys[i] ^ (mask)keys[i + 1]) & -step) == 0;
    unsigned rows = 0;
    for (int lane = 0; lane < LANES; lane++)
        rows |= (unsigned)(unsure[lane] != 0) << lane;
    for (size_t i = 0; i < lines; i++) {
        mask line = (mask)keys[i] & (step - 1);
        for (int lane = 0; lane < LANES; lane++)
            ranks[(size_t)line[lane] * stride + (size_t)lane] =
                keys[i][lane] < 0x1p1023 ? (uint32_t)i + 1 : 0;
    }
    return rows;
}

static unsigned rank_rows(const double *values, size_t stride, size_t lines, double *scratch,
                          uint32_t *ranks)
{
    unsigned unsure = 0;
    vector *keys = (vector *)(void *)scratch;
    for (int row = 0; row < KERNEL_RANK_ROWS; row += LANES)
        unsure |= rank_lanes(values + row, stride, lines, keys, ranks + row) << row;
    return unsure;
}
