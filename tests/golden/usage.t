#!/bin/sh
# Mistakes on the command line: what is said, and exit codes 0 to 4.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -qF -- "$2" "$work/err"; is "$1" "$work/err"; }

ends "help ends with 0" 0 "$TIDEMARK" help
ends "the methods of rules are listed" 0 "$TIDEMARK" help methods
ends "a method is explained, with tide. before it too" 0 "$TIDEMARK" help tide.winsorise
ends "help on what is neither verb nor method is a mistake" 2 "$TIDEMARK" help winsorize
says "and the nearest is offered" 'tidemark help winsorise'
ends "the functions of formulas are listed" 0 "$TIDEMARK" help formulas
for function in mean sum min max sd count median missing default clamp lag cdf_normal round cut \
    rank percentile zscore minmax; do
    ends "a function of formulas is explained" 0 "$TIDEMARK" help "$function"
    grep -qF "  tide.$function" "$work/out"
    is "with how it is called" "$work/out"
done
ends "help has no CSV" 2 "$TIDEMARK" help methods --format csv
ends "a citation has a format more than others" 2 "$TIDEMARK" cite --format bibtx
says "which is named" 'table, bibtex, csv, json and md'
ends "no verb is a mistake of usage" 2 "$TIDEMARK"
ends "an unknown verb is one too" 2 "$TIDEMARK" scroe
says "and the nearest is offered" 'score'
ends "an unknown option is one" 2 "$TIDEMARK" score --yaers 2020
says "and the nearest is offered" '--years'
ends "an option of another verb is one" 2 "$TIDEMARK" score --keep-script
ends "an unknown country is one" 2 "$TIDEMARK" explain KGX
says "and what there is is named" 'KGZ'
ends "a country by its name will do" 0 "$TIDEMARK" explain kyrgyzstan
ends "an unknown item is one" 2 "$TIDEMARK" explain KGZ civic_spaces
says "and the nearest is offered" 'civic_space'
ends "an unknown item to sort by is one" 2 "$TIDEMARK" score --sort civic_spaces
says "and the nearest is offered" 'did you mean --sort civic_space?'
ends "what is sorted by and is like nothing is one" 2 "$TIDEMARK" score --sort xyzzyx
says "and index is offered" '--sort index'
ends "a period outside the data is one" 2 "$TIDEMARK" score --at 2021-13
ends "too few countries to compare are one" 2 "$TIDEMARK" compare KGZ
ends "a number of draws that is none is one" 2 "$TIDEMARK" score --draws many
ends "an unknown format is one" 2 "$TIDEMARK" score --format xlsx
ends "an unknown chart is one" 2 "$TIDEMARK" chart radar
ends "a chart in an unknown format is one" 2 "$TIDEMARK" chart series -o "$work/x.gif"
[ ! -e "$work/x.gif" ]
is "and nothing is written"
ends "outside a project it says so" 2 "$TIDEMARK" -C / score
says "and where to look" 'indicators/index.yaml'
ends "a rule that does not exist is one" 2 "$TIDEMARK" score --rule rihgts
says "and the nearest is offered" 'rights'
ends "a folder that cannot be written to is the machine's" 3 "$TIDEMARK" score -o "$work/none/x.csv"
ends "a gnuplot that is not there is the machine's" 3 \
    "$TIDEMARK" chart series --gnuplot /none/gnuplot -o "$work/x.svg"
says "and it says what is missing" '/none/gnuplot'
[ ! -e "$work/x.svg" ]
is "and nothing is written"
copy_model
printf 'return {\n  weights = tide.pca,\n}\n' >"$work/project/scripts/rules/bare.lua"
ends "a method without brackets is a mistake" 1 "$TIDEMARK" -C "$work/project" score --rule bare
says "and it is written with them" 'a method has brackets: write weights = tide.pca()'
printf 'while true do end\n' >"$work/project/scripts/rules/slow.lua"
ends "a script beyond its time ends with 4" 4 \
    "$TIDEMARK" -C "$work/project" score --rule slow --script-seconds 0.2
finish
