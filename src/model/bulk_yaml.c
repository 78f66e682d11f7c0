#include "model/bulk_yaml.h"

#include <string.h>

static bool is_plain(struct text text)
{
    static const char *const words[] = {"null", "Null",  "NULL",  "true", "True",
                                        "TRUE", "false", "False", "FALSE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(text, words[i]))
            return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        bool later =
            (c >= '0' && c <= '9') || c == '.' || c == '-' || (c == ' ' && i + 1 < text.length);
        if (!letter && !(i > 0 && later))
            return false;
    }
    return text.length > 0;
}

void bulk_yaml_text(struct text_buffer *out, struct text text)
{
    if (is_plain(text)) {
        text_add(out, text.bytes, text.length);
        return;
    }
    text_add_string(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == '"' || c == '\\')
            text_add_format(out, "\\%c", c);
        else if (c == '\n')
            text_add_string(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            text_add_format(out, "\\x%02X", c);
        else
            text_add(out, text.bytes + i, 1);
    }
    text_add_string(out, "\"");
}

void bulk_yaml_list(struct text_buffer *out, size_t indent, const char *name,
                    const struct text *texts, size_t count)
{
    size_t begin = out->length, hang = indent + strlen(name) + 3;
    text_add_repeat(out, ' ', indent);
    text_add_format(out, "%s: [", name);
    for (size_t i = 0; i < count; i++) {
        struct text_buffer item = {0};
        bulk_yaml_text(&item, texts[i]);
        out->failed = out->failed || item.failed;
        size_t width = item.bytes ? text_width_columns(item.bytes, item.length) : 0;
        size_t used = out->failed ? 0 : out->length - begin;
        if (i > 0 && used + width + 3 > BULK_YAML_COLUMNS) {
            text_add_string(out, ",\n");
            begin = out->length;
            text_add_repeat(out, ' ', hang);
        } else if (i > 0) {
            text_add_string(out, ", ");
        }
        text_add(out, item.bytes ? item.bytes : "", item.length);
        text_buffer_free(&item);
    }
    text_add_string(out, "]\n");
}

enum { YAML_BYTE_ORDER_MARK = 0xFEFF };

bool bulk_yaml_fits(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &point);
        bool space = point == '\t' || point == '\n';
        if (size == 0 || point == YAML_BYTE_ORDER_MARK || (text_is_control(point) && !space))
            return false;
        at += size;
    }
    return true;
}

void bulk_yaml_clean(struct text_buffer *out, struct text text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &point);
        size = size ? size : 1;
        if (point == YAML_BYTE_ORDER_MARK)
            text_add_string(out, "\xEF\xBF\xBD");
        else
            text_add_clean(out, text.bytes + at, size);
        at += size;
    }
}

void bulk_yaml_comment(struct text_buffer *out, size_t indent, const char *text)
{
    size_t room = BULK_YAML_COLUMNS - indent - 2;
    while (*text) {
        size_t length = 0, broken = 0, width = 0;
        while (text[length] && (width <= room || broken == 0)) {
            size_t word = strcspn(text + length + 1, " ") + 1;
            width += text_width_columns(text + length, word);
            if (width <= room || broken == 0)
                broken = length + word;
            length += word;
        }
        text_add_repeat(out, ' ', indent);
        text_add_string(out, "# ");
        bulk_yaml_clean(out, (struct text){text, broken});
        text_add_string(out, "\n");
        text += broken + strspn(text + broken, " ");
    }
}
