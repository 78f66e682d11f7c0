#include "yaml/edit_value.h"

#include <string.h>

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

/* Characters that a plain scalar may begin with whatever follows; YAML allows some more. */
static bool begins_plainly(struct text text)
{
    char first = text.bytes[0];
    if (first == '-' || first == '+')
        return text.length > 1 && is_word(text.bytes[1]);
    return is_word(first) || first == '_' || first == '/' || first == '(';
}

/* Whether YAML reads the text back without quotes; rather too strict than too loose. */
static bool is_plain(struct text text, bool in_flow)
{
    if (text.length == 0 || !begins_plainly(text) || strchr(" :", text.bytes[text.length - 1]))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i], after = i + 1 < text.length ? text.bytes[i + 1] : '\0';
        if ((unsigned char)byte < ' ' || byte == 0x7F)
            return false;
        if ((byte == ':' && strchr(" ,[]{}?", after)) || (byte == ' ' && after == '#'))
            return false;
        if (in_flow && strchr(",[]{}?", byte))
            return false;
    }
    return true;
}

/* Single quotes hold all but line ends and tabs. */
static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < ' ')
            return true;
    return false;
}

static bool holds(struct text text, char byte)
{
    return text.length > 0 && memchr(text.bytes, byte, text.length);
}

static void add_single(struct text_buffer *buffer, struct text text)
{
    text_add_string(buffer, "'");
    for (size_t i = 0; i < text.length; i++)
        text_add(buffer, text.bytes[i] == '\'' ? "''" : text.bytes + i,
                 text.bytes[i] == '\'' ? 2 : 1);
    text_add_string(buffer, "'");
}

static void add_double(struct text_buffer *buffer, struct text text)
{
    text_add_string(buffer, "\"");
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (byte == '\n')
            text_add_string(buffer, "\\n");
        else if (byte == '\t')
            text_add_string(buffer, "\\t");
        else if (byte == '"' || byte == '\\')
            text_add_format(buffer, "\\%c", byte);
        else
            text_add(buffer, &byte, 1);
    }
    text_add_string(buffer, "\"");
}

void edit_value_quoted(struct text_buffer *buffer, struct text text, char quote)
{
    if (quote == '\'' && !has_control(text))
        add_single(buffer, text);
    else
        add_double(buffer, text);
}

void edit_value_scalar(struct text_buffer *buffer, const struct edit_value *value, bool in_flow)
{
    struct text text = value->text;
    if (value->plain || is_plain(text, in_flow))
        text_add(buffer, text.bytes, text.length);
    else
        edit_value_quoted(buffer, text,
                          holds(text, '\'') && !holds(text, '"') && !holds(text, '\\') ? '"'
                                                                                       : '\'');
}

/* A field's name is plain: an id, or what stands in the schema; a country may need quotes. */
static void add_name(struct text_buffer *buffer, const char *name, bool in_flow)
{
    struct edit_value value = {.kind = TREE_SCALAR, .text = text_of(name)};
    edit_value_scalar(buffer, &value, in_flow);
    text_add_string(buffer, ":");
}

void edit_value_flow(struct text_buffer *buffer, const struct edit_value *value)
{
    if (value->kind == TREE_SCALAR) {
        edit_value_scalar(buffer, value, true);
        return;
    }
    bool mapping = value->kind == TREE_MAPPING;
    text_add_string(buffer, mapping ? "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        text_add_string(buffer, i ? ", " : "");
        if (mapping) {
            add_name(buffer, value->names[i], true);
            text_add_string(buffer, " ");
        }
        edit_value_flow(buffer, &value->items[i]);
    }
    text_add_string(buffer, mapping ? "}" : "]");
}

static bool holds_mapping(const struct edit_value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        const struct edit_value *item = &value->items[i];
        if ((item->kind == TREE_MAPPING && item->count > 0) || holds_mapping(item))
            return true;
    }
    return false;
}

/* Whether a value stands on the rest of a line: a scalar, or a collection without mappings that
 * fits. Without memory the buffer has failed. */
static bool fits(struct text_buffer *buffer, const struct edit_value *value, size_t column)
{
    if (value->kind == TREE_SCALAR || value->count == 0)
        return true;
    if (holds_mapping(value))
        return false;
    struct text_buffer line = {0};
    edit_value_flow(&line, value);
    bool fit = !line.failed &&
               column + text_width_columns(line.bytes, line.length) <= EDIT_VALUE_COLUMNS_MAX;
    buffer->failed = buffer->failed || line.failed;
    text_buffer_free(&line);
    return fit;
}

static void add_lines(struct text_buffer *buffer, const struct edit_value *value,
                      const struct edit_layout *layout);

/* A line end and the blanks that lead to a column. */
static void next_line(struct text_buffer *buffer, const struct edit_layout *layout)
{
    text_add_string(buffer, layout->line_end);
    text_add_repeat(buffer, ' ', layout->indent);
}

void edit_value_field(struct text_buffer *buffer, const char *name, const struct edit_value *value,
                      const struct edit_layout *layout)
{
    add_name(buffer, name, false);
    if (value->kind == TREE_SCALAR) {
        text_add_string(buffer, " ");
        edit_value_scalar(buffer, value, false);
        return;
    }
    if (fits(buffer, value, layout->indent + strlen(name) + 2)) {
        text_add_string(buffer, " ");
        edit_value_flow(buffer, value);
        return;
    }
    struct edit_layout inner = *layout;
    inner.indent += value->kind == TREE_SEQUENCE ? layout->list_step : layout->field_step;
    next_line(buffer, &inner);
    add_lines(buffer, value, &inner);
}

void edit_value_item(struct text_buffer *buffer, const struct edit_value *value, bool block,
                     const struct edit_layout *layout)
{
    struct edit_layout inner = *layout;
    inner.indent += 2;
    if (value->kind == TREE_SCALAR)
        edit_value_scalar(buffer, value, false);
    else if (value->count == 0 || (!block && fits(buffer, value, inner.indent)))
        edit_value_flow(buffer, value);
    else
        add_lines(buffer, value, &inner);
}

/* A block collection whose first line has begun at layout->indent. */
static void add_lines(struct text_buffer *buffer, const struct edit_value *value,
                      const struct edit_layout *layout)
{
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            next_line(buffer, layout);
        if (value->kind == TREE_MAPPING) {
            edit_value_field(buffer, value->names[i], &value->items[i], layout);
        } else {
            text_add_string(buffer, "- ");
            edit_value_item(buffer, &value->items[i], false, layout);
        }
    }
}
