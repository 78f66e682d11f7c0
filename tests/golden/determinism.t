#!/bin/sh
# builds: release
# The same input gives the same bytes, whatever surrounds the program.
. "$(dirname "$0")/tap.sh"

biennial=$TIDEMARK_ROOT/tests/golden/biennial

# write FOLDER WORD…: csv, json and svg of the shipped model, csv of rules with formulas; the words
# are options of tidemark.
write() {
    folder=$1
    shift
    mkdir -p "$folder"
    "$TIDEMARK" -q score --years 2012..2024 --level index,pillar,group,indicator \
        -o "$folder/score.csv" "$@" &&
        "$TIDEMARK" -q score --rule rights_full --at 2021 -o "$folder/full.json" "$@" &&
        "$TIDEMARK" -q explain KGZ --at 2021 -o "$folder/explain.csv" "$@" &&
        "$TIDEMARK" -q compare KGZ KAZ TJK --at 2021 -o "$folder/compare.csv" "$@" &&
        "$TIDEMARK" -q -C "$biennial" score --rule means,sums,ranks,loop,both --years 2016..2020 \
            --level index,result,pillar -o "$folder/rules.csv" "$@" &&
        "$TIDEMARK" -q -C "$biennial" score --rule means --stage weighted --at 2018 \
            -o "$folder/weighted.csv" "$@" &&
        "$TIDEMARK" -q -C "$biennial" score --published --rule means,sums \
            -o "$folder/published.csv" "$@" &&
        "$TIDEMARK" -q -C "$biennial" explain KGZ --rule loop -o "$folder/formula.csv" "$@" &&
        "$TIDEMARK" -q audit -o "$folder/audit.csv" "$@" &&
        "$TIDEMARK" -q -C "$TIDEMARK_ROOT/examples/methods/handbook" frame held --rule frozen \
            --dry-run "$@" >"$folder/frame.yaml" &&
        "$TIDEMARK" -q chart series -o "$folder/series.svg" "$@" &&
        "$TIDEMARK" -q chart dots -o "$folder/dots.pdf" "$@" &&
        "$TIDEMARK" -q chart heatmap -o "$folder/heatmap.png" "$@"
}

alike() {
    diff -r "$work/first" "$work/$1" >"$work/difference" 2>&1
    is "$2" "$work/difference"
}

cd "$TIDEMARK_ROOT" || exit 1
write "$work/first"
is "the shipped model is scored, explained, compared, audited and drawn"
write "$work/again"
alike again "a second run gives the same bytes"
(TZ=Pacific/Kiritimati LANG=tr_TR.UTF-8 LC_ALL=de_DE.UTF-8 write "$work/locale")
alike locale "another time zone and language give the same bytes"
copy_model
(cd "$work/project/data" && write "$work/folder")
alike folder "another folder gives the same bytes"
(MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 write "$work/memory")
alike memory "another memory layout gives the same bytes"
setarch -R true 2>/dev/null && runs="setarch -R" || runs=
printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$runs" "$TIDEMARK" >"$work/fixed"
chmod +x "$work/fixed"
(TIDEMARK="$work/fixed" && write "$work/layout")
alike layout "fixed addresses give the same bytes"
write "$work/threads" --threads 4
alike threads "four threads give the same bytes"
for width in 16 32 64; do
    if "$TIDEMARK" score --cpu $width >/dev/null 2>&1; then
        write "$work/cpu$width" --cpu $width
        alike cpu$width "vectors of $width bytes give the same bytes"
    else
        count=$((count + 1))
        echo "ok $count - vectors of $width bytes # SKIP this processor has none"
    fi
done
tunables=glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-AVX512F,-AVX512F_Usable
(GLIBC_TUNABLES=$tunables write "$work/tunables")
alike tunables "glibc without AVX2 and FMA gives the same bytes"
"$TIDEMARK" -q score --seed 2 -o "$work/seed2.csv" &&
    "$TIDEMARK" -q score --seed 1 -o "$work/seed1.csv" &&
    ! cmp -s "$work/seed1.csv" "$work/seed2.csv"
is "another seed gives other intervals"
cut -d, -f1-5 "$work/seed1.csv" >"$work/one"
cut -d, -f1-5 "$work/seed2.csv" >"$work/two"
same "another seed gives the same scores" "$work/one" "$work/two"
finish
