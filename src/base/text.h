/* Text: UTF-8 slices, widths, likeness, and a growing buffer. No function here knows a locale. */
#ifndef TIDEMARK_BASE_TEXT_H
#define TIDEMARK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A slice of bytes owned by someone else; not terminated. bytes NULL means absent. */
struct text {
    const char *bytes;
    size_t length;
};

/* A slice by its place in bytes that are known: half the size, for many. */
struct text_place {
    uint32_t at;
    uint32_t length;
};

/* The slice of a whole text (NULL: absent), and whether slices have the same bytes; absent and
 * empty are equal. */
struct text text_of(const char *terminated);
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *terminated);

/* Length in bytes of the valid UTF-8 scalar at the start of bytes, 0 if there is none (overlong,
 * surrogate, beyond U+10FFFF, cut short). *code_point may be NULL. */
size_t text_scalar(const char *bytes, size_t length, uint32_t *code_point);

/* Byte offset of the first invalid UTF-8, or length when all is valid. */
size_t text_valid_until(const char *bytes, size_t length);

/* Code points in valid UTF-8. */
size_t text_code_points(const char *bytes, size_t length);

/* Columns on a terminal: 2 for East Asian wide, 0 for combining marks (utf8proc). Invalid bytes
 * count 1. */
size_t text_width_columns(const char *bytes, size_t length);

/* True for characters that must never reach a terminal or a chart from a file: C0 but tab, DEL, C1,
 * what turns the direction of text, line and paragraph separators, non-characters. */
bool text_is_control(uint32_t code_point);

/* Damerau-Levenshtein distance (optimal string alignment) in code points, at most limit + 1. */
size_t text_distance(struct text a, struct text b, size_t limit);

/* Index of the candidate nearest to word, for "did you mean": at most a third of word's length away
 * (at least 1, at most 3), ignoring case of ASCII; the first among equals. SIZE_MAX if none is
 * near. */
size_t text_nearest(struct text word, const char *const *candidates, size_t count);

/* An identifier as semantics.md A3 wants it: [A-Za-z][A-Za-z0-9_]*, no Lua keyword, not
 * reserved. */
bool text_is_id(struct text text);

/* A growing buffer. Zero-initialise. After a failed allocation it stays valid, failed is set and
 * further additions do nothing, so that one check at the end suffices. */
struct text_buffer {
    char *bytes; /* terminated once anything was added */
    size_t length;
    size_t capacity;
    bool failed;
};
void text_buffer_free(struct text_buffer *buffer);
void text_add(struct text_buffer *buffer, const char *bytes, size_t length);
void text_add_string(struct text_buffer *buffer, const char *terminated);
void text_add_format(struct text_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void text_add_repeat(struct text_buffer *buffer, char byte, size_t count);

/* Adds bytes with every control character (text_is_control, and tab and newline) and every invalid
 * byte replaced by U+FFFD: text from a file made fit for a terminal. */
void text_add_clean(struct text_buffer *buffer, const char *bytes, size_t length);

#endif
