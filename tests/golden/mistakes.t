#!/bin/bash
# The first mistakes of someone who writes rules, and what they are told: each script of mistakes/
# ends with 1, prints no figure and says what expected/mistakes holds. Each message there was read
# as someone would who does not know Lua: does it lead to the slip?
set -u
. "${0%/*}/tap.sh"
expected=$TIDEMARK_ROOT/tests/golden/expected/mistakes
copy_model
mkdir "$work/here"
cp "$TIDEMARK_ROOT"/tests/golden/mistakes/*.lua "$work/here"
cd "$work/here" || exit 3
for script in *.lua; do
    ends "${script%.lua}: ends with 1" 1 "$TIDEMARK" -C "$work/project" score --rule "$script"
    [ ! -s "$work/out" ]
    is "${script%.lua}: no figure is shown" "$work/out"
    grep -v '^notice: scripts run unconfined' "$work/err" >"$work/told" # of a sanitizer build
    same "${script%.lua}: says what helps" "$expected/${script%.lua}.txt" "$work/told"
done
[ "$(ls | wc -l)" -eq "$(ls "$expected" | wc -l)" ]
is "every message belongs to a script"
ends "a country that is not there: ends with 2" 2 "$TIDEMARK" -C "$work/project" score \
    --countries KGX
grep -q "did you mean KGZ?" "$work/err"
is "a country that is not there: says which one it may be" "$work/err"
finish
