#include "cli/opt.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_LIST, OPT_COUNT, OPT_SECONDS, OPT_SHARE };

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
    OPT_ROW("as", 0, "NAME", OPT_TEXT, OPT_IMPORT, as, false,
            "record the figures of a published edition (fiw, bti, cpi …)"),
    OPT_ROW("countries", 0, "KGZ,TJK", OPT_TEXT, OPT_IMPORT, countries, false,
            "with --as: record these countries (all with a file)"),
    OPT_ROW("years", 0, "A..B", OPT_TEXT, OPT_IMPORT, years, false,
            "with --as: what is dated so (from the first recorded)"),
    OPT_ROW("revisions", 0, NULL, OPT_FLAG, OPT_IMPORT, revisions, false,
            "with --as: record what was revised, too"),
    OPT_ROW("recorded", 0, "DATE", OPT_TEXT, OPT_IMPORT, recorded, false,
            "with --as: when a revision was known (today)"),
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
    OPT_ROW("rule", 0, "NAME|FILE", OPT_TEXT, OPT_HOW | OPT_RULE, rule, false,
            "score by scripts/rules/NAME.lua or by FILE.lua"),
    OPT_ROW("live", 0, NULL, OPT_FLAG, OPT_HOW, live, false,
            "add judged effects of events after each value"),
    OPT_ROW("as-known", 0, "DATE", OPT_TEXT, OPT_HOW | OPT_KNOWN, as_known, false,
            "read only what was known on DATE"),
    OPT_ROW("draws", 0, "N", OPT_COUNT, OPT_HOW | OPT_RULE | OPT_DRAWN, draws, false,
            "draws behind each interval (1000; 0: no intervals)"),
    OPT_ROW("seed", 0, "N", OPT_COUNT, OPT_HOW | OPT_RULE | OPT_DRAWN, seed, false,
            "seed of the draws (1)"),
    OPT_ROW("threads", 0, "N", OPT_COUNT, OPT_MEANS, threads, false,
            "threads to use (1); never changes a result"),
    OPT_ROW("script-seconds", 0, "N", OPT_SECONDS, OPT_MEANS, script_seconds, false,
            "processor time a script may take (5)"),
    OPT_ROW("script-memory", 0, "MIB", OPT_COUNT, OPT_MEANS, script_memory, false,
            "memory a script may take, in MiB (256)"),
    OPT_ROW("cpu", 0, "WIDTH", OPT_TEXT, OPT_MEANS, cpu, true,
            "16, 32 or 64: force a kernel width"),
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
    OPT_ROW("measure", 0, "TEXT", OPT_TEXT, OPT_CHART, measure, false,
            "what a file's figures are called"),
    OPT_ROW("source", 0, "TEXT", OPT_TEXT, OPT_CHART, source, false,
            "where a file's figures are from"),
    OPT_ROW("lang", 0, "en|ru", OPT_TEXT, OPT_CHART, lang, false,
            "language of the chart's own words (en)"),
    OPT_ROW("keep-script", 0, NULL, OPT_FLAG, OPT_DRAW, keep_script, false,
            "keep the gnuplot script beside the output (FILE.gp)"),
    OPT_ROW("gnuplot", 0, "PATH", OPT_TEXT, OPT_DRAW | OPT_RUN, gnuplot, false, "another gnuplot"),
    OPT_ROW("charts", 0, "DIR", OPT_TEXT, OPT_RUN, charts, false,
            "the folder that tide.chart may write into"),
    OPT_ROW("source", 0, "ID", OPT_TEXT, OPT_IMPORT, source, false,
            "where the figures are from (fiw2024, \"fiw{edition}\")"),
    OPT_ROW("panel", 0, "NAME", OPT_TEXT, OPT_IMPORT, panel, false,
            "name of the panel (that of the file); with --as: keep it as one"),
    OPT_ROW("target", 0, "KGZ.ITEM=45", OPT_TEXT, OPT_SCENARIO, target, false,
            "what solve is to reach; KGZ=30 is the index"),
    OPT_ROW("chance", 0, "SHARE", OPT_SHARE, OPT_SCENARIO, chance, false,
            "in what share of draws (0.5)"),
    OPT_ROW("lever", 0, "ID", OPT_TEXT, OPT_SCENARIO, lever, false,
            "solve: by the smallest strength of this lever"),
    OPT_ROW("levers", 0, "D4,R3", OPT_TEXT, OPT_SCENARIO, levers, false,
            "solve: by the fewest of these levers"),
    OPT_ROW("item", 0, "ITEM", OPT_TEXT, OPT_SCENARIO, item, false,
            "levers: what they change (the index)"),
    OPT_ROW("uncertain", 0, "LIST", OPT_TEXT, OPT_ROBUST | OPT_SENSITIVITY | OPT_CHART, uncertain,
            false, "what varies (values,weights=0.25)"),
    OPT_ROW("design", 0, "FILE.csv", OPT_TEXT, OPT_DESIGN, design, false,
            "runs that are given: what each takes, a line a run"),
    OPT_ROW("since", 0, "DATE", OPT_TEXT, OPT_ROBUST, since, false,
            "how surely each has improved since DATE"),
    OPT_ROW("show", 0, "WHAT", OPT_TEXT, OPT_ROBUST, show, false,
            "scores, ranks (how often each), pairs (who is above whom), runs or design"),
    OPT_ROW(
        "show", 0, "WHAT", OPT_TEXT, OPT_SENSITIVITY, show, false,
        "indices, tornado (each moved alone), without (each left out), correlations or weights"),
    OPT_ROW("outcome", 0, "WHAT", OPT_TEXT, OPT_SENSITIVITY, outcome, false,
            "shift (of ranks), KGZ, KGZ/rank, or KGZ,KAZ: the first less the second"),
    OPT_ROW("together", 0, "A+B,C", OPT_TEXT, OPT_SENSITIVITY, together, false,
            "inputs that are taken as one: weights, values+normalise"),
    OPT_ROW("ranks", 0, NULL, OPT_FLAG, OPT_ROBUST, ranks, false,
            "ranks among fewer than eight countries too"),
    OPT_ROW("dry-run", 0, NULL, OPT_FLAG, OPT_IMPORT | OPT_FRAME, dry_run, false,
            "print the file and write nothing"),
    OPT_ROW("date", 0, "DATE", OPT_TEXT, OPT_OBSERVE | OPT_EVENT, date, false,
            "when it was so (2021, 2021-08, 2021-08-23)"),
    OPT_ROW("date", 0, "DATE", OPT_TEXT, OPT_RETRACT, date, false, "the date of the observation"),
    OPT_ROW("date", 0, "DATE", OPT_TEXT, OPT_SOURCE, date, false, "when it came out"),
    OPT_ROW("title", 0, "TEXT", OPT_TEXT, OPT_EVENT | OPT_SOURCE, title, false,
            "what it is called"),
    OPT_ROW("source", 0, "ID", OPT_TEXT, OPT_OBSERVE, source, false, "where it stands"),
    OPT_ROW("source", 0, "ID,ID", OPT_TEXT, OPT_EVENT, source, false, "where it stands"),
    OPT_ROW("source", 0, "ID", OPT_TEXT, OPT_RETRACT, source, false, "its source"),
    OPT_ROW("series", 0, "NAME", OPT_TEXT, OPT_OBSERVE, series, false,
            "a published figure, on this series' own scale"),
    OPT_ROW("series", 0, "NAME", OPT_TEXT, OPT_RETRACT, series, false, "its series"),
    OPT_ROW("low", 0, "N", OPT_TEXT, OPT_OBSERVE, low, false, "the interval that holds the value"),
    OPT_ROW("high", 0, "N", OPT_TEXT, OPT_OBSERVE, high, false, "its upper end"),
    OPT_ROW("se", 0, "N", OPT_TEXT, OPT_OBSERVE, se, false, "standard error, instead of these"),
    OPT_ROW("confidence", 0, "GRADE", OPT_TEXT, OPT_OBSERVE, confidence, false,
            "A to D: how good the evidence is"),
    OPT_ROW("coder", 0, "NAME", OPT_TEXT, OPT_OBSERVE, coder, false,
            "who codes; draft marks a provisional coding"),
    OPT_ROW("coder", 0, "NAME", OPT_TEXT, OPT_RETRACT, coder, false, "its coder"),
    OPT_ROW("agrees", 0, "A,B", OPT_TEXT, OPT_OBSERVE, agrees, false,
            "coders who settled on this value"),
    OPT_ROW("kind", 0, "KIND", OPT_TEXT, OPT_EVENT, kind, false, "event, or signal: never scored"),
    OPT_ROW("effect", 0, "EFFECT", OPT_LIST, OPT_EVENT, effects, false,
            "\"INDICATOR BY [A-D] because …\"; may stand several times"),
    OPT_ROW("reverses", 0, "ID", OPT_TEXT, OPT_EVENT, reverses, false,
            "the earlier event that it undoes"),
    OPT_ROW("publisher", 0, "TEXT", OPT_TEXT, OPT_SOURCE, publisher, false, "who publishes it"),
    OPT_ROW("url", 0, "URL", OPT_TEXT, OPT_SOURCE, url, false, "where to find it"),
    OPT_ROW("licence", 0, "TEXT", OPT_TEXT, OPT_SOURCE, licence, false, "how it may be used"),
    OPT_ROW("of", 0, "ID", OPT_TEXT, OPT_SOURCE, of, false, "the family this is an edition of"),
    OPT_ROW("covers", 0, "PERIOD", OPT_TEXT, OPT_SOURCE, covers, false, "the time it describes"),
    OPT_ROW("on", 0, "DATE", OPT_TEXT, OPT_RETRACT, on, false, "from this day (today)"),
    OPT_ROW("why", 0, "TEXT", OPT_TEXT, OPT_RETRACT, why, false, "the reason"),
    OPT_ROW("note", 0, "TEXT", OPT_TEXT, OPT_OBSERVE | OPT_EVENT | OPT_SOURCE, note, false,
            "a note beside it"),
    OPT_ROW("recorded", 0, "DATE", OPT_TEXT, OPT_OBSERVE | OPT_EVENT, recorded, false,
            "when it was known (today)"),
    OPT_ROW("force", 0, NULL, OPT_FLAG, OPT_OBSERVE | OPT_EVENT, force, false,
            "record what looks like a slip"),
    OPT_ROW("dry-run", 0, NULL, OPT_FLAG, OPT_RECORD, dry_run, false,
            "show the change and write nothing"),
};

