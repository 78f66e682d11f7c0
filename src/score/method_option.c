#include "score/method.h"

#include <math.h>
#include <string.h>

/* Bounds beyond this only keep figures finite: they are named when they are passed. */
static const double large = 1e5;

static void add_number(const struct method_option *option, double given, struct text_buffer *text)
{
    bool least = option->least > -INFINITY;
    bool most = option->most < INFINITY && (option->most < large || given > option->most);
    text_add_string(text, option->whole ? "a whole number" : "a number");
    /* Above 0, to divide by it. */
    if (option->least > 0 && option->least < 1e-6)
        text_add_string(text, " above 0");
    else if (least)
        text_add_format(text, " from %g", option->least);
    if (least && most)
        text_add_format(text, " to %g", option->most);
}

/* "down" or "up": words stand apart by spaces. */
static void add_words(const char *words, struct text_buffer *text)
{
    for (const char *word = words; *word;) {
        size_t length = strcspn(word, " ");
        const char *rest = word + length + (word[length] == ' ');
        bool last = *rest && !strchr(rest, ' ');
        text_add_format(text, "\"%.*s\"%s", (int)length, word, !*rest ? "" : last ? " or " : ", ");
        word = rest;
    }
}

void method_expected(const struct method_option *option, double given, struct text_buffer *text)
{
    switch (option->kind) {
    case METHOD_NUMBER:
        add_number(option, given, text);
        break;
    case METHOD_BOOLEAN:
        text_add_string(text, "true or false");
        break;
    case METHOD_PAIR:
        text_add_string(text, "two numbers, the lower first");
        break;
    case METHOD_NUMBERS:
        text_add_string(text, "a list of numbers");
        break;
    case METHOD_MATRIX:
        text_add_string(text, "a list of rows of numbers");
        break;
    case METHOD_WORD:
        add_words(option->words, text);
        break;
    case METHOD_TEXT:
        text_add_string(text, "a text");
        break;
    case METHOD_OVER:
        text_add_string(text, "a text or a list of texts");
        break;
    }
}
