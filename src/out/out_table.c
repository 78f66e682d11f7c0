#include "out/out_table.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_GAP = 2, TABLE_TEXT_MIN = 8 };

/* One column as it will stand: width on the terminal and, for numbers, digits after the point. */
struct column {
    size_t width;
    size_t least;
    size_t fraction;
    size_t hang; /* how far the further lines of the cell at hand are set in */
    bool number;
    bool right;
};

/* Length in bytes of the first line of text that fits width, broken at the last space that fits,
 * else behind the last underscore or slash of an id, else anywhere. *next is where the following
 * line begins. */
static size_t line_break(const char *text, size_t width, size_t *next)
{
    size_t length = strlen(text), at = 0, used = 0, space = SIZE_MAX, joint = 0;
    while (at < length) {
        size_t size = text_scalar(text + at, length - at, NULL);
        size = size ? size : 1;
        size_t more = text_width_columns(text + at, size);
        if (text[at] == ' ')
            space = at;
        if (used + more > width && at > 0)
            break;
        used += more;
        at += size;
        if (text[at - 1] == '_' || text[at - 1] == '/')
            joint = at;
    }
    if (at >= length) {
        *next = length;
        return length;
    }
    if (space != SIZE_MAX && space > 0) {
        *next = space + 1;
        return space;
    }
    *next = joint > 0 ? joint : at;
    return *next;
}

static size_t width_of(const char *text)
{
    return text_width_columns(text, strlen(text));
}

/* The widest word, which a narrowed column should still hold. */
static size_t widest_word(const char *text)
{
    size_t widest = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        size_t width = text_width_columns(text, length);
        widest = width > widest ? width : widest;
        text += length + (text[length] == ' ');
    }
    return widest;
}

/* The same where an id may be broken behind an underscore or a slash, as lines are. */
static size_t widest_part(const char *text)
{
    size_t widest = 0;
    while (*text) {
        size_t length = strcspn(text, " _/");
        bool joint = text[length] == '_' || text[length] == '/';
        size_t width = text_width_columns(text, length + joint);
        widest = width > widest ? width : widest;
        text += length + (text[length] != '\0');
    }
    return widest;
}

static const char *heading_of(const struct rows_column *column)
{
    return column->heading ? column->heading : column->name;
}

static const char *number_text(double value, int decimals, char out[NUMBER_PRINT_SIZE])
{
    if (isnan(value))
        return "n/a";
    if (decimals < 0)
        number_print(value, out);
    else
        number_print_fixed(value, decimals, out);
    return out;
}

/* Columns after the decimal point (the point included), 0 for a whole number. */
static size_t fraction_of(const char *number)
{
    const char *point = strchr(number, '.');
    return point ? strlen(point) : 0;
}

static void measure_numbers(const struct rows *rows, size_t index, struct column *column)
{
    char out[NUMBER_PRINT_SIZE];
    size_t whole = 0, words = 0;
    for (size_t row = 0; row < rows->count; row++) {
        double value = rows_number(rows, row, index);
        const char *text = number_text(value, rows->columns[index].decimals, out);
        if (isnan(value)) {
            words = strlen(text);
            continue;
        }
        size_t fraction = fraction_of(text);
        column->fraction = fraction > column->fraction ? fraction : column->fraction;
        whole = strlen(text) - fraction > whole ? strlen(text) - fraction : whole;
    }
    size_t width = whole + column->fraction;
    column->width = width > words ? width : words;
    size_t word = widest_word(heading_of(&rows->columns[index]));
    column->width = word > column->width ? word : column->width;
    column->least = column->width;
}

/* How far a column of texts can be narrowed when words may be broken. */
static void measure_least(const struct rows *rows, size_t index, struct column *column)
{
    size_t least = widest_word(heading_of(&rows->columns[index]));
    column->least = least > TABLE_TEXT_MIN ? least : TABLE_TEXT_MIN;
    if (column->least > column->width)
        column->least = column->width;
}

static void measure_texts(const struct rows *rows, size_t index, struct column *column)
{
    const char *heading = heading_of(&rows->columns[index]);
    column->width = width_of(heading);
    for (size_t row = 0; row < rows->count; row++) {
        size_t width = width_of(rows_text(rows, row, index));
        column->width = width > column->width ? width : column->width;
    }
    measure_least(rows, index, column);
}

