/* The command line: one table of options from which parsing, usage and help come. */
#ifndef TIDEMARK_CLI_OPT_H
#define TIDEMARK_CLI_OPT_H

#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Groups of options a verb takes. */
enum opt_group {
    OPT_COMMON = 1 << 0, /* -C, --quiet, --help */
    OPT_OUTPUT = 1 << 1, /* --format, -o */
    OPT_WHAT = 1 << 2,   /* --countries, --years, --at, --level, --period */
    OPT_HOW = 1 << 3,    /* --rule, --live, --as-known, --seed, --draws, --threads, budgets */
    OPT_CHART = 1 << 4,  /* what a chart shows and how */
    OPT_FORMAT = 1 << 5, /* --format alone */
    OPT_IMPORT = 1 << 6, /* --source, --panel, --dry-run */
    OPT_SCORE = 1 << 7,  /* --sort, --stage, --published, --all */
    OPT_FRAME = 1 << 8,  /* --countries, --years, --at, --period, --dry-run */
};

/* What was asked for; texts point into argv and are NULL when not given. */
struct opt {
    const char *root;
    const char *format;
    const char *output;
    const char *countries;
    const char *years;
    const char *at;
    const char *level;
    const char *period;
    const char *rule;
    const char *as_known;
    const char *cpu;
    const char *title;
    const char *subtitle;
    const char *note;
    const char *size;
    const char *scale;
    const char *focus;
    const char *gnuplot;
    const char *source;
    const char *panel;
    const char *sort;
    const char *stage;
    bool quiet;
    bool help;
    bool version;
    bool live;
    bool keep_script;
    bool dry_run;
    bool published;
    bool all;
    double seed;
    double draws;
    double threads;
    double script_seconds;
    double script_memory;
    const char *verb;
    const char *const *arguments;
    size_t argument_count;
};

/* Parses argv into *opt (defaults first) for a verb that takes the groups groups_of(verb) gives;
 * groups_of returns 0 for an unknown verb, which is left for the caller to report. Options may
 * stand before or after arguments; "--" ends them. argv is reordered so that arguments stand
 * together. False with err. */
bool opt_parse(int argc, char **argv, unsigned (*groups_of)(const char *verb), struct opt *opt,
               struct err *err);

/* Adds the options of groups, one a line, as help shows them. */
void opt_help(unsigned groups, struct text_buffer *buffer);

#endif
