#include "lua/scan.h"

#include <string.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    size_t line; /* from 0 */
    struct text text;
};

enum { SCAN_COUNTERS_MAX = 8 };

/* condition_line is where an if or while stands whose condition is being read. sole is the name in
 * the last `function (name)`, counters are the first names of the loops since the last function:
 * neither of them, as t in t[…] and as i in t[i], can be or take a figure unseen. */
struct scanner {
    const char *at;
    const char *end;
    size_t line;
    uint8_t *marks;
    size_t count;
    bool in_condition;
    bool compares;
    size_t condition_line;
    struct text sole;
    struct text counters[SCAN_COUNTERS_MAX];
    size_t counter_count;
};

static void mark(struct scanner *scanner, size_t line, unsigned what)
{
    if (line < scanner->count)
        scanner->marks[line] |= (uint8_t)what;
}

static char peek(const struct scanner *scanner, size_t ahead)
{
    return (size_t)(scanner->end - scanner->at) > ahead ? scanner->at[ahead] : '\0';
}

static void step(struct scanner *scanner)
{
    scanner->line += *scanner->at++ == '\n';
}

/* How many = stand between the brackets of a long text that begins at ahead; SIZE_MAX if none. */
static size_t long_level(const struct scanner *scanner, size_t ahead)
{
    size_t level = 0;
    if (peek(scanner, ahead) != '[')
        return SIZE_MAX;
    while (peek(scanner, ahead + 1 + level) == '=')
        level++;
    return peek(scanner, ahead + 1 + level) == '[' ? level : SIZE_MAX;
}

