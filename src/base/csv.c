#include "base/csv.h"

#include <string.h>

void csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length)
{
    bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    *csv = (struct csv){
        .bytes = bytes, .length = length, .at = marked ? 3 : 0, .next_line = 1, .arena = arena};
}

static bool ends_field(char byte)
{
    return byte == ',' || byte == '\n' || byte == '\r';
}

/* Passes over one line end; CRLF is one. */
static void pass_line_end(struct csv *csv)
{
    if (csv->bytes[csv->at] == '\r' && csv->at + 1 < csv->length && csv->bytes[csv->at + 1] == '\n')
        csv->at++;
    csv->at++;
    csv->next_line++;
}

static enum csv_result read_plain(struct csv *csv, struct text *field)
{
    size_t start = csv->at;
    while (csv->at < csv->length && !ends_field(csv->bytes[csv->at])) {
        if (csv->bytes[csv->at] == '"')
            return CSV_QUOTE_INSIDE;
        csv->at++;
    }
    *field = (struct text){csv->bytes + start, csv->at - start};
    return CSV_RECORD;
}

/* text with each doubled quote made one, in the arena. */
static bool undouble(struct csv *csv, struct text *field)
{
    char *copy = arena_alloc(csv->arena, field->length + 1, 1);
    size_t used = 0;
    for (size_t i = 0; copy && i < field->length; i++) {
        copy[used++] = field->bytes[i];
        i += field->bytes[i] == '"';
    }
    *field = (struct text){copy, used};
    return copy != NULL;
}

static enum csv_result read_quoted(struct csv *csv, struct text *field)
{
    size_t start = ++csv->at;
    bool doubled = false;
    for (;; csv->at++) {
        if (csv->at >= csv->length)
            return CSV_QUOTE_OPEN;
        char byte = csv->bytes[csv->at];
        if (byte == '\n')
            csv->next_line++;
        if (byte != '"')
            continue;
        if (csv->at + 1 >= csv->length || csv->bytes[csv->at + 1] != '"')
            break;
        doubled = true;
        csv->at++;
    }
    *field = (struct text){csv->bytes + start, csv->at - start};
    csv->at++;
    if (csv->at < csv->length && !ends_field(csv->bytes[csv->at]))
        return CSV_QUOTE_INSIDE;
    return doubled && !undouble(csv, field) ? CSV_OUT_OF_MEMORY : CSV_RECORD;
}

enum csv_result csv_next(struct csv *csv, struct text *fields, size_t max, size_t *count)
{
    *count = 0;
    while (csv->at < csv->length && (csv->bytes[csv->at] == '\n' || csv->bytes[csv->at] == '\r'))
        pass_line_end(csv);
    csv->line = csv->next_line;
    if (csv->at >= csv->length)
        return CSV_END;
    size_t from = csv->at;
    uint32_t line = csv->next_line;
    for (;;) {
        struct text field;
        bool quoted = csv->at < csv->length && csv->bytes[csv->at] == '"';
        enum csv_result result = *count == max ? CSV_TOO_MANY
                                 : quoted      ? read_quoted(csv, &field)
                                               : read_plain(csv, &field);
        if (result != CSV_RECORD) {
            csv->at = from;
            csv->next_line = line;
            return result;
        }
        fields[(*count)++] = field;
        if (csv->at >= csv->length)
            return CSV_RECORD;
        if (csv->bytes[csv->at] != ',') {
            pass_line_end(csv);
            return CSV_RECORD;
        }
        csv->at++;
    }
}
