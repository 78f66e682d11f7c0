#include "model/bulk_reading.h"

#include "base/file.h"
#include "base/number.h"

#include <string.h>

enum {
    BULK_PIECE_BYTES = 64 * 1024, /* what a processor keeps near while it is read and read again */
    BULK_PLACES = 16 * 1024,      /* fields of a block, unless one record has more */
    BULK_RECORD_BYTES_MAX = 4 * 1024 * 1024,
    BULK_SPARE_BYTES = 64, /* behind the buffer, for what is read in words */
};

static const size_t bulk_bytes_max = (size_t)1 << 31;

/* A larger buffer for a record that does not fit, or the first. */
static bool grow_buffer(struct bulk_reading *reading)
{
    struct err err;
    size_t size = stream_size_bytes(reading->stream) + 1;
    size_t room = reading->room             ? 2 * reading->room
                  : size < BULK_PIECE_BYTES ? size
                                            : BULK_PIECE_BYTES;
    if (room > BULK_RECORD_BYTES_MAX) {
        reading->line = reading->csv.next_line;
        err_set(&err, ERR_CSV_SYNTAX, "the record has more than 4 MiB");
        err_hint(&err, "it seems that a quoted field is not closed");
        bulk_problem(reading, &err);
        return false;
    }
    char *memory =
        arena_alloc(reading->load->load->scratch, NUMBER_MARGIN + room + BULK_SPARE_BYTES, 1);
    if (!memory) {
        load_no_memory(reading->load->load);
        return false;
    }
    if (reading->have > 0)
        memcpy(memory + NUMBER_MARGIN, reading->buffer, reading->have);
    reading->buffer = memory + NUMBER_MARGIN;
    reading->room = room;
    return true;
}

/* Brings more of the file behind what is not read yet; false after a problem. */
static bool refill(struct bulk_reading *reading)
{
    struct err err;
    size_t read = reading->csv.at;
    stream_settle(reading->stream, SIZE_MAX);
    reading->have -= read;
    if (read > 0)
        memmove(reading->buffer, reading->buffer + read, reading->have);
    if (reading->have == reading->room && !grow_buffer(reading))
        return false;
    size_t wanted = reading->room - reading->have;
    size_t got = stream_read(reading->stream, reading->buffer + reading->have, wanted, &err);
    if (got == SIZE_MAX) {
        err_at(&err, (struct err_place){.file = reading->shown});
        err_list_add(reading->load->load->list, &err);
        return false;
    }
    reading->have += got;
    reading->given += got;
    csv_continue(&reading->csv, reading->buffer, reading->have, got < wanted);
    return true;
}

static void refuse_syntax(struct bulk_reading *reading, enum csv_result result)
{
    struct err err;
    reading->line = reading->csv.line;
    if (result == CSV_OUT_OF_MEMORY)
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading the file");
    else
        err_set(&err, ERR_CSV_SYNTAX, "%s",
                result == CSV_TOO_MANY ? "the header has more than 16,384 fields"
                                       : csv_problem(result));
    bulk_problem(reading, &err);
}

static void refuse_uneven(struct bulk_reading *reading)
{
    struct err err;
    reading->line = reading->csv.line;
    err_set(&err, ERR_CSV_SYNTAX, "the record has %zu fields, but the header names %zu",
            reading->block.found, reading->name_count);
    err_hint(&err, "a field that holds a comma stands in quotes; decimals have a point");
    bulk_problem(reading, &err);
}

/* Reads the header and keeps its names; false after a problem. An empty file has none. */
static bool read_header(struct bulk_reading *reading)
{
    struct arena *scratch = reading->load->load->scratch;
    size_t size = stream_size_bytes(reading->stream) + 1;
    size_t most =
        stream_is_plain(reading->stream) && size < BULK_COLUMNS_MAX ? size : BULK_COLUMNS_MAX;
    struct text *names = arena_alloc(scratch, most, sizeof *names);
    enum csv_result result = CSV_PART;
    reading->csv.at = 0;
    if (!names || !refill(reading))
        return false;
    bool whole = reading->csv.whole;
    csv_open(&reading->csv, scratch, reading->buffer, reading->have);
    reading->csv.whole = whole;
    while ((result = csv_next(&reading->csv, names, most, &reading->name_count)) == CSV_PART)
        if (!refill(reading))
            return false;
    reading->line = reading->csv.line;
    if (result != CSV_RECORD && result != CSV_END) {
        refuse_syntax(reading, result);
        return false;
    }
    for (size_t i = 0; i < reading->name_count; i++)
        names[i].bytes = arena_text(scratch, names[i].bytes, names[i].length);
    reading->names = names;
    return !arena_failed(scratch);
}

