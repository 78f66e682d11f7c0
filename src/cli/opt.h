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
    OPT_COMMON = 1 << 0,    /* -C, --quiet, --help */
    OPT_OUTPUT = 1 << 1,    /* --format, -o */
    OPT_WHAT = 1 << 2,      /* --countries, --years, --at, --level, --period */
    OPT_HOW = 1 << 3,       /* --rule, --live, --as-known, --seed, --draws */
    OPT_CHART = 1 << 4,     /* what a chart shows and how */
    OPT_FORMAT = 1 << 5,    /* --format alone */
    OPT_IMPORT = 1 << 6,    /* --source, --panel, --as and what goes with it, --dry-run */
    OPT_SCORE = 1 << 7,     /* --sort, --stage, --published, --all */
    OPT_FRAME = 1 << 8,     /* --countries, --years, --at, --period, --dry-run */
    OPT_MEANS = 1 << 9,     /* --threads, budgets */
    OPT_DRAW = 1 << 10,     /* --keep-script, --gnuplot */
    OPT_RUN = 1 << 11,      /* --charts, --gnuplot */
    OPT_SCENARIO = 1 << 12, /* --target, --chance, --lever, --levers, --item */
    OPT_RULE = 1 << 13,     /* of OPT_HOW: --rule, --seed, --draws */
    OPT_KNOWN = 1 << 14,    /* of OPT_HOW: --as-known */
    OPT_RECORD = 1 << 15,   /* --dry-run, --note; what the next four share */
    OPT_OBSERVE = 1 << 16,
    OPT_EVENT = 1 << 17,
    OPT_SOURCE = 1 << 18,
    OPT_RETRACT = 1 << 19,
    OPT_DRAWN = 1 << 20,       /* of OPT_HOW: --draws, --seed */
    OPT_ROBUST = 1 << 21,      /* --uncertain, --since, --ranks, --show */
    OPT_SENSITIVITY = 1 << 22, /* --uncertain, --show, --outcome, --together */
    OPT_DESIGN = 1 << 27,      /* of robust, not for scripts: --design */
};

enum { OPT_EFFECTS_MAX = 16 };

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
    const char *measure;
    const char *focus;
    const char *lang;
    const char *gnuplot;
    const char *source;
    const char *panel;
    const char *as;
    const char *sort;
    const char *stage;
    const char *target;
    const char *lever;
    const char *levers;
    const char *item;
    const char *uncertain;
    const char *since;
    const char *show;
    const char *outcome;
    const char *design;
    const char *together;
    bool ranks;
    const char *charts;
    const char *date; /* of what is recorded; these are fields of the files */
    const char *series;
    const char *low;
    const char *high;
    const char *se;
    const char *confidence;
    const char *coder;
    const char *agrees;
    const char *recorded;
    const char *kind;
    const char *reverses;
    const char *publisher;
    const char *url;
    const char *licence;
    const char *covers;
    const char *of;
    const char *on;
    const char *why;
    const char *effects[OPT_EFFECTS_MAX];
    size_t effect_count;
    bool quiet;
    bool help;
    bool version;
    bool live;
    bool keep_script;
    bool dry_run;
    bool revisions;
    bool published;
    bool all;
    double chance;
    bool force;
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

/* Likewise over what *opt has already, for a verb that is known, with the options of groups alone:
 * what is not written stays as it was. argv begins with the program and the verb. */
bool opt_parse_over(int argc, char **argv, unsigned groups, struct opt *opt, struct err *err);

/* Adds the options of groups that *opt has otherwise than by default, each as one word, a line
 * each:
 * "--rule=rights". */
void opt_words(const struct opt *opt, unsigned groups, struct text_buffer *buffer);

/* What holds without any option. */
struct opt opt_default(void);

/* Whether an option of that name (without dashes) is there and takes no value. */
bool opt_is_flag(const char *name);

/* Adds the options of groups, one a line, as help shows them. */
void opt_help(unsigned groups, struct text_buffer *buffer);

#endif
