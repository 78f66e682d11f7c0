#!/bin/sh
# builds: release
# Methods, frames, formulas and bulk files give the same bytes with any number of threads, at every
# width of vectors, whatever glibc uses, and in whatever order the records of a file stand.
. "$(dirname "$0")/tap.sh"

cd "$TIDEMARK_ROOT" || exit 1
cp -r examples "$work/examples"

# write FOLDER WORD…: what every rule of the examples gives; the words are options of tidemark.
write() {
    folder=$1
    shift
    mkdir -p "$folder"
    for rule in $(cd "$work/examples" && ls -d */*/scripts/rules/*.lua); do
        project=${rule%/scripts/*}
        name=$(basename "$rule" .lua)
        "$TIDEMARK" -q -C "$work/examples/$project" score --rule "$name" --draws 100 \
            --level index,pillar,group,indicator,result --years 1990..2024 \
            -o "$folder/$(echo "$project" | tr / -)-$name.csv" "$@" || return 1
    done
}

alike() {
    diff -r "$work/first" "$work/$1" >"$work/difference" 2>&1
    is "$2" "$work/difference"
}

write "$work/first"
is "every rule of the examples is scored"
write "$work/two" --threads 2
alike two "two threads give the same bytes"
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

# Records in another order: by the last digits of a checksum of each.
for file in "$work"/examples/*/*/data/panels/*.csv; do
    perl -e 'my $head = <>; my @records = <>; print $head,
        sort { unpack("%32C*", $a) * 7919 % 104729 <=> unpack("%32C*", $b) * 7919 % 104729
               or $b cmp $a } @records' "$file" >"$work/shuffled"
    mv "$work/shuffled" "$file"
done
write "$work/shuffled"
alike shuffled "records in another order give the same bytes"
finish
