#include "cli/run_table.h"

#include "cli/show.h"

#include <math.h>
#include <string.h>

/* Whole numbers as they are, others with three figures that differ where the largest has them. */
static int decimals_of(const struct rows *rows, size_t column)
{
    double largest = 0;
    bool whole = true;
    for (size_t row = 0; row < rows->count; row++) {
        double number = rows_number(rows, row, column);
        if (isnan(number))
            continue;
        whole = whole && number == floor(number);
        largest = fmax(largest, fabs(number));
    }
    if (whole)
        return largest < 1e15 ? 0 : -1;
    return largest >= 20 ? 1 : largest >= 2 ? 2 : largest >= 0.01 ? 3 : -1;
}

struct rows *run_table_display(struct session *session, const struct rows *rows, const char *title)
{
    struct rows_column *columns = arena_alloc(session->arena, rows->column_count, sizeof *columns);
    if (!columns)
        return NULL;
    for (size_t i = 0; i < rows->column_count; i++) {
        columns[i] = rows->columns[i];
        if (columns[i].type == ROWS_NUMBER)
            columns[i].decimals = decimals_of(rows, i);
    }
    struct rows *display = rows_new(session->arena, columns, rows->column_count);
    for (size_t row = 0; display && row < rows->count; row++)
        rows_add_like(display, rows, row);
    if (display && title)
        rows_add_meta(display, "title", "%s", title);
    return display && !display->failed ? display : NULL;
}

bool run_table_text(struct session *session, const struct rows *rows, const char *title,
                    struct text_buffer *text)
{
    struct out_options options = {show_columns(), false};
    const struct rows *display = run_table_display(session, rows, title);
    return display && out_rows(display, OUT_TABLE, &options, text);
}
