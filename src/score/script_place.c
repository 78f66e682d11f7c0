#include "score/script_place.h"

#include <stdlib.h>
#include <string.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_OTHER };

/* text is what stands in the script, of a string without its quotation marks. */
struct token {
    enum token_kind kind;
    size_t start;
    struct text text;
};

struct scanner {
    struct text source;
    size_t at;
};

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static char byte_at(const struct scanner *scanner, size_t at)
{
    return at < scanner->source.length ? scanner->source.bytes[at] : '\0';
}

/* The level of a long bracket `[==[` at a position: 0 for `[[`, -1 when there is none. */
static int long_bracket_level(const struct scanner *scanner, size_t at)
{
    size_t end = at + 1;
    if (byte_at(scanner, at) != '[')
        return -1;
    while (byte_at(scanner, end) == '=')
        end++;
    return byte_at(scanner, end) == '[' ? (int)(end - at - 1) : -1;
}

/* Past the closing bracket of the level. */
static size_t long_bracket_end(const struct scanner *scanner, size_t at, int level)
{
    for (; at < scanner->source.length; at++) {
        size_t end = at + 1;
        if (byte_at(scanner, at) != ']')
            continue;
        while (byte_at(scanner, end) == '=')
            end++;
        if (byte_at(scanner, end) == ']' && (int)(end - at - 1) == level)
            return end + 1;
    }
    return scanner->source.length;
}

static void skip_comment(struct scanner *scanner)
{
    int level = long_bracket_level(scanner, scanner->at + 2);
    if (level >= 0) {
        scanner->at = long_bracket_end(scanner, scanner->at + 2 + (size_t)level + 2, level);
        return;
    }
    while (scanner->at < scanner->source.length && byte_at(scanner, scanner->at) != '\n')
        scanner->at++;
}

static void skip_blank(struct scanner *scanner)
{
    while (scanner->at < scanner->source.length) {
        char byte = byte_at(scanner, scanner->at);
        if (byte == '-' && byte_at(scanner, scanner->at + 1) == '-')
            skip_comment(scanner);
        else if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
            scanner->at++;
        else
            return;
    }
}

static struct token quoted(struct scanner *scanner, size_t start)
{
    char quote = byte_at(scanner, start);
    size_t end = start + 1;
    while (end < scanner->source.length && byte_at(scanner, end) != quote &&
           byte_at(scanner, end) != '\n')
        end += byte_at(scanner, end) == '\\' ? 2 : 1;
    if (end > scanner->source.length)
        end = scanner->source.length;
    scanner->at = end + (end < scanner->source.length);
    struct text text = {scanner->source.bytes + start + 1, end - start - 1};
    return (struct token){TOKEN_STRING, start, text};
}

static struct token next_token(struct scanner *scanner)
{
    skip_blank(scanner);
    size_t start = scanner->at, end = start;
    if (start >= scanner->source.length)
        return (struct token){TOKEN_END, start, {NULL, 0}};
    const char *bytes = scanner->source.bytes + start;
    if (*bytes == '"' || *bytes == '\'')
        return quoted(scanner, start);
    int level = long_bracket_level(scanner, start);
    if (level >= 0) {
        scanner->at = long_bracket_end(scanner, start + (size_t)level + 2, level);
        return (struct token){TOKEN_OTHER, start, {bytes, scanner->at - start}};
    }
    while (end < scanner->source.length && is_name_byte(byte_at(scanner, end)))
        end++;
    if (end > start) {
        scanner->at = end;
        return (struct token){TOKEN_NAME, start, {bytes, end - start}};
    }
    bool comparison = *bytes == '=' && byte_at(scanner, start + 1) == '=';
    scanner->at = start + 1 + comparison;
    return (struct token){TOKEN_OTHER, start, {bytes, scanner->at - start}};
}

static bool token_is(const struct token *token, const char *text)
{
    return token->kind == TOKEN_OTHER && text_is(token->text, text);
}

/* Whether `=` follows the token, with a `]` between for ["key"]. */
static bool assigned(const struct scanner *scanner, bool bracketed)
{
    struct scanner ahead = *scanner;
    struct token token = next_token(&ahead);
    if (bracketed && token_is(&token, "]"))
        token = next_token(&ahead);
    return token_is(&token, "=");
}

static bool matches(const struct scanner *scanner, const struct token *token, struct text wanted)
{
    bool text = wanted.length >= 2 && wanted.bytes[0] == '"';
    if (text) {
        struct text inner = {wanted.bytes + 1, wanted.length - 2};
        return token->kind == TOKEN_STRING && text_equal(token->text, inner);
    }
    return (token->kind == TOKEN_NAME || token->kind == TOKEN_STRING) &&
           text_equal(token->text, wanted) && assigned(scanner, token->kind == TOKEN_STRING);
}

/* Moves the scanner behind the wanted part. At the top, any table not deeper than one brace (the
 * returned one) or an assignment is searched; below, only the value that follows. */
