/* Any bytes as CSV. Besides not crashing: what is read, written again with every field quoted, is
 * read as the same; records of one width are the same when the bytes come in pieces. */
#include "base/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Adds a field in quotes, those inside doubled. */
static void add_quoted(struct text_buffer *out, struct text field)
{
    text_add_string(out, "\"");
    for (size_t i = 0; i < field.length; i++)
        text_add(out, field.bytes[i] == '"' ? "\"\"" : field.bytes + i,
                 field.bytes[i] == '"' ? 2 : 1);
    text_add_string(out, "\"");
}

static void write_all(struct csv *csv, struct text_buffer *out)
{
    struct text fields[FIELDS];
    size_t count;
    while (csv_next(csv, fields, FIELDS, &count) == CSV_RECORD) {
        for (size_t i = 0; i < count; i++) {
            text_add_string(out, i ? "," : "");
            add_quoted(out, fields[i]);
        }
        text_add_string(out, "\n");
    }
}

enum { WIDTH = 3, RECORDS = 5 };

/* Adds the records read at once, and how the bytes ended. */
static void write_block(struct text_buffer *out, char *bytes, const struct csv *csv,
                        struct csv_block *block, enum csv_result result)
{
    for (size_t i = 0; i < block->count * WIDTH; i++) {
        struct text_place *field = &block->fields[i];
        if (field->length & CSV_DOUBLED)
            csv_undouble(bytes, field);
        add_quoted(out, (struct text){bytes + field->at, field->length});
    }
    if (result != CSV_PART && result != CSV_RECORD)
        text_add_format(out, "%d on %u", (int)result, (unsigned)csv->line);
}

/* Reads the bytes in pieces, each behind what was left of the one before. */
static void read_pieces(const uint8_t *data, size_t size, size_t piece, struct text_buffer *out)
{
    struct text_place fields[WIDTH * RECORDS];
    uint32_t lines[RECORDS];
    struct csv_block block = {WIDTH, RECORDS, fields, lines, 0, 0};
    char *bytes = calloc(size + 1, 1);
    size_t have = 0, given = 0;
    struct csv csv;
    enum csv_result result = CSV_PART;
    csv_open(&csv, NULL, bytes, 0);
    while (bytes && (result == CSV_PART || result == CSV_RECORD || result == CSV_UNEVEN)) {
        if (result == CSV_PART) {
            size_t more = size - given < piece ? size - given : piece;
            have -= csv.at;
            memmove(bytes, bytes + csv.at, have);
            memcpy(bytes + have, data + given, more);
            given += more;
            have += more;
            csv_continue(&csv, bytes, have, given == size);
        }
        result = csv_read(&csv, &block);
        write_block(out, bytes, &csv, &block, result);
    }
    free(bytes);
}

static void compare_pieces(const uint8_t *data, size_t size)
{
    struct text_buffer whole = {0}, parts = {0};
    read_pieces(data, size, size + 1, &whole);
    read_pieces(data, size, 1 + size % 70, &parts);
    if (whole.length != parts.length ||
        (whole.length > 0 && memcmp(whole.bytes, parts.bytes, whole.length) != 0)) {
        fprintf(stderr, "in pieces it is another table\n");
        abort();
    }
    text_buffer_free(&whole);
    text_buffer_free(&parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_buffer once = {0}, twice = {0};
    struct arena *arena = arena_new();
    struct csv csv;
    if (!arena)
        return 0;
    compare_pieces(data, size);
    csv_open(&csv, arena, (const char *)data, size);
    write_all(&csv, &once);
    csv_open(&csv, arena, once.bytes ? once.bytes : "", once.length);
    write_all(&csv, &twice);
    if (once.length != twice.length ||
        (once.length > 0 && memcmp(once.bytes, twice.bytes, once.length) != 0)) {
        fprintf(stderr, "read again it is another table\n");
        abort();
    }
    text_buffer_free(&once);
    text_buffer_free(&twice);
    arena_free(arena);
    return 0;
}
