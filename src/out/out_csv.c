#include "out/out_csv.h"

#include "base/number.h"

#include <string.h>

static bool needs_quotes(const char *text)
{
    size_t length = strlen(text);
    return strpbrk(text, ",\"\r\n") || (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
}

static void add_text(struct text_buffer *buffer, const char *text)
{
    if (!needs_quotes(text)) {
        text_add_string(buffer, text);
        return;
    }
    text_add_string(buffer, "\"");
    for (const char *c = text; *c; c++)
        text_add(buffer, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    text_add_string(buffer, "\"");
}

void out_csv(const struct rows *rows, struct text_buffer *buffer)
{
    char number[NUMBER_PRINT_SIZE];
    for (size_t column = 0; column < rows->column_count; column++) {
        text_add_string(buffer, column ? "," : "");
        add_text(buffer, rows->columns[column].name);
    }
    text_add_string(buffer, "\n");
    for (size_t row = 0; row < rows->count; row++) {
        for (size_t column = 0; column < rows->column_count; column++) {
            text_add_string(buffer, column ? "," : "");
            if (rows->columns[column].type == ROWS_TEXT)
                add_text(buffer, rows_text(rows, row, column));
            else
                text_add(buffer, number, number_print(rows_number(rows, row, column), number));
        }
        text_add_string(buffer, "\n");
    }
}
