#include "robust/robust_tally.h"

#include "stat/exact_sum.h"

#include "base/pool.h"

#include <math.h>
#include <stdlib.h>

/* Cells of equal width between the ends of the pilot, one below and one above them. */
enum { CELLS = 4096, ALL_CELLS = CELLS + 2, SHARES = 3, PLACES = 2 * SHARES };

static const double shares[SHARES] = {0.05, 0.5, 0.95};

/* Values in one cell: how many, the least and the greatest. */
struct cell {
    uint64_t count;
    double least;
    double most;
};

/* A place in the order of all values that a quantile needs: the cell that holds it, how many values
 * stand before that cell, and, where values of the cell differ, all of them. */
struct place {
    uint64_t rank;
    size_t cell;
    uint64_t before;
    size_t shares_with; /* the first place of the same cell, which has the values */
    double *values;
    size_t count;
};

struct chances {
    uint64_t both;
    uint64_t above;
    uint64_t same;
};

struct country {
    struct exact_sum sum;
    uint64_t runs;
    double low;
    double per_width;
    struct cell *cells;
    struct place places[PLACES];
    uint64_t *ranks;
    uint64_t ranked;
    struct chances improved;
    struct chances *pairs; /* with each country after it */
};

struct robust_tally {
    struct robust_tally_ask ask;
    struct country *countries;
};

/* A part as threads look at it. */
struct look {
    struct robust_tally *tally;
    const struct robust_part *part;
};

static size_t cell_of(const struct country *country, double value)
{
    if (value < country->low)
        return 0;
    double at = (value - country->low) * country->per_width;
    return at < CELLS ? 1 + (size_t)at : CELLS + 1;
}

/* Where a country's values lie in the pilot. A width of 0 leaves one cell for what is not below. */
static void frame(struct country *country, const double *values, size_t runs)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t run = 0; run < runs; run++) {
        low = values[run] < low ? values[run] : low;
        high = values[run] > high ? values[run] : high;
    }
    double per_width = CELLS / (high - low);
    country->low = low <= high ? low : 0;
    country->per_width = low < high && isfinite(per_width) ? per_width : 0;
}

static bool make_country(struct arena *arena, const struct robust_tally_ask *ask,
                         struct country *country)
{
    if (ask->figures)
        country->cells = arena_alloc(arena, ALL_CELLS, sizeof *country->cells);
    if (ask->ranks)
        country->ranks = arena_alloc(arena, ask->countries, sizeof *country->ranks);
    if (ask->pairs)
        country->pairs = arena_alloc(arena, ask->countries, sizeof *country->pairs);
    for (size_t i = 0; country->cells && i < ALL_CELLS; i++)
        country->cells[i] = (struct cell){0, INFINITY, -INFINITY};
    return (country->cells || !ask->figures) && (country->ranks || !ask->ranks) &&
           (country->pairs || !ask->pairs);
}

struct robust_tally *robust_tally_new(struct arena *arena, const struct robust_tally_ask *ask,
                                      const struct robust_part *pilot)
{
    struct robust_tally *tally = arena_alloc(arena, 1, sizeof *tally);
    struct country *countries = arena_alloc(arena, ask->countries, sizeof *countries);
    if (!tally || !countries)
        return NULL;
    *tally = (struct robust_tally){*ask, countries};
    for (size_t c = 0; c < ask->countries; c++) {
        if (!make_country(arena, ask, &countries[c]))
            return NULL;
        if (ask->figures)
            frame(&countries[c], pilot->values + c * pilot->runs, pilot->runs);
    }
    return tally;
}

static void add_figures(struct country *country, const double *values, size_t runs)
{
    for (size_t run = 0; run < runs; run++) {
        double value = values[run];
        if (isnan(value))
            continue;
        struct cell *cell = &country->cells[cell_of(country, value)];
        cell->count++;
        cell->least = value < cell->least ? value : cell->least;
        cell->most = value > cell->most ? value : cell->most;
        exact_sum_add(&country->sum, value);
        country->runs++;
    }
}

static void add_ranks(struct country *country, const uint32_t *ranks, size_t runs)
{
    for (size_t run = 0; run < runs; run++)
        if (ranks[run] > 0) {
            country->ranks[ranks[run] - 1]++;
            country->ranked++;
        }
}

static void add_chances(struct chances *chances, const double *a, const double *b, size_t runs)
{
    uint64_t both = 0, above = 0, same = 0;
    for (size_t run = 0; run < runs; run++) {
        both += !isnan(a[run]) && !isnan(b[run]) ? 1 : 0;
        above += a[run] > b[run];
        same += a[run] == b[run];
    }
    *chances = (struct chances){chances->both + both, chances->above + above, chances->same + same};
}

static bool add_country(void *context, size_t c, unsigned worker)
{
    const struct look *look = context;
    const struct robust_tally_ask *ask = &look->tally->ask;
    const struct robust_part *part = look->part;
    struct country *country = &look->tally->countries[c];
    (void)worker;
    if (ask->figures)
        add_figures(country, part->values + c * part->runs, part->runs);
    if (ask->ranks)
        add_ranks(country, part->ranks + c * part->runs, part->runs);
    if (ask->before)
        add_chances(&country->improved, part->values + c * part->runs,
                    part->before + c * part->runs, part->runs);
    for (size_t d = c + 1; ask->pairs && d < ask->countries; d++)
        add_chances(&country->pairs[d], part->values + c * part->runs,
                    part->values + d * part->runs, part->runs);
    return true;
}

void robust_tally_add(struct robust_tally *tally, const struct robust_part *part)
{
    struct look look = {tally, part};
    pool_run(tally->ask.threads, tally->ask.countries, add_country, &look);
}

