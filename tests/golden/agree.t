#!/bin/sh
# builds: release
# Agreement of coders, on the published example of four observers and twelve units (K. Krippendorff,
# Computing Krippendorff's alpha-reliability, 2011: ordinal 0.815, interval 0.849), recorded by the
# command.
. "$(dirname "$0")/tap.sh"
mkdir -p "$work/small/indicators" "$work/small/data"
cd "$work/small" || exit 1
printf 'codebook: small\npillars: [p]\n' >indicators/index.yaml
printf 'pillar: p\nindicators:\n  - id: a\n    name: An ordinal item\n    scale: %s\n' \
    '{kind: ordinal, levels: {1: one, 2: two, 3: three, 4: four, 5: five}}' >indicators/p.yaml
printf -- '- id: s\n' >indicators/sources.yaml
printf 'country: AAA\n' >data/AAA.yaml
year=2000
for row in 11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 .3..; do
    year=$((year + 1))
    for coder in A B C D; do
        value=$(printf %.1s "$row")
        row=${row#?}
        [ "$value" = . ] || "$TIDEMARK" -q observe AAA a "$value" --date $year --source s \
            --coder $coder --recorded 2021 --draws 0 >/dev/null
    done
done
# The rows above stand by unit: observers of units 1, 2, … as published.
"$TIDEMARK" agree --format csv >"$work/rows"
perl -F, -lane 'next if $. != 2; exit(abs($F[4] - 0.815) > 0.0005 || abs($F[7] - 0.849) > 0.0005)' \
    "$work/rows"
is "alpha is what is published" "$work/rows"
"$TIDEMARK" agree >"$work/agree.txt"
[ -z "${UPDATE:-}" ] || cp "$work/agree.txt" "$TIDEMARK_ROOT/tests/golden/expected/agree.txt"
same "the table of agreement" "$TIDEMARK_ROOT/tests/golden/expected/agree.txt" "$work/agree.txt"

"$TIDEMARK" agree a --format csv >"$work/alone"
same "an indicator alone has the same, by coder" "$work/rows" "$work/alone"
ends "an indicator that is none is refused" 2 "$TIDEMARK" agree b
ends "nobody agrees who has coded nothing" 2 "$TIDEMARK" -q observe AAA a 2 --date 2006 --source s \
    --coder desk --agrees A,X --recorded 2022-02 --draws 0
grep -q 'X has coded no value of a for 2006  \[E0614\]' "$work/err"
is "and who it is, is said" "$work/err"

# A disagreement settled: the agreed value stands alone, the others stay readable and still count.
"$TIDEMARK" -q observe AAA a 2 --date 2006 --source s --coder desk --agrees A,B,C,D \
    --note "B's reading of the decree" --recorded 2022-02 --draws 0 >/dev/null
"$TIDEMARK" history AAA a --format csv | grep 'AAA,a,coded,2006' >"$work/settled"
[ "$(grep -c ,settled,2022-02-28, "$work/settled")" -eq 4 ] && grep -q ',desk,.*,stands,' \
    "$work/settled"
is "what coders settled on stands, the four views are kept" "$work/settled"
"$TIDEMARK" agree --format csv >"$work/after"
same "and is none of the values that are compared" "$work/rows" "$work/after"
"$TIDEMARK" -q observe AAA a 3 --date 2004 --source s --coder desk --agrees A,B,C,D \
    --recorded 2022-02 --draws 0 >/dev/null
"$TIDEMARK" check >"$work/checked" 2>&1
grep -q 'A' "$work/checked" && ! grep -q 'E042[34]' "$work/checked"
is "what all found needs no reason" "$work/checked"
"$TIDEMARK" -q observe AAA a 2 --date 2003 --source s --coder desk --agrees B,C \
    --recorded 2022-02 --draws 0 >/dev/null
"$TIDEMARK" check >"$work/checked" 2>&1
grep -q 'coders differed on a 2003, and nothing says why 2 stands' "$work/checked"
is "where they differed, check asks for one" "$work/checked"
"$TIDEMARK" agree --as-known 2020 --format csv >"$work/early"
[ "$(wc -l <"$work/early")" -eq 1 ]
is "nothing was known in 2020"
finish
