#!/bin/sh
# builds: release
# Results, texts, several rules, published figures and stages, on an invented index of every second
# year (tests/golden/biennial), as they were read and checked by eye and by hand. With UPDATE=1 the
# expected files are written anew, to be read again.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT/tests/golden" || exit 1
expected=$TIDEMARK_ROOT/tests/golden/expected

says() { grep -qF -- "$2" "$work/err"; is "$1" "$work/err"; }

# prints NAME WORD…: stdout and stderr of tidemark against the file NAME.
prints() {
    name=results_$1
    shift
    "$TIDEMARK" -C biennial "$@" >"$work/$name" 2>"$work/$name.err" </dev/null
    cat "$work/$name.err" >>"$work/$name"
    [ -z "${UPDATE:-}" ] || cp "$work/$name" "$expected/$name"
    same "tidemark $*" "$expected/$name" "$work/$name"
}

# on SENTENCE CODE WORD…: how tidemark ends on the project.
on() {
    sentence=$1
    code=$2
    shift 2
    ends "$sentence" "$code" "$TIDEMARK" -C biennial "$@"
}

# rows WORD…: CSV of tidemark in $work/rows, without draws.
rows() { "$TIDEMARK" -q -C biennial "$@" --draws 0 --format csv >"$work/rows" </dev/null; }
has() { grep -qx -- "$2" "$work/rows"; is "$1" "$work/rows"; }

prints check.txt check
prints sums.txt score --rule sums
prints sums.csv score --rule sums --level result --countries KGZ,TJK --years 2016..2018 --format csv
prints sums.json score --rule sums --level result --countries KGZ --at 2016 --format json
prints sums.md score --rule sums --at 2018 --format md
prints two.txt score --rule means,sums --countries KGZ,TJK --at 2018
prints two.csv score --rule means,sums --countries KGZ --level index,result --format csv
prints odd.txt score --years 2015..2020 --level index --countries KGZ,TJK
prints all.txt score --years 2015..2016 --level index --countries KGZ,TJK --all
prints years.txt score --years 2016..2018 --rule sums
prints down.txt score --level index,pillar,indicator --at 2018
prints loop.txt score --rule loop --countries KGZ,TJK
prints ranks.txt score --rule ranks
prints published.txt score --published
prints published_two.txt score --published --rule means,sums
prints published.csv score --published --rule sums --countries ARM,TJK --format csv
prints weighted.txt score --stage weighted --countries KGZ,TJK --at 2018
prints undrawn.txt score --draws 100000000 --countries KGZ
prints explain_result.txt explain KGZ courts --rule sums
prints explain_text.txt explain KGZ status --rule sums
prints explain_ranks.txt explain KGZ --rule ranks
prints explain_loop.txt explain KGZ --rule loop
prints explain_both.txt explain KGZ --rule both
prints compare.txt compare KGZ TJK --rule sums --at 2016
prints status.txt status --rule sums --at 2018
prints series.txt chart series total --rule sums --countries KGZ,TJK

for file in "$work"/results_*.txt; do
    perl -CSD -lne 'exit 1 if length > 80 && !/^notice: /' "$file"
    status=$?
    case $file in *check.txt | *loop.txt) continue ;; esac # lines of files, with their places
    (exit "$status")
    is "$(basename "$file") fits 80 columns"
done

rows score --stage read --countries KGZ --at 2018
has "a figure is as read" 'KGZ,2018,indicator,press,2,1.5,2.5,1,'
rows score --stage treated --countries KGZ --at 2018
has "a rule without outliers to treat leaves it so" 'KGZ,2018,indicator,press,2,1.5,2.5,1,'
rows score --stage normalised --countries KGZ --at 2018
has "or it is normalised" 'KGZ,2018,indicator,press,50,,,1,'
rows score --stage weighted --countries KGZ --at 2018
has "or weighted: two thirds of three quarters" 'KGZ,2018,indicator,press,25,,,1,'
has "what is not in the index weighs nothing in it" 'KGZ,2018,indicator,total,,,,1,'
rows score --years 2017
[ "$(wc -l <"$work/rows")" -eq 1 ]
is "a year in which nothing was observed has no rows" "$work/rows"

