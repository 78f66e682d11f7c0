/* From bytes of a YAML source to places for messages. */
#ifndef TIDEMARK_YAML_PLACE_H
#define TIDEMARK_YAML_PLACE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* A line longer than this is not shown with a message. */
enum { PLACE_LINE_MAX_BYTES = 4096 };

/* A source as messages name it. bytes come without a BOM. */
struct place_source {
    const char *file;
    const char *bytes;
    size_t length;
};

/* The place of the byte at offset when its line and column are known; takes time bounded by
 * PLACE_LINE_MAX_BYTES. width: see struct err_place. */
struct err_place place_make(const struct place_source *source, size_t offset, uint32_t line,
                            uint32_t column, uint32_t width);

/* The place of the byte at offset (at most length), counted from the beginning: takes time linear
 * in offset. Bytes that are not valid UTF-8 count one column each. */
struct err_place place_find(const struct place_source *source, size_t offset, uint32_t width);

/* The file as a whole. */
struct err_place place_file(const struct place_source *source);

/* The byte at which the line of offset begins. */
size_t place_line_start(const struct place_source *source, size_t offset);

/* The byte offset of the code point with that index in valid UTF-8, length when there are fewer. */
size_t place_byte_of(const struct place_source *source, size_t index);

#endif