static void merge_chances(struct chances *chances, const struct chances *other)
{
    chances->both += other->both;
    chances->above += other->above;
    chances->same += other->same;
}

void robust_tally_merge(struct robust_tally *tally, const struct robust_tally *other)
{
    for (size_t c = 0; c < tally->ask.countries; c++) {
        struct country *country = &tally->countries[c];
        const struct country *added = &other->countries[c];
        exact_sum_merge(&country->sum, &added->sum);
        country->runs += added->runs;
        country->ranked += added->ranked;
        merge_chances(&country->improved, &added->improved);
        for (size_t i = 0; country->cells && i < ALL_CELLS; i++) {
            struct cell *cell = &country->cells[i];
            cell->count += added->cells[i].count;
            cell->least = fmin(cell->least, added->cells[i].least);
            cell->most = fmax(cell->most, added->cells[i].most);
        }
        for (size_t d = 0; d < tally->ask.countries; d++) {
            if (country->ranks)
                country->ranks[d] += added->ranks[d];
            if (country->pairs)
                merge_chances(&country->pairs[d], &added->pairs[d]);
        }
    }
}

/* The places of order that a quantile lies between (both the same where it is one of them). */
static uint64_t rank_of(const struct country *country, size_t place)
{
    uint64_t last = country->runs - 1;
    uint64_t rank = (uint64_t)floor((double)last * shares[place / 2]) + place % 2;
    return rank < last ? rank : last;
}

static bool find_place(struct arena *arena, const struct country *country, struct place *places,
                       size_t which)
{
    struct place *place = &places[which];
    *place = (struct place){.rank = rank_of(country, which), .shares_with = which};
    while (place->before + country->cells[place->cell].count <= place->rank)
        place->before += country->cells[place->cell++].count;
    for (size_t i = which; i-- > 0;)
        if (places[i].cell == place->cell)
            place->shares_with = i;
    const struct cell *cell = &country->cells[place->cell];
    if (place->shares_with < which || cell->least == cell->most)
        return true;
    place->values = arena_alloc(arena, cell->count, sizeof *place->values);
    return place->values != NULL;
}

bool robust_tally_begin_again(struct arena *arena, struct robust_tally *tally)
{
    for (size_t c = 0; c < tally->ask.countries; c++) {
        struct country *country = &tally->countries[c];
        for (size_t i = 0; country->runs > 0 && i < PLACES; i++)
            if (!find_place(arena, country, country->places, i))
                return false;
    }
    return true;
}

static bool show_country(void *context, size_t c, unsigned worker)
{
    const struct look *look = context;
    struct country *country = &look->tally->countries[c];
    const double *values = look->part->values + c * look->part->runs;
    (void)worker;
    for (size_t run = 0; country->runs > 0 && run < look->part->runs; run++) {
        if (isnan(values[run]))
            continue;
        size_t cell = cell_of(country, values[run]);
        for (size_t i = 0; i < PLACES; i++)
            if (country->places[i].cell == cell && country->places[i].values)
                country->places[i].values[country->places[i].count++] = values[run];
    }
    return true;
}

void robust_tally_show_again(struct robust_tally *tally, const struct robust_part *part)
{
    struct look look = {tally, part};
    pool_run(tally->ask.threads, tally->ask.countries, show_country, &look);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value at a place of order. */
static double value_at(const struct country *country, size_t which)
{
    const struct place *place = &country->places[which];
    const struct place *holder = &country->places[place->shares_with];
    return holder->values ? holder->values[place->rank - place->before]
                          : country->cells[place->cell].least;
}

struct robust_figures robust_tally_figures(struct robust_tally *tally, size_t c)
{
    struct country *country = &tally->countries[c];
    double quantiles[SHARES] = {NAN, NAN, NAN}, mean = NAN;
    for (size_t i = 0; i < PLACES; i++)
        if (country->places[i].values)
            qsort(country->places[i].values, country->places[i].count, sizeof(double), by_size);
    for (size_t i = 0; country->runs > 0 && i < SHARES; i++) {
        double at = (double)(country->runs - 1) * shares[i], part = at - floor(at);
        double low = value_at(country, 2 * i), high = value_at(country, 2 * i + 1);
        quantiles[i] = part == 0 ? low : low + part * (high - low);
    }
    if (country->runs > 0)
        mean = exact_sum_value(&country->sum) / (double)country->runs;
    return (struct robust_figures){(size_t)country->runs, mean, quantiles[1], quantiles[0],
                                   quantiles[2]};
}

const uint64_t *robust_tally_ranks(const struct robust_tally *tally, size_t country,
                                   uint64_t *total)
{
    *total = tally->countries[country].ranked;
    return tally->countries[country].ranks;
}

size_t robust_tally_rank_quantile(const struct robust_tally *tally, size_t c, double share)
{
    const struct country *country = &tally->countries[c];
    uint64_t sum = 0;
    for (size_t i = 0; i < tally->ask.countries && country->ranked > 0; i++) {
        sum += country->ranks[i];
        if ((double)sum >= share * (double)country->ranked)
            return i + 1;
    }
    return 0;
}

static struct robust_chance chance_of(const struct chances *chances)
{
    double both = (double)chances->both;
    if (chances->both == 0)
        return (struct robust_chance){0, NAN, NAN};
    return (struct robust_chance){(size_t)chances->both, (double)chances->above / both,
                                  (double)chances->same / both};
}

struct robust_chance robust_tally_improved(const struct robust_tally *tally, size_t country)
{
    return chance_of(&tally->countries[country].improved);
}

struct robust_chance robust_tally_pair(const struct robust_tally *tally, size_t a, size_t b)
{
    struct chances chances = tally->countries[a < b ? a : b].pairs[a < b ? b : a];
    if (a > b)
        chances.above = chances.both - chances.above - chances.same;
    return chance_of(&chances);
}
