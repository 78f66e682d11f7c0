#include "lua/explain.h"

#include <stdbool.h>
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

/* The first occurrence of word in line from at on, whole where it begins or ends like a name;
 * SIZE_MAX if there is none. */
static size_t find_word(struct text line, struct text word, size_t at)
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
        return (struct text){0};
    const char *close = near ? strrchr(open + 1, '\'') : strchr(open + 1, '\'');
    if (!close || close == open + 1)
        return (struct text){0};
    return (struct text){open + 1, (size_t)(close - open - 1)};
}

/* Lua shows a byte it cannot read as <\226>: the first byte above ASCII it is, nearly always. */
static size_t find_foreign(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if ((unsigned char)line.bytes[i] >= 0x80)
            return i;
    return SIZE_MAX;
}

static uint32_t code_points(const char *bytes, size_t length)
{
    return (uint32_t)text_code_points(bytes, length);
}

struct err_place explain_place(const char *file, struct text source, uint32_t line,
                               const char *message)
{
    struct text shown = explain_line(source, line);
    struct text word = quoted_word(message);
    struct err_place place = {.file = file, .line = line};
    if (!file || !shown.bytes)
        return place;
    place.source = shown.bytes;
    place.source_length = shown.length;
    size_t at = SIZE_MAX, length = word.length;
    if (word.length > 1 && word.bytes[0] == '<' && word.bytes[1] == '\\') {
        at = find_foreign(shown);
        length = at == SIZE_MAX ? 0 : text_scalar(shown.bytes + at, shown.length - at, NULL);
    } else if (word.length > 0) {
        at = find_word(shown, word, 0);
        if (at != SIZE_MAX && find_word(shown, word, at + 1) != SIZE_MAX)
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

const char *explain_sentence(const char *message)
{
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

/* Whether "else if" stands in the source, which wants an end more than elseif does. */
static bool has_else_if(struct text source)
{
    const struct text words = text_of("else if");
    return source.bytes && find_word(source, words, 0) != SIZE_MAX;
}

static const char *syntax_hint(const char *message, struct text source)
{
    bool lacks_end = has(message, "'end' expected") || has(message, "unexpected symbol near '}'");
    if (lacks_end && has_else_if(source))
        return "write elseif, one word: an if behind else needs an end of its own";
    if (has(message, "near '<\\"))
        return "Lua takes letters beyond a-z, and quotation marks like “ ”, inside \"…\" only";
    if (has(message, "'}' expected"))
        return "a comma may be missing at the end of the line before";
    if (has(message, "near '!'"))
        return "Lua writes \"not equal\" as ~= and \"not\" as not";
    if (has(message, "unfinished string"))
        return "end the text with the mark it began with, on the same line";
    if (has(message, "malformed number"))
        return "write numbers as 0.5 or 1e-3, without letters or spaces";
    if (has(message, "'end' expected"))
        return "each function, if, for and while needs an end of its own";
    if (has(message, "'then' expected") && has(message, "near '='"))
        return "compare with ==; a single = gives a value to a name";
    if (has(message, "'=' expected"))
        return "this is no statement: a name alone does nothing";
    if (has(message, "near 'until'"))
        return "until is a word of Lua's own: a last day is written till = \"2024\"";
    if (has(message, "near <eof>"))
        return "the file ends in the middle of something";
    return NULL;
}

static const char *run_hint(const char *message)
{
    if (has(message, "attempt to index a nil value"))
        return "that name holds nothing here; check its spelling and where it is set";
    if (has(message, "attempt to call a nil value"))
        return "there is no function of that name; check its spelling";
    if (has(message, "attempt to call a table value"))
        return "a comma may be missing before this line's { or (";
    if (has(message, "attempt to perform arithmetic on a nil value"))
        return "that name holds nothing here; give it a number first";
    if (has(message, "attempt to concatenate a nil value"))
        return "that name holds nothing here; use tostring() if that is meant";
    if (has(message, "attempt to compare"))
        return "compare numbers with numbers and texts with texts";
    if (has(message, "stack overflow"))
        return "does a function call itself without end?";
    return NULL;
}

const char *explain_hint(enum err_code code, const char *message, struct text source)
{
    if (code == ERR_SCRIPT_SYNTAX)
        return syntax_hint(message, source);
    return code == ERR_SCRIPT_RUN ? run_hint(message) : NULL;
}
