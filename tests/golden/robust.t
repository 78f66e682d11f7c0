#!/bin/sh
# builds: release
# How sure scores and ranks are: what robust prints, draws and refuses.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
"$TIDEMARK" -q robust --draws 200 --format csv >"$work/one.csv"
[ "$(head -n 1 "$work/one.csv" | tr -d '\r')" = \
    "country,period,level,item,value,mean,median,q05,q95,rank,rank_q05,rank_q95,runs" ]
is "runs have the columns of a score's distribution"
"$TIDEMARK" -q robust --draws 200 --threads 3 --format csv | cmp -s - "$work/one.csv"
is "threads change no byte"
"$TIDEMARK" -q robust --draws 200 --cpu 16 --format csv | cmp -s - "$work/one.csv"
is "nor does the width of kernels"
"$TIDEMARK" -q robust --draws 200 --seed 2 --format csv | cmp -s - "$work/one.csv"
[ $? -eq 1 ]
is "another seed makes other runs"
grep -q '^KGZ,2024,index,index,29\.[0-9]*,.*,,,,200$' "$work/one.csv"
is "three countries have no ranks unless these are asked for"
"$TIDEMARK" -q robust --draws 200 --ranks --format csv | grep -q '^KGZ,.*,1,1,1,200$'
is "and have them when they are"

"$TIDEMARK" -q robust --show ranks --draws 500 --years 2015..2016 --format csv |
    awk -F, 'NR > 1 { sum[$1 $2] += $5 } END { for (i in sum) if (sum[i] < 0.999999) bad++
        exit bad > 0 || length(sum) != 6 }'
is "shares of ranks add up to one for each country and year"
"$TIDEMARK" -q robust --show pairs --draws 500 --format csv |
    awk -F, 'NR > 1 && ($5 < 0 || $5 > 1) { bad++ } END { exit bad > 0 || NR != 4 }'
is "three countries make three pairs"
"$TIDEMARK" -q robust --show ranks --ranks --format csv | "$TIDEMARK" -q chart ranks - \
    -o "$work/piped.svg"
is "their chart is drawn of rows"
"$TIDEMARK" -q chart ranks -o "$work/own.svg" && grep -q 'n = 3' "$work/own.svg"
is "and without any, saying of how many countries"
"$TIDEMARK" -q chart ranks --rule rights_full -o "$work/full.svg"
grep -q 'In the runs vary: values within' "$work/full.svg"
is "and what varies"

ends "an exact rule has nothing to draw values from" 1 \
    "$TIDEMARK" -C examples/methods/handbook robust --uncertain values
ends "a word that is none is refused" 2 "$TIDEMARK" robust --uncertain valus
says "with those there are" 'values, weights=0.25'
ends "a method that is none is refused" 2 "$TIDEMARK" robust --uncertain aggregate=mean+geometrc
says "with the one that was meant" 'did you mean geometric'
ends "a mean that is not defined for the data says where" 1 \
    "$TIDEMARK" robust --uncertain aggregate=mean+geometric
ends "a word that stands twice is refused" 2 "$TIDEMARK" robust --uncertain values,values
ends "no runs are no answer" 2 "$TIDEMARK" robust --draws 0
ends "an item that is none is refused" 2 "$TIDEMARK" robust civic_spce
ends "--show of anything else is refused" 2 "$TIDEMARK" robust --show all
ends "--since is a period of the project" 2 "$TIDEMARK" robust --since 1990
ends "levels need as many points as a scale" 1 "$TIDEMARK" robust --uncertain levels=0/1/2
says "which is said" 'no indicator that the rule reads has 3 levels'
ends "weights out of range are refused" 2 "$TIDEMARK" robust --uncertain weights=2

finish
