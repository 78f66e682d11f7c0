#include "model/bulk_reading.h"

#include "base/number.h"
#include "model/country_scale.h"

#include <math.h>
#include <string.h>

enum { SHOWN_MAX = 60 };

bool bulk_is_missing(const struct bulk *bulk, struct text text)
{
    if (text.length == 0 || text_is(text, "NA") || text_is(text, ".") || text_is(text, ".."))
        return true;
    for (size_t i = 0; i < bulk->missing_count; i++)
        if (text_is(text, bulk->missing[i]))
            return true;
    return false;
}

/* Digits, one comma, digits. */
static bool has_decimal_comma(struct text text)
{
    size_t commas = 0, digits = 0;
    for (size_t i = text.length > 0 && text.bytes[0] == '-'; i < text.length; i++) {
        commas += text.bytes[i] == ',';
        digits += text.bytes[i] >= '0' && text.bytes[i] <= '9';
    }
    return commas == 1 && digits > 1 && digits + 1 + (text.bytes[0] == '-') == text.length;
}

static void refuse_number(struct bulk_reading *reading, int column, struct text text,
                          enum number_problem wrong)
{
    struct err err;
    struct text name = reading->names[column];
    bool comma = has_decimal_comma(text);
    err_set(&err, comma ? ERR_SCHEMA_DECIMAL_COMMA : ERR_VALUE_PANEL, "%.*s is \"%.*s\": %s",
            (int)(name.length < SHOWN_MAX ? name.length : SHOWN_MAX), name.bytes,
            (int)(text.length < SHOWN_MAX ? text.length : SHOWN_MAX), text.bytes,
            comma ? "a decimal comma; decimals are written with a point"
                  : number_problem_text(wrong));
    if (comma)
        err_hint(&err, "save the file with decimal points, as CSV in English");
    else
        err_hint(&err, "what stands for missing is listed under missing: in %s.yaml",
                 reading->bulk->name);
    bulk_problem(reading, &err);
}

/* Whether a record of the block is read: where a long file's series are listed, others are not. */
static bool is_read(struct bulk_reading *reading, size_t record)
{
    struct text_place *fields = reading->block.fields + record * reading->block.width;
    return reading->bulk->listed_count == 0 ||
           map_get(reading->columns, bulk_field(reading, fields, reading->long_series)) != MAP_NONE;
}

/* Any field as a number: exactly, or as missing, or refused. */
static double read_field(struct bulk_reading *reading, size_t record, int column)
{
    struct text_place *fields = reading->block.fields + record * reading->block.width;
    struct text text = bulk_field(reading, fields, column);
    double number = NAN;
    if (bulk_is_missing(reading->bulk, text))
        return NAN;
    enum number_problem wrong = number_parse(text.bytes, text.length, &number);
    if (wrong != NUMBER_OK && is_read(reading, record)) {
        reading->line = reading->kept[record].line;
        refuse_number(reading, column, text, wrong);
    }
    return number;
}

/* A column of the file, of the first kept records of the block, a few numbers and a few bytes of
 * the hash in turn. */
static void read_column(struct bulk_reading *reading, int column, size_t kept, double *out)
{
    const struct text_place *fields = reading->block.fields + column;
    size_t width = reading->block.width;
    for (size_t i = 0; i < kept;) {
        size_t some = kept - i < BULK_SETTLE ? kept - i : BULK_SETTLE, done = 0;
        if (!reading->missing_numbers)
            done = number_column(reading->buffer, fields + i * width, width, some,
                                 &reading->decimals[column], out + i);
        i += done;
        if (done < some) {
            out[i] = read_field(reading, i, column);
            i++;
        }
        stream_settle(reading->stream, reading->settle_bytes);
    }
}

/* The series of a record of the block, for messages. */
static struct text series_of(struct bulk_reading *reading, const char *described, size_t record)
{
    struct text_place *fields = reading->block.fields + record * reading->block.width;
    struct text name = reading->long_series == BULK_NO_COLUMN
                           ? text_of(described)
                           : bulk_field(reading, fields, reading->long_series);
    name.length = name.length < SHOWN_MAX ? name.length : SHOWN_MAX;
    return name;
}

/* A column's name in the file, for messages. */
static struct text name_of(const struct bulk_reading *reading, int column)
{
    struct text name = reading->names[column];
    name.length = name.length < SHOWN_MAX ? name.length : SHOWN_MAX;
    return name;
}

/* An interval with one end is none: the first of each series is said. */
static void warn_one_end(struct bulk_reading *reading, struct bulk_place *place, struct text series,
                         bool low_is_there)
{
    struct err err;
    struct text there = name_of(reading, low_is_there ? place->low : place->high),
                lacking = name_of(reading, low_is_there ? place->high : place->low);
    if (place->one_end_told)
        return;
    place->one_end_told = true;
    err_set(&err, ERR_VALUE_INTERVAL,
            "%.*s has %.*s, but no %.*s here: an interval with one end is not read",
            (int)series.length, series.bytes, (int)there.length, there.bytes, (int)lacking.length,
            lacking.bytes);
    err.severity = ERR_WARNING;
    err_hint(&err, "values with one end count as exact; later ones are not listed");
    bulk_problem(reading, &err);
}

