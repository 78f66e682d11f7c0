#include "yaml/guard.h"

#include "base/text.h"
#include "yaml/tree.h"

#include <string.h>

enum { GUARD_PROBLEMS_MAX = 10, BYTE_ORDER_MARK = 0xFEFF };

size_t guard_bom_length(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool guard_is_unfit(uint32_t code_point)
{
    return code_point != '\n' && (text_is_control(code_point) || code_point == BYTE_ORDER_MARK);
}

const char *guard_name(uint32_t code_point)
{
    if (code_point == 0)
        return "a NUL byte";
    if (code_point == '\r')
        return "a carriage return without a line feed";
    if (code_point == BYTE_ORDER_MARK)
        return "a byte order mark in the middle of the text";
    if (code_point == 0x85 || code_point == 0x2028 || code_point == 0x2029)
        return "a line separator that editors do not count as a line end";
    if (code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F))
        return "a control character";
    if (code_point >= 0x200E && code_point <= 0x2069)
        return "an invisible character that turns the direction of text";
    return "a code point that is no character";
}

/* UTF-16 shows itself by its mark, or by a zero beside the first ASCII character. */
static bool is_utf16(const char *bytes, size_t length)
{
    if (length < 2)
        return false;
    unsigned char first = (unsigned char)bytes[0], second = (unsigned char)bytes[1];
    bool marked = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
    return marked || (length >= 4 && (first == 0) != (second == 0) &&
                      (first == 0) == (bytes[2] == 0) && (second == 0) == (bytes[3] == 0));
}

static void refuse_utf16(const struct place_source *source, struct err_list *list)
{
    struct err err;
    err_set(&err, ERR_YAML_ENCODING, "the file is encoded in UTF-16, not in UTF-8");
    err_hint(&err, "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)");
    err_at(&err, place_file(source));
    err_list_add(list, &err);
}

/* size is the scalar's length in bytes, 0 where the bytes are not UTF-8. */
static void refuse(const struct place_source *source, size_t offset, size_t size,
                   uint32_t code_point, struct err_list *list)
{
    struct err err;
    if (size == 0) {
        err_set(&err, ERR_YAML_ENCODING, "the byte 0x%02X is not valid UTF-8",
                (unsigned)(unsigned char)source->bytes[offset]);
        err_hint(&err, "save the file as UTF-8; an older encoding such as Windows-1251 is not "
                       "read");
    } else {
        err_set(&err, ERR_YAML_CHARACTER, "%s (U+%04X) is not allowed in a YAML file",
                guard_name(code_point), (unsigned)code_point);
        err_hint(&err, "delete it; it often comes with text pasted from a PDF or a web page");
    }
    err_at(&err, place_find(source, offset, 1));
    err_list_add(list, &err);
}

/* Where to go on after bytes of another encoding: one problem a line says enough. */
static size_t line_end_after(const struct place_source *source, size_t offset)
{
    const char *end = memchr(source->bytes + offset, '\n', source->length - offset);
    return end ? (size_t)(end - source->bytes) : source->length;
}

/* Eight bytes that are printable ASCII, tab or line feed: nothing to look at more closely. The
 * three sums are exact because no byte that reaches them has its high bit set. */
static bool is_plain_word(const char *bytes)
{
    const uint64_t ones = 0x0101010101010101U, high = 0x80 * ones;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    if (word & high)
        return false;
    uint64_t printable = word + 0x60 * ones;
    uint64_t not_newline = (word ^ 0x0A * ones) + 0x7F * ones;
    uint64_t not_tab = (word ^ 0x09 * ones) + 0x7F * ones;
    uint64_t not_delete = (word ^ 0x7F * ones) + 0x7F * ones;
    return (((printable | ~not_newline | ~not_tab) & not_delete) & high) == high;
}

static bool check_size(const struct place_source *source, struct err_list *list)
{
    if (source->length <= TREE_BYTES_MAX)
        return true;
    struct err err;
    err_set(&err, ERR_FILE_TOO_LARGE, "the file has %zu bytes, at most %d are read", source->length,
            TREE_BYTES_MAX);
    err_hint(&err, "put bulk figures in a panel (CSV)");
    err_at(&err, place_file(source));
    err_list_add(list, &err);
    return false;
}

enum guard_encoding guard_scan(const struct place_source *source, struct err_list *list)
{
    const char *bytes = source->bytes;
    size_t length = source->length, problems = 0;
    bool ascii = true;
    if (!check_size(source, list))
        return GUARD_REFUSED;
    if (is_utf16(bytes, length)) {
        refuse_utf16(source, list);
        return GUARD_REFUSED;
    }
    for (size_t at = 0; at < length && problems < GUARD_PROBLEMS_MAX;) {
        if (length - at >= 8 && is_plain_word(bytes + at)) {
            at += 8;
            continue;
        }
        uint32_t code_point = 0;
        size_t size = text_scalar(bytes + at, length - at, &code_point);
        bool line_end = code_point == '\r' && at + 1 < length && bytes[at + 1] == '\n';
        if (size == 0 || (guard_is_unfit(code_point) && !line_end)) {
            refuse(source, at, size, code_point, list);
            problems++;
        }
        ascii = ascii && size == 1;
        at = size ? at + size : line_end_after(source, at);
    }
    return problems ? GUARD_REFUSED : ascii ? GUARD_ASCII : GUARD_UTF8;
}

/* A line of three dashes or dots, alone or before a blank. */
static bool is_marker(const struct place_source *source, size_t at, const char *marker)
{
    const char *bytes = source->bytes;
    return source->length - at >= 3 && memcmp(bytes + at, marker, 3) == 0 &&
           (source->length - at == 3 || memchr(" \t\r\n", bytes[at + 3], 4));
}

/* The first byte from at on that is no blank, comment or "...". */
static size_t next_content(const struct place_source *source, size_t at)
{
    while (at < source->length) {
        if (memchr(" \t\r\n", source->bytes[at], 4))
            at++;
        else if (source->bytes[at] == '#')
            while (at < source->length && source->bytes[at] != '\n')
                at++;
        else if (is_marker(source, at, "..."))
            at += 3;
        else
            break;
    }
    return at;
}

bool guard_start(const struct place_source *source, struct err_list *list)
{
    size_t at = next_content(source, 0);
    if (at >= source->length || source->bytes[at] != '%' || place_line_start(source, at) != at)
        return true;
    struct err err;
    err_set(&err, ERR_YAML_DIRECTIVE, "directives (%%YAML, %%TAG) are not read");
    err_hint(&err, "delete the line");
    err_at(&err, place_find(source, at, 1));
    err_list_add(list, &err);
    return false;
}

bool guard_rest(const struct place_source *source, size_t end, bool ended_by_dots,
                struct err_list *list)
{
    size_t rest = next_content(source, end);
    if (rest == source->length)
        return true;
    struct err err;
    if (ended_by_dots || is_marker(source, rest, "---")) {
        err_set(&err, ERR_YAML_DOCUMENTS, "a second document begins here; a file holds one");
        err_hint(&err, "put it in a file of its own, or delete the line ---");
    } else {
        err_set(&err, ERR_YAML_SYNTAX, "nothing may follow the value that ends before this");
        err_hint(&err, "look for a bracket or quote that was closed too early");
    }
    err_at(&err, place_find(source, rest, 1));
    err_list_add(list, &err);
    return false;
}