static size_t count_groups(const struct bulk *bulk)
{
    size_t count = 0;
    while (bulk->groups && bulk->groups[2 * count])
        count++;
    return count;
}

/* The feeds whose scale figures are held to. */
static bool find_checks(struct bulk_reading *reading)
{
    const struct country_load *load = reading->load;
    const struct bulk_feed **checks =
        arena_alloc(load->load->scratch, load->feed_count + 1, sizeof *checks);
    for (size_t i = 0; checks && i < load->feed_count; i++) {
        const struct bulk_feed *feed = &load->feeds[i];
        if (feed->table != reading->table || feed->use->clip ||
            load->codebook->indicators[feed->indicator].scale.kind != SCALE_ORDINAL)
            continue;
        checks[reading->check_count++] = feed;
        reading->is_checked[feed->column - reading->table->columns] = true;
    }
    reading->checks = checks;
    return checks != NULL;
}

/* What the header asks for. */
static bool allocate(struct bulk_reading *reading)
{
    const struct bulk *bulk = reading->bulk;
    struct arena *scratch = reading->load->load->scratch;
    reading->series = arena_alloc(scratch, bulk->series_count + 1, sizeof *reading->series);
    reading->filters = arena_alloc(scratch, bulk->filter_count + 1, sizeof *reading->filters);
    reading->countries = arena_alloc(scratch, bulk->country_count + 1, sizeof *reading->countries);
    reading->groups = arena_alloc(scratch, count_groups(bulk) + 1, sizeof *reading->groups);
    reading->decimals = arena_alloc(scratch, reading->name_count + 1, sizeof *reading->decimals);
    reading->dates_by_text = map_new(scratch);
    reading->refused_sources = map_new(scratch);
    reading->records = map_new(scratch);
    reading->followers =
        arena_alloc(scratch, reading->table->column_count + 1, sizeof *reading->followers);
    reading->is_seen =
        arena_alloc(scratch, reading->table->column_count + 1, sizeof *reading->is_seen);
    reading->is_checked =
        arena_alloc(scratch, reading->table->column_count + 1, sizeof *reading->is_checked);
    return !arena_failed(scratch) && find_checks(reading);
}

/* Room for a block: at least one record, and no more than the file can hold, whose fields have a
 * byte each at least. */
static bool allocate_block(struct bulk_reading *reading)
{
    struct arena *scratch = reading->load->load->scratch;
    struct csv_block *block = &reading->block;
    block->width = reading->name_count;
    size_t places = stream_size_bytes(reading->stream) + 1;
    places = places < BULK_PLACES ? places : BULK_PLACES;
    block->max = block->width < places ? places / block->width : 1;
    block->fields = arena_alloc(scratch, block->max * block->width, sizeof *block->fields);
    block->lines = arena_alloc(scratch, block->max, sizeof *block->lines);
    reading->kept = arena_alloc(scratch, block->max, sizeof *reading->kept);
    for (size_t k = 0; k < 4; k++)
        reading->aside[k] = arena_alloc(scratch, block->max, sizeof(double));
    return block->fields && block->lines && reading->kept && !arena_failed(scratch);
}

/* Whether a column must have a row of its series: none else can bring what feeds the indicator. */
static bool is_due(const struct bulk_reading *reading, const struct bulk_column *column)
{
    for (size_t i = 0; i < reading->load->feed_count; i++) {
        const struct bulk_feed *feed = &reading->load->feeds[i];
        if (feed->column == column && !feed->use->given && feed->use->family == CODEBOOK_NONE)
            return true;
    }
    return false;
}

