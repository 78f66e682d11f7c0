#!/bin/sh
# builds: release
# Commands that record: what they say, what they write, and that they change no other byte. With
# UPDATE=1 the expected file is written anew, to be read again.
. "$(dirname "$0")/tap.sh"
expected=$TIDEMARK_ROOT/tests/golden/expected
copy_model
cd "$work/project" || exit 1
said=$work/said
: >"$said"

# says WORD…: what a command says, kept for the comparison with the expected file.
says() {
    printf '$ tidemark' >>"$said"
    for word; do
        case $word in
        *[!A-Za-z0-9_,.=:/-]*) printf ' "%s"' "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done >>"$said"
    echo >>"$said"
    status=0
    "$TIDEMARK" "$@" >"$work/out" 2>&1 </dev/null || status=$?
    cat "$work/out" >>"$said"
    [ $status -eq 0 ] || echo "(ends with $status)" >>"$said"
}

known='--recorded 2021-09-01'
# shellcheck disable=SC2086
{
    says source add hrw2021-08 --title "On rallies, August 2021" --publisher "Human Rights Watch" \
        --date 2021-08-25
    says observe KGZ cs_assembly 0 --date 2021-08-23 --source hrw2021-08 --confidence B \
        --note "Rallies: dispersed, it's said" $known --dry-run
    says observe KGZ cs_assembly 0 --date 2021-08-23 --source hrw2021-08 --confidence B \
        --note "Rallies: dispersed, it's said" $known
    says observe KGZ cs_assembly 0 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ cs_asembly 0 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ civic_space 0 --date 2021-08-23 --source hrw2021-08 $known
    says observe KZG cs_assembly 0 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ cs_assembly 7 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1,5 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ co_public_sector 5 --date 2021-08-23 --source hrw2021-08 $known
    says observe KGZ cs_assembly 4 --date 2021-08-24 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1 --date 2021-02-30 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1 --date 23.08.2021 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1 --date 2021-10-01 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1 --date 2021-08-24 --source hrw2021-09 $known
    says observe KGZ cs_assembly 1 --date 2021-08-24 $known
    says observe KGZ cs_assembly 1 --source hrw2021-08 $known
    says observe KGZ cs_assembly --date 2021-08-24 --source hrw2021-08 $known
    says observe KGZ cs_assembly 1 --date 2021-08-24 --source hrw2021-08 --low 2 --high 3 $known
    says observe KGZ cs_assembly 1 --date 2021-08-24 --source hrw2021-08 --confidence E $known
    says observe KGZ cs_assembly 1 --date 2019 --series fiw.E1 --source fiw2021 $known
    says event add KGZ kgz-2021-08-rally --date 2021-08-23 --title "Rally: dispersed" \
        --source hrw2021-08 --effect "cs_assembly -0.5 B police broke it up: all held" \
        --effect "mf_independent_media -0.25 reporters held" --recorded 2021-08-24
    says event add KGZ,TJK 2021-08-closure --date 2021-08-30 --title "Border closed" \
        --source hrw2021-08 --kind signal --recorded 2021-08-31
    says event add KGZ kgz-2021-08-rally --date 2021-08-23 --title "Rally" --source hrw2021-08 \
        --recorded 2021-08-24
    says event add KGZ other --date 2021-08-23 --title Rally --source hrw2021-08 \
        --effect "cs_assembly low"
    says source add hrw2021-08 --title again
    says retract KGZ cs_assembly --date 2021-08-23 --why "misread: it was allowed" --on 2022-02-01
    says retract KGZ cs_assembly --date 2021-08-23 --why "misread" --on 2022-02-01
    says retract KGZ cs_assembly --source fiw2022
    says retract KGZ mf_independent_media --why x --on 2022-02-01
    says retract kgz-2021-08-rally --why "another country" --on 2022-02-01
    says retract kgz-2021-08-raly --why x
    says history KGZ cs_ngo_law
    says history KGZ cs_assembly --format csv --as-known 2021-09-02
}
[ -z "${UPDATE:-}" ] || cp "$said" "$expected/record.txt"
same "commands that record say what they did, or why not" "$expected/record.txt" "$said"

# Only lines were added; every other byte is as it was.
for file in data/KGZ.yaml data/shared.yaml indicators/sources.yaml; do
    diff "$TIDEMARK_ROOT/$file" "$file" >"$work/lines"
    ! grep -q '^<' "$work/lines" && grep -q '^>' "$work/lines"
    is "$file has new lines and its old ones as they were" "$work/lines"
