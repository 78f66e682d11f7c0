#include "base/text.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { TEXT_DISTANCE_MAX = 64 };

struct text text_of(const char *terminated)
{
    return (struct text){terminated, terminated ? strlen(terminated) : 0};
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_is(struct text a, const char *terminated)
{
    return text_equal(a, text_of(terminated));
}

/* Bytes a scalar should take by its first byte, 0 when no scalar begins so. */
static size_t scalar_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

size_t text_scalar(const char *bytes, size_t length, uint32_t *code_point)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0)
        return 0;
    const unsigned char *byte = (const unsigned char *)bytes;
    size_t size = scalar_length(byte[0]);
    if (size == 0 || size > length)
        return 0;
    uint32_t value = size == 1 ? byte[0] : byte[0] & (0xFFU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (byte[i] & 0x3FU);
    }
    if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    if (code_point)
        *code_point = value;
    return size;
}

size_t text_valid_until(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        size_t size = text_scalar(bytes + at, length - at, NULL);
        if (size == 0)
            return at;
        at += size;
    }
    return length;
}

size_t text_code_points(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

size_t text_width_columns(const char *bytes, size_t length)
{
    size_t width = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(bytes + at, length - at, &code_point);
        if (size == 0) {
            width++;
            at++;
            continue;
        }
        int columns = utf8proc_charwidth((utf8proc_int32_t)code_point);
        width += columns > 0 ? (size_t)columns : 0;
        at += size;
    }
    return width;
}

bool text_is_control(uint32_t code_point)
{
    if (code_point < 0x20)
        return code_point != '\t';
    return (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x061C ||
           code_point == 0x200E || code_point == 0x200F || code_point == 0x2028 ||
           code_point == 0x2029 || (code_point & 0xFFFE) == 0xFFFE ||
           (code_point >= 0xFDD0 && code_point <= 0xFDEF);
}

/* Code points of text, ASCII folded to lower case when fold; SIZE_MAX when there are too many. */
static size_t decode(struct text text, bool fold, uint32_t out[TEXT_DISTANCE_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < text.length; count++) {
        if (count == TEXT_DISTANCE_MAX)
            return SIZE_MAX;
        uint32_t code_point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &code_point);
        if (size == 0) {
            code_point = 0x110000U + (unsigned char)text.bytes[at];
            size = 1;
        }
        if (fold && code_point >= 'A' && code_point <= 'Z')
            code_point += 'a' - 'A';
        out[count] = code_point;
        at += size;
    }
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const uint32_t *a, size_t a_length, const uint32_t *b, size_t b_length)
{
    size_t rows[3][TEXT_DISTANCE_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            bool same = a[i - 1] == b[j - 1];
            now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b_length];
}

static size_t distance_folded(struct text a, struct text b, size_t limit, bool fold)
{
    uint32_t left[TEXT_DISTANCE_MAX], right[TEXT_DISTANCE_MAX];
    size_t left_length = decode(a, fold, left);
    size_t right_length = decode(b, fold, right);
    if (left_length == SIZE_MAX || right_length == SIZE_MAX)
        return text_equal(a, b) ? 0 : limit + 1;
    size_t gap =
        left_length > right_length ? left_length - right_length : right_length - left_length;
    if (gap > limit)
        return limit + 1;
    return least(distance(left, left_length, right, right_length), limit + 1);
}

size_t text_distance(struct text a, struct text b, size_t limit)
{
    return distance_folded(a, b, limit, false);
}

size_t text_nearest(struct text word, const char *const *candidates, size_t count)
{
    size_t limit = text_code_points(word.bytes, word.length) / 3;
    limit = limit < 1 ? 1 : limit > 3 ? 3 : limit;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t found = distance_folded(word, text_of(candidates[i]), limit, true);
        if (found <= limit) {
            best = i;
            if (found == 0)
                break;
            limit = found - 1;
        }
    }
    return best;
}

static bool is_reserved(struct text text)
{
    static const char *const words[] = {
        "and",      "break",  "do",   "else",    "elseif", "end",   "false", "for",
        "function", "goto",   "if",   "in",      "local",  "nil",   "not",   "or",
        "repeat",   "return", "then", "true",    "until",  "while", "index", "pillar",
        "group",    "result", "year", "country", "missing"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(text, words[i]))
            return true;
    return false;
}

bool text_is_id(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool later = (c >= '0' && c <= '9') || c == '_';
        if (!letter && !(i > 0 && later))
            return false;
    }
    return text.length > 0 && !is_reserved(text);
}

void text_buffer_free(struct text_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct text_buffer){0};
}

/* Makes room for more bytes and the terminator. */
static bool reserve(struct text_buffer *buffer, size_t more)
{
    if (buffer->failed || more > SIZE_MAX / 4 - buffer->length) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void text_add(struct text_buffer *buffer, const char *bytes, size_t length)
{
    if (!reserve(buffer, length))
        return;
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void text_add_string(struct text_buffer *buffer, const char *terminated)
{
    text_add(buffer, terminated, strlen(terminated));
}

void text_add_repeat(struct text_buffer *buffer, char byte, size_t count)
{
    if (!reserve(buffer, count))
        return;
    memset(buffer->bytes + buffer->length, byte, count);
    buffer->length += count;
    buffer->bytes[buffer->length] = '\0';
}

void text_add_format(struct text_buffer *buffer, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0) {
        buffer->failed = true;
        return;
    }
    if (!reserve(buffer, (size_t)length))
        return;
    va_start(list, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, list);
    va_end(list);
    buffer->length += (size_t)length;
}

void text_add_clean(struct text_buffer *buffer, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(bytes + at, length - at, &code_point);
        if (size == 0 || code_point == '\t' || text_is_control(code_point))
            text_add_string(buffer, "\xEF\xBF\xBD");
        else
            text_add(buffer, bytes + at, size);
        at += size ? size : 1;
    }
}
