#include "out/out_json.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static void add_scalar(struct text_buffer *buffer, const char *bytes, size_t size)
{
    unsigned char byte = (unsigned char)bytes[0];
    if (byte == '"' || byte == '\\')
        text_add_format(buffer, "\\%c", byte);
    else if (byte == '\n')
        text_add_string(buffer, "\\n");
    else if (byte == '\t')
        text_add_string(buffer, "\\t");
    else if (byte < 0x20 || byte == 0x7F)
        text_add_format(buffer, "\\u%04x", byte);
    else
        text_add(buffer, bytes, size);
}

void out_json_text(struct text_buffer *buffer, const char *text)
{
    size_t length = strlen(text);
    text_add_string(buffer, "\"");
    for (size_t at = 0; at < length;) {
        size_t size = text_scalar(text + at, length - at, NULL);
        if (size)
            add_scalar(buffer, text + at, size);
        else
            text_add_string(buffer, "\xEF\xBF\xBD");
        at += size ? size : 1;
    }
    text_add_string(buffer, "\"");
}

static bool is_list(const struct rows *rows, const char *key)
{
    static const char *const lists[] = {"warnings", "inputs",  "not_eligible", "note",  "left_out",
                                        "broken",   "remarks", "unmatched",    "unfed", "notices"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(key, lists[i]) == 0)
            return true;
    return rows_get_meta(rows, key, 1) != NULL;
}

static void add_meta_entry(const struct rows *rows, size_t index, struct text_buffer *buffer)
{
    const char *key = rows->meta[index].key;
    out_json_text(buffer, key);
    text_add_string(buffer, ": ");
    if (!is_list(rows, key)) {
        out_json_text(buffer, rows->meta[index].value);
        return;
    }
    const char *value;
    text_add_string(buffer, "[");
    for (size_t n = 0; (value = rows_get_meta(rows, key, n)); n++) {
        text_add_string(buffer, n ? ", " : "");
        out_json_text(buffer, value);
    }
    text_add_string(buffer, "]");
}

/* Each key once, in the order of its first entry. */
static void add_meta(const struct rows *rows, struct text_buffer *buffer)
{
    bool first = true;
    text_add_string(buffer, "{\n\"meta\": {");
    for (size_t i = 0; i < rows->meta_count; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = strcmp(rows->meta[i].key, rows->meta[j].key) == 0;
        if (seen)
            continue;
        text_add_string(buffer, first ? "\n  " : ",\n  ");
        add_meta_entry(rows, i, buffer);
        first = false;
    }
    text_add_string(buffer, first ? "},\n" : "\n},\n");
}

static void add_cell(const struct rows *rows, size_t row, size_t column, struct text_buffer *buffer)
{
    char number[NUMBER_PRINT_SIZE];
    if (rows->columns[column].type == ROWS_TEXT) {
        out_json_text(buffer, rows_text(rows, row, column));
        return;
    }
    double value = rows_number(rows, row, column);
    if (isfinite(value))
        text_add(buffer, number, number_print(value, number));
    else
        text_add_string(buffer, "null");
}

void out_json(const struct rows *rows, struct text_buffer *buffer)
{
    add_meta(rows, buffer);
    text_add_string(buffer, "\"rows\": [");
    for (size_t row = 0; row < rows->count; row++) {
        text_add_string(buffer, row ? ",\n  {" : "\n  {");
        for (size_t column = 0; column < rows->column_count; column++) {
            text_add_string(buffer, column ? ", " : "");
            out_json_text(buffer, rows->columns[column].name);
            text_add_string(buffer, ": ");
            add_cell(rows, row, column, buffer);
        }
        text_add_string(buffer, "}");
    }
    text_add_string(buffer, rows->count ? "\n]\n}\n" : "]\n}\n");
}
