/* The methods of the library `tide`: one row each, from which reading of rules, the library itself,
 * help and docs/method.md come. */
#ifndef TIDEMARK_SCORE_METHOD_H
#define TIDEMARK_SCORE_METHOD_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Where in a rule a method may stand. */
enum method_stage {
    METHOD_TREAT,
    METHOD_IMPUTE,
    METHOD_NORMALISE,
    METHOD_WEIGHTS,
    METHOD_AGGREGATE,
    METHOD_STAGES
};

enum method_id {
    METHOD_WINSORISE,
    METHOD_LOG,
    METHOD_BOXCOX,
    METHOD_FILL,
    METHOD_GOALPOSTS,
    METHOD_MINMAX,
    METHOD_ZSCORE,
    METHOD_SCALED,
    METHOD_DISTANCE_TO_MAXIMUM,
    METHOD_DISTANCE_TO_REFERENCE,
    METHOD_DISTANCE_TO_TARGET,
    METHOD_SHARE_OF_MAXIMUM,
    METHOD_RANK,
    METHOD_PERCENTILE,
    METHOD_BORDA,
    METHOD_CATEGORIES,
    METHOD_EQUAL,
    METHOD_PCA,
    METHOD_FACTORS,
    METHOD_ENTROPY,
    METHOD_CRITIC,
    METHOD_AHP,
    METHOD_MEAN,
    METHOD_SUM,
    METHOD_GEOMETRIC,
    METHOD_HARMONIC,
    METHOD_POWER,
    METHOD_MINIMUM,
    METHOD_MPI,
    METHOD_AMPI,
    METHOD_COPELAND,
    METHOD_BENEFIT_OF_DOUBT,
    METHOD_COUNT
};

/* What an option takes. OVER is "all", "period", "country", the name of a classification, or a list
 * of these; PAIR two numbers, the lower first; NUMBERS a list of numbers; WORD one of `words`
 * (separated by spaces); MATRIX a list of lists of numbers. */
enum method_kind {
    METHOD_NUMBER,
    METHOD_BOOLEAN,
    METHOD_PAIR,
    METHOD_NUMBERS,
    METHOD_MATRIX,
    METHOD_WORD,
    METHOD_TEXT,
    METHOD_OVER
};

enum { METHOD_OPTIONS_MAX = 5 };

/* least and most bound a NUMBER (both included), a PAIR's and the items of NUMBERS and MATRIX; a
 * NUMBER may be asked to be whole. standard is what holds when the option is left out, as help
 * shows it; required: it may not be left out. */
struct method_option {
    const char *name; /* NULL: no more options */
    enum method_kind kind;
    double least;
    double most;
    const char *words;
    const char *standard;
    const char *meaning;
    bool required;
    bool whole;
};

struct method {
    enum method_stage stage;
    const char *name; /* tide.NAME */
    struct method_option options[METHOD_OPTIONS_MAX];
    const char *meaning;  /* one line */
    const char *formula;  /* as docs/method.md shows it */
    const char *citation; /* author, title, year, section */
    bool framed;          /* takes figures from the data: has a frame, which can be stored */
};

/* The row of a method. */
const struct method *method_at(enum method_id id);

/* The method of that name that may stand in a stage, in any stage, METHOD_COUNT when none does. */
enum method_id method_find(enum method_stage stage, struct text name);
enum method_id method_named(struct text name);

/* The names of all methods that may stand in a stage, and how many; for "did you mean". */
size_t method_names(enum method_stage stage, const char **names, size_t max);

/* The option of that name, NULL when the method has none. */
const struct method_option *method_option(enum method_id id, struct text name);

/* Adds what an option takes: "a whole number from 1", "\"down\" or \"up\"". given is the number
 * that was refused, NaN for none: a bound so far out that it says little is told only to who passed
 * it. */
void method_expected(const struct method_option *option, double given, struct text_buffer *text);

/* The key of a rule where the stage stands: "treat", "impute", "normalise", "weights",
 * "pillar". */
const char *method_stage_key(enum method_stage stage);

#endif
