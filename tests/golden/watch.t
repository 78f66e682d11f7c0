#!/bin/bash
# Watching: each save is answered with what moved and why, a broken file ends nothing, and Ctrl-C
# does. The test waits for lines, never for time.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$work" || exit 1

copy_model
cd project || exit 1
ends "an option that is wrong is not waited for" 2 "$TIDEMARK" watch --countries KG
mkfifo lines
"$TIDEMARK" watch --years 2021..2021 >lines 2>&1 &
watching=$!
exec 3<lines

# until_line SENTENCE TEXT: reads until a line holds the text; fails when the program ends first.
until_line() {
    while IFS= read -r -t 60 line <&3; do
        case $line in *"$2"*) true; is "$1"; return ;; esac
    done
    false; is "$1"
}

kgz=data/KGZ.yaml
change() { sed "s/$1/$2/" $kgz >$kgz.new && mv $kgz.new $kgz; }

until_line "it says that it watches" 'Ctrl-C ends it'
until_line "and shows the scores as they stand" 'Rights score, Kyrgyzstan 2021: 34.7'
until_line "of every country" 'Rights score, Tajikistan 2021: 7.7'
change '{date: 2021, value: 1, series: fiw.E1' '{date: 2021, value: 2, series: fiw.E1'
until_line "a file renamed over another is seen" 'saved'
until_line "and the score that moved is said" 'Rights score, Kyrgyzstan 2021: 38.3, was 34.7'
until_line "with the pillar" 'Civic space, Kyrgyzstan 2021: 50.0, was 33.3'
until_line "and the indicator that moved it" \
    '    Peaceful assembly, Kyrgyzstan 2021: 50.0, was 25.0'
printf 'observations:\n  broken: [\n' >>$kgz
until_line "a broken file is said with its place" "$kgz:"
until_line "and waited for" 'cannot be scored'
cp "$TIDEMARK_ROOT/$kgz" $kgz
until_line "mended, what moved since the last good one is said" \
    'Rights score, Kyrgyzstan 2021: 34.7, was 38.3'
printf '# a remark\n' >>$kgz
until_line "a save that changes nothing says so" 'no score moved'
cp scripts/rules/rights.lua rights.lua && printf 'return {' >scripts/rules/rights.lua
until_line "a broken rule is waited for too" 'cannot be scored'
mv rights.lua scripts/rules/rights.lua
until_line "until it is whole" 'no score moved'
kill -INT $watching
wait $watching
is "Ctrl-C ends it in order"

finish
