/* The engine's own words in charts, in each language. English is the key: code says what it means
 * in English, and the table gives the other language's sentence. */
#ifndef TIDEMARK_CHART_CHART_WORDS_H
#define TIDEMARK_CHART_CHART_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum chart_language { CHART_ENGLISH, CHART_RUSSIAN };

/* "en" → CHART_ENGLISH; false when there is no such language. */
bool chart_words_language(const char *name, enum chart_language *language);

/* The name as in the attribute `lang` of a page: "en". */
const char *chart_words_code(enum chart_language language);

/* A word, sentence or printf format in a language; itself where the table has none (formats without
 * words, and English). The conversions of a format are the same, though their order may differ
 * (%2$s). */
const char *chart_words(enum chart_language language, const char *english)
    __attribute__((format_arg(2)));

/* Puts the language's decimal mark in the place of the point of a printed number; returns text. */
char *chart_words_decimal(enum chart_language language, char *text);

/* The pairs of the table, for tests; NULL past the last. */
const char *chart_words_english(size_t index);

#endif