/* A series that feeds an indicator, but that no row of a long file names. */
static void refuse_unseen(struct bulk_reading *reading)
{
    struct err err;
    for (size_t i = 0; i < reading->table->column_count; i++) {
        const struct bulk_column *column = &reading->table->columns[i];
        if (reading->is_seen[i] || !is_due(reading, column))
            continue;
        reading->line = 0;
        err_set(&err, ERR_REFERENCE_SERIES, "no row of the file is of the series %s",
                column->series);
        err_hint(&err, "series: in %s.yaml says under what name the file has it",
                 reading->bulk->name);
        bulk_problem(reading, &err);
    }
}

/* What a long file that lists no series has. */
static void note_found(struct bulk_reading *reading)
{
    for (size_t i = 0; i < reading->table->column_count; i++)
        reading->table->columns[i].found = reading->table->columns[i].found || reading->is_seen[i];
}

static void read_records(struct bulk_reading *reading)
{
    for (;;) {
        enum csv_result result = csv_read(&reading->csv, &reading->block);
        if (reading->block.count > 0 &&
            !(reading->bulk->long_series ? bulk_take_long(reading) : bulk_take_wide(reading)))
            return;
        if (result == CSV_UNEVEN)
            refuse_uneven(reading);
        else if (result == CSV_PART && !refill(reading))
            return;
        else if (result != CSV_RECORD && result != CSV_PART) {
            if (result != CSV_END)
                refuse_syntax(reading, result);
            else if (reading->bulk->long_series)
                refuse_unseen(reading);
            return;
        }
    }
}

static void read_all(struct bulk_reading *reading)
{
    if (!read_header(reading))
        return;
    if (!allocate(reading)) {
        load_no_memory(reading->load->load);
        return;
    }
    const struct bulk_last none = {.length = SIZE_MAX};
    reading->last_country = reading->last_date = reading->last_source = none;
    for (size_t i = 0; i <= reading->table->column_count; i++)
        reading->followers[i] = none;
    if (!bulk_find_columns(reading))
        return;
    if (allocate_block(reading))
        read_records(reading);
    else
        load_no_memory(reading->load->load);
    note_found(reading);
}

/* Whether the source that all rows have is there; one with a column in it is looked for by row. */
static bool check_source(struct load *load, const struct sources *sources, const struct bulk *bulk)
{
    struct err err;
    if (strchr(bulk->source, '{') || source_find(sources, text_of(bulk->source)) != UINT32_MAX)
        return true;
    err_set(&err, ERR_REFERENCE_SOURCE, "no source has the id \"%s\"", bulk->source);
    err_at(&err, bulk->source_place);
    err_hint(&err, "add it to indicators/sources.yaml");
    if (!sources->incomplete)
        err_list_add(load->list, &err);
    return false;
}

static struct stream *open_file(struct load *load, const struct bulk *bulk, const char *shown)
{
    struct err err;
    if (file_exists(shown)) {
        struct stream *stream = stream_open(load->scratch, shown, bulk_bytes_max, &err);
        err.place = (struct err_place){.file = shown};
        if (!stream)
            err_list_add(load->list, &err);
        return stream;
    }
    err_set(&err, ERR_REFERENCE_PANEL, "the file of the panel %s is not there: %s", bulk->name,
            shown);
    err_hint(&err, "correct the name, or put the file there");
    err_at(&err, (struct err_place){.file = load_shown(load, bulk->description)});
    err_list_add(load->list, &err);
    return NULL;
}

void bulk_read(struct country_load *load, const struct bulk *bulk, struct bulk_table *table,
               bool countries)
{
    struct err err;
    char sha256[HASH_TEXT_SIZE];
    const char *shown = load_shown(load->load, bulk->file);
    size_t problems = load->load->list->errors;
    struct bulk_reading reading = {.load = load,
                                   .bulk = bulk,
                                   .table = table,
                                   .shown = shown,
                                   .add_countries = countries,
                                   .first_country = load->country_count,
                                   .columns =
                                       bulk_columns_by_name(load->load->scratch, bulk, table)};
    reading.stream = open_file(load->load, bulk, shown);
    if (reading.stream && !reading.columns)
        load_no_memory(load->load);
    else if (reading.stream && check_source(load->load, load->sources, bulk))
        read_all(&reading);
    if (reading.stream && stream_close(reading.stream, sha256, &err))
        load_note(load->load, bulk->file, sha256);
    else if (reading.stream && load->load->list->errors == problems)
        err_list_add(load->load->list, &err);
    arena_join(load->load->arena, reading.own);
    load_done(load->load);
}
