#include "base/err.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ERR_TAB_COLUMNS = 4, ERR_SOURCE_COLUMNS = 100 };

struct code_row {
    enum err_code code;
    enum err_status status;
    const char *meaning;
};

static const struct code_row code_rows[] = {
#define ERR_CODE(number, name, status, meaning) {name, status, meaning},
#include "base/err_codes.h"
#undef ERR_CODE
};

static const struct code_row *row_of(enum err_code code)
{
    for (size_t i = 0; i < sizeof code_rows / sizeof *code_rows; i++)
        if (code_rows[i].code == code)
            return &code_rows[i];
    return NULL;
}

enum err_status err_status(enum err_code code)
{
    const struct code_row *row = row_of(code);
    return row ? row->status : ERR_NONE;
}

const char *err_code_text(enum err_code code, char out[8])
{
    snprintf(out, 8, "E%04u", (unsigned)code % 10000U);
    return out;
}

const char *err_code_meaning(enum err_code code)
{
    const struct code_row *row = row_of(code);
    return row ? row->meaning : "";
}

enum err_code err_code_at(size_t index)
{
    return index < sizeof code_rows / sizeof *code_rows ? code_rows[index].code : ERR_CODE_NONE;
}

/* Copies text into out with whatever must not reach a terminal replaced; cuts at a whole character
 * with an ellipsis when it does not fit. */
static void copy_clean(char *out, size_t size, const char *text, size_t length)
{
    static const char replacement[] = "\xEF\xBF\xBD", ellipsis[] = "\xE2\x80\xA6";
    size_t used = 0, last_fit = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t scalar = text_scalar(text + at, length - at, &code_point);
        bool bad = scalar == 0 || code_point == '\t' || text_is_control(code_point);
        const char *piece = bad ? replacement : text + at;
        size_t piece_size = bad ? 3 : scalar;
        if (used + piece_size + 1 > size) {
            memcpy(out + last_fit, ellipsis, 3);
            used = last_fit + 3;
            break;
        }
        memcpy(out + used, piece, piece_size);
        used += piece_size;
        if (used + 4 <= size)
            last_fit = used;
        at += scalar ? scalar : 1;
    }
    out[used] = '\0';
}

static void format_clean(char *out, size_t size, const char *format, va_list list)
{
    char text[2048];
    int length = vsnprintf(text, sizeof text, format, list);
    size_t used = length < 0 ? 0 : (size_t)length;
    if (used >= sizeof text)
        used = sizeof text - 1;
    copy_clean(out, size, text, used);
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return false;
    struct err fresh = {.code = code, .severity = ERR_ERROR};
    va_list list;
    va_start(list, format);
    format_clean(fresh.sentence, sizeof fresh.sentence, format, list);
    va_end(list);
    *err = fresh;
    return false;
}

bool err_at(struct err *err, struct err_place place)
{
    if (err)
        err->place = place;
    return false;
}

bool err_in(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list list;
    va_start(list, format);
    format_clean(err->path, sizeof err->path, format, list);
    va_end(list);
    return false;
}

bool err_hint(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list list;
    va_start(list, format);
    format_clean(err->hint, sizeof err->hint, format, list);
    va_end(list);
    return false;
}

void err_trail(struct err *err, const char *format, ...)
{
    if (!err)
        return;
    size_t used = strlen(err->trail), room = sizeof err->trail - used;
    char line[ERR_HINT_SIZE];
    va_list list;
    va_start(list, format);
    format_clean(line, sizeof line, format, list);
    va_end(list);
    if (strlen(line) + 2 <= room)
        snprintf(err->trail + used, room, "%s%s", used ? "\n" : "", line);
}

void err_list_init(struct err_list *list)
{
    *list = (struct err_list){0};
}

void err_list_free(struct err_list *list)
{
    free(list->items);
    err_list_init(list);
}

void err_list_add(struct err_list *list, const struct err *err)
{
    list->errors += err->severity == ERR_ERROR;
    list->warnings += err->severity == ERR_WARNING;
    if (list->count == ERR_LIST_MAX)
        return;
    if ((list->count & (list->count - 1)) == 0) {
        size_t capacity = list->count ? list->count * 2 : 1;
        struct err *items = realloc(list->items, capacity * sizeof *items);
        if (!items) {
            list->out_of_memory = true;
            return;
        }
        list->items = items;
    }
    list->items[list->count++] = *err;
}

enum err_status err_list_status(const struct err_list *list)
{
    if (list->out_of_memory)
        return ERR_MACHINE;
    enum err_status worst = ERR_NONE;
    for (size_t i = 0; i < list->count; i++) {
        enum err_status status = err_status(list->items[i].code);
        if (list->items[i].severity == ERR_ERROR && status > worst)
            worst = status;
    }
    return worst == ERR_NONE && list->errors > 0 ? ERR_INPUT : worst;
}

