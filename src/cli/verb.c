#include "cli/verb.h"

#include "cli/cmd.h"

#include <string.h>

enum {
    READS = OPT_COMMON | OPT_HOW,
    SHOWS = READS | OPT_OUTPUT | OPT_WHAT,
};

static const struct verb verbs[] = {
    {"check", "", "every problem in codebook, data and rules",
     "Prints each problem with its place, the line, and what to do; --format json for editors. "
     "Ends with 0 when there is no error (warnings may be), 1 otherwise.",
     READS | OPT_OUTPUT, cmd_check},
    {"status", "", "what is stale, missing, in conflict, at the floor",
     "One line a finding, for the default period or --at. --level is not used here.", SHOWS,
     cmd_status},
    {"score", "", "index, pillars and results of each country",
     "Without --at or --years it shows the latest period in which every country has an index. "
     "--rule may name several rules, apart at commas; they are shown one after another. "
     "--published compares what the rule names with published figures, over all periods. "
     "--live adds the judged effects of events dated after each value. On a yearly axis most "
     "events are older than the year's last edition and count no more: read --period quarter, "
     "or a day (--live --at 2021-09-30), to see them work.",
     SHOWS | OPT_SCORE, cmd_score},
    {"explain", "COUNTRY [ITEM]", "a figure down to its sources",
     "ITEM is a pillar, group or indicator; without it the index is explained. Each part shows "
     "what it takes off the best possible score; the parts add up.",
     SHOWS, cmd_explain},
    {"compare", "SIDE SIDE [SIDE]", "countries or dates side by side",
     "A side is a country (KGZ) or a country at a period (KGZ@2019). Differences carry their own "
     "interval; the last column is the part of the index's difference that each item makes.",
     SHOWS, cmd_compare},
    {"audit", "", "is the index sound: reliability, correlations",
     "Over the country-periods shown (all, without --at or --years): do the parts of each node "
     "measure one thing, does each move with its node, which contradict or repeat each other, what "
     "moves the index beside what its weights say, what values are there and how they are spread. "
     "--format csv has every figure. docs/method.md says how to read them. --level is not used "
     "here.",
     SHOWS, cmd_audit},
    {"chart", "KIND [ITEM|FILE]", "draw one of fifteen kinds, or all",
     "Over time: series, slope, bump (of the index or ITEM), multiples, evidence. Side by side: "
     "dots, pillars, heatmap, scatter (of two items), quadrant (a lever against an outcome). A "
     "change: waterfall (of a COUNTRY). From a file only: ranks, fan, dumbbell, tornado. FILE.csv, "
     "or - for stdin, has the rows instead of the project; docs/charts.md says which columns. -o "
     "FILE.svg, .png or .pdf; without -o series, dots, heatmap, fan and waterfall are drawn in the "
     "terminal. `chart all -o FOLDER` draws every kind the project has rows for. --keep-script "
     "keeps the gnuplot script as FILE.gp.",
     SHOWS | OPT_CHART, cmd_chart},
    {"import", "FILE.csv", "describe a bulk file: a draft to correct",
     "Copies FILE.csv (or .csv.gz) to data/panels unless it is there, and drafts "
     "data/panels/NAME.yaml: which columns are country, period, figures, intervals, and which "
     "indicators they feed. What was taken for what is printed; what must be looked at stands in "
     "the draft. Nothing is overwritten.",
     OPT_COMMON | OPT_OUTPUT | OPT_IMPORT, cmd_import},
    {"frame", "NAME", "store what a rule takes from the data",
     "Writes indicators/frames/NAME.yaml: every figure that the stages of the rule take from the "
     "data (lowest and highest values, means, limits for outliers, weights). A rule that says "
     "frame = \"NAME\" takes them from there, so that a country or a year more moves no old "
     "score. Here --years, --at and --countries choose whose values the figures are taken from.",
     READS | OPT_FRAME, cmd_frame},
    {"doctor", "", "is this machine complete", NULL, OPT_COMMON | OPT_HOW | OPT_CHART, cmd_doctor},
    {"help", "[VERB|METHOD]", "this list, a verb's options, or methods",
     "`tidemark help methods` lists the methods of rules, with --format md as docs/method.md has "
     "them; `tidemark help winsorise` explains one. `tidemark help formulas` lists what functions "
     "of rules call.",
     OPT_COMMON | OPT_FORMAT, cmd_help},
};

const struct verb *verb_at(size_t index)
{
    return index < sizeof verbs / sizeof *verbs ? &verbs[index] : NULL;
}

const struct verb *verb_find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}
