/* Included by kernel_body.c: weighted means. */

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

/* a where it is less (greater), else b. */
INLINE vector lesser(vector a, vector b)
{
#if KERNEL_BYTES == 64
    return (vector)_mm512_min_pd((__m512d)a, (__m512d)b);
#elif KERNEL_BYTES == 32
    return (vector)_mm256_min_pd((__m256d)a, (__m256d)b);
#else
    return choose(a < b, a, b);
#endif
}

INLINE vector greater(vector a, vector b)
{
#if KERNEL_BYTES == 64
    return (vector)_mm512_max_pd((__m512d)a, (__m512d)b);
#elif KERNEL_BYTES == 32
    return (vector)_mm256_max_pd((__m256d)a, (__m256d)b);
#else
    return choose(a > b, a, b);
#endif
}

/* Whether the size of every lane lies within what quotient asks of a sum. */
INLINE bool in_reach(vector sum)
{
    vector size = (vector)((mask)sum & INT64_MAX);
#if KERNEL_BYTES == 64
    __m512d least = _mm512_set1_pd(0x1p-700), most = _mm512_set1_pd(0x1p700);
    return (_mm512_cmp_pd_mask((__m512d)size, least, _CMP_GE_OQ) &
            _mm512_cmp_pd_mask((__m512d)size, most, _CMP_LE_OQ)) == 0xff;
#elif KERNEL_BYTES == 32
    return _mm256_movemask_pd((__m256d)((size >= 0x1p-700) & (size <= 0x1p700))) == 0xf;
#else
    mask inside = (size >= 0x1p-700) & (size <= 0x1p700);
    return inside[0] & inside[1];
#endif
}

/* sum / whole, bit for bit as the processor divides, in a third of its time: two corrections of sum
 * × reciprocal, the first of which brings it within one unit of the last place, from where the
 * second gives the quotient rounded to nearest, the reciprocal being so itself (P. W. Markstein,
 * IBM Journal of Research and Development 34, 1990, 111-119, theorem 5 on division). For |sum|
 * between 2^-700 and 2^700 and whole between 2^-60 and 2^60, so that no rest is lost below the
 * least number. */
INLINE vector quotient(vector sum, vector whole, vector reciprocal)
{
#if KERNEL_BYTES == 64
    __m512d s = (__m512d)sum, w = (__m512d)whole, r = (__m512d)reciprocal;
    __m512d q = _mm512_mul_pd(s, r);
    q = _mm512_fmadd_pd(_mm512_fnmadd_pd(q, w, s), r, q);
    return (vector)_mm512_fmadd_pd(_mm512_fnmadd_pd(q, w, s), r, q);
#elif KERNEL_BYTES == 32
    __m256d s = (__m256d)sum, w = (__m256d)whole, r = (__m256d)reciprocal;
    __m256d q = _mm256_mul_pd(s, r);
    q = _mm256_fmadd_pd(_mm256_fnmadd_pd(q, w, s), r, q);
    return (vector)_mm256_fmadd_pd(_mm256_fnmadd_pd(q, w, s), r, q);
#else
    (void)reciprocal;
    return sum / whole;
#endif
}

/* A line whose operands are one number each: how many are there, their ends, and whether any sum of
 * them lies in reach of quotient, whatever the weights: none is near 0 or cancels another. */
struct numbers {
    size_t there;
    double least;
    double most;
    bool plain;
};

static struct numbers numbers_of(const struct kernel_column *x, size_t count)
{
    struct numbers numbers = {0, __builtin_inf(), -__builtin_inf(), true};
    double low = __builtin_inf(), high = 0;
    for (size_t i = 0; i < count; i++) {
        double value = *x[i].values, size = __builtin_fabs(value);
        if (value != value)
            continue;
        numbers.there++;
        numbers.least = value < numbers.least ? value : numbers.least;
        numbers.most = value > numbers.most ? value : numbers.most;
        low = size < low ? size : low;
        high = size > high ? size : high;
    }
    numbers.plain = (numbers.least > 0 || numbers.most < 0) && low >= 0x1p-600 && high <= 0x1p600;
    return numbers;
}

enum { MEAN_VECTORS = 4 };

