/* Included by kernel_body.c: passes over a column, or two, that leave a few figures. */

/* Sums go through eight lanes whatever the width: the value of a row goes to lane row % 8. */
enum { EIGHT = 8, PARTS = EIGHT / LANES };

/* The rows past the last whole eight, and what is missing after them. */
static inline void pad(double *eight, const double *from, size_t count)
{
    for (size_t i = 0; i < EIGHT; i++)
        eight[i] = i < count ? from[i] : __builtin_nan("");
}

/* The lanes in fixed order. */
static double fold(const vector *parts)
{
    double lane[EIGHT];
    memcpy(lane, parts, sizeof lane);
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static size_t fold_count(const mask *parts)
{
    int64_t lane[EIGHT], count = 0;
    memcpy(lane, parts, sizeof lane);
    for (int i = 0; i < EIGHT; i++)
        count += lane[i];
    return (size_t)count;
}

/* Zero is added so that a zero has no sign, whichever came first. */
static double fold_least(const vector *parts)
{
    double lane[EIGHT], least = __builtin_inf();
    memcpy(lane, parts, sizeof lane);
    for (int i = 0; i < EIGHT; i++)
        least = lane[i] < least ? lane[i] : least;
    return least + 0.0;
}

static double fold_most(const vector *parts)
{
    double lane[EIGHT], most = -__builtin_inf();
    memcpy(lane, parts, sizeof lane);
    for (int i = 0; i < EIGHT; i++)
        most = lane[i] > most ? lane[i] : most;
    return most + 0.0;
}

struct span_lanes {
    vector sum[PARTS], least[PARTS], most[PARTS];
    mask count[PARTS];
};

static inline void span_add(struct span_lanes *lanes, const double *x)
{
    for (int p = 0; p < PARTS; p++) {
        vector value = load(x + p * LANES);
        mask there = value == value;
        lanes->count[p] -= there;
        lanes->sum[p] += choose(there, value, spread(0));
        lanes->least[p] = choose(value < lanes->least[p], value, lanes->least[p]);
        lanes->most[p] = choose(value > lanes->most[p], value, lanes->most[p]);
    }
}

static void span_rows(const double *x, size_t rows, struct kernel_span *span)
{
    struct span_lanes lanes;
    double last[EIGHT];
    for (int p = 0; p < PARTS; p++) {
        lanes.sum[p] = spread(0);
        lanes.count[p] = (mask)spread(0);
        lanes.least[p] = spread(__builtin_inf());
        lanes.most[p] = spread(-__builtin_inf());
    }
    size_t i = 0;
    for (; i + EIGHT <= rows; i += EIGHT)
        span_add(&lanes, x + i);
    if (i < rows) {
        pad(last, x + i, rows - i);
        span_add(&lanes, last);
    }
    *span = (struct kernel_span){.count = fold_count(lanes.count),
                                 .sum = fold(lanes.sum),
                                 .least = fold_least(lanes.least),
                                 .most = fold_most(lanes.most)};
}

static inline vector held(vector value, double low, double high)
{
    value = choose(value < low, spread(low), value);
    return choose(value > high, spread(high), value);
}

struct cut_lanes {
    vector sum[PARTS], above_low[PARTS], below_high[PARTS];
    mask at_low[PARTS], at_high[PARTS];
};

static inline void cut_add(struct cut_lanes *lanes, const struct kernel_cut *cut, const double *x)
{
    for (int p = 0; p < PARTS; p++) {
        vector value = load(x + p * LANES);
        vector least = lanes->above_low[p], most = lanes->below_high[p];
        lanes->sum[p] += choose(value == value, held(value, cut->low, cut->high), spread(0));
        lanes->at_low[p] -= value <= cut->low;
        lanes->at_high[p] -= value >= cut->high;
        lanes->above_low[p] = choose((value > cut->low) & (value < least), value, least);
        lanes->below_high[p] = choose((value < cut->high) & (value > most), value, most);
    }
}

static void cut_rows(struct kernel_cut *cut, const double *x, size_t rows)
{
    struct cut_lanes lanes;
    double last[EIGHT];
    for (int p = 0; p < PARTS; p++) {
        lanes.sum[p] = spread(0);
        lanes.at_low[p] = lanes.at_high[p] = (mask)spread(0);
        lanes.above_low[p] = spread(__builtin_inf());
        lanes.below_high[p] = spread(-__builtin_inf());
    }
    size_t i = 0;
    for (; i + EIGHT <= rows; i += EIGHT)
        cut_add(&lanes, cut, x + i);
    if (i < rows) {
        pad(last, x + i, rows - i);
        cut_add(&lanes, cut, last);
    }
    cut->sum = fold(lanes.sum);
    cut->at_low = fold_count(lanes.at_low);
    cut->at_high = fold_count(lanes.at_high);
    cut->above_low = fold_least(lanes.above_low);
    cut->below_high = fold_most(lanes.below_high);
}

struct powers_lanes {
    vector first[PARTS], second[PARTS], third[PARTS], fourth[PARTS];
};

static inline void powers_add(struct powers_lanes *lanes, const struct kernel_powers *powers,
                              const double *x)
{
    for (int p = 0; p < PARTS; p++) {
        vector value = load(x + p * LANES);
        vector d = (held(value, powers->low, powers->high) - powers->centre) * powers->scale;
        d = choose(value == value, d, spread(0));
        vector square = d * d;
        lanes->first[p] += d;
        lanes->second[p] += square;
        lanes->third[p] += square * d;
        lanes->fourth[p] += square * square;
    }
}

static void powers_rows(struct kernel_powers *powers, const double *x, size_t rows)
{
    struct powers_lanes lanes;
    double last[EIGHT];
    for (int p = 0; p < PARTS; p++)
        lanes.first[p] = lanes.second[p] = lanes.third[p] = lanes.fourth[p] = spread(0);
    size_t i = 0;
    for (; i + EIGHT <= rows; i += EIGHT)
        powers_add(&lanes, powers, x + i);
    if (i < rows) {
        pad(last, x + i, rows - i);
        powers_add(&lanes, powers, last);
    }
    powers->sums[0] = fold(lanes.first);
    powers->sums[1] = fold(lanes.second);
    powers->sums[2] = fold(lanes.third);
    powers->sums[3] = fold(lanes.fourth);
}

struct pair_lanes {
    vector sum[2][PARTS], least[2][PARTS], most[2][PARTS];
    mask count[PARTS];
};

static inline void pair_add(struct pair_lanes *lanes, const double *x, const double *y)
{
    const vector up = spread(__builtin_inf()), down = spread(-__builtin_inf());
    for (int p = 0; p < PARTS; p++) {
        vector value[2] = {load(x + p * LANES), load(y + p * LANES)};
        mask there = (value[0] == value[0]) & (value[1] == value[1]);
        lanes->count[p] -= there;
        for (int i = 0; i < 2; i++) {
            vector low = choose(there, value[i], up), high = choose(there, value[i], down);
            lanes->sum[i][p] += choose(there, value[i], spread(0));
            lanes->least[i][p] = choose(low < lanes->least[i][p], low, lanes->least[i][p]);
            lanes->most[i][p] = choose(high > lanes->most[i][p], high, lanes->most[i][p]);
        }
    }
}

static void pair_rows(const double *x, const double *y, size_t rows, struct kernel_pair *pair)
{
    struct pair_lanes lanes;
    double last[2][EIGHT];
    for (int p = 0; p < PARTS; p++) {
        lanes.sum[0][p] = lanes.sum[1][p] = spread(0);
        lanes.count[p] = (mask)spread(0);
        lanes.least[0][p] = lanes.least[1][p] = spread(__builtin_inf());
        lanes.most[0][p] = lanes.most[1][p] = spread(-__builtin_inf());
    }
    size_t i = 0;
    for (; i + EIGHT <= rows; i += EIGHT)
        pair_add(&lanes, x + i, y + i);
    if (i < rows) {
        pad(last[0], x + i, rows - i);
        pad(last[1], y + i, rows - i);
        pair_add(&lanes, last[0], last[1]);
    }
    pair->count = fold_count(lanes.count);
    for (int side = 0; side < 2; side++) {
        pair->sum[side] = fold(lanes.sum[side]);
        pair->least[side] = fold_least(lanes.least[side]);
        pair->most[side] = fold_most(lanes.most[side]);
    }
}

struct products_lanes {
    vector first[2][PARTS], square[2][PARTS], cross[PARTS];
};

static inline void products_add(struct products_lanes *lanes,
                                const struct kernel_products *products, const double *x,
                                const double *y)
{
    const vector zero = spread(0);
    for (int p = 0; p < PARTS; p++) {
        vector d = (load(x + p * LANES) - products->centre[0]) * products->scale[0];
        vector e = (load(y + p * LANES) - products->centre[1]) * products->scale[1];
        mask there = (d == d) & (e == e);
        d = choose(there, d, zero);
        e = choose(there, e, zero);
        lanes->first[0][p] += d;
        lanes->first[1][p] += e;
        lanes->square[0][p] += d * d;
        lanes->square[1][p] += e * e;
        lanes->cross[p] += d * e;
    }
}

static void products_rows(struct kernel_products *products, const double *x, const double *y,
                          size_t rows)
{
    struct products_lanes lanes;
    double last[2][EIGHT];
    for (int p = 0; p < PARTS; p++)
        lanes.first[0][p] = lanes.first[1][p] = lanes.square[0][p] = lanes.square[1][p] =
            lanes.cross[p] = spread(0);
    size_t i = 0;
    for (; i + EIGHT <= rows; i += EIGHT)
        products_add(&lanes, products, x + i, y + i);
    if (i < rows) {
        pad(last[0], x + i, rows - i);
        pad(last[1], y + i, rows - i);
        products_add(&lanes, products, last[0], last[1]);
    }
    for (int side = 0; side < 2; side++) {
        products->first[side] = fold(lanes.first[side]);
        products->square[side] = fold(lanes.square[side]);
    }
    products->cross = fold(lanes.cross);
}
