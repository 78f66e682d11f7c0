#include "cli/verb.h"

#include "cli/cmd.h"
#include "cli/cmd_scenario.h"

#include <string.h>

enum {
    READS = OPT_COMMON | OPT_HOW | OPT_MEANS,
    SHOWS = READS | OPT_OUTPUT | OPT_WHAT,
    RECORDS = OPT_COMMON | OPT_OUTPUT | OPT_RULE | OPT_MEANS | OPT_RECORD,
};

static const struct verb verbs[] = {
    {"check", "", "every problem in codebook, data and scripts",
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
    {"compare", "SIDE SIDE [SIDE]", "countries, dates, rules or scenarios side by side",
     "A side is a country (KGZ) or a country at a period (KGZ@2019). --rule A,B and --as-known "
     "DATE,DATE make a side of each rule, or of what was known on each day. Differences carry "
     "their own interval, over common draws; the last column is the part of the index's difference "
     "that each item makes. What is smaller than its uncertainty, at the floor or cut by a break "
     "is said. Names of scenarios in place of countries compare these, as `scenario compare` does.",
     SHOWS, cmd_compare},
    {"change", "COUNTRY FROM TO", "what moved a score from one state to another",
     "Every indicator's exact part of the change of the index, the largest first; they add up, and "
     "each says why it moved. --as-known DATE,DATE goes from what was known on one day to another, "
     "--rule A,B from one rule to another; with these one period is enough. Causes: new data, "
     "correction, event (--live), imputation, frame, weight, method. A change smaller than its "
     "uncertainty, what is at the floor, and a series break are said (docs/change.md). Several "
     "countries may be named. --at, --years and --level are not used here.",
     SHOWS, cmd_change},
    {"audit", "", "is the index sound: reliability, correlations",
     "Over the country-periods shown (all, without --at or --years): do the parts of each node "
     "measure one thing, does each move with its node, which contradict or repeat each other, what "
     "moves the index beside what its weights say, what values are there and how they are spread. "
     "--format csv has every figure. docs/method.md says how to read them. --level is not used "
     "here.",
     SHOWS, cmd_audit},
    {"robust", "[ITEM]", "how sure: scores and ranks when choices vary",
     "Runs the score --draws times while what is uncertain varies, each run by its own number. "
     "LIST, apart at commas: values (within their own intervals; values=beta, truncated or "
     "triangular), weights=SHARE (each up to that "
     "share more or less) or weights=dirichlet:100, weighting=A+B (sets of weights: own, given, "
     "equal, critic, those of a "
     "rule), normalise=A+B, treat=A+B, impute=A+B and aggregate=A+B (methods, one a run; own, "
     "none; "
     "geometric:1 and fill:mean give the first option), levels=POINTS+POINTS (spacing of ordinal "
     "levels: 0/25/50/75/100+0/15/40/70/100), imputed (what is filled in scatters), sources and "
     "coders (one left out, or none). Without "
     "it what the rule's `uncertain` says, else values and weights. What the "
     "rule cannot vary is refused by name. --show ranks has how often each rank, --show pairs who "
     "is "
     "above whom, --show runs what came out of each run, --show design what each took, which "
     "--design makes again. ITEM is a pillar, group or result; without it the index.",
     SHOWS | OPT_ROBUST | OPT_DESIGN, cmd_robust},
    {"sensitivity", "[ITEM]", "which judgement decides an outcome",
     "Sobol' indices: the share of an outcome's variance that each thing of --uncertain makes "
     "alone "
     "(first order), and with all others (total), from --draws points (a power of two; the runs "
     "are "
     "draws x (inputs + 2)). --show tornado moves each alone: `chart tornado -` draws the rows. "
     "--show without leaves each weight's part out, and each source of `sources`; "
     "--show correlations has how far the outcome goes along with each input, --show weights what "
     "weights say beside what their parts do. Without --outcome it is the mean shift of ranks, or "
     "with "
     "fewer than eight countries each country's score. --level is not used here.",
     SHOWS | OPT_SENSITIVITY, cmd_sensitivity},
    {"chart", "KIND [ITEM|FILE]", "draw one of fifteen kinds, or all",
     "Over time: series, slope, bump (of the index or ITEM), multiples, evidence. Side by side: "
     "dots, pillars, heatmap, scatter (of two items), quadrant (a lever against an outcome). A "
     "change: waterfall (of a COUNTRY). What if: fan and dumbbell (of the SCENARIO named), tornado "
     "(of levers, in the COUNTRY named). How sure: ranks (how often each, as robust has it). "
     "FILE.csv, or - for stdin, has the rows "
     "instead of the project; docs/charts.md says which columns. -o FILE.svg, .png or .pdf; "
     "without -o series, dots, heatmap, fan and waterfall are drawn in the terminal. `chart all "
     "-o FOLDER` draws every kind the project has rows for. --keep-script keeps the gnuplot "
     "script as FILE.gp.",
     SHOWS | OPT_CHART | OPT_DRAW, cmd_chart},
    {"scenario", "WHAT [NAME]", "what if: scenarios against a baseline",
     "WHAT is list, levers [COUNTRY], run NAME, compare NAME NAME, explain NAME COUNTRY [ITEM], "
     "solve NAME --target KGZ.ITEM=45 [--lever ID|--levers IDS], or backtest NAME --as-known DATE "
     "[--years A..B]. NAME is a file of scripts/scenarios, a path, or several stacked: A+B. "
     "Figures are means over --draws draws, with intervals of the difference. `tidemark help "
     "lever` says what can stand in the files.",
     SHOWS | OPT_SCENARIO, cmd_scenario},
    {"levers", "[COUNTRY]", "what each lever would do, and who acts",
     "Each lever pulled alone at full strength: the change of the index or --item from 10 to 90 % "
     "of draws. With one country also who acts, the chance of a gain of a level, and the judged "
     "chance that it is done.",
     SHOWS | OPT_SCENARIO, cmd_levers},
    {"run", "FILE.lua [WORD]", "a script that asks for scores and computes on",
     "The script calls tide.score { at = 2021 } and the like, computes with the rows it gets, "
     "prints them as tables, and may return rows, which --format and -o write as those of any "
     "verb. It runs confined, as rules do: it reads and writes no file, but for images that "
     "tide.chart writes into the folder of --charts. WORDs are its tide.arguments. "
     "docs/scripting.md has examples.",
     READS | OPT_OUTPUT | OPT_RUN, cmd_run},
    {"import", "FILE.csv", "describe a bulk file: a draft to correct",
     "Copies FILE.csv (or .csv.gz) to data/panels unless it is there, and drafts "
     "data/panels/NAME.yaml: which columns are country, period, figures, intervals, and which "
     "indicators they feed. What was taken for what is printed; what must be looked at stands in "
     "the draft. Nothing is overwritten. --as NAME records the figures of a published edition "
     "(indicators/editions) for --countries instead: new ones, and with --revisions revised ones; "
     "with --panel it keeps the file as a panel.",
     OPT_COMMON | OPT_OUTPUT | OPT_IMPORT, cmd_import},
    {"observe", "COUNTRY ITEM VALUE", "record a value: its date, source, doubt",
     "Puts one line into the country's file and changes no other byte. Shows what the level stands "
     "for, and index, pillar and indicator on that day, live, before and after. An unknown source, "
     "a step of two levels or a date to come wants --force. --low, --high and --confidence say how "
     "sure it is.",
     RECORDS | OPT_OBSERVE, cmd_observe},
    {"event", "add COUNTRY ID", "record an event and its judged effects",
     "EFFECT reads \"cs_assembly -0.5 B rallies were dispersed\": the indicator, the step in its "
     "own units, a grade of the evidence if there is one, and why. An event of several (KGZ,TJK) "
     "goes to data/shared.yaml. --kind signal: what is never scored; its effects are what it might "
     "do.",
     RECORDS | OPT_EVENT, cmd_event},
    {"source", "add ID", "record a source", "Adds it at the end of indicators/sources.yaml.",
     OPT_COMMON | OPT_RECORD | OPT_SOURCE, cmd_source},
    {"retract", "COUNTRY ITEM", "withdraw a value or event, with the reason",
     "`tidemark retract EVENT` withdraws an event. Nothing is deleted: the line gets "
     "retracted: {on: …, why: …}, and --as-known an earlier day still sees it. --date, --source, "
     "--series and --coder say which value is meant.",
     RECORDS | OPT_RETRACT, cmd_retract},
    {"history", "COUNTRY [ITEM]", "all that was recorded, and what became of it",
     "A line for each observation: when it was so, when it was known, whether it stands, was "
     "superseded or withdrawn, and why. With --as-known DATE, as it was known that day.",
     OPT_COMMON | OPT_OUTPUT | OPT_KNOWN, cmd_history},
    {"agree", "[INDICATOR]", "how far coders agree: Krippendorff's alpha",
     "Over the indicators, countries and dates that several coders coded: alpha for ordinal and "
     "interval differences with intervals, the shares of pairs that are equal and at most one "
     "level apart; of all, of each coder with the others, of each indicator. With INDICATOR of "
     "that one alone, by coder.",
     OPT_COMMON | OPT_OUTPUT | OPT_KNOWN | OPT_DRAWN, cmd_agree},
    {"watch", "", "scores anew whenever a file is saved",
     "Reads and scores the project, then again each time a file of indicators, data or scripts is "
     "saved, and says which scores moved and by which indicators. A file that is broken or half "
     "written is said, and waited for. Ctrl-C ends it. --level is not used here.",
     SHOWS, cmd_watch},
    {"cite", "", "whom to cite: sources, rule, codebook",
     "Every edition that stands behind a figure shown, with publisher, date, address and licence "
     "as sources.yaml has them; the rule and the files that were read, with their hashes; the "
     "codebook, the program. --format csv, json; bibtex, or -o FILE.bib, for LaTeX.",
     SHOWS, cmd_cite},
    {"freeze", "NAME", "a release: figures with all that is behind them",
     "Writes a folder NAME, or with -o a folder or .tar.gz of another name: the model as it was "
     "read, "
     "scores, explanations, findings, charts, the citation, the options, and SHA256SUMS for "
     "sha256sum -c. The same model and options give the same bytes. A release that is there is "
     "never "
     "overwritten. --level is not used here.",
     SHOWS, cmd_freeze},
    {"verify", "RELEASE", "does a release come out the same again",
     "Checks the sums, makes every file again from the model inside, and compares them byte by "
     "byte. Ends with 1 when one differs, and says from which line on.",
     OPT_COMMON | OPT_MEANS, cmd_verify},
    {"diff", "A [B]", "what changed between two states, and what it did",
     "A and B are projects or releases (folders or .tar.gz); without B it is this project. "
     "Shows which scores differ, with the parts that events, corrections, the method (rule and "
     "codebook) and new data have in it, which add up; then every figure that differs, with "
     "source, coder, day of recording and note. --format csv has both, a row each.",
     SHOWS, cmd_diff},
    {"frame", "NAME", "store what a rule takes from the data",
     "Writes indicators/frames/NAME.yaml: every figure that the stages of the rule take from the "
     "data (lowest and highest values, means, limits for outliers, weights). A rule that says "
     "frame = \"NAME\" takes them from there, so that a country or a year more moves no old "
     "score. Here --years, --at and --countries choose whose values the figures are taken from.",
     READS | OPT_FRAME, cmd_frame},
    {"doctor", "", "is this machine complete", NULL, READS | OPT_CHART | OPT_DRAW, cmd_doctor},
    {"help", "[VERB|METHOD]", "this list, a verb's options, or methods",
     "`tidemark help methods` lists the methods of rules, with --format md as docs/method.md has "
     "them; `tidemark help winsorise` explains one. `tidemark help formulas` lists what functions "
     "of rules call, `tidemark help rule`, `lever` and `scenario` the fields of their tables, "
     "`tidemark help annotations` all of it for an editor (scripts/meta/tide.lua).",
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