/* What a column of texts needs for every word, as widest has it, to stay whole. */
static size_t unbroken(const struct rows *rows, size_t index, const struct column *column,
                       size_t widest(const char *text))
{
    size_t least = column->least;
    for (size_t row = 0; row < rows->count; row++) {
        const char *text = rows_text(rows, row, index);
        size_t word = strspn(text, " ") + widest(text);
        least = word > least ? word : least;
    }
    return least < column->width ? least : column->width;
}

bool out_table_fits(const struct rows *rows, int columns)
{
    size_t total = 0;
    for (size_t i = 0; i < rows->column_count; i++) {
        struct column column = {.number = rows->columns[i].type == ROWS_NUMBER};
        bool right = column.number || rows->columns[i].decimals == ROWS_RIGHT;
        if (column.number)
            measure_numbers(rows, i, &column);
        else
            measure_texts(rows, i, &column);
        total +=
            (i ? TABLE_GAP : 0) + (right ? column.width : unbroken(rows, i, &column, widest_word));
    }
    return total <= (size_t)columns;
}

/* Takes from the widest columns of texts, those to the left or those to the right, until the table
 * fits or none can give. */
static void narrow(struct column *columns, size_t count, bool right, size_t available)
{
    for (;;) {
        size_t total = 0, widest = SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            total += columns[i].width + (i ? TABLE_GAP : 0);
            bool gives = columns[i].right == right && columns[i].width > columns[i].least;
            if (gives && (widest == SIZE_MAX || columns[i].width > columns[widest].width))
                widest = i;
        }
        if (total <= available || widest == SIZE_MAX)
            return;
        columns[widest].width--;
    }
}

/* The least that a column to the right needs: its cells stay whole, its heading may be broken. */
static size_t under_heading(const struct rows *rows, size_t index)
{
    size_t least = widest_word(heading_of(&rows->columns[index]));
    for (size_t row = 0; row < rows->count; row++) {
        size_t width = width_of(rows_text(rows, row, index));
        least = width > least ? width : least;
    }
    return least;
}

/* Words stay whole as long as they can: texts wrap between words, then headings to the right do,
 * and only what is still too wide is broken anywhere. */
static void fit(const struct rows *rows, struct column *columns, size_t available)
{
    size_t count = rows->column_count;
    for (size_t i = 0; i < count; i++)
        if (!columns[i].number)
            columns[i].least = columns[i].right ? under_heading(rows, i)
                                                : unbroken(rows, i, &columns[i], widest_part);
    narrow(columns, count, false, available);
    narrow(columns, count, true, available);
    for (size_t i = 0; i < count; i++)
        if (!columns[i].right)
            measure_least(rows, i, &columns[i]);
    narrow(columns, count, false, available);
}

static void pad(struct text_buffer *buffer, size_t count)
{
    text_add_repeat(buffer, ' ', count);
}

/* Further lines of a cell stand two columns right of its first word, in a narrow column less. */
static size_t hang_of(const char *text, const struct column *column)
{
    size_t lead = strspn(text, " ");
    if (column->right || width_of(text) <= column->width)
        return 0;
    return lead > 0 && lead + 2 < column->width / 2 ? lead + 2 : lead;
}

/* One physical line of a cell; rest advances past what was printed. The last column is not padded.
 */
static void add_piece(struct text_buffer *buffer, const char **rest, const struct column *column,
                      size_t hang, bool last)
{
    size_t next = 0;
    bool right = column->right;
    size_t length = line_break(*rest, column->width - hang, &next);
    size_t width = hang + text_width_columns(*rest, length);
    pad(buffer, hang);
    size_t space = width < column->width ? column->width - width : 0;
    if (right)
        pad(buffer, space);
    text_add(buffer, *rest, length);
    if (!right && !last)
        pad(buffer, space);
    *rest += next;
}

static void trim(struct text_buffer *buffer)
{
    while (!buffer->failed && buffer->length > 0 && buffer->bytes[buffer->length - 1] == ' ')
        buffer->bytes[--buffer->length] = '\0';
}

