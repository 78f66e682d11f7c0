#!/bin/sh
# builds: tsan
# Everything that shares its work among threads, in a build that sees two of them meet in one place
# (ThreadSanitizer ends it with 66): three threads end well and give the bytes of one.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

# alike SENTENCE WORD…: a verb with its options.
alike() {
    sentence=$1
    shift
    "$TIDEMARK" -q "$@" --format csv --threads 1 >"$work/one.csv" 2>"$work/one.err"
    status=$?
    "$TIDEMARK" -q "$@" --format csv --threads 3 >"$work/three.csv" 2>"$work/three.err"
    [ $? -eq 0 ] && [ $status -eq 0 ] && [ -s "$work/one.csv" ] &&
        cmp -s "$work/one.csv" "$work/three.csv"
    is "$sentence" "$work/three.err"
}

for rule in $(cd examples && ls -d */*/scripts/rules/*.lua); do
    project=${rule%/scripts/*}
    name=$(basename "$rule" .lua)
    alike "score, $project, $name" -C "examples/$project" score --rule "$name" --draws 600
done
alike "score over all years" score --years 2005..2024 --level index,pillar,indicator
alike "robust, values and weights" robust --draws 3000 --years 2018..2020 --since 2019
alike "robust, cases" robust --draws 1500 --uncertain values,weights,sources --show ranks
alike "robust, frames that move" -C examples/methods/invented robust --draws 1100 \
    --uncertain weights,normalise=minmax+zscore --show pairs
alike "sensitivity, indices" sensitivity --draws 128 --together weights
alike "sensitivity, tornado" sensitivity --draws 600 --show tornado
alike "a scenario" scenario run aid_cut --draws 1600
alike "two scenarios" scenario compare aid_cut afghan_spillover --draws 1600
alike "what each lever does" scenario levers KGZ --draws 600 --at 2026
"$TIDEMARK" -q chart all -o "$work/charts" --threads 3 >"$work/out" 2>&1 &&
    [ "$(ls "$work/charts" | wc -l)" -gt 3 ]
is "all charts" "$work/out"
finish