/* Passes over [==[ … ]==], which begins here. */
static void skip_long(struct scanner *scanner, size_t level)
{
    scanner->at += level + 2;
    while (scanner->at < scanner->end) {
        size_t found = 0;
        if (*scanner->at == ']') {
            while (peek(scanner, 1 + found) == '=')
                found++;
            if (found == level && peek(scanner, 1 + found) == ']') {
                scanner->at += level + 2;
                return;
            }
        }
        step(scanner);
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Passes over "…", which ends with its line but for a backslash; \z takes all space after it. */
static void skip_quoted(struct scanner *scanner)
{
    char quote = *scanner->at++;
    while (scanner->at < scanner->end && *scanner->at != quote && *scanner->at != '\n') {
        bool escape = *scanner->at == '\\' && scanner->at + 1 < scanner->end;
        if (escape)
            scanner->at++;
        bool takes_space = escape && *scanner->at == 'z';
        step(scanner);
        while (takes_space && scanner->at < scanner->end && is_space(*scanner->at))
            step(scanner);
    }
    if (scanner->at < scanner->end && *scanner->at == quote)
        scanner->at++;
}

/* Passes over space and comments. */
static void skip_space(struct scanner *scanner)
{
    while (scanner->at < scanner->end) {
        char c = *scanner->at;
        if (c == '-' && peek(scanner, 1) == '-') {
            size_t level = long_level(scanner, 2);
            scanner->at += 2;
            if (level != SIZE_MAX)
                skip_long(scanner, level);
            else
                while (scanner->at < scanner->end && *scanner->at != '\n')
                    scanner->at++;
        } else if (is_space(c)) {
            step(scanner);
        } else {
            return;
        }
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* 0x1p-3, 1e-5, .5: a sign belongs to it after e or p. */
static void skip_number(struct scanner *scanner)
{
    bool hexadecimal = *scanner->at == '0' && (peek(scanner, 1) | 0x20) == 'x';
    while (is_digit(peek(scanner, 0)) || is_letter(peek(scanner, 0)) || peek(scanner, 0) == '.') {
        char small = (char)(*scanner->at++ | 0x20);
        if (small == (hexadecimal ? 'p' : 'e') &&
            (peek(scanner, 0) == '-' || peek(scanner, 0) == '+'))
            scanner->at++;
    }
}

static struct token next_token(struct scanner *scanner)
{
    skip_space(scanner);
    const char *start = scanner->at;
    struct token token = {.line = scanner->line};
    char c = peek(scanner, 0);
    if (start == scanner->end)
        return token;
    if (is_letter(c)) {
        token.kind = TOKEN_NAME;
        while (is_letter(peek(scanner, 0)) || is_digit(peek(scanner, 0)))
            scanner->at++;
    } else if (is_digit(c) || (c == '.' && is_digit(peek(scanner, 1)))) {
        token.kind = TOKEN_NUMBER;
        skip_number(scanner);
    } else if (c == '"' || c == '\'') {
        token.kind = TOKEN_TEXT;
        skip_quoted(scanner);
    } else if (long_level(scanner, 0) != SIZE_MAX) {
        token.kind = TOKEN_TEXT;
        skip_long(scanner, long_level(scanner, 0));
    } else {
        char second = peek(scanner, 1);
        token.kind = TOKEN_SIGN;
        scanner->at++;
        if (c && ((second == '=' && strchr("=~<>", c)) || (second == c && strchr("<>/:.", c))))
            scanner->at++;
    }
    token.text = (struct text){start, (size_t)(scanner->at - start)};
    return token;
}

static bool is_one_of(const struct token *token, const char *const *words)
{
    for (; *words; words++)
        if (text_is(token->text, *words))
            return true;
    return false;
}

/* Whether [ after token reads from a table, rather than making one or a text. */
static bool ends_operand(const struct token *token)
{
    static const char *const keywords[] = {"and", "or",     "not",   "return", "in",
                                           "do",  "then",   "else",  "if",     "elseif",
                                           "end", "repeat", "local", NULL};
    return (token->kind == TOKEN_NAME && !is_one_of(token, keywords)) ||
           token->kind == TOKEN_TEXT ||
           (token->kind == TOKEN_SIGN && (text_is(token->text, ")") || text_is(token->text, "]")));
}

static bool is_name(const struct token *token, const char *name)
{
    return token->kind == TOKEN_NAME && text_is(token->text, name);
}

static bool is_sign(const struct token *token, const char *sign)
{
    return token->kind == TOKEN_SIGN && text_is(token->text, sign);
}

static void follow_condition(struct scanner *scanner, const struct token *token)
{
    if (scanner->in_condition &&
        (is_name(token, "then") || is_name(token, "do") || token->kind == TOKEN_END)) {
        if (!scanner->compares)
            mark(scanner, scanner->condition_line, SCAN_HIDDEN);
        scanner->in_condition = false;
    }
    if (is_name(token, "if") || is_name(token, "elseif") || is_name(token, "while")) {
        scanner->in_condition = true;
        scanner->compares = false;
        scanner->condition_line = token->line;
    }
    if (is_sign(token, "<") || is_sign(token, ">") || is_sign(token, "<=") || is_sign(token, ">="))
        scanner->compares = true;
}

/* window[0] is the newest token. */
static void follow_names(struct scanner *scanner, const struct token *window)
{
    if (is_name(&window[0], "function"))
        scanner->counter_count = 0;
    if (is_sign(&window[0], ")") && window[1].kind == TOKEN_NAME && is_sign(&window[2], "(") &&
        (is_name(&window[3], "function") || is_name(&window[4], "function")))
        scanner->sole = window[1].text;
    if ((is_sign(&window[0], "=") || is_sign(&window[0], ",")) && window[1].kind == TOKEN_NAME &&
        is_name(&window[2], "for") && scanner->counter_count < SCAN_COUNTERS_MAX)
        scanner->counters[scanner->counter_count++] = window[1].text;
}

/* Whether window ends in t[ and the beginning of an index that may be a figure. */
static bool is_hidden_index(const struct scanner *scanner, const struct token *window)
{
    if (!is_sign(&window[1], "[") || !ends_operand(&window[2]) || window[0].kind == TOKEN_NUMBER ||
        window[0].kind == TOKEN_TEXT)
        return false;
    if (window[2].kind == TOKEN_NAME && scanner->sole.bytes &&
        text_equal(window[2].text, scanner->sole) && !is_sign(&window[3], "."))
        return false;
    for (size_t i = 0; i < scanner->counter_count; i++)
        if (window[0].kind == TOKEN_NAME && text_equal(window[0].text, scanner->counters[i]))
            return peek(scanner, 0) != ']';
    return true;
}

static void mark_token(struct scanner *scanner, const struct token *window)
{
    static const char *const words[] = {"and", "or", "not", "until", "pcall", NULL};
    const struct token *token = &window[0];
    bool equal = is_sign(token, "==") || is_sign(token, "~=");
    bool after_equal = is_sign(&window[1], "==") || is_sign(&window[1], "~=");
    if (equal || (token->kind == TOKEN_NAME && is_one_of(token, words)))
        mark(scanner, token->line, SCAN_HIDDEN);
    if ((is_name(token, "nil") && after_equal) || (is_name(&window[1], "nil") && equal))
        mark(scanner, token->line, SCAN_NIL | SCAN_HIDDEN);
    if (is_hidden_index(scanner, window))
        mark(scanner, token->line, SCAN_HIDDEN);
}

void scan_lines(struct text source, uint8_t *marks, size_t count)
{
    struct scanner scanner = {.at = source.bytes, .marks = marks, .count = count};
    struct token window[5] = {0};
    scanner.end = source.bytes + source.length;
    memset(marks, 0, count);
    do {
        memmove(window + 1, window, sizeof window - sizeof *window);
        window[0] = next_token(&scanner);
        follow_condition(&scanner, &window[0]);
        follow_names(&scanner, window);
        mark_token(&scanner, window);
    } while (window[0].kind != TOKEN_END);
}

size_t scan_line_count(struct text source)
{
    size_t lines = 1;
    for (size_t i = 0; i < source.length; i++)
        lines += source.bytes[i] == '\n';
    return lines;
}