/* Prints cells side by side, as many lines as the tallest needs. */
static void add_cells(struct text_buffer *buffer, const char **cells, struct column *columns,
                      size_t count)
{
    bool more = true, first = true;
    for (size_t i = 0; i < count; i++)
        columns[i].hang = hang_of(cells[i], &columns[i]);
    for (; more; first = false) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (i)
                pad(buffer, TABLE_GAP);
            add_piece(buffer, &cells[i], &columns[i], first ? 0 : columns[i].hang, i + 1 == count);
            more = more || *cells[i];
        }
        trim(buffer);
        text_add_string(buffer, "\n");
    }
}

static void add_row(const struct rows *rows, size_t row, struct column *columns, const char **cells,
                    char (*numbers)[NUMBER_PRINT_SIZE * 2], struct text_buffer *buffer)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        if (rows->columns[i].type == ROWS_TEXT) {
            cells[i] = rows_text(rows, row, i);
            continue;
        }
        char out[NUMBER_PRINT_SIZE];
        double value = rows_number(rows, row, i);
        const char *text = number_text(value, rows->columns[i].decimals, out);
        size_t length = strlen(text);
        size_t fraction = isnan(value) ? columns[i].fraction : fraction_of(text);
        memcpy(numbers[i], text, length);
        while (fraction < columns[i].fraction && length + 1 < sizeof numbers[i]) {
            numbers[i][length++] = ' ';
            fraction++;
        }
        numbers[i][length] = '\0';
        cells[i] = numbers[i];
    }
    add_cells(buffer, cells, columns, rows->column_count);
}

static void add_heading(const struct rows *rows, struct column *columns, const char **cells,
                        bool colour, struct text_buffer *buffer)
{
    size_t total = 0;
    for (size_t i = 0; i < rows->column_count; i++) {
        cells[i] = heading_of(&rows->columns[i]);
        total += columns[i].width + (i ? TABLE_GAP : 0);
    }
    text_add_string(buffer, colour ? "\033[1m" : "");
    add_cells(buffer, cells, columns, rows->column_count);
    text_add_string(buffer, colour ? "\033[0m" : "");
    for (size_t i = 0; i < total; i++)
        text_add_string(buffer, "\xE2\x94\x80");
    text_add_string(buffer, "\n");
}

static void add_table(const struct rows *rows, size_t available, bool colour,
                      struct column *columns, const char **cells,
                      char (*numbers)[NUMBER_PRINT_SIZE * 2], struct text_buffer *buffer)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        columns[i].number = rows->columns[i].type == ROWS_NUMBER;
        columns[i].right = columns[i].number || rows->columns[i].decimals == ROWS_RIGHT;
        if (columns[i].number)
            measure_numbers(rows, i, &columns[i]);
        else
            measure_texts(rows, i, &columns[i]);
    }
    fit(rows, columns, available);
    add_heading(rows, columns, cells, colour, buffer);
    for (size_t row = 0; row < rows->count; row++)
        add_row(rows, row, columns, cells, numbers, buffer);
}

void out_table_wrapped(struct text_buffer *buffer, const char *text, int columns, int indent)
{
    bool first = true;
    do {
        size_t next = 0;
        size_t width = (size_t)(first ? columns : columns - indent);
        size_t length = line_break(text, width, &next);
        pad(buffer, first ? 0 : (size_t)indent);
        text_add(buffer, text, length);
        text_add_string(buffer, "\n");
        text += next;
        first = false;
    } while (*text);
}

void out_table(const struct rows *rows, int columns, bool colour, struct text_buffer *buffer)
{
    struct column *measured = calloc(rows->column_count, sizeof *measured);
    const char **cells = calloc(rows->column_count, sizeof *cells);
    char(*numbers)[NUMBER_PRINT_SIZE * 2] = calloc(rows->column_count, sizeof *numbers);
    const char *title = rows_get_meta(rows, "title", 0);
    if (measured && cells && numbers) {
        if (title) {
            out_table_wrapped(buffer, title, columns, 0);
            text_add_string(buffer, "\n");
        }
        add_table(rows, (size_t)columns, colour, measured, cells, numbers, buffer);
        const char *note;
        for (size_t n = 0; (note = rows_get_meta(rows, "note", n)); n++) {
            text_add_string(buffer, n ? "" : "\n");
            out_table_wrapped(buffer, note, columns, 2);
        }
    } else {
        buffer->failed = true;
    }
    free(measured);
    free(cells);
    free(numbers);
}