static bool find_part(struct scanner *scanner, struct text wanted, bool top, struct token *found)
{
    struct scanner ahead = *scanner;
    int depth = 0;
    for (;;) {
        struct token token = next_token(&ahead);
        if (token.kind == TOKEN_END)
            return false;
        if (token_is(&token, "{"))
            depth++;
        else if (token_is(&token, "}"))
            depth--;
        if (!top && (depth < 0 || (depth == 0 && (token_is(&token, "}") || token_is(&token, ",") ||
                                                  token_is(&token, ";")))))
            return false;
        if ((depth == 1 || (top && depth <= 0)) && matches(&ahead, &token, wanted)) {
            *found = token;
            *scanner = ahead;
            return true;
        }
    }
}

static struct err_place place_of(const char *file, struct text source, const struct token *token)
{
    struct err_place place = {.file = file, .line = 1};
    size_t line_start = 0, line_end = token->start;
    for (size_t i = 0; i < token->start; i++) {
        if (source.bytes[i] == '\n') {
            place.line++;
            line_start = i + 1;
        }
    }
    while (line_end < source.length && source.bytes[line_end] != '\n' &&
           source.bytes[line_end] != '\r')
        line_end++;
    size_t quotes = token->kind == TOKEN_STRING ? 2 : 0;
    place.source = source.bytes + line_start;
    place.source_length = line_end - line_start;
    place.column =
        (uint32_t)text_code_points(source.bytes + line_start, token->start - line_start) + 1;
    place.width = (uint32_t)(text_code_points(token->text.bytes, token->text.length) + quotes);
    return place;
}

/* Whether the token begins a pair (`name =`, `[key] =`), not an item of a list. */
static bool begins_pair(const struct scanner *scanner, const struct token *token)
{
    return (token->kind == TOKEN_NAME && assigned(scanner, false)) || token_is(token, "[");
}

/* Moves the scanner to before the wanted item (from 1) of the list that is the value ahead. */
static bool find_item(struct scanner *scanner, unsigned long wanted, struct token *found)
{
    struct scanner ahead = *scanner;
    unsigned long items = 0;
    int depth = 0;
    bool fresh = false;
    for (;;) {
        struct scanner before = ahead;
        struct token token = next_token(&ahead);
        if (token.kind == TOKEN_END || token_is(&token, "}"))
            depth--;
        if (depth < 0 || (token_is(&token, "}") && depth == 0))
            return false;
        if (depth == 1 && fresh && !begins_pair(&ahead, &token) && ++items == wanted) {
            *found = token;
            *scanner = before;
            return true;
        }
        depth += token_is(&token, "{");
        fresh =
            depth == 1 && (token_is(&token, "{") || token_is(&token, ",") || token_is(&token, ";"));
    }
}

/* Follows the path from where the scanner is; the last part found, else a token of kind END. */
static struct token follow(struct scanner scanner, const char *path)
{
    struct token found = {TOKEN_END, 0, {NULL, 0}};
    bool top = true;
    while (*path) {
        size_t length = *path == '"'   ? strlen(path)
                        : *path == '[' ? strcspn(path, "]")
                                       : strcspn(path, ".[");
        bool there = *path == '[' ? find_item(&scanner, strtoul(path + 1, NULL, 10), &found)
                                  : find_part(&scanner, (struct text){path, length}, top, &found);
        if (!there)
            break;
        top = false;
        path += length + (path[length] == ']');
        path += *path == '.';
    }
    return found;
}

struct err_place script_place(const char *file, struct text source, const char *path)
{
    struct token found = follow((struct scanner){source, 0}, path);
    if (found.kind == TOKEN_END)
        return (struct err_place){.file = file};
    return place_of(file, source, &found);
}

/* Where the statement that begins at `at` ends: at the end of a line outside brackets. */
static size_t statement_end(struct text source, size_t at)
{
    struct scanner scanner = {source, at};
    int depth = 0;
    for (;;) {
        struct token token = next_token(&scanner);
        if (token.kind == TOKEN_END)
            return source.length;
        depth += token_is(&token, "(") || token_is(&token, "{");
        depth -= token_is(&token, ")") || token_is(&token, "}");
        struct scanner ahead = scanner;
        size_t next = next_token(&ahead).start;
        if (depth <= 0 && next > scanner.at &&
            memchr(source.bytes + scanner.at, '\n', next - scanner.at))
            return scanner.at;
    }
}

struct err_place script_place_call(const char *file, struct text source, uint32_t line,
                                   const char *path)
{
    size_t at = 0;
    for (uint32_t i = 1; i < line && at < source.length; i++) {
        const char *newline = memchr(source.bytes + at, '\n', source.length - at);
        at = newline ? (size_t)(newline - source.bytes) + 1 : source.length;
    }
    if (line == 0 || at >= source.length)
        return (struct err_place){.file = file};
    struct text statement = {source.bytes, statement_end(source, at)};
    struct token found = follow((struct scanner){statement, at}, path);
    if (found.kind != TOKEN_END)
        return place_of(file, source, &found);
    struct scanner scanner = {source, at};
    skip_blank(&scanner);
    size_t end = scanner.at;
    while (end < source.length && source.bytes[end] != '\n' && source.bytes[end] != '\r')
        end++;
    struct text rest = {source.bytes + scanner.at, end - scanner.at};
    return place_of(file, source, &(struct token){TOKEN_OTHER, scanner.at, rest});
}