on "a stage that is none is a mistake of usage" 2 score --stage weigthed
says "and the stages are named" 'read, treated, imputed, normalised and weighted'
on "a stage without indicators is one" 2 score --stage weighted --level index
says "and it is said how to write it" 'write --level indicator'
on "a stage is for scores alone" 2 explain KGZ --stage read
on "published figures have no levels" 2 score --published --level index
on "published figures that a rule does not name are a mistake" 2 score --published --rule loop
says "and it is said what to add" 'add published = { index = { "ID", within = 0.01 } } to it'
on "a rule without is left out beside others" 0 score --published --rule loop,sums
says "and it is said" 'notice: the rule loop is left out: it does not say what was published'
on "when none has any it is a mistake" 2 score --published --rule loop,both
says "and it is said of all" 'none of these rules says what was published'
on "what is sorted by and misspelt" 2 score --rule sums --sort cuorts
says "is offered the right one" 'did you mean --sort courts?'
on "a range with a dash is no date" 2 score --years 2015-2020
says "and it is said how to write one" 'a range has two dots: 2015..2020'
on "two countries are not explained at once" 2 explain KGZ,TJK
says "and it is said that there is one" 'takes one country, not KGZ,TJK'
on "differences beyond the bound are no failure" 0 score --published
on "an explanation takes one rule" 2 explain KGZ --rule means,sums
says "and it is said what takes more" 'tidemark score --rule means,sums'
on "a rule named twice is one" 0 score --rule sums,sums --level index --at 2018
[ "$(grep -c '^Points' "$work/out")" -eq 1 ]
is "and shown once" "$work/out"
on "no rule is no name" 2 score --rule sums,,means
on "a rule that is not there is a mistake among others, too" 2 score --rule sums,means,sumz
says "and the nearest is offered" 'did you mean sums?'
cp -r biennial "$work/copy"
broken=$work/copy/scripts/rules/broken.lua
sed 's/headline = "total"/headline = "status"/' biennial/scripts/rules/sums.lua >"$broken"
ends "a text is no headline" 1 "$TIDEMARK" -C "$work/copy" score --rule broken
says "and it is said where" \
    'scripts/rules/broken.lua:6:3: error: the headline would be status, a text'
sed 's/c.press + c.assembly/c.press + c.asembly/' biennial/scripts/rules/sums.lua >"$broken"
ends "a check reads every formula" 1 "$TIDEMARK" -C "$work/copy" check
says "and says what is wrong where it stands" 'scripts/rules/broken.lua:8:'
says "and the nearest is offered" 'assembly'
sed 's/^return {/return { frame = "gone",/' biennial/scripts/rules/means.lua >"$broken"
ends "a check looks for stored frames" 1 "$TIDEMARK" -C "$work/copy" check
says "and says what would make one" 'tidemark frame gone'
long=freedom_in_the_world_2013_2025_questions.csv
rm "$broken"
mv "$work/copy/data/panels/figures.csv" "$work/copy/data/panels/$long"
sed -i "s/^file: .*/file: $long/" "$work/copy/data/panels/figures.yaml"
ends "a file with a long path is explained" 0 "$TIDEMARK" -C "$work/copy" explain KGZ --rule sums
grep -q 'figures.press, invented, \[1\]:17$' "$work/out"
is "its path stands by its number in the table" "$work/out"
grep -qx "\[1\] is data/panels/$long\." "$work/out"
is "and whole below it" "$work/out"
on "a text is no series" 2 chart series status --rule sums
on "and no order" 2 score --rule sums --sort status
on "a result may give the order" 0 score --rule sums --sort total --level result --at 2016
[ "$(grep -m1 -oE '^(Georgia|Albania)' "$work/out")" = Georgia ]
is "best first" "$work/out"
finish
