#!/bin/sh
# builds: release
# Free scripts: what those of examples/scripts print on the shipped model, read and checked by eye;
# how results go out; mistakes and their exit codes. With UPDATE=1 the expected files are written
# anew, to be read again.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1
expected=$TIDEMARK_ROOT/tests/golden/expected
examples=examples/scripts

# prints NAME WORD…: stdout and stderr of tidemark against the file NAME.
prints() {
    name=$1
    shift
    "$TIDEMARK" "$@" >"$work/$name" 2>&1 </dev/null
    [ -z "${UPDATE:-}" ] || cp "$work/$name" "$expected/$name"
    same "tidemark $*" "$expected/$name" "$work/$name"
}
says() { grep -qF -- "$2" "$work/err"; is "$1" "$work/err"; }
script() { cat >"$work/script.lua"; }
run() { "$TIDEMARK" run "$work/script.lua" "$@"; }

prints run_moved.txt run $examples/moved.lua 2019 2024 3
prints run_moved.csv run $examples/moved.lua --format csv
prints run_coverage.txt run $examples/coverage.lua 2019..2024 --rule rights_full
prints help_run.txt help run
for file in "$work"/run_*.txt "$work"/help_run.txt; do
    perl -CSD -lne 'exit 1 if length > 80 && !/^warning: /' "$file"
    is "$(basename "$file") fits 80 columns"
done

# Against other verbs: what a script gets is what the verb prints.
script <<'END'
return tide.score { at = 2021, level = { "index", "pillar" }, rule = "rights_full", seed = 3 }
END
run --format csv -q >"$work/script.csv"
"$TIDEMARK" -q score --at 2021 --level index,pillar --rule rights_full --seed 3 --format csv \
    >"$work/verb.csv"
same "tide.score gives the rows of score" "$work/verb.csv" "$work/script.csv"
script <<'END'
return tide.compare({ "KGZ@2019", "KGZ@2021" }, { level = "index" })
END
run --format csv -q >"$work/script.csv"
"$TIDEMARK" -q compare KGZ@2019 KGZ@2021 --level index --format csv >"$work/verb.csv"
same "tide.compare those of compare" "$work/verb.csv" "$work/script.csv"
script <<'END'
return tide.explain("KGZ", "civic_space", { at = 2021 })
END
run --format csv -q >"$work/script.csv"
"$TIDEMARK" -q explain KGZ civic_space --at 2021 --format csv >"$work/verb.csv"
same "tide.explain those of explain" "$work/verb.csv" "$work/script.csv"
for verb in audit status; do
    echo "return tide.$verb { at = 2021, countries = 'TJK' }" | script
    run --format csv -q >"$work/script.csv"
    "$TIDEMARK" -q $verb --at 2021 --countries TJK --format csv >"$work/verb.csv"
    same "tide.$verb those of $verb" "$work/verb.csv" "$work/script.csv"
done
script <<'END'
return tide.score {}
END
run --at 2021 2>/dev/null
[ $? -eq 2 ]
is "what is shown is the script's to say, not the command line's"
run --rule rights_full --format json >"$work/out" 2>/dev/null
grep -q '"rule": "rights_full"' "$work/out" && grep -q '"warnings": \["' "$work/out" &&
    grep -q 'script.lua sha256:' "$work/out"
