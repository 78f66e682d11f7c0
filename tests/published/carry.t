#!/bin/sh
# data/make/carry.lua makes the published lines again, byte for byte, and never undoes an
# analyst's work in silence.
root=$(cd "${TIDEMARK_ROOT:-$(dirname "$0")/../..}" && pwd)
sets=${TIDEMARK_DATASETS:-$root/../shared/datasets}
if [ ! -r "$sets/fiw_2013_2025_questions.csv" ]; then
    echo "1..0 # SKIP no data set"
    exit 0
fi
if ! command -v lua5.4 >/dev/null; then
    echo "1..0 # SKIP no lua5.4 command"
    exit 0
fi
sets=$(cd "$sets" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# fresh: the project's data files as they are; carry: runs the script, outcome in $?
fresh() { rm -rf data; cp -R "$root/data" data; }
carry() { lua5.4 data/make/carry.lua "$sets" "$@" >out 2>err; }
same() { cmp -s "data/$1.yaml" "$root/data/$1.yaml"; }

test_count=0
check() {
    outcome=$?
    test_count=$((test_count + 1))
    if [ $outcome -eq 0 ]; then
        echo "ok $test_count - $1"
    else
        echo "not ok $test_count - $1"
        sed 's/^/# /' err
    fi
}
echo "1..7"

fresh
carry && same KGZ && same TJK && same KAZ
check "a second run changes no byte"

rm data/KGZ.yaml
carry && grep 'series:' data/KGZ.yaml >made && grep 'series:' "$root/data/KGZ.yaml" >held &&
    cmp -s made held
check "a country without a file gets the same published lines"

fresh
sed -i 's/\({date: 2020, value:\) 1, series: fiw.E1/\1 2, series: fiw.E1/' data/KGZ.yaml
cp data/KGZ.yaml edited
! carry && cmp -s data/KGZ.yaml edited && grep -q 'would change cs_assembly fiw.E1 2020' err
check "a figure changed by hand is named and left, with an error"

carry --force && same KGZ && grep -q 'change cs_assembly fiw.E1 2020' err
check "--force takes the data set's figure and says so"

fresh
sed -i '/series: cpi.score, source: cpi2021/d' data/TJK.yaml
! carry && grep -q 'would add co_public_sector cpi.score 2021' err
check "a figure taken out by hand is named"

fresh
sed -i 's/source: fiw2021}$/&  # seen/
/^  cs_assembly:/a\    - {date: 2021-08-23, value: 2, confidence: C, coder: ab, source: hug2021}
' data/KAZ.yaml
cp data/KAZ.yaml edited
carry && cmp -s data/KAZ.yaml edited
check "values coded by hand and remarks stay where they are"

lua5.4 data/make/carry.lua "$work/nowhere" >out 2>err
[ $? -eq 1 ] && grep -q 'cannot read' err
check "a folder without data sets is refused"
