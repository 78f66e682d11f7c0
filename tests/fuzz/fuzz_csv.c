/* Any bytes as CSV. Besides not crashing: what is read, written again with every field quoted, is
 * read as the same. */
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_buffer once = {0}, twice = {0};
    struct arena *arena = arena_new();
    struct csv csv;
    if (!arena)
        return 0;
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
