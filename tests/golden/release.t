#!/bin/bash
# Releases: frozen figures come out the same again in another place, time zone and language, and
# what was changed is found.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$work" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
prints() { grep -q "$2" "$work/out"; is "$1" "$work/out"; }

copy_model
cd project || exit 1
ends "a release is made" 0 "$TIDEMARK" -q freeze r1
prints "and says how much it holds" 'r1: 36 files'
(cd r1 && sha256sum --quiet -c SHA256SUMS) >"$work/sums" 2>&1
is "its sums are those of sha256sum" "$work/sums"
! grep -rq -e "$work" -e "$TIDEMARK_ROOT" r1
is "no place of this machine stands in it"
TZ=Asia/Bishkek LANG=ru_RU.UTF-8 "$TIDEMARK" -q -C / freeze r2 -o r2 2>"$work/err"
[ $? -ne 0 ]
is "without a project there is nothing to freeze"
TZ=Asia/Bishkek LANG=ru_RU.UTF-8 "$TIDEMARK" -q freeze r2 -o "$work/r2" --threads 3 >/dev/null
diff -r r1 "$work/r2" >"$work/difference"
is "another day and language make the same bytes" "$work/difference"
for name in one two; do "$TIDEMARK" -q freeze r1 -o $name.tar.gz >/dev/null; done
same "an archive is the same each time" one.tar.gz two.tar.gz
tar xzf one.tar.gz -C "$work" && diff -r r1 "$work/r1" >"$work/difference"
is "and holds the folder" "$work/difference"

(cd "$work" && TZ=America/Lima "$TIDEMARK" verify r1 >"$work/out" 2>"$work/err")
is "a release that was moved comes out the same" "$work/err"
prints "to the byte" '36 files, all made again to the byte'
ends "so does an archive" 0 "$TIDEMARK" verify one.tar.gz
mkdir place && TMPDIR=$PWD/place "$TIDEMARK" verify one.tar.gz >/dev/null && rmdir place
is "and nothing is left where it was unpacked"
ends "options are kept" 0 "$TIDEMARK" -q freeze r3 --rule rights_full --years 2015..2021 --seed 7
[ "$(cat r3/OPTIONS)" = "--years=2015..2021
--rule=rights_full
--seed=7" ]
is "a word a line"
ends "and come out the same" 0 "$TIDEMARK" verify r3

ends "a release is never overwritten" 3 "$TIDEMARK" -q freeze r1
says "which is said" 'is there already'
ends "nor is an archive" 3 "$TIDEMARK" -q freeze r1 -o one.tar.gz
same "and it stays as it was" one.tar.gz two.tar.gz
ends "a name with a folder is none" 2 "$TIDEMARK" -q freeze ../r9
[ ! -e ../r9 ] && [ ! -e r1.part ]
is "and nothing is made of it"

ends "no other archive is written" 2 "$TIDEMARK" -q freeze r9 -o r9.zip
says "which is said" 'a release is a folder, or packed as .tar.gz'
[ ! -e r9.zip ]
is "and no folder passes for one"
ends "a folder that is no release cannot be verified" 1 "$TIDEMARK" verify data
says "for want of what makes one" 'data is no release: it has no SHA256SUMS'

mkdir ../elsewhere && cp scripts/rules/rights.lua ../elsewhere/mine.lua
ends "a rule from outside the project is refused" 1 "$TIDEMARK" -q freeze r5 \
    --rule ../elsewhere/mine.lua
says "for where it stands" 'outside the project  .E0132'

# What was changed afterwards.
cp -r r1 bad && sed -i 's/^- Freedom House/- Somebody/' bad/CITATION.txt
ends "a changed text is found by its sum" 1 "$TIDEMARK" verify bad
says "and named" 'CITATION.txt is not what SHA256SUMS says  .E0130'
(cd bad && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
    xargs sha256sum >SHA256SUMS)
ends "with new sums it is found by being made again" 1 "$TIDEMARK" verify bad
prints "and the line is said" '^CITATION.txt: differs from line 3 on'
says "and how many differ" '1 of 36 files did not come out the same  .E0131'
cp -r r1 other && printf 'tidemark 0.0.1\n' >other/VERSION
(cd other && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
    xargs sha256sum >SHA256SUMS)
ends "another version is found" 1 "$TIDEMARK" verify other
says "and is said to be the likely cause" 'made by tidemark 0.0.1'
cp -r r1 value && sed -i \
    's/{date: 2021, value: 1, series: fiw.E1/{date: 2021, value: 2, series: fiw.E1/' \
    value/project/data/KGZ.yaml
(cd value && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
    xargs sha256sum >SHA256SUMS)
ends "a changed value is found" 1 "$TIDEMARK" verify value
prints "in the scores" '^results/score.csv: differs'

# Hostile archives.
pack() { tar --format=ustar -czf bad.tar.gz "$@"; }
ln -s /etc/passwd link && pack link
ends "a link in an archive is refused" 1 "$TIDEMARK" verify bad.tar.gz
says "for what it is" 'a link or a device'
tar --format=ustar -P -czf bad.tar.gz --transform 's|^r1|../up|' r1/README.txt
ends "a name that leads out is refused" 1 "$TIDEMARK" verify bad.tar.gz
says "for where it leads" 'leads elsewhere'
tar --format=ustar -P -czf bad.tar.gz --transform 's|^r1|/abs|' r1/README.txt
ends "so is an absolute one" 1 "$TIDEMARK" verify bad.tar.gz
pack --hard-dereference r1/README.txt r1/README.txt
ends "a file twice is refused" 1 "$TIDEMARK" verify bad.tar.gz
says "which is said" 'a file twice'
mkdir many && (cd many && seq 10001 | xargs touch) && pack many
ends "an archive of very many files is refused" 1 "$TIDEMARK" verify bad.tar.gz
says "for how many" 'more than 10,000 files'
head -c 3000 one.tar.gz >bad.tar.gz
ends "an archive cut short is refused" 1 "$TIDEMARK" verify bad.tar.gz
gzip -dc one.tar.gz | head -c 20000 | gzip >bad.tar.gz
ends "so is what was packed after it was cut" 1 "$TIDEMARK" verify bad.tar.gz
pack r1/README.txt
ends "an archive without sums is no release" 1 "$TIDEMARK" verify bad.tar.gz
says "which is said" 'has no SHA256SUMS'
ends "nor is a text" 1 "$TIDEMARK" verify r1/README.txt
ends "nor is what is not there" 3 "$TIDEMARK" verify nowhere
cp -r r1 out && printf '%064d  ../../x\n' 0 >>out/SHA256SUMS
ends "a sum of a file elsewhere is refused" 1 "$TIDEMARK" verify out
says "for where it leads" 'outside the release'
cp -r r1 words && printf -- '--output=x\n' >words/OPTIONS
(cd words && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
    xargs sha256sum >SHA256SUMS)
ends "options that a release does not have are refused" 2 "$TIDEMARK" verify words

ends "a citation names sources, rule and program" 0 "$TIDEMARK" cite --at 2021
prints "with publisher and licence" 'Freedom House: Freedom in the World'
prints "the rule with its hash" 'rule rights: Rights score, sha256 [0-9a-f]\{64\}'
"$TIDEMARK" -q cite --years 2012..2024 --format csv | awk -F, '
    $1 == "source" { count++ } END { exit count < 10 }'
is "in CSV an edition is a row"

finish
