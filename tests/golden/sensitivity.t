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

sensitivity --show correlations --uncertain weights --outcome KGZ --draws 4096 --format csv |
    tr -d '\r' >"$work/correlations"
head -n 1 "$work/correlations" |
    grep -q '^outcome,input,pearson,low,high,spearman,share,flag,runs$'
is "correlations of inputs and outcome have their interval, and their share"
sensitivity --draws 4096 --uncertain weights --outcome KGZ --format csv | tr -d '\r' |
    awk -F, 'FNR == 1 { next } FILENAME == "-" { first[$2] = $3; next }
        { d = $7 - first[$2]; all += $7; if (d > 0.03 || d < -0.03) bad++ }
        END { exit bad || all < 0.9 || all > 1.02 }' - "$work/correlations"
is "of weights the shares are the first orders, but for what is not straight"
sensitivity --show correlations --outcome KGZ --uncertain values,sources --format csv |
    tr -d '\r' >"$work/choices"
grep -q '^KGZ,values,,,,,,no_order,' "$work/choices" &&
    grep -q '^KGZ,sources,,,,,0[.0-9]*,no_order,' "$work/choices"
is "draws have no order, and choices the share that lies between their settings"
sensitivity --show weights --format csv | tr -d '\r' >"$work/weights"
"$TIDEMARK" -q audit --format csv | tr -d '\r' |
    awk -F, 'FILENAME == "-" { if ($1 ~ /weight$/) value[$3 " " $4 " " $2] = $5; next }
        FNR > 1 { key = $1 " " $2 " "; n++
            if (value[key "nominal"] != $3 || value[key "importance"] != $4 ||
                value[key "pearson"] != $5 || value[key "ratio"] != $6) bad++ }
        END { exit bad || n < 20 }' - "$work/weights"
is "what weights say and what parts do are the figures of audit"
grep -q '^corruption,index,0.25,.* light$\|^corruption,index,0.25,.*,light$' "$work/weights"
is "with its remarks"

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
