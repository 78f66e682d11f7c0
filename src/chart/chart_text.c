#include "chart/chart_text.h"

#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD";
static const char ellipsis[] = "\xE2\x80\xA6";

static bool is_plain(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte && strchr(" .,:;()+/-", byte));
}

/* gnuplot reads four octal digits after a leading zero, three otherwise. U+2060 breaks what XML
 * would read as a reference or the end of a section. */
static void add_ascii(struct text_buffer *script, unsigned char byte, unsigned char next)
{
    if (is_plain(byte)) {
        text_add(script, (const char *)&byte, 1);
        return;
    }
    text_add_format(script, byte < 0100 ? "\\0%03o" : "\\%03o", byte);
    if ((byte == '&' && next == '#') || (byte == ']' && next == ']'))
        text_add_string(script, "\xE2\x81\xA0");
}

void chart_text_add(struct text_buffer *script, const char *text)
{
    size_t length = strlen(text), at = 0, points = 0;
    text_add_string(script, "\"");
    while (at < length && points++ < CHART_TEXT_POINTS_MAX) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        unsigned char byte = (unsigned char)text[at];
        if (size == 1 && (byte == '\n' || byte == '\t'))
            text_add_string(script, " ");
        else if (size == 0 || text_is_control(point))
            text_add_string(script, replacement);
        else if (size == 1)
            add_ascii(script, byte, at + 1 < length ? (unsigned char)text[at + 1] : 0);
        else
            text_add(script, text + at, size);
        at += size ? size : 1;
    }
    if (at < length)
        text_add_string(script, ellipsis);
    text_add_string(script, "\"");
}

void chart_text_add_xml(struct text_buffer *out, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        if (size == 0 || text_is_control(point))
            text_add_string(out, point == '\n' || point == '\t' ? " " : replacement);
        else if (point == '&')
            text_add_string(out, "&amp;");
        else if (point == '<')
            text_add_string(out, "&lt;");
        else if (point == '>')
            text_add_string(out, "&gt;");
        else
            text_add(out, text + at, size);
        at += size ? size : 1;
    }
}

const char *chart_text_plain(struct arena *arena, const char *text)
{
    struct text_buffer plain = {0};
    size_t length = strlen(text), replaced = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = text_scalar(text + at, length - at, &point);
        bool bad = size == 0 || text_is_control(point);
        bool blank = text[at] == '\n' || text[at] == '\t' || text[at] == '\r';
        replaced += bad || blank;
        if (bad || blank)
            text_add_string(&plain, blank ? " " : replacement);
        else
            text_add(&plain, text + at, size);
        at += size ? size : 1;
    }
    const char *kept = replaced == 0  ? text
                       : plain.failed ? NULL
                                      : arena_text(arena, plain.bytes, plain.length);
    text_buffer_free(&plain);
    return kept;
}
