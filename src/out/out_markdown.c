#include "out/out_markdown.h"

#include "base/number.h"

#include <math.h>

static void add_text(struct text_buffer *buffer, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '|' || *c == '\\' || *c == '`' || *c == '*' || *c == '<')
            text_add_format(buffer, "\\%c", *c);
        else if (*c == '\n')
            text_add_string(buffer, " ");
        else
            text_add(buffer, c, 1);
    }
}

static void add_number(struct text_buffer *buffer, double value, int decimals)
{
    char number[NUMBER_PRINT_SIZE];
    if (isnan(value))
        text_add_string(buffer, "n/a");
    else if (decimals < 0)
        text_add(buffer, number, number_print(value, number));
    else
        text_add(buffer, number, number_print_fixed(value, decimals, number));
}

static void add_lines(const struct rows *rows, const char *key, const char *before,
                      struct text_buffer *buffer)
{
    const char *value;
    for (size_t n = 0; (value = rows_get_meta(rows, key, n)); n++) {
        text_add_string(buffer, before);
        add_text(buffer, value);
        text_add_string(buffer, "\n");
    }
}

void out_markdown(const struct rows *rows, struct text_buffer *buffer)
{
    const char *title = rows_get_meta(rows, "title", 0);
    if (title) {
        text_add_string(buffer, "**");
        add_text(buffer, title);
        text_add_string(buffer, "**\n\n");
    }
    for (size_t column = 0; column < rows->column_count; column++) {
        const struct rows_column *info = &rows->columns[column];
        text_add_string(buffer, column ? " | " : "| ");
        add_text(buffer, info->heading ? info->heading : info->name);
    }
    text_add_string(buffer, " |\n|");
    for (size_t column = 0; column < rows->column_count; column++)
        text_add_string(buffer, rows->columns[column].type == ROWS_NUMBER ? "---:|" : "---|");
    text_add_string(buffer, "\n");
    for (size_t row = 0; row < rows->count; row++) {
        for (size_t column = 0; column < rows->column_count; column++) {
            text_add_string(buffer, column ? " | " : "| ");
            if (rows->columns[column].type == ROWS_TEXT)
                add_text(buffer, rows_text(rows, row, column));
            else
                add_number(buffer, rows_number(rows, row, column), rows->columns[column].decimals);
        }
        text_add_string(buffer, " |\n");
    }
    add_lines(rows, "note", "\n", buffer);
    add_lines(rows, "warning", "\nWarning: ", buffer);
}