static void refuse_interval(struct bulk_reading *reading, const struct bulk_place *place,
                            struct text series, const double figures[4])
{
    struct err err;
    char value[NUMBER_PRINT_SIZE], end[NUMBER_PRINT_SIZE];
    bool below = figures[1] > figures[0];
    int column = figures[3] < 0 ? place->se : below ? place->low : place->high;
    struct text name = name_of(reading, column);
    number_print(figures[0], value);
    number_print(figures[3] < 0 ? figures[3] : figures[below ? 1 : 2], end);
    if (figures[3] < 0)
        err_set(&err, ERR_VALUE_UNCERTAINTY,
                "the standard error of %.*s (column %.*s) is %s, but none is below zero",
                (int)series.length, series.bytes, (int)name.length, name.bytes, end);
    else
        err_set(&err, ERR_VALUE_INTERVAL,
                "%s of %.*s (column %.*s) is %s, but the value is %s: an interval holds its value",
                below ? "low" : "high", (int)series.length, series.bytes, (int)name.length,
                name.bytes, end, value);
    bulk_problem(reading, &err);
}

/* Of each value that is there: its interval holds it, has two ends or none, and its standard error
 * is not below zero. */
static void check_interval(struct bulk_reading *reading, size_t series, size_t kept,
                           double *const columns[4])
{
    struct bulk_place *place = &reading->series[series];
    const char *described = reading->bulk->series[series].name;
    for (size_t i = 0; i < kept; i++) {
        double figures[4];
        for (size_t k = 0; k < 4; k++)
            figures[k] = columns[k] ? columns[k][i] : NAN;
        bool wrong = figures[3] < 0 || figures[1] > figures[0] || figures[2] < figures[0];
        bool one_end = !isnan(figures[0]) && isnan(figures[1]) != isnan(figures[2]);
        if ((!wrong && !one_end) || !is_read(reading, i))
            continue;
        reading->line = reading->kept[i].line;
        if (wrong)
            refuse_interval(reading, place, series_of(reading, described, i), figures);
        else
            warn_one_end(reading, place, series_of(reading, described, i), !isnan(figures[1]));
    }
}

void bulk_check_scale(struct bulk_reading *reading, const struct bulk_feed *feed, size_t first,
                      size_t count, const double *values)
{
    const struct indicator *indicator = &reading->load->codebook->indicators[feed->indicator];
    struct observation made = {.use = feed->use};
    double least = NAN, most = NAN;
    char text[NUMBER_PRINT_SIZE];
    struct err err;
    for (size_t i = first; i < first + count; i++) {
        if (i == first || made.source != reading->kept[i].source) {
            made.source = reading->kept[i].source;
            country_scale_ends(reading->load->sources, indicator, &made, &least, &most);
        }
        if (!(values[i] < least) && !(values[i] > most))
            continue;
        number_print(values[i], text);
        reading->line = reading->kept[i].line;
        err_set(&err, ERR_VALUE_OUTSIDE, "%s is %s, but its series runs from %g to %g",
                indicator->id, text, least, most);
        bulk_problem(reading, &err);
    }
}

/* Whether a figure is one that the scale has. */
static bool is_on_scale(double value, double worst, double best, double step)
{
    double steps = step > 0 ? (value - fmin(worst, best)) / step : 0;
    return isnan(value) || (value >= fmin(worst, best) && value <= fmax(worst, best) &&
                            fabs(steps - floor(steps + 0.5)) < 1e-9);
}

/* Figures of a series that says on what scale it is published; an edition that counted on another
 * is held to its own. */
static void check_published(struct bulk_reading *reading, size_t series, size_t kept,
                            const double *values)
{
    const struct bulk_scale *scale = &reading->bulk->series[series].scale;
    for (size_t i = 0; i < kept; i++) {
        const struct source *source = &reading->load->sources->items[reading->kept[i].source];
        bool own = !isnan(source->worst);
        double worst = own ? source->worst : scale->worst, best = own ? source->best : scale->best;
        if (is_on_scale(values[i], worst, best, own ? 0 : scale->step))
            continue;
        struct err err;
        char text[NUMBER_PRINT_SIZE];
        struct text name = name_of(reading, reading->series[series].value);
        number_print(values[i], text);
        reading->line = reading->kept[i].line;
        err_set(&err, ERR_VALUE_OUTSIDE,
                scale->step > 0 && !own
                    ? "column %.*s is %s, but is published from %g to %g in steps of %g"
                    : "column %.*s is %s, but is published from %g to %g",
                (int)name.length, name.bytes, text, worst, best, scale->step);
        err_hint(&err, "see whether columns were shifted or exchanged, or the scale was changed");
        bulk_problem(reading, &err);
    }
}