is "how it is computed may be either's, and stands in the meta data with the warnings" "$work/out"
run --rule rights_full >"$work/out" 2>/dev/null
grep -q '^Warning: ' "$work/out"
is "tables have the warnings below them" "$work/out"
script <<'END'
local rows = tide.score { rule = "rights_full" }
print(#rows.meta.warnings > 0)
END
run >"$work/out" 2>"$work/err"
grep -q '^warning: ' "$work/err"
is "what a script prints alone has them on stderr" "$work/err"

# Where things go.
script <<'END'
print("printed")
tide.print({ { a = 1 } })
return { { country = "KGZ", value = 0.1 }, { country = "TJK" } }
END
run >"$work/out"
printf 'printed\na\n─\n1\n\ncountry  value\n──────────────\nKGZ      0.100\nTJK        n/a\n' \
    >"$work/wanted"
same "everything is printed in order" "$work/wanted" "$work/out"
run --format csv >"$work/out" 2>"$work/err"
printf 'country,value\nKGZ,0.1\nTJK,\n' >"$work/wanted"
same "rows for a program stand alone on stdout" "$work/wanted" "$work/out"
says "and what is printed goes to stderr" printed
run -o "$work/rows.json" >"$work/out" 2>"$work/err"
grep -q '{"country": "TJK", "value": null}' "$work/rows.json" && grep -q printed "$work/out"
is "with -o the rows go to the file, and the rest to stdout" "$work/rows.json"
run --format md >"$work/a" 2>&1
run --format md >"$work/b" 2>&1
same "the same bytes on each run" "$work/a" "$work/b"
"$TIDEMARK" run $examples/moved.lua --threads 2 --format json >"$work/a"
"$TIDEMARK" run $examples/moved.lua --cpu 16 --format json >"$work/b"
same "and for any threads and processor" "$work/a" "$work/b"

# Charts go into one folder.
script <<'END'
tide.chart("dots", { at = 2021, output = "dots.svg" })
tide.chart("series", "civic_space", { output = "space.png", title = "Space" })
END
ends "without --charts none is drawn" 1 run
says "and it says what allows it" 'tidemark run FILE.lua --charts DIR'
ends "with it they are" 0 run --charts "$work/charts"
"$TIDEMARK" chart dots --at 2021 -o "$work/dots.svg" 2>/dev/null
same "as the verb draws them" "$work/dots.svg" "$work/charts/dots.svg"
[ "$(ls -A "$work/charts")" = "$(printf 'dots.svg\nspace.png')" ]
is "and nothing else is there"
cp "$work/charts/dots.svg" "$work/charts/rows.csv"
echo 'tide.chart("fan", "rows.csv", { output = "fan.svg" })' | script
ends "no chart is drawn of a file" 1 run --charts "$work/charts"
says "and it says so" "of the project's figures, not of those of a file"
echo 'tide.chart("series", "-", { output = "series.svg" })' | script
ends "nor of what comes on stdin" 1 run --charts "$work/charts"
says "which is said likewise" "of the project's figures, not of those of a file"
echo 'tide.chart("all", { output = "all.svg" })' | script
ends "nor are all kinds drawn at once" 1 run --charts "$work/charts"
says "and the script is told" 'a call draws one kind of chart, not all'
rm "$work/charts/rows.csv"
[ "$(ls -A "$work/charts")" = "$(printf 'dots.svg\nspace.png')" ]
is "and nothing was written"
script <<'END'
tide.chart("dots", { at = 2021, output = "dots.svg" })
END
ends "a gnuplot that is not there is the machine's" 3 run --charts "$work/charts" \
    --gnuplot /none/gnuplot
says "with the script's line" 'script.lua:1'

# Mistakes.
ends "run wants a script" 2 "$TIDEMARK" run
ends "one that is there" 3 "$TIDEMARK" run "$work/none.lua"
script <<'END'
local rows = tide.score { at = 2021,
  contries = "KGZ" }
END
ends "a misspelt option is the script's mistake" 1 run
says "and the nearest is offered, as scripts write it" "help: did you mean 'countries'?"
echo 'local x = tide.score { rule = "rihgts" }' | script
ends "so is a misspelt rule" 1 run
says "with its nearest" 'did you mean rights?'
echo 'local x = tide.explain("KGX")' | script
ends "so is a misspelt country" 1 run
says "with its line" 'script.lua:1:'
echo 'print(tide.score({ at = 2021 })[1].vale)' | script
ends "so is a misspelt field of a record" 1 run
says "with its nearest" "did you mean 'value'?"
echo 'return tide.scoer()' | script
ends "so is a misspelt call" 1 run
says "with its nearest" "did you mean 'score'?"
ends "a rule is no free script" 1 "$TIDEMARK" run scripts/rules/rights.lua
says "and how it is used is said" 'tidemark score --rule FILE.lua'
echo 'print(1)' | script
ends "without rows there is nothing to write" 1 run --format csv
says "and how to return them is said" 'return rows'
echo 'while true do end' | script
ends "a script beyond its time ends with 4" 4 run --script-seconds 0.2
echo 'local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end' | script
ends "so does one beyond its memory" 4 run --script-memory 16
copy_model
echo 'return { title = tide.score() }' >"$work/project/scripts/rules/asks.lua"
ends "a rule cannot call" 1 "$TIDEMARK" -C "$work/project" score --rule asks
says "and is told where that belongs" 'it belongs in a free script'
echo 'local x = tide.score { rule = "asks" }' | script
ends "a rule's mistake is told with its place" 1 "$TIDEMARK" -C "$work/project" run \
    "$work/script.lua"
says "in the rule" 'scripts/rules/asks.lua:1: a rule has no tide.score'
script <<'END'
local good, why = pcall(tide.score, { rule = "asks" })
local again, said = pcall(tide.score, { rule = "asks" })
assert(not good and not again and why:find("asks.lua:1", 1, true))
assert(#tide.score { at = 2021, level = "index" } == 3)
END
ends "and can be caught, after which the script goes on" 0 "$TIDEMARK" -C "$work/project" run \
    "$work/script.lua"
printf 'while true do end\n' >"$work/project/scripts/rules/slow.lua"
echo 'pcall(tide.score, { rule = "slow" })' | script
ends "a rule beyond its time ends the run" 4 "$TIDEMARK" -C "$work/project" run \
    "$work/script.lua" --script-seconds 0.2
finish
