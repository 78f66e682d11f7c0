#include "lua/explain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct text explain_line(struct text source, uint32_t line)
{
    const char *at = source.bytes, *end = source.bytes + source.length;
    if (line == 0 || !source.bytes)
        return (struct text){0};
    for (uint32_t i = 1; i < line; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline)
            return (struct text){0};
        at = newline + 1;
    }
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    size_t length = (size_t)((newline ? newline : end) - at);
    if (length > 0 && at[length - 1] == '\r')
        length--;
    return (struct text){at, length};
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

size_t explain_find(struct text line, struct text word, size_t at)
{
    bool open_start = is_word_byte(word.bytes[0]);
    bool open_end = is_word_byte(word.bytes[word.length - 1]);
    for (; at + word.length <= line.length; at++) {
        size_t after = at + word.length;
        if (memcmp(line.bytes + at, word.bytes, word.length) != 0)
            continue;
        if (open_start && at > 0 && is_word_byte(line.bytes[at - 1]))
            continue;
        if (open_end && after < line.length && is_word_byte(line.bytes[after]))
            continue;
        return at;
    }
    return SIZE_MAX;
}

/* The word a message is about: after "near", else the first in quotation marks, without a library
 * in front (tide.mean is looked for as it is). */
static struct text quoted_word(const char *message)
{
    const char *near = strstr(message, " near '");
    const char *open = near ? near + 6 : strchr(message, '\'');
    if (!open)
        return strncmp(message, "break ", 6) == 0 ? (struct text){message, 5} : (struct text){0};
    const char *close = near ? strrchr(open + 1, '\'') : strchr(open + 1, '\'');
    if (!close || close == open + 1)
        return (struct text){0};
    return (struct text){open + 1, (size_t)(close - open - 1)};
}

/* Lua shows a byte it cannot read as <\226>. */
static size_t find_byte(struct text line, struct text shown)
{
    unsigned char byte = (unsigned char)strtoul(shown.bytes + 2, NULL, 10);
    const char *at = memchr(line.bytes, byte, line.length);
    return at ? (size_t)(at - line.bytes) : SIZE_MAX;
}

static uint32_t code_points(const char *bytes, size_t length)
{
    return (uint32_t)text_code_points(bytes, length);
}

/* The line that a message about another one names: "break outside loop at line 1", "unfinished long
 * string (starting at line 1)". 0 if there is none. */
static uint32_t named_line(const char *message)
{
    const char *at = strstr(message, "starting at line ");
    if (!at && (strncmp(message, "break outside", 13) == 0 || strstr(message, "<goto")))
        at = strstr(message, "at line ");
    at = at ? strpbrk(at, "0123456789") : NULL;
    unsigned long line = at ? strtoul(at, NULL, 10) : 0;
    return line <= UINT32_MAX ? (uint32_t)line : 0;
}

/* The last line up to `line` that holds something; 0 if there is none. */
static uint32_t line_with_text(struct text source, uint32_t line)
{
    for (; line > 0; line--) {
        struct text shown = explain_line(source, line);
        for (size_t i = 0; i < shown.length; i++)
            if (shown.bytes[i] != ' ' && shown.bytes[i] != '\t')
                return line;
    }
    return 0;
}

/* The end of what is there, for a file that ends too soon. */
static struct err_place place_of_end(const char *file, struct text source, uint32_t line)
{
    struct text shown = explain_line(source, line);
    struct err_place place = {.file = file, .line = line, .source = shown.bytes};
    place.source_length = shown.length;
    place.column = code_points(shown.bytes, shown.length) + 1;
    return place;
}

struct err_place explain_place(const char *file, struct text source, uint32_t line,
                               const char *message)
{
    uint32_t named = named_line(message), last = 0;
    if (named > 0 && explain_line(source, named).bytes)
        line = named;
    else if (strstr(message, "<eof>") && explain_line(source, line).bytes &&
             (last = line_with_text(source, line)) > 0 && last < line)
        return place_of_end(file, source, last);
    struct text shown = explain_line(source, line);
    struct text word = quoted_word(message);
    struct err_place place = {.file = file, .line = line};
    if (!file || !shown.bytes)
        return place;
    place.source = shown.bytes;
    place.source_length = shown.length;
    size_t at = SIZE_MAX, length = word.length;
    if (word.length > 1 && word.bytes[0] == '<' && word.bytes[1] == '\\') {
        at = find_byte(shown, word);
        length = at == SIZE_MAX ? 0 : text_scalar(shown.bytes + at, shown.length - at, NULL);
        length = at != SIZE_MAX && length == 0 ? 1 : length;
    } else if (word.length > 0) {
        at = explain_find(shown, word, 0);
        if (at != SIZE_MAX && explain_find(shown, word, at + 1) != SIZE_MAX)
            at = SIZE_MAX;
    }
    if (at == SIZE_MAX) {
        for (at = 0; at < shown.length && (shown.bytes[at] == ' ' || shown.bytes[at] == '\t');)
            at++;
        for (length = shown.length - at; length > 0 && shown.bytes[at + length - 1] == ' ';)
            length--;
    }
    place.column = code_points(shown.bytes, at) + 1;
    place.width = code_points(shown.bytes + at, length);
    return place;
}

static bool has(const char *message, const char *part)
{
    return strstr(message, part) != NULL;
}

void explain_trim(char *message)
{
    static const char *const nameless[] = {" (field '?')", " (field 'integer index')"};
    size_t length = strlen(message);
    for (size_t i = 0; i < sizeof nameless / sizeof *nameless; i++) {
        size_t tail = strlen(nameless[i]);
        if (length > tail && strcmp(message + length - tail, nameless[i]) == 0)
            message[length - tail] = '\0';
    }
}

const char *explain_sentence(const char *message)
{
    if (has(message, "string slice too long"))
        return "a text is taken apart into more values than a call can give";
    if (has(message, "C stack overflow"))
        return "calls or brackets are nested too deeply";
    if (has(message, "stack overflow"))
        return "calls are nested too deeply";
    if (has(message, "function or expression needs too many registers"))
        return "an expression is too long; split it with local names";
    return message;
}

static const char *followed_sentence(const char *message)
{
    if (has(message, "'for' initial"))
        return "where its loop begins depends on a figure";
    if (has(message, "'for' limit"))
        return "how far its loop goes depends on a figure";
    if (has(message, "'for' step"))
        return "in which steps its loop goes depends on a figure";
    if (has(message, "nil value (field '?')"))
        return "it looks up a figure in a table, or a field that is not there";
    if (has(message, "number expected, got figure"))
        return "it gives a figure to a function that takes numbers only";
    if (has(message, "string expected, got figure"))
        return "it gives a figure to a function that takes texts only";
    if (has(message, "arithmetic on a boolean value"))
        return "it calculates with the result of a comparison";
    return explain_sentence(message);
}

void explain_untraced(struct text_buffer *out, const char *file, uint32_t line, bool does,
                      struct text message)
{
    struct text_buffer clean = {0};
    text_add_clean(&clean, message.bytes, message.length);
    if (line == 0)
        text_add_string(out, "the function");
    else if (file)
        text_add_format(out, "%s:%u", file, line);
    else
        text_add_format(out, "line %u", line);
    const char *text = clean.bytes ? clean.bytes : "";
    text_add_format(out, does ? " %s" : " cannot be followed: %s",
                    does ? text : followed_sentence(text));
    out->failed = out->failed || clean.failed;
    text_buffer_free(&clean);
}
