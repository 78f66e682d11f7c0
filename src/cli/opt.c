#include "cli/opt.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_COUNT, OPT_SECONDS };

struct opt_row {
    const char *name; /* without dashes */
    char letter;      /* 0: none */
    const char *argument;
    enum opt_kind kind;
    unsigned group;
    size_t offset;
    bool hidden;
    const char *help;
};

#define OPT_ROW(name, letter, argument, kind, group, field, hidden, help)              \
    {                                                                                  \
        name, letter, argument, kind, group, offsetof(struct opt, field), hidden, help \
    }

static const struct opt_row opt_rows[] = {
    OPT_ROW("directory", 'C', "DIR", OPT_TEXT, OPT_COMMON, root, false,
            "find the project from DIR upward"),
    OPT_ROW("quiet", 'q', NULL, OPT_FLAG, OPT_COMMON, quiet, false,
            "results and errors only, no warnings or notices"),
    OPT_ROW("help", 'h', NULL, OPT_FLAG, OPT_COMMON, help, false, "this text"),
    OPT_ROW("version", 'V', NULL, OPT_FLAG, OPT_COMMON, version, true, "the version"),
    OPT_ROW("format", 'f', "FORMAT", OPT_TEXT, OPT_OUTPUT | OPT_FORMAT, format, false,
            "table, csv, json, md; charts: svg, png, pdf"),
    OPT_ROW("output", 'o', "FILE", OPT_TEXT, OPT_OUTPUT, output, false,
            "write FILE; its extension gives the format"),
    OPT_ROW("countries", 0, "KGZ,TJK", OPT_TEXT, OPT_WHAT | OPT_FRAME, countries, false,
            "show these countries, in this order"),
    OPT_ROW("years", 0, "A..B", OPT_TEXT, OPT_WHAT | OPT_FRAME, years, false,
            "show these periods (2015..2021)"),
    OPT_ROW("at", 0, "DATE", OPT_TEXT, OPT_WHAT | OPT_FRAME, at, false,
            "show one period, or what stood on a day inside it"),
    OPT_ROW("level", 0, "LEVELS", OPT_TEXT, OPT_WHAT, level, false,
            "any of index,pillar,group,indicator,result"),
    OPT_ROW("period", 0, "AXIS", OPT_TEXT, OPT_WHAT | OPT_FRAME, period, false,
            "year, quarter or month: another axis"),
    OPT_ROW("sort", 0, "ITEM", OPT_TEXT, OPT_SCORE, sort, false,
            "countries in the order of ITEM (index, a pillar), best first"),
    OPT_ROW("stage", 0, "STAGE", OPT_TEXT, OPT_SCORE, stage, false,
            "indicators read, treated, imputed, normalised or weighted"),
    OPT_ROW("published", 0, NULL, OPT_FLAG, OPT_SCORE, published, false,
            "beside what was published, with the differences"),
    OPT_ROW("all", 0, NULL, OPT_FLAG, OPT_SCORE, all, false, "periods without any value, too"),
    OPT_ROW("rule", 0, "NAME|FILE", OPT_TEXT, OPT_HOW, rule, false,
            "score by scripts/rules/NAME.lua or by FILE.lua"),
    OPT_ROW("live", 0, NULL, OPT_FLAG, OPT_HOW, live, false,
            "add judged effects of events after each value"),
    OPT_ROW("as-known", 0, "DATE", OPT_TEXT, OPT_HOW, as_known, false,
            "read only what was known on DATE"),
    OPT_ROW("draws", 0, "N", OPT_COUNT, OPT_HOW, draws, false,
            "draws behind each interval (1000; 0: no intervals)"),
    OPT_ROW("seed", 0, "N", OPT_COUNT, OPT_HOW, seed, false, "seed of the draws (1)"),
    OPT_ROW("threads", 0, "N", OPT_COUNT, OPT_HOW, threads, false,
            "threads to use (1); never changes a result"),
    OPT_ROW("script-seconds", 0, "N", OPT_SECONDS, OPT_HOW, script_seconds, false,
            "processor time a script may take (5)"),
    OPT_ROW("script-memory", 0, "MIB", OPT_COUNT, OPT_HOW, script_memory, false,
            "memory a script may take, in MiB (256)"),
    OPT_ROW("cpu", 0, "WIDTH", OPT_TEXT, OPT_HOW, cpu, true, "16, 32 or 64: force a kernel width"),
    OPT_ROW("title", 0, "TEXT", OPT_TEXT, OPT_CHART, title, false,
            "title instead of the one the figures give"),
    OPT_ROW("subtitle", 0, "TEXT", OPT_TEXT, OPT_CHART, subtitle, false, "subtitle likewise"),
    OPT_ROW("note", 0, "TEXT", OPT_TEXT, OPT_CHART, note, false, "a note above the source line"),
    OPT_ROW("size", 0, "WxH", OPT_TEXT, OPT_CHART, size, false,
            "size in CSS pixels, 400x300 to 2400x2400 (800x500)"),
    OPT_ROW("focus", 0, "KGZ,TJK", OPT_TEXT, OPT_CHART, focus, false,
            "countries in colour, three at most; others grey"),
    OPT_ROW("scale", 0, "A..B", OPT_TEXT, OPT_CHART, scale, false,
            "worst and best value of a file's figures (0..100)"),
    OPT_ROW("keep-script", 0, NULL, OPT_FLAG, OPT_CHART, keep_script, false,
            "keep the gnuplot script beside the output (FILE.gp)"),
    OPT_ROW("gnuplot", 0, "PATH", OPT_TEXT, OPT_CHART, gnuplot, false, "another gnuplot"),
    OPT_ROW("source", 0, "ID", OPT_TEXT, OPT_IMPORT, source, false,
            "where the figures are from (fiw2024, \"fiw{edition}\")"),
    OPT_ROW("panel", 0, "NAME", OPT_TEXT, OPT_IMPORT, panel, false,
            "name of the panel (that of the file)"),
    OPT_ROW("dry-run", 0, NULL, OPT_FLAG, OPT_IMPORT | OPT_FRAME, dry_run, false,
            "print the file and write nothing"),
};

