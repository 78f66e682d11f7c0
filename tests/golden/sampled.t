#!/bin/bash
# A formula of more inputs than every order of them could be tried for: its parts are sampled, add
# up, and say how far they may be off.
# builds: release
. "$(dirname "$0")/tap.sh"
copy_model
cd "$work/project" || exit 1

# Half the mean of those that have a value in Tajikistan in 2021, half the worst of them.
names=$("$TIDEMARK" -q score --countries TJK --at 2021 --rule rights_full --level indicator \
    --format csv | awk -F, 'NR > 1 && $5 != "" && $4 ~ /^(pp|cs|mf|co)_/ { printf "c.%s, ", $4 }')
cat >scripts/rules/many.lua <<LUA
return {
  title = "Many", scale = { 0, 100 }, normalise = tide.goalposts(),
  score = function(c)
    local all = { $names }
    return (tide.mean(all) + tide.min(all)) / 2
  end,
}
LUA
explain() { "$TIDEMARK" -q explain TJK --rule many --at 2021 "$@"; }

explain --format csv >"$work/rows"
head -n 1 "$work/rows" | grep -q ',line,error$'
is "an explanation of many inputs has a column of errors" "$work/rows"
awk -F, '$3 == "index" { whole = $8; error = $13 }
    $3 == "indicator" { n++; sum += $8; off += $13 > 0 }
    END { d = sum - whole; exit !(n > 12 && d < 1e-9 && d > -1e-9 && error == 0 && off == n) }' \
    "$work/rows"
is "its parts add up within 1e-9, and each has its error" "$work/rows"
explain --seed 2 --format csv >"$work/seeded"
paste -d, "$work/rows" "$work/seeded" | awk -F, '$3 == "indicator" {
    n++; d = $8 - $21; e = 4 * sqrt($13 * $13 + $26 * $26)
    other += d != 0; far += d > e || d < -e }
    END { exit !(n > 12 && other > 0 && far == 0) }'
is "another seed gives others, none farther off than their errors let expect" "$work/seeded"
explain --format csv --threads 3 --cpu 16 >"$work/again"
same "the same seed gives the same bytes on threads and other kernels" "$work/rows" "$work/again"
explain >"$work/table"
grep -q '[0-9] ±0\.[0-9][0-9]' "$work/table"
is "a table has each error beside its part" "$work/table"
grep -q '^±: the standard error of a part' "$work/table"
is "and says what it is" "$work/table"
"$TIDEMARK" -q compare KGZ TJK --rule many --at 2021 >"$work/table"
grep -q '[0-9] ±0\.[0-9][0-9]' "$work/table"
is "so has a comparison" "$work/table"
"$TIDEMARK" -q change TJK 2019 2021 --rule many --format csv >"$work/rows"
head -n 1 "$work/rows" | grep -q ',error$'
is "and a change" "$work/rows"
"$TIDEMARK" -q explain TJK --at 2021 --format csv | head -n 1 | grep -q ',line$'
is "what is exact has no such column"

finish
