#!/bin/bash
# The first mistakes of someone who writes levers and scenarios: each script in mistakes/ has one,
# and beside it stands what the program says. A lever is R2 in a project that has D4 and R6, which
# D4 raises; a scenario stands beside one named drift.
set -u
. "$TIDEMARK_ROOT/tests/golden/tap.sh"
here=$TIDEMARK_ROOT/tests/golden/mistakes
mkdir -p "$work/project"
cp -r "$TIDEMARK_ROOT/indicators" "$TIDEMARK_ROOT/data" "$work/project"
cd "$work/project" || exit 1

fresh() {
    rm -rf scripts
    mkdir -p scripts/levers scripts/scenarios
    cp "$here"/model/*.lua scripts/levers
    echo 'return { title = "Drift", from = "2022", to = "2026" }' >scripts/scenarios/drift.lua
}

for script in "$here"/levers/*.lua; do
    fresh
    sed -i '/raises/s/R6 = /R2 = /' scripts/levers/D4.lua
    cp "$script" scripts/levers/R2.lua
    "$TIDEMARK" --quiet levers >"$work/out" 2>"$work/err"
    same "a lever with a mistake is explained: $(basename "$script" .lua)" "${script%.lua}.txt" \
        "$work/err"
done
for script in "$here"/scenarios/*.lua; do
    fresh
    cp "$script" scripts/scenarios/repeal.lua
    "$TIDEMARK" --quiet scenario list >"$work/out" 2>"$work/err"
    same "a scenario with a mistake is explained: $(basename "$script" .lua)" "${script%.lua}.txt" \
        "$work/err"
done
fresh
ends "without them both are read" 0 "$TIDEMARK" scenario list
finish
