#include "lua/table.h"

#include "lua/decode.h"

#include <math.h>
#include <string.h>

bool table_put(const struct rows *rows, struct text_buffer *out)
{
    size_t begin = out->length;
    if (rows->column_count > PROTOCOL_COLUMNS_MAX || rows->count >= UINT32_MAX)
        return false;
    protocol_put_u32(out, (uint32_t)rows->column_count);
    for (size_t i = 0; i < rows->column_count; i++) {
        const struct rows_column *column = &rows->columns[i];
        protocol_put_text(out, column->name, strlen(column->name));
        protocol_put_byte(out, column->type == ROWS_NUMBER);
    }
    protocol_put_u32(out, (uint32_t)rows->count);
    for (size_t row = 0; row < rows->count; row++) {
        for (size_t i = 0; i < rows->column_count; i++) {
            if (rows->columns[i].type == ROWS_NUMBER) {
                protocol_put_double(out, rows_number(rows, row, i));
                continue;
            }
            const char *text = rows_text(rows, row, i);
            protocol_put_text(out, text, strlen(text));
        }
        if (out->failed || out->length - begin > PROTOCOL_TABLE_MAX)
            return false;
    }
    return !out->failed;
}

static bool is_column_name(struct text name)
{
    return name.length > 0 && decode_is_text(name) && !memchr(name.bytes, '\n', name.length);
}

/* NULL with *problem when they are not as they must be. */
static struct rows_column *get_columns(struct arena *arena, struct protocol_reader *reader,
                                       size_t count, const char **problem)
{
    struct rows_column *columns = arena_alloc(arena, count, sizeof *columns);
    *problem = columns ? NULL : "there is no memory for it";
    for (size_t i = 0; i < count && !*problem; i++) {
        struct text name = protocol_get_text(reader, PROTOCOL_NAME_MAX);
        uint8_t number = protocol_get_byte(reader);
        if (reader->failed || number > 1 || !is_column_name(name))
            *problem = "a column has no name or no type";
        for (size_t j = 0; j < i && !*problem; j++)
            if (text_is(name, columns[j].name))
                *problem = "two columns have one name";
        if (*problem)
            break;
        columns[i] = (struct rows_column){.name = arena_text(arena, name.bytes, name.length),
                                          .type = number ? ROWS_NUMBER : ROWS_TEXT,
                                          .decimals = number ? -1 : 0};
        if (!columns[i].name)
            *problem = "there is no memory for it";
    }
    return *problem ? NULL : columns;
}

static void get_cell(struct rows *rows, struct protocol_reader *reader, size_t column,
                     const char **problem)
{
    if (rows->columns[column].type == ROWS_NUMBER) {
        double number = protocol_get_double(reader);
        if (isinf(number))
            *problem = "a number is not finite";
        rows_set_number(rows, column, number);
        return;
    }
    struct text text = protocol_get_text(reader, PROTOCOL_TEXT_MAX);
    if (!decode_is_text(text))
        *problem = "a text is not clean UTF-8";
    else
        rows_set_text(rows, column, arena_text(rows->arena, text.bytes, text.length));
}

struct rows *table_get(struct arena *arena, struct protocol_reader *reader, const char **problem)
{
    size_t column_count = protocol_get_u32(reader);
    if (column_count > PROTOCOL_COLUMNS_MAX) {
        *problem = "a table has too many columns";
        return NULL;
    }
    const struct rows_column *columns = get_columns(arena, reader, column_count, problem);
    size_t count = protocol_get_u32(reader);
    /* Each cell takes four bytes at least. */
    if (columns && (reader->failed || count > (column_count ? reader->left / column_count / 4 : 0)))
        *problem = "a table claims more than there is";
    struct rows *rows = *problem ? NULL : rows_new(arena, columns, column_count);
    for (size_t row = 0; rows && row < count && !*problem; row++) {
        rows_add(rows);
        for (size_t i = 0; i < column_count && !*problem; i++)
            get_cell(rows, reader, i, problem);
    }
    if (!*problem && reader->failed)
        *problem = "a table is cut short";
    if (!*problem && (!rows || rows->failed))
        *problem = "there is no memory for it";
    return *problem ? NULL : rows;
}