enum { OPT_COUNT_ROWS = sizeof opt_rows / sizeof *opt_rows };

/* The row of a name among the groups, else any of that name: an option may mean another thing to
 * another verb. */
static const struct opt_row *find_name(const char *name, size_t length, unsigned groups)
{
    const struct opt_row *found = NULL;
    for (size_t i = 0; i < OPT_COUNT_ROWS; i++) {
        const struct opt_row *row = &opt_rows[i];
        if (strlen(row->name) != length || memcmp(row->name, name, length) != 0)
            continue;
        if (row->group & groups)
            return row;
        found = found ? found : row;
    }
    return found;
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
        (count && (number != floor(number) || number > 9007199254740992.0)) ||
        (row->kind == OPT_SHARE && number > 1)) {
        err_set(err, ERR_OPTION_VALUE, "--%s wants %s, not \"%s\"", row->name,
                count                    ? "a whole number from 0"
                : row->kind == OPT_SHARE ? "a share, from 0 to 1"
                                         : "a number of seconds",
                value);
        return false;
    }
    *field = number;
    return true;
}

static bool add_effect(const struct opt_row *row, const char *value, struct opt *opt,
                       struct err *err)
{
    if (opt->effect_count == OPT_EFFECTS_MAX)
        return err_set(err, ERR_OPTION_VALUE, "--%s stands more than %d times", row->name,
                       OPT_EFFECTS_MAX);
    opt->effects[opt->effect_count++] = value;
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
    case OPT_LIST:
        return add_effect(row, value, opt, err);
    case OPT_COUNT:
    case OPT_SECONDS:
    case OPT_SHARE:
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
    const struct opt_row *row = is_long ? find_name(name, length, groups) : find_letter(*name);
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

/* "-1" is a value to record, and no option has a digit for a letter. */
static bool is_negative(const char *word)
{
    return word[0] == '-' && word[1] >= '0' && word[1] <= '9';
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
            is_long ? find_name(word + 2, strlen(word + 2), 0) : find_letter(word[1]);
        bool separate = row && row->kind != OPT_FLAG && (is_long || !word[2]);
        i += separate;
    }
    return NULL;
}

