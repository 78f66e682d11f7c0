#!/bin/bash
# Every code of an input error in files (01xx to 04xx) has a case that triggers it, which the
# hostile corpus runs (of edits golden/record.t, of releases and editions theirs), and an
# explanation in docs/errors.md; and the other way round.
set -u
: "${TIDEMARK_ROOT:?the checkout}"
codes=$TIDEMARK_ROOT/src/base/err_codes.h
cases=$TIDEMARK_ROOT/tests/hostile/yaml/cases.tsv
docs=$TIDEMARK_ROOT/docs/errors.md
count=0

ok() {
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

all=$(sed -n 's/^ERR_CODE(\([0-9]*\),.*/\1/p' "$codes" | awk '{printf "E%04d\n", $1}' | sort)
input=$(sed -n 's/^ERR_CODE(\([1-4][0-9][0-9]\), *[A-Z_]*, *ERR_INPUT,.*/\1/p' "$codes" |
    awk '{printf "E%04d\n", $1}' | sort)
tried=$({
    cut -f 3 "$cases" | grep '^[EWN]' | tr WN EE
    grep -oh 'E0[1-4][0-9][0-9]' "$TIDEMARK_ROOT"/tests/golden/{record,release,edition}.t
} | sort -u)
explained=$(sed -n 's/^### \(E[0-9]*\) .*/\1/p' "$docs" | sort)

ok "there are codes to check" "$([ "$(wc -l <<<"$input")" -gt 30 ] || echo "only $input")"
ok "no code has two meanings" "$(uniq -d <<<"$all")"
ok "every input error of files has a case" "$(comm -23 <(echo "$input") <(echo "$tried"))"
ok "every case expects a code that exists" "$(comm -13 <(echo "$all") <(echo "$tried"))"
ok "every code is explained" "$(comm -23 <(echo "$all") <(echo "$explained"))"
ok "every explanation is of a code that exists" "$(comm -13 <(echo "$all") <(echo "$explained"))"
ok "no code is explained twice" "$(uniq -d <<<"$explained")"
echo "1..$count"
