#!/bin/sh
# builds: release
# Which judgement decides an outcome: what sensitivity prints and refuses.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
sensitivity() { "$TIDEMARK" -q sensitivity --draws 128 "$@"; }

sensitivity --format csv >"$work/one.csv"
head -n 1 "$work/one.csv" | grep -q \
    '^outcome,input,first,first_low,first_high,total,total_low,total_high,flag,first_half,'
is "indices have their intervals, flags and convergence"
sensitivity --threads 3 --format csv | cmp -s - "$work/one.csv"
is "threads change no byte"
sensitivity --cpu 16 --format csv | cmp -s - "$work/one.csv"
is "nor does the width of kernels"
awk -F, 'NR > 1 { seen[$1]++ } END { exit !(seen["KGZ"] == seen["TJK"] && seen["KGZ"] > 5) }' \
    "$work/one.csv"
is "with fewer than eight countries each one's score is an outcome"

# Weights of a mean act almost alone: first orders add up to nearly 1, and those of groups too.
sensitivity --draws 4096 --uncertain weights --outcome KGZ --format csv |
    awk -F, 'NR > 1 { first += $3; total += $6 } END { exit !(first > 0.85 && first < 1.05 &&
        total > 0.95 && total < 1.15) }'
is "the shares of weights that act alone add up to one"
sensitivity --together weights --outcome KGZ --format csv | awk -F, 'NR > 1 { print $2 }' |
    tr '\n' ' ' | grep -q '^weights values $'
is "weights can be taken together"
sensitivity --uncertain weights --together weights --outcome KGZ --format csv |
    awk -F, 'NR == 2 { exit !($3 > 0.999 && $3 < 1.001 && $6 > 0.999 && $6 < 1.2) }'
is "and make all of the variance where nothing else varies"

sensitivity --outcome shift >"$work/out"
grep -q 'never moves' "$work/out" && grep -q 'Among n = 3 countries ranks mean little' "$work/out"
is "an outcome that never moves says so, and that ranks of three mean little"
sensitivity >"$work/several" && grep -q '^Outcome  Input ' "$work/several"
is "a table of several outcomes names each"

# KGZ 2024 with and without civic space, from the pillars' scores.
sensitivity --show without --uncertain weights --outcome KGZ --format csv >"$work/without"
base=$("$TIDEMARK" -q score --at 2024 --level index --countries KGZ --format csv --draws 0 |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "value") at = i } NR == 2 { print $at }')
"$TIDEMARK" -q score --at 2024 --level pillar --countries KGZ --format csv --draws 0 |
    awk -F, -v base="$base" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        FILENAME == "-" && $column["value"] != "" &&
            $column["item"] ~ /^(political_pluralism|media_freedom|corruption)$/ {
            sum += log($column["value"]); n++ }
        FILENAME != "-" && $2 == "weight/civic_space" { value = $4; own = $3 }
        END { exit !(n == 3 && (value - exp(sum / n)) ^ 2 < 1e-18 && (own - base) ^ 2 < 1e-18) }' \
        - "$work/without"
is "without a pillar the index is the geometric mean of the others"

sensitivity --show tornado --outcome KGZ --format csv >"$work/tornado.csv"
head -n 1 "$work/tornado.csv" | grep -q '^item,base,low,high,low_setting,high_setting,outcome'
is "each moved alone makes the rows of a tornado"
"$TIDEMARK" -q chart tornado "$work/tornado.csv" -o "$work/tornado.svg" &&
    [ -s "$work/tornado.svg" ]
is "which is drawn of them"

ends "an outcome of no country is refused" 2 "$TIDEMARK" sensitivity --outcome KGX
ends "behind a country stands rank" 2 "$TIDEMARK" sensitivity --outcome KGZ/rnk
says "which is said" 'KGZ/rank'
ends "a group of what does not vary is refused" 2 "$TIDEMARK" sensitivity --together normalise
says "by its name" '"normalise" is nothing that varies'
ends "what the rule cannot vary is refused" 1 \
    "$TIDEMARK" -C examples/methods/handbook sensitivity --uncertain values
ends "what can be left out must vary" 1 "$TIDEMARK" sensitivity --show without --uncertain values
ends "--show of anything else is refused" 2 "$TIDEMARK" sensitivity --show all
ends "one point is no answer" 2 "$TIDEMARK" sensitivity --draws 1
ends "an item that is none is refused" 2 "$TIDEMARK" sensitivity civic_spce

finish