bool opt_parse(int argc, char **argv, unsigned (*groups_of)(const char *verb), struct opt *opt,
               struct err *err)
{
    *opt = opt_default();
    opt->verb = find_verb(argv, argc);
    unsigned groups = opt->verb ? groups_of(opt->verb) : OPT_COMMON;
    return groups == 0 || opt_parse_over(argc, argv, groups, opt, err);
}

bool opt_parse_over(int argc, char **argv, unsigned groups, struct opt *opt, struct err *err)
{
    size_t kept = 0;
    bool options_end = false, verb_seen = false;
    for (int i = 1; i < argc; i++) {
        if (!options_end && strcmp(argv[i], "--") == 0) {
            options_end = true;
        } else if (!options_end && argv[i][0] == '-' && argv[i][1] && !is_negative(argv[i])) {
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

struct opt opt_default(void)
{
    return (struct opt){.chance = 0.5,
                        .seed = 1,
                        .draws = 1000,
                        .threads = 1,
                        .script_seconds = 5,
                        .script_memory = 256};
}

void opt_words(const struct opt *opt, unsigned groups, struct text_buffer *buffer)
{
    const struct opt standard = opt_default();
    char digits[NUMBER_PRINT_SIZE];
    for (size_t i = 0; i < sizeof opt_rows / sizeof *opt_rows; i++) {
        const struct opt_row *row = &opt_rows[i];
        const char *field = (const char *)opt + row->offset;
        double number = 0, usual = 0;
        if (!(row->group & groups) || row->kind == OPT_LIST)
            continue;
        if (row->kind == OPT_TEXT && *(const char *const *)field)
            text_add_format(buffer, "--%s=%s\n", row->name, *(const char *const *)field);
        else if (row->kind == OPT_FLAG && *(const bool *)field)
            text_add_format(buffer, "--%s\n", row->name);
        else if (row->kind != OPT_TEXT && row->kind != OPT_FLAG) {
            memcpy(&number, field, sizeof number);
            memcpy(&usual, (const char *)&standard + row->offset, sizeof usual);
            number_print(number, digits);
            if (number != usual)
                text_add_format(buffer, "--%s=%s\n", row->name, digits);
        }
    }
}

bool opt_is_flag(const char *name)
{
    const struct opt_row *row = find_name(name, strlen(name), ~0u);
    return row && row->kind == OPT_FLAG;
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