done
cmp -s "$TIDEMARK_ROOT/data/TJK.yaml" data/TJK.yaml
is "a file that is not meant is not touched"
ends "the project that was recorded in has no error" 0 "$TIDEMARK" check

# What --dry-run shows is a change that patch makes.
set -- observe TJK cs_assembly 1 --date 2021-08-23 --source hrw2021-08 --recorded 2021-09-01
cp -r . "$work/patched"
"$TIDEMARK" "$@" --dry-run >"$work/patch"
patch -s -d "$work/patched" -p1 <"$work/patch"
is "patch takes what --dry-run shows" "$work/patch"
cmp -s "$TIDEMARK_ROOT/data/TJK.yaml" data/TJK.yaml
is "--dry-run writes nothing"
"$TIDEMARK" -q "$@" >/dev/null
same "and makes what the command writes" data/TJK.yaml "$work/patched/data/TJK.yaml"

# A source that is forced stands in sources.yaml by its id.
ends "an unknown source is recorded with --force" 0 "$TIDEMARK" observe KGZ cs_trade_unions 2 \
    --date 2021-08-23 --source memo-17 --recorded 2021-09-01 --force
grep -q '^- id: memo-17$' indicators/sources.yaml
is "by its id alone"

# Mode and links stay.
mkdir "$work/elsewhere"
mv data/KAZ.yaml "$work/elsewhere/kazakhstan.yaml"
ln -s "$work/elsewhere/kazakhstan.yaml" data/KAZ.yaml
chmod 640 "$work/elsewhere/kazakhstan.yaml"
ends "a file behind a link is recorded in" 0 "$TIDEMARK" observe KAZ cs_assembly 1 \
    --date 2021-08-23 --source hrw2021-08 --recorded 2021-09-01
[ -L data/KAZ.yaml ] && grep -q 'date: 2021-08-23' "$work/elsewhere/kazakhstan.yaml"
is "the link stays a link, its target has the line"
[ "$(stat -c %a "$work/elsewhere/kazakhstan.yaml")" = 640 ]
is "the mode stays"

# CRLF, a BOM, no final line end; brackets that held nothing.
mkdir -p "$work/odd/indicators" "$work/odd/data"
printf 'codebook: odd\npillars: [p]\n' >"$work/odd/indicators/index.yaml"
printf 'pillar: p\nindicators: [{id: a, scale: {kind: interval, worst: 0, best: 10}}]\n' \
    >"$work/odd/indicators/p.yaml"
printf '\357\273\277country: AAA # \320\220\r\nobservations: {} # none\r\n# the end' \
    >"$work/odd/data/AAA.yaml"
"$TIDEMARK" -q -C "$work/odd" source add s >/dev/null
printf -- '- {id: s}\n' >"$work/first"
same "a first source makes the file" "$work/first" "$work/odd/indicators/sources.yaml"
"$TIDEMARK" -q -C "$work/odd" observe AAA a 3 --date 2020 --source s --recorded 2021 >/dev/null
"$TIDEMARK" -q -C "$work/odd" observe AAA a 2 --date 2019 --source s --recorded 2021 >/dev/null
printf '%b' '\357\273\277country: AAA # \320\220\r\nobservations: # none\r\n  a:\r\n' \
    '    - {date: 2019, value: 2, source: s, recorded: 2021}\r\n' \
    '    - {date: 2020, value: 3, source: s, recorded: 2021}\r\n# the end' >"$work/odd.yaml"
same "line ends, a BOM and a missing last line end stay" "$work/odd.yaml" "$work/odd/data/AAA.yaml"

# What cannot be done without changing another value is refused.
printf '%b' 'country: BBB\nobservations:\n  a:\n    - date: 2019\n      value: 2\n' \
    '      source: s\n      note: |\n        the end' >"$work/odd/data/BBB.yaml"
cp "$work/odd/data/BBB.yaml" "$work/old"
ends "a text without a line end at the end of a file is not added to" 1 "$TIDEMARK" -C "$work/odd" \
    observe BBB a 3 --date 2020 --source s --recorded 2021
grep -q 'E0125' "$work/err"
is "the reason has its code" "$work/err"
same "and the file is as it was" "$work/old" "$work/odd/data/BBB.yaml"

# A file that may not be written, or not be locked.
if [ "$(id -u)" -ne 0 ]; then
    chmod 500 data
    cp data/KGZ.yaml "$work/old"
    ends "a folder that may only be read is an error" 3 "$TIDEMARK" observe KGZ cs_assembly 1 \
        --date 2021-09-23 --source hrw2021-08 --recorded 2021-10-01
    same "and the file is as it was" "$work/old" data/KGZ.yaml
    chmod 700 data
fi
finish