enum { OPT_COUNT_ROWS = sizeof opt_rows / sizeof *opt_rows };

static const struct opt_row *find_name(const char *name, size_t length)
{
    for (size_t i = 0; i < OPT_COUNT_ROWS; i++)
        if (strlen(opt_rows[i].name) == length && memcmp(opt_rows[i].name, name, length) == 0)
            return &opt_rows[i];
    return NULL;
}

static const struct opt_row *find_letter(char letter)
{
    for (size_t i = 0; i < OPT_COUNT_ROWS; i++)
        if (opt_rows[i].letter == letter)
            return &opt_rows[i];
    return NULL;
}

static bool unknown(const char *option, size_t length, struct err *err)
{
    const char *names[OPT_COUNT_ROWS];
    size_t count = 0;
    for (size_t i = 0; i < OPT_COUNT_ROWS; i++)
        if (!opt_rows[i].hidden)
            names[count++] = opt_rows[i].name;
    err_set(err, ERR_OPTION_UNKNOWN, "there is no option --%.*s", (int)length, option);
    size_t near = text_nearest((struct text){option, length}, names, count);
    if (near != SIZE_MAX)
        err_hint(err, "did you mean --%s?", names[near]);
    else
        err_hint(err, "tidemark help lists the options");
    return false;
}

static bool set_number(const struct opt_row *row, const char *value, double *field, struct err *err)
{
    double number = 0;
    bool count = row->kind == OPT_COUNT;
    if (number_parse(value, strlen(value), &number) != NUMBER_OK || number < 0 ||
        (count && (number != floor(number) || number > 9007199254740992.0))) {
        err_set(err, ERR_OPTION_VALUE, "--%s wants %s, not \"%s\"", row->name,
                count ? "a whole number from 0" : "a number of seconds", value);
        return false;
    }
    *field = number;
    return true;
}

