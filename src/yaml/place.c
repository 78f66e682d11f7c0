#include "yaml/place.h"

#include "base/text.h"

#include <string.h>

size_t place_line_start(const struct place_source *source, size_t offset)
{
    while (offset > 0 && source->bytes[offset - 1] != '\n')
        offset--;
    return offset;
}

struct err_place place_file(const struct place_source *source)
{
    return (struct err_place){.file = source->file};
}

/* Puts the line around offset into place, unless it is too long to be shown. */
static void show_line(const struct place_source *source, size_t offset, struct err_place *place)
{
    size_t start = offset, end = offset;
    while (start > 0 && source->bytes[start - 1] != '\n' && offset - start < PLACE_LINE_MAX_BYTES)
        start--;
    while (end < source->length && source->bytes[end] != '\n' && end - start < PLACE_LINE_MAX_BYTES)
        end++;
    if (end - start >= PLACE_LINE_MAX_BYTES || offset - start >= PLACE_LINE_MAX_BYTES)
        return;
    if (end > start && source->bytes[end - 1] == '\r')
        end--;
    place->source = source->bytes + start;
    place->source_length = end - start;
}

struct err_place place_make(const struct place_source *source, size_t offset, uint32_t line,
                            uint32_t column, uint32_t width)
{
    struct err_place place = {.file = source->file, .line = line, .column = column, .width = width};
    show_line(source, offset, &place);
    return place;
}

struct err_place place_find(const struct place_source *source, size_t offset, uint32_t width)
{
    uint32_t line = 1, column = 1;
    size_t start = 0;
    for (const char *at = source->bytes; (at = memchr(at, '\n', offset - start)) != NULL; at++) {
        line++;
        start = (size_t)(at - source->bytes) + 1;
    }
    for (size_t at = start; at < offset; column++) {
        size_t size = text_scalar(source->bytes + at, source->length - at, NULL);
        at += size ? size : 1;
    }
    return place_make(source, offset, line, column, width);
}

size_t place_byte_of(const struct place_source *source, size_t index)
{
    size_t at = 0;
    while (index > 0 && at < source->length) {
        at++;
        while (at < source->length && ((unsigned char)source->bytes[at] & 0xC0) == 0x80)
            at++;
        index--;
    }
    return at;
}
