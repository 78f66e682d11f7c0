#!/bin/bash
# Rules and vintages side by side.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
value() { "$TIDEMARK" -q score --countries KGZ --level index --format csv "$@" |
    awk -F, 'NR == 2 { print $5 }'; }
row() { awk -F, '$5 == "index"' "$work/rows"; }

"$TIDEMARK" -q compare KGZ --rule rights,rights_full --at 2021 --format csv >"$work/rows"
[ "$(row | cut -d, -f 6,7)" = "$(value --at 2021),$(value --at 2021 --rule rights_full)" ]
is "two rules have the scores that each gives" "$work/rows"
[ "$(row | cut -d, -f 1,2)" = "KGZ rights,KGZ rights_full" ]
is "and say which is which" "$work/rows"
[ -z "$(row | cut -d, -f 12)" ]
is "no part of an index is one of another rule's" "$work/rows"
"$TIDEMARK" -q compare KGZ --rule rights,rights_full --at 2021 >"$work/out"
! grep -q 'Part' "$work/out" && grep -q 'difference has no parts here' "$work/out"
is "and a table has no column of parts, but says who has" "$work/out"

"$TIDEMARK" -q compare KGZ --as-known 2021-12-31,2025-03-01 --at 2020 --format csv >"$work/rows"
[ "$(row | cut -d, -f 6,7)" = \
    "$(value --at 2020 --as-known 2021-12-31),$(value --at 2020 --as-known 2025-03-01)" ]
is "two vintages have the scores of what was known then" "$work/rows"
awk -F, '$4 == "indicator" && $12 != "" { sum += $12 } $5 == "index" { whole = $8 }
    END { d = sum - whole; exit d > 1e-9 || d < -1e-9 }' "$work/rows"
is "and parts that add up to their difference" "$work/rows"
row | awk -F, '{ exit !($9 <= $8 && $8 <= $10 && $10 - $9 < 0.5) }'
is "whose interval rests on common draws" "$work/rows"
"$TIDEMARK" -q compare KGZ TJK --rule rights,rights_full --at 2021 --format csv |
    awk -F, '$5 == "index" { print $2 }' | tr '\n' ';' >"$work/out"
[ "$(cat "$work/out")" = "KGZ rights_full;TJK rights;TJK rights_full;" ]
is "two countries under two rules are four sides" "$work/out"

# Scenarios in place of countries.
"$TIDEMARK" -q scenario compare drift setbacks --draws 200 --format csv >"$work/rows"
"$TIDEMARK" -q compare drift setbacks --draws 200 --format csv >"$work/same"
same "two scenarios compare as scenario compare has them" "$work/rows" "$work/same"
awk -F, 'NR > 1 { n++; bad += !($10 <= $9 && $9 <= $11) } END { exit n == 0 || bad > 0 }' \
    "$work/same"
is "with intervals that hold the mean difference" "$work/same"
ends "a country is no scenario" 2 "$TIDEMARK" compare drift KGZ
ends "and a scenario no country" 2 "$TIDEMARK" compare KGZ drift

# What must be said of a difference stands below it.
"$TIDEMARK" -q compare KAZ@2019 KAZ@2021 | tr -s ' \n' ' ' >"$work/line"
grep -q 'Smaller than its uncertainty: do not report as a change' "$work/line"
is "a change within its uncertainty is said to be none" "$work/line"
grep -q 'at the floor: absence of decline is not stability: Independent' "$work/line"
is "as is what is at the floor at both ends" "$work/line"
"$TIDEMARK" -q compare KGZ TJK --at 2021 | tr '\n' ' ' >"$work/line"
! grep -q 'uncertainty: do\|at the floor' "$work/line"
is "and nothing of two countries that differ" "$work/line"

# Rules with other results than each other.
copy_model
cat >"$work/project/scripts/rules/two.lua" <<'LUA'
return { title = "Two", scale = { 0, 100 }, normalise = tide.goalposts(), headline = "mean",
  score = function(c)
    return { mean = (c.cs_assembly + c.pp_elections) / 2,
             most = math.max(c.cs_assembly, c.pp_elections) }
  end }
LUA
"$TIDEMARK" -q -C "$work/project" compare KGZ --rule rights,two --at 2021 --format csv \
    --level index,result >"$work/rows"
two=$("$TIDEMARK" -q -C "$work/project" score --countries KGZ --level index --format csv --at 2021 \
    --rule two | awk -F, 'NR == 2 { print $5 }')
[ "$(tail -n +2 "$work/rows" | cut -d, -f 4-7)" = "index,index,$(value --at 2021),$two" ]
is "the index of a rule is set against the index of another, whatever results they have" \
    "$work/rows"

ends "one side is none" 2 "$TIDEMARK" compare KGZ
says "and all ways to a second are shown" 'as-known 2021-09-30,2022-03-31'
ends "a day that is none is refused" 2 "$TIDEMARK" compare KGZ --as-known 2021-12-31,2025-13-01

finish