static int order_of(const struct err *a, const struct err *b)
{
    const struct err_place *left = &a->place, *right = &b->place;
    if (!left->file || !right->file)
        return (left->file == NULL) - (right->file == NULL);
    int order = strcmp(left->file, right->file);
    if (order != 0)
        return order;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

/* Insertion sort: stable, in place, and lists are nearly sorted already. */
void err_list_sort(struct err_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct err moving = list->items[i];
        size_t at = i;
        for (; at > 0 && order_of(&moving, &list->items[at - 1]) < 0; at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = moving;
    }
}

/* The source line as it is shown: tabs as spaces, anything unfit replaced, cut to a window around
 * the column. Fills the terminal columns of the caret's start and end within what is shown. */
struct shown {
    struct text_buffer text;
    size_t caret;
    size_t caret_end;
};

static void show_line(const struct err_place *place, struct shown *shown)
{
    size_t skip = 0;
    if (place->column > ERR_SOURCE_COLUMNS * 3 / 4)
        skip = place->column - ERR_SOURCE_COLUMNS / 2;
    if (skip)
        text_add_string(&shown->text, "\xE2\x80\xA6");
    size_t column = skip ? 1 : 0, end = place->column + (place->width ? place->width : 1);
    size_t code_point_column = 1;
    shown->caret = shown->caret_end = SIZE_MAX;
    for (size_t at = 0; at < place->source_length && column < ERR_SOURCE_COLUMNS;) {
        size_t scalar = text_scalar(place->source + at, place->source_length - at, NULL);
        size_t size = scalar ? scalar : 1;
        if (code_point_column == place->column)
            shown->caret = column;
        if (code_point_column == end)
            shown->caret_end = column;
        if (code_point_column > skip) {
            size_t before = shown->text.length;
            if (place->source[at] == '\t')
                text_add_repeat(&shown->text, ' ', ERR_TAB_COLUMNS - column % ERR_TAB_COLUMNS);
            else
                text_add_clean(&shown->text, place->source + at, size);
            if (!shown->text.failed)
                column +=
                    text_width_columns(shown->text.bytes + before, shown->text.length - before);
        }
        code_point_column++;
        at += size;
    }
    if (shown->caret == SIZE_MAX)
        shown->caret = column;
    if (shown->caret_end == SIZE_MAX || shown->caret_end <= shown->caret)
        shown->caret_end =
            shown->caret_end == SIZE_MAX && column > shown->caret ? column : shown->caret + 1;
}

static void print_source(struct text_buffer *out, const struct err_place *place, const char *green,
                         const char *plain)
{
    struct shown shown = {0};
    show_line(place, &shown);
    if (!shown.text.failed) {
        text_add_format(out, "%6u | %s\n       | ", place->line,
                        shown.text.bytes ? shown.text.bytes : "");
        text_add_repeat(out, ' ', shown.caret);
        text_add_string(out, green);
        text_add_string(out, "^");
        text_add_repeat(out, '~', shown.caret_end - shown.caret - 1);
        text_add_string(out, plain);
        text_add_string(out, "\n");
    }
    text_buffer_free(&shown.text);
}

static void print_place(struct text_buffer *out, const struct err_place *place)
{
    if (!place->file)
        return;
    text_add_clean(out, place->file, strlen(place->file));
    if (place->line)
        text_add_format(out, ":%u", place->line);
    if (place->line && place->column)
        text_add_format(out, ":%u", place->column);
    text_add_string(out, ": ");
}

static void print_trail(struct text_buffer *out, const char *trail)
{
    while (*trail) {
        size_t length = strcspn(trail, "\n");
        text_add_format(out, "  %.*s\n", (int)length, trail);
        trail += length + (trail[length] == '\n');
    }
}

size_t err_print(const struct err *err, bool colour, char *out, size_t size)
{
    static const char *const words[] = {"error", "warning", "notice"};
    static const char *const colours[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m"};
    const char *plain = colour ? "\033[0m" : "";
    struct text_buffer text = {0};
    char code[8];
    print_place(&text, &err->place);
    text_add_format(&text, "%s%s:%s %s", colour ? colours[err->severity] : "", words[err->severity],
                    plain, err->sentence);
    if (err->path[0])
        text_add_format(&text, " (%s)", err->path);
    if (err->code)
        text_add_format(&text, "  [%s]", err_code_text(err->code, code));
    text_add_string(&text, "\n");
    if (err->place.source && err->place.line)
        print_source(&text, &err->place, colour ? "\033[1;32m" : "", plain);
    print_trail(&text, err->trail);
    if (err->hint[0])
        text_add_format(&text, "  help: %s\n", err->hint);
    /* Without memory the line alone is told, which needs none. */
    int length = text.failed ? snprintf(out, size, "%s: %s  [%s]\n", words[err->severity],
                                        err->sentence, err_code_text(err->code, code))
                             : snprintf(out, size, "%s", text.bytes);
    text_buffer_free(&text);
    return length < 0 ? 0 : (size_t)length;
}