/* Means of numbers in `vectors` vectors from row at on, of lanes rows each. */
INLINE void mean_numbers(const struct kernel_lines *shared, const struct kernel_column *x,
                         const struct numbers *numbers, size_t at, int vectors, size_t lanes,
                         double *out)
{
    vector sum[MEAN_VECTORS], weight[MEAN_VECTORS], missing = spread(__builtin_nan(""));
    bool complete = numbers->there == shared->count;
    for (int v = 0; v < vectors; v++)
        sum[v] = weight[v] = spread(0);
    for (size_t i = 0; i < shared->count; i++) {
        double value = *x[i].values;
        if (value != value)
            continue;
        for (int v = 0; v < vectors; v++) {
            vector w = load_some(shared->weights[i] + at + (size_t)v * LANES, lanes);
            sum[v] += w * value;
            if (!complete)
                weight[v] += w;
        }
    }
    for (int v = 0; v < vectors; v++) {
        size_t row = at + (size_t)v * LANES;
        vector whole = load_some(shared->whole + row, lanes), mean;
        if (complete && (numbers->plain || in_reach(sum[v])))
            mean = quotient(sum[v], whole, load_some(shared->reciprocal + row, lanes));
        else
            mean = sum[v] / (complete ? whole : weight[v]);
        mean = lesser(spread(numbers->most), greater(spread(numbers->least), mean));
        if (!complete)
            mean = choose(weight[v] >= shared->need_share * whole, mean, missing);
        store_some(out + row, mean, lanes);
    }
}

/* The same for columns, one vector, whatever is missing in it. */
INLINE void mean_gaps_of(const struct kernel_lines *shared, const struct kernel_column *x,
                         size_t at, size_t lanes, double *out)
{
    vector zero = spread(0), sum = zero, weight = zero, there = zero;
    vector least = spread(__builtin_inf()), most = -least;
    for (size_t i = 0; i < shared->count; i++) {
        vector w = load_some(shared->weights[i] + at, lanes);
        vector value = x[i].varies ? load_some(x[i].values + at, lanes) : spread(*x[i].values);
        mask is_there = value == value;
        sum += choose(is_there, w * value, zero);
        weight += choose(is_there, w, zero);
        there += choose(is_there, spread(1), zero);
        least = lesser(value, least);
        most = greater(value, most);
    }
    vector mean = lesser(most, greater(least, sum / weight));
    mask enough = (there >= shared->need_there) &
                  (weight >= shared->need_share * load_some(shared->whole + at, lanes));
    store_some(out + at, choose(enough, mean, spread(__builtin_nan(""))), lanes);
}

static void mean_gaps(const struct kernel_lines *shared, const struct kernel_column *x, size_t at,
                      size_t lanes, double *out)
{
    if (lanes == LANES)
        mean_gaps_of(shared, x, at, LANES, out);
    else
        mean_gaps_of(shared, x, at, lanes, out);
}

/* And where nothing is. */
INLINE void mean_columns(const struct kernel_lines *shared, const struct kernel_column *x,
                         size_t at, size_t lanes, double *out)
{
    vector sum = spread(0), least = spread(__builtin_inf()), most = -least;
    for (size_t i = 0; i < shared->count; i++) {
        vector value = x[i].varies ? load_some(x[i].values + at, lanes) : spread(*x[i].values);
        sum += load_some(shared->weights[i] + at, lanes) * value;
        least = lesser(value, least);
        most = greater(value, most);
    }
    if (lanes < LANES || !in_reach(sum)) {
        mean_gaps(shared, x, at, lanes, out);
        return;
    }
    vector mean = quotient(sum, load_some(shared->whole + at, lanes),
                           load_some(shared->reciprocal + at, lanes));
    store_some(out + at, lesser(most, greater(least, mean)), lanes);
}

static void mean_line(const struct kernel_lines *shared, const struct kernel_column *x, size_t rows,
                      double *out)
{
    enum { STEP = MEAN_VECTORS * LANES };
    size_t at = 0;
    bool varies = false;
    for (size_t i = 0; i < shared->count; i++)
        varies = varies || x[i].varies;
    struct numbers numbers =
        varies ? (struct numbers){.there = shared->count} : numbers_of(x, shared->count);
    if ((double)numbers.there < shared->need_there) {
        for (; at < rows; at++)
            out[at] = __builtin_nan("");
        return;
    }
    for (; !varies && at + STEP <= rows; at += STEP)
        mean_numbers(shared, x, &numbers, at, MEAN_VECTORS, LANES, out);
    for (; at + LANES <= rows; at += LANES)
        if (varies)
            mean_columns(shared, x, at, LANES, out);
        else
            mean_numbers(shared, x, &numbers, at, 1, LANES, out);
    if (at < rows && varies)
        mean_columns(shared, x, at, rows - at, out);
    else if (at < rows)
        mean_numbers(shared, x, &numbers, at, 1, rows - at, out);
}

static void mean_lines(const struct kernel_lines *shared, const struct kernel_column *x,
                       size_t lines, size_t rows, double *const *out)
{
    for (size_t line = 0; line < lines; line++)
        mean_line(shared, x + line * shared->count, rows, out[line]);
}
