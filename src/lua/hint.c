#include "lua/hint.h"

#include "lua/explain.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { HINT_WORD_BYTES = 60, HINT_NAMES_MAX = 64 };

/* What a hint is made of. */
struct clue {
    const char *message;
    struct text source;
    struct text line; /* that the message is about */
    char *out;
};

static bool has(const struct clue *clue, const char *part)
{
    return strstr(clue->message, part) != NULL;
}

static bool is_in(struct text text, const char *part)
{
    return text.bytes && memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

static bool say(const struct clue *clue, const char *sentence)
{
    snprintf(clue->out, HINT_BYTES, "%s", sentence);
    return true;
}

/* The text in quotation marks after a word of the message, "" if there is none. */
static void quoted_after(const struct clue *clue, const char *before, char word[HINT_WORD_BYTES])
{
    const char *at = strstr(clue->message, before);
    const char *open = at ? at + strlen(before) : NULL;
    const char *close = open ? strchr(open, '\'') : NULL;
    size_t length = close ? (size_t)(close - open) : 0;
    word[0] = '\0';
    if (length > 0 && length < HINT_WORD_BYTES)
        snprintf(word, HINT_WORD_BYTES, "%.*s", (int)length, open);
}

/* The next name in text from *at on, absent at its end. */
static struct text next_name(struct text text, size_t *at)
{
    size_t start = *at;
    while (start < text.length && !isalpha((unsigned char)text.bytes[start]) &&
           text.bytes[start] != '_')
        start++;
    size_t end = start;
    while (end < text.length && (isalnum((unsigned char)text.bytes[end]) || text.bytes[end] == '_'))
        end++;
    *at = end;
    return start == end ? (struct text){0} : (struct text){text.bytes + start, end - start};
}

/* A misspelt word of Lua: two names that stand side by side. */
static bool hint_of_keyword(const struct clue *clue)
{
    static const char *const words[] = {"local",  "function", "return", "while",
                                        "repeat", "elseif",   "else",   "end"};
    size_t at = 0;
    struct text first = next_name(clue->line, &at);
    size_t near = first.bytes ? text_nearest(first, words, sizeof words / sizeof *words) : SIZE_MAX;
    if (near == SIZE_MAX || text_is(first, words[near]))
        return false;
    snprintf(clue->out, HINT_BYTES, "did you mean '%s' at the beginning of the line?", words[near]);
    return true;
}

/* Whether what the message is near stands behind something else on its line. */
static bool is_inside_line(const struct clue *clue)
{
    char word[HINT_WORD_BYTES];
    quoted_after(clue, "near '", word);
    size_t at = word[0] && clue->line.bytes ? explain_find(clue->line, text_of(word), 0) : SIZE_MAX;
    if (at == SIZE_MAX)
        return false;
    size_t skip = strspn(clue->line.bytes, " \t");
    return at > skip;
}

static bool hint_of_comma(const struct clue *clue)
{
    if (!is_inside_line(clue))
        return say(clue, "a comma may be missing at the end of the line before");
    char word[HINT_WORD_BYTES];
    quoted_after(clue, "near '", word);
    snprintf(clue->out, HINT_BYTES,
             "a comma may be missing before '%s'; a text stands between quotation marks: \"…\"",
             word);
    return true;
}

/* What another language would write, by the line it stands in. */
static bool hint_of_foreign(const struct clue *clue)
{
    if (has(clue, "near '!'"))
        return say(clue, "Lua writes \"not equal\" as ~= and \"not\" as not");
    if (has(clue, "near '//'") || has(clue, "near '#'"))
        return say(clue, "a comment begins with --");
    if (is_in(clue->line, "+=") || is_in(clue->line, "-=") || is_in(clue->line, "*=") ||
        is_in(clue->line, "++"))
        return say(clue, "Lua has no += and no ++: write sum = sum + x");
    if (has(clue, "<name> expected near") && is_in(clue->line, ":"))
        return say(clue, "a table has NAME = value, with = and not with :");
    for (size_t i = 1; clue->line.bytes && i < clue->line.length; i++)
        if (clue->line.bytes[i] == '%' && isdigit((unsigned char)clue->line.bytes[i - 1]))
            return say(clue, "there is no percent sign: write 67 % as 0.67");
    return false;
}

/* Whether "else if" stands in the source, which wants an end more than elseif does. */
static bool has_else_if(const struct clue *clue)
{
    return clue->source.bytes && explain_find(clue->source, text_of("else if"), 0) != SIZE_MAX;
}

static bool hint_of_end(const struct clue *clue)
{
    bool lacks = has(clue, "'end' expected") || has(clue, "unexpected symbol near '}'") ||
                 has(clue, "unexpected symbol near ','");
    if (lacks && has_else_if(clue))
        return say(clue, "write elseif, one word: an if behind else needs an end of its own");
    if (has(clue, "'end' expected"))
        return say(clue, "each function, if, for and while needs an end of its own");
    if (has(clue, "<eof> expected"))
        return say(clue,
                   "a } or an end may be one too many in the lines before; return stands last");
    if (has(clue, "near <eof>"))
        return say(clue, "the file ends in the middle of something: a } or an end is missing");
    return false;
}

static bool hint_of_syntax(const struct clue *clue)
{
    unsigned byte = 0;
    const char *odd = strstr(clue->message, "near '<\\");
    if (odd && sscanf(odd + 8, "%u", &byte) == 1 && byte < 128)
        return say(clue, "a character that cannot be seen stands here: delete it");
    if (odd)
        return say(clue, "Lua takes letters beyond a-z, and quotation marks like “ ”, inside \"…\" "
                         "only");
    if (has(clue, "near 'until'"))
        return say(clue, "until is a word of Lua's own: a last day is written till = \"2024\"");
    if (has(clue, "unfinished string"))
        return say(clue, "end the text with the mark it began with, on the same line");
    if (has(clue, "unfinished long"))
        return say(clue, "what begins with [[ ends with ]]");
    if (has(clue, "malformed number"))
        return say(clue, "write numbers as 0.5 or 1e-3, without letters or spaces");
    if (hint_of_foreign(clue))
        return true;
    if (has(clue, "'}' expected") && !has(clue, "near <eof>"))
        return hint_of_comma(clue);
    if (has(clue, "'then' expected") && has(clue, "near '='"))
        return say(clue, "compare with ==; a single = gives a value to a name");
    if (has(clue, "'then' expected"))
        return say(clue, "an if line ends with then: if … then");
    if (has(clue, "'do' expected"))
        return say(clue, "a for or while line ends with do: for … do");
    if (hint_of_end(clue))
        return true;
    if (has(clue, "syntax error near") && hint_of_keyword(clue))
        return true;
    if (has(clue, "'=' expected") || has(clue, "syntax error near"))
        return say(clue, "this is no statement: a name alone does nothing");
    return false;
}

/* What Lua calls the thing that is nil, from "(local 'x')"; "" for what has no name. */
static void nil_name(const struct clue *clue, char word[HINT_WORD_BYTES])
{
    const char *open = strchr(clue->message, '(');
    word[0] = '\0';
    if (open)
        quoted_after(&(struct clue){.message = open}, "'", word);
}

/* nil is nothing: who holds it, and why perhaps. */
static bool hint_of_nil(const struct clue *clue)
{
    char word[HINT_WORD_BYTES];
    nil_name(clue, word);
    bool constant = has(clue, "(constant");
    if (strcmp(word, "?") == 0 || strcmp(word, "integer index") == 0)
        return say(clue, "the table has nothing (nil) under that key; the first of a list is [1]");
    if (strcmp(word, "c") == 0 && has(clue, "(local"))
        return say(clue, "the engine gives c to the function: write score = NAME, without ()");
    if (has(clue, "attempt to call") && word[0])
        snprintf(clue->out, HINT_BYTES, "there is no function '%s' here; check its spelling", word);
    else if (word[0] && !constant)
        snprintf(clue->out, HINT_BYTES,
                 "'%s' holds nothing (nil) here; check its spelling and where it is set", word);
    else if (has(clue, "attempt to call"))
        say(clue, "there is no function here to call");
    else
        say(clue, "this gives nothing (nil); check what it should give");
    return true;
}

/* A name that is made in the source, but further down, or one that is spelt nearly so. */
static bool hint_of_name(const struct clue *clue)
{
    char word[HINT_WORD_BYTES];
    struct text names[HINT_NAMES_MAX];
    char copies[HINT_NAMES_MAX][HINT_WORD_BYTES];
    const char *pointers[HINT_NAMES_MAX];
    size_t count = 0, at = 0;
    quoted_after(clue, "undeclared name '", word);
    while (word[0] && clue->source.bytes &&
           (at = explain_find(clue->source, text_of("local"), at)) != SIZE_MAX &&
           count < HINT_NAMES_MAX) {
        size_t after = at + strlen("local");
        struct text name = next_name(clue->source, &after);
        if (text_is(name, "function"))
            name = next_name(clue->source, &after);
        at = after;
        if (!name.bytes || name.length >= HINT_WORD_BYTES)
            continue;
        names[count] = name;
        snprintf(copies[count], HINT_WORD_BYTES, "%.*s", (int)name.length, name.bytes);
        pointers[count] = copies[count];
        count++;
    }
    size_t near = count ? text_nearest(text_of(word), pointers, count) : SIZE_MAX;
    if (near == SIZE_MAX)
        return say(clue, "a name must be made with `local` before it is used");
    uint32_t line = 1;
    for (const char *byte = clue->source.bytes; byte < names[near].bytes; byte++)
        line += *byte == '\n';
    if (strcmp(copies[near], word) != 0)
        snprintf(clue->out, HINT_BYTES, "did you mean '%s', of line %u?", copies[near], line);
    else if (clue->line.bytes && names[near].bytes > clue->line.bytes)
        snprintf(clue->out, HINT_BYTES,
                 "'%s' is made further down, in line %u: a name must be made before it is used",
                 word, line);
    else
        snprintf(clue->out, HINT_BYTES,
                 "'%s' of line %u is known only inside the function or block that it stands in",
                 word, line);
    return true;
}

static bool hint_of_run(const struct clue *clue)
{
    if (has(clue, "attempt to call a table value"))
        return say(clue, "a comma may be missing before this line's { or (");
    if (has(clue, "a nil value"))
        return hint_of_nil(clue);
    if (has(clue, "attempt to index a number value"))
        return say(clue, "a figure is a number: nothing stands behind it with a point");
    if (has(clue, "attempt to call a number value"))
        return say(clue, "a number cannot be called: a * or a comma may be missing before the (");
    if (has(clue, "attempt to add a '") || has(clue, "arithmetic on a string value"))
        return say(clue, "texts are joined with two dots: \"a\" .. \"b\"");
    if (has(clue, "attempt to compare"))
        return say(clue, "compare numbers with numbers and texts with texts; a number has no "
                         "quotation marks");
    if (has(clue, "string slice too long"))
        return say(clue, "take a text apart in pieces");
    if (has(clue, "stack overflow"))
        return say(clue, "does a function call itself without end?");
    return false;
}

void hint_write(char out[HINT_BYTES], enum err_code code, const char *message, struct text source,
                uint32_t line)
{
    const struct clue clue = {message, source, explain_line(source, line), out};
    out[0] = '\0';
    if (code == ERR_SCRIPT_SYNTAX)
        hint_of_syntax(&clue);
    else if (code == ERR_SCRIPT_RUN)
        hint_of_run(&clue);
    else if (code == ERR_SCRIPT_NAME && has(&clue, "undeclared name"))
        hint_of_name(&clue);
}
