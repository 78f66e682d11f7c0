#!/bin/sh
# builds: release
# The periods of the sides of a comparison, on the invented index of every second year.
. "$(dirname "$0")/tap.sh"

# compare CODE SENTENCE WORD…: how a comparison ends.
compare() {
    code=$1
    sentence=$2
    shift 2
    ends "$sentence" "$code" "$TIDEMARK" -C "$TIDEMARK_ROOT/tests/golden/biennial" compare "$@"
}

compare 2 "a side that is several periods is a mistake of usage" KGZ@2016..2018 ALB
grep -qF 'KGZ@2016..2018: a side is one period' "$work/err"
is "and it is said why" "$work/err"
grep -qF 'write KGZ@2018' "$work/err"
is "and what would do" "$work/err"
compare 0 "a range inside one period is that period" KGZ@2016-03..2016-06 ALB@2016
compare 0 "sides may stand in different periods" KGZ@2016 ALB --at 2018
head -n 4 "$work/out" | tr '\n' ' ' | grep -q 'KGZ  *ALB .* 2016  *2018'
is "then each says its own below its name" "$work/out"
compare 0 "also the later of three" KGZ ALB GEO@2016 --at 2018
head -n 1 "$work/out" | grep -qx 'Freedom'
is "and the title names none" "$work/out"
compare 0 "sides of one period" KGZ ALB --at 2018
head -n 1 "$work/out" | grep -qx 'Freedom, 2018'
is "have it in the title" "$work/out"

finish