static bool set_value(const struct opt_row *row, const char *value, struct opt *opt,
                      struct err *err)
{
    char *field = (char *)opt + row->offset;
    switch (row->kind) {
    case OPT_FLAG:
        *(bool *)field = true;
        return true;
    case OPT_TEXT:
        if (!*value)
            return err_set(err, ERR_OPTION_VALUE, "--%s wants %s, not an empty text", row->name,
                           row->argument);
        *(const char **)field = value;
        return true;
    case OPT_COUNT:
    case OPT_SECONDS:
        return set_number(row, value, (double *)field, err);
    }
    return false;
}

/* One option at argv[*at]; advances past a separate value. */
static bool take_option(char **argv, int argc, int *at, unsigned groups, struct opt *opt,
                        struct err *err)
{
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    const char *equals = is_long ? strchr(name, '=') : NULL;
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const struct opt_row *row = is_long ? find_name(name, length) : find_letter(*name);
    if (!row)
        return unknown(name, is_long ? length : 1, err);
    if (!(row->group & groups))
        return err_set(err, ERR_OPTION_UNFIT, "--%s means nothing to `tidemark %s`", row->name,
                       opt->verb ? opt->verb : "");
    const char *value = equals ? equals + 1 : !is_long && name[1] ? name + 1 : NULL;
    if (row->kind == OPT_FLAG && value)
        return err_set(err, ERR_OPTION_VALUE, "--%s takes no value", row->name);
    if (row->kind != OPT_FLAG && !value) {
        if (*at + 1 >= argc)
            return err_set(err, ERR_OPTION_VALUE, "--%s wants a value: %s", row->name,
                           row->argument);
        value = argv[++*at];
    }
    return set_value(row, value, opt, err);
}

/* The verb is the first word that is no option nor an option's value. */
static const char *find_verb(char **argv, int argc)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (word[0] != '-' || !word[1])
            return word;
        bool is_long = word[1] == '-';
        const struct opt_row *row =
            is_long ? find_name(word + 2, strlen(word + 2)) : find_letter(word[1]);
        bool separate = row && row->kind != OPT_FLAG && (is_long || !word[2]);
        i += separate;
    }
    return NULL;
}

bool opt_parse(int argc, char **argv, unsigned (*groups_of)(const char *verb), struct opt *opt,
               struct err *err)
{
    *opt = (struct opt){
        .seed = 1, .draws = 1000, .threads = 1, .script_seconds = 5, .script_memory = 256};
    opt->verb = find_verb(argv, argc);
    unsigned groups = opt->verb ? groups_of(opt->verb) : OPT_COMMON;
    if (groups == 0)
        return true;
    size_t kept = 0;
    bool options_end = false, verb_seen = false;
    for (int i = 1; i < argc; i++) {
        if (!options_end && strcmp(argv[i], "--") == 0) {
            options_end = true;
        } else if (!options_end && argv[i][0] == '-' && argv[i][1]) {
            if (!take_option(argv, argc, &i, groups, opt, err))
                return false;
        } else if (!verb_seen) {
            verb_seen = true;
        } else {
            argv[kept++] = argv[i];
        }
    }
    opt->arguments = (const char *const *)argv;
    opt->argument_count = kept;
    return true;
}

void opt_help(unsigned groups, struct text_buffer *buffer)
{
    for (size_t i = 0; i < OPT_COUNT_ROWS; i++) {
        const struct opt_row *row = &opt_rows[i];
        if (row->hidden || !(row->group & groups))
            continue;
        char left[64];
        char letter[8] = "";
        if (row->letter)
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        text_add_format(buffer, "  %-24s  %s\n", left, row->help);
    }
}