void bulk_read_series(struct bulk_reading *reading, size_t series, size_t kept,
                      double *const figures[4])
{
    const struct bulk_place *place = &reading->series[series];
    const struct bulk_series *described = &reading->bulk->series[series];
    const int columns[] = {place->value, place->low, place->high, place->se};
    for (size_t k = 0; k < 4; k++)
        if (figures[k])
            read_column(reading, columns[k], kept, figures[k]);
    const struct text_place *fields = reading->block.fields + place->value;
    for (size_t i = 0; !isnan(described->empty) && i < kept; i++)
        if (fields[i * reading->block.width].length == 0)
            figures[0][i] = described->empty;
    if (figures[1] || figures[2] || figures[3])
        check_interval(reading, series, kept, figures);
    if (!isnan(described->scale.worst))
        check_published(reading, series, kept, figures[0]);
}

/* Whether two stretches of the buffer are the same; it has a margin before and behind. */
static inline bool same_bytes(const char *one, const char *other, size_t length)
{
    uint64_t a[2], b[2];
    if (length - 8 > 8)
        return memcmp(one, other, length) == 0;
    memcpy(&a[0], one, 8);
    memcpy(&b[0], other, 8);
    memcpy(&a[1], one + length - 8, 8);
    memcpy(&b[1], other + length - 8, 8);
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
}

/* Whether a row is of the same country, period and source as the one before, as most of a long file
 * are: the columns that say so, and all between them, have the same bytes. */
static inline bool is_as_before(const struct bulk_reading *reading, const struct text_place *fields)
{
    const struct text_place *before = fields - reading->block.width;
    const struct text_place *first = fields + reading->identity_first,
                            *last = fields + reading->identity_last;
    size_t length = last->at + (last->length & ~(uint32_t)CSV_DOUBLED) - first->at;
    first = before + reading->identity_first;
    last = before + reading->identity_last;
    return length == last->at + (last->length & ~(uint32_t)CSV_DOUBLED) - first->at &&
           same_bytes(reading->buffer + fields[reading->identity_first].at,
                      reading->buffer + first->at, length);
}

size_t bulk_keep_rows(struct bulk_reading *reading)
{
    struct csv_block *block = &reading->block;
    size_t kept = 0;
    bool is_kept = false;
    for (size_t i = 0; i < block->count; i++) {
        struct text_place *fields = block->fields + i * block->width;
        struct bulk_record *record = &reading->kept[kept];
        if (i > 0 && is_as_before(reading, fields)) {
            if (!is_kept)
                continue;
            *record = record[-1];
        } else {
            reading->line = block->lines[i];
            is_kept = bulk_is_wanted(reading, fields) && bulk_identify(reading, fields, record);
            if (!is_kept)
                continue;
        }
        record->line = block->lines[i];
        if (kept != i)
            memmove(block->fields + kept * block->width, fields,
                    block->width * sizeof *block->fields);
        kept++;
    }
    reading->rows += kept;
    return kept;
}

void bulk_plan_hash(struct bulk_reading *reading, size_t figures)
{
    const struct csv_block *block = &reading->block;
    const struct text_place *first = block->fields, *last = first + block->count * block->width - 1;
    size_t bytes = last->at > first->at ? last->at - first->at : 0;
    size_t some = figures ? bytes * BULK_SETTLE / figures : 0;
    reading->settle_bytes = (some / HASH_BLOCK_BYTES + 1) * HASH_BLOCK_BYTES;
}

/* Where a series' figures go: into its column, from the first new record on, or aside. */
static void choose_targets(const struct bulk_reading *reading, const struct bulk_place *place,
                           double *figures[4])
{
    const struct bulk_column *column = place->target;
    size_t first = reading->table->count;
    const int places[] = {place->value, place->low, place->high, place->se};
    double *const columns[] = {column ? column->value : NULL, column ? column->low : NULL,
                               column ? column->high : NULL, column ? column->se : NULL};
    for (size_t k = 0; k < 4; k++)
        figures[k] = places[k] == BULK_NO_COLUMN ? NULL
                     : column                    ? columns[k] + first
                                                 : reading->aside[k];
}

bool bulk_take_wide(struct bulk_reading *reading)
{
    struct bulk_table *table = reading->table;
    size_t kept = bulk_keep_rows(reading);
    if (kept == 0)
        return true;
    if (!bulk_make_room(reading, kept))
        return false;
    memcpy(table->records + table->count, reading->kept, kept * sizeof *table->records);
    bulk_plan_hash(reading, kept * reading->bulk->series_count);
    for (size_t s = 0; s < reading->bulk->series_count; s++) {
        const struct bulk_place *place = &reading->series[s];
        double *figures[4];
        choose_targets(reading, place, figures);
        bulk_read_series(reading, s, kept, figures);
        bool held = !isnan(reading->bulk->series[s].scale.worst);
        for (size_t i = 0; place->target && !held && i < reading->check_count; i++)
            if (reading->checks[i]->column == place->target)
                bulk_check_scale(reading, reading->checks[i], 0, kept, figures[0]);
    }
    table->count += kept;
    return true;
}
