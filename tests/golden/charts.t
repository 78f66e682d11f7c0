#!/bin/bash
# Charts through gnuplot: whole images that replace files by rename, and no text from a file that
# does anything but stand there.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

kind_of() { head -c 5 "$1" | tr -d '\000'; }

for kind in series dots heatmap; do
    for format in svg png pdf; do
        ends "$kind as $format" 0 "$TIDEMARK" chart $kind -o "$work/$kind.$format"
    done
    xmllint --noout "$work/$kind.svg" 2>/dev/null ||
        perl -0ne 'exit 1 unless /^<\?xml/ && m{</svg>\s*\z} && /<title id="t">/' "$work/$kind.svg"
    is "$kind.svg is whole, with a title for readers of the screen"
    [ "$(head -c 8 "$work/$kind.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]
    is "$kind.png is a PNG"
    pdftotext "$work/$kind.pdf" - 2>/dev/null | grep -q Kyrgyzstan
    is "$kind.pdf is read and its text can be selected"
done

"$TIDEMARK" -q chart series --format svg >"$work/stdout.svg"
same "without -o the image comes on stdout" "$work/series.svg" "$work/stdout.svg"

ends "--keep-script keeps the script" 0 \
    "$TIDEMARK" chart dots -o "$work/kept.svg" --keep-script
gnuplot -d "$work/kept.svg.gp" >"$work/again.svg" 2>/dev/null && grep -q '<svg' "$work/again.svg"
is "and gnuplot draws it again"

# Every kind the project has rows for, side by side.
ends "all kinds are drawn at once" 0 "$TIDEMARK" -q chart all -o "$work/all" --threads 4
[ "$(cat "$work/all"/*.svg | grep -c '<title id="t">')" = 12 ]
is "twelve of them, each with its title"
same "and each is what it is alone" "$work/series.svg" "$work/all/series.svg"
"$TIDEMARK" -q chart all -o "$work/again" --threads 1 >/dev/null
diff -r "$work/all" "$work/again" >/dev/null
is "drawn one after another they are the same, byte by byte"
grep -q 'no value' "$work/all/dots.svg"
is "what is missing is said in words"

# From a file or a pipe.
"$TIDEMARK" score --at 2021 --format csv >"$work/scores.csv"
"$TIDEMARK" chart dots - -o "$work/piped.svg" <"$work/scores.csv"
is "scores are drawn from a pipe"
(cd "$work" && "$TIDEMARK" chart dots scores.csv -o file.svg)
is "and from a file, where there is no project"
grep -q Kyrgyzstan "$work/piped.svg" && grep -q KGZ "$work/file.svg"
is "names are those of the project around, else the ids"
ends "figures of no known scale are drawn in the terminal" 0 \
    "$TIDEMARK" chart heatmap "$work/scores.csv"
says() { grep -q "$2" "$work/err" && is "$1" || { false; is "$1" "$work/err"; }; }
printf 'country,period,item,value\nA,2020,index,4O\n' >"$work/wrong.csv"
ends "a figure that is no number ends with 1" 1 \
    "$TIDEMARK" chart series "$work/wrong.csv" -o "$work/none.svg"
says "and it says where" 'wrong.csv:2:1: error: the value is "4O"'
printf 'country,from,to,item,before,after,contribution\nA,1,2,index,40,30,\nA,1,2,x,,,-9\n' \
    >"$work/wrong.csv"
ends "parts that do not add up end with 1" 1 \
    "$TIDEMARK" chart waterfall "$work/wrong.csv" -o "$work/none.svg"
says "and it says by how much" 'the contributions add up to -9'
ends "a kind without a drawing for terminals is refused" 2 "$TIDEMARK" chart slope
says "and what to do is said" '\-o chart.svg'
printf 'country,rank\nKGZ,1\n' >"$work/short.csv"
ends "rows that lack a column are not drawn" 1 \
    "$TIDEMARK" chart ranks "$work/short.csv" -o "$work/none.svg"
says "and it is said which" 'have no column "share"'
printf 'country,country_name,period,item,value\nA,\327\251\327\234,2020,index,40\n' \
    >"$work/right.csv"
ends "a name written from right to left is drawn" 0 \
    "$TIDEMARK" chart dots "$work/right.csv" -o "$work/right.svg"
says "as question marks, with a notice" 'from right to left'
[ ! -e "$work/none.svg" ]
is "what is refused leaves no file"

# Rows of scenarios and levers come from their verbs.
shows() { perl -0ne 's/\xE2\x81\xA0//g; exit !/\Q$ENV{WORDS}\E/' "$work/$1"; }
"$TIDEMARK" -q scenario run drift --format csv >"$work/drift.csv"
"$TIDEMARK" chart fan - --countries KGZ -o "$work/fan.svg" <"$work/drift.csv"
WORDS='of futures leave Kyrgyzstan worse by a point or more in 2026' shows fan.svg
is "a fan of a scenario says in how many draws it is worse"
WORDS='how much a lever does is expert judgement' shows fan.svg
is "and that it is judged"
"$TIDEMARK" chart fan "$work/drift.csv" --countries KAZ -o "$work/fan.svg"
WORDS='Drift: within a point of the baseline for Kazakhstan in 2026' shows fan.svg
is "where nothing happens nothing is found"
ends "a dumbbell has each country" 0 "$TIDEMARK" chart dumbbell "$work/drift.csv" \
    -o "$work/dumbbell.svg"
WORDS='no change' shows dumbbell.svg
is "and says where nothing changes"
ends "countries that have no row are not drawn" 1 \
    "$TIDEMARK" chart fan "$work/drift.csv" --countries ZZZ -o "$work/none.svg"
"$TIDEMARK" -q levers --format csv | "$TIDEMARK" chart tornado - -o "$work/levers.svg"
WORDS='What each lever would change' shows levers.svg
is "a tornado shows levers side by side"
WORDS='Magnitudes: expert judgement of one person, September 2021.' shows levers.svg
is "and whose judgement they are"
WORDS='Change nothing: X1, X10' shows levers.svg
is "and names those that change nothing"

# What piped figures are called and where they are from.
"$TIDEMARK" chart fan "$work/drift.csv" --countries KGZ --measure 'Rights score' \
    --source 'Freedom House' -o "$work/fan.svg"
WORDS='Kyrgyzstan, Rights score.' shows fan.svg &&
    WORDS='Sources: Freedom House. Drawn from drift.csv by Tidemark' shows fan.svg
is "--measure and --source name what a file cannot"
printf '%s,2020,index,40,Press score,%s\n' A Ours B Our C Ours >"$work/named.csv"
sed -i '1i country,period,item,value,measure,source' "$work/named.csv"
"$TIDEMARK" chart dots "$work/named.csv" -o "$work/named.svg"
WORDS='Press score' shows named.svg && WORDS='Sources: Ours; Our. Drawn from' shows named.svg
is "and so do columns of these names, each source once"
ends "they do not fit figures of the project" 2 \
    "$TIDEMARK" chart dots --source Ours -o "$work/none.svg"
says "and it says what does" '\-\-note'

# What is left out of a picture is said on it.
{
    echo 'scenario,country,country_name,period,item,baseline,value,low_50,high_50,chance_point,lost'
    for i in $(seq 10 39); do
        echo "drift,C$i,Country $i,2026,index,40,38,36,39,0.1,R1 1 of 3; R2 2 of 3"
    done
} >"$work/many.csv"
"$TIDEMARK" -q chart fan "$work/many.csv" -o "$work/many.svg"
WORDS='Shown: the first 12 of 30 countries.' shows many.svg
is "a fan of more countries than it has room for says how many are shown"
WORDS='; C15 R1 1 of 3; R2 2 of 3; and 48 more.' shows many.svg
is "a long list of effects without a base ends with how many more there are"
printf 'item,item_name,base,low,high\na,Weight of media,40,38,41\n' >"$work/one.csv"
"$TIDEMARK" -q chart tornado "$work/one.csv" -o "$work/one.svg"
WORDS='What moves the score' shows one.svg
is "one assumption alone moves nothing most, and is no measure"
printf 'country,rank,share,runs\nA,1,1,20000\n' >"$work/one.csv"
"$TIDEMARK" -q chart ranks "$work/one.csv" -o "$work/one.svg"
WORDS='n = 1: no other country to rank against' shows one.svg &&
    WORDS='Share of 20,000 runs' shows one.svg
is "one country alone has no rank to be sure of"
{
    echo 'country,country_name,from,to,item,before,after,contribution'
    echo 'A,A,2019,2021,index,40,37.12,'
    echo 'A,A,2019,2021,x,,,-2.84'
    echo 'A,A,2019,2021,y,,,-0.03'
    echo 'A,A,2019,2021,z,,,-0.01'
} >"$work/small.csv"
"$TIDEMARK" -q chart waterfall "$work/small.csv" -o "$work/small.svg"
WORDS='2 smaller changes' shows small.svg
is "changes whose figures would be zero are drawn as one"

# Scenarios and levers are run for their charts.
"$TIDEMARK" -q chart fan drift --countries KGZ --rule rights -o "$work/fan.svg"
WORDS='observed' shows fan.svg && WORDS='projected' shows fan.svg
is "a fan of a scenario that is named begins with what was observed"
WORDS='Kyrgyzstan, Rights score, 0 (worst) to 100 (best).' shows fan.svg
is "and says what is measured, on which scale"
WORDS='Sources: Freedom House' shows fan.svg
is "and by whom"
"$TIDEMARK" -q chart fan drift --countries KGZ -o "$work/full.svg"
WORDS='provisional codings by one person' shows full.svg
is "and which codings are provisional"
WORDS='Provisional codings, not reviewed, stand behind these figures.' shows dumbbell.svg
is "as a chart of piped rows does"
"$TIDEMARK" -q chart tornado KGZ -o "$work/levers.svg"
WORDS='Magnitudes: expert judgement of one person, September 2021.' shows levers.svg
is "a tornado of levers needs no file"
ends "a fan of nothing asks for a scenario" 2 "$TIDEMARK" chart fan -o "$work/none.svg"
says "and says where their names stand" 'tidemark scenario list'
ends "a fan of no scenario says so" 2 "$TIDEMARK" chart fan drfit -o "$work/none.svg"
says "and what may have been meant" 'drift'
ends "--scale does not fit figures of the project" 2 \
    "$TIDEMARK" chart dots --scale 0..50 -o "$work/none.svg"

# An old image stays when drawing fails.
cp "$work/series.svg" "$work/old.svg"
printf '#!/bin/sh\necho "line 1: broken" >&2\nexit 1\n' >"$work/broken" && chmod +x "$work/broken"
ends "a gnuplot that fails ends with 3" 3 \
    "$TIDEMARK" chart series -o "$work/old.svg" --gnuplot "$work/broken"
same "and the old image stays" "$work/series.svg" "$work/old.svg"
printf '#!/bin/sh\nprintf "<?xml version=1?><svg"\n' >"$work/half" && chmod +x "$work/half"
ends "half an image ends with 3" 3 \
    "$TIDEMARK" chart series -o "$work/old.svg" --gnuplot "$work/half"
same "and the old image stays" "$work/series.svg" "$work/old.svg"

# Names that would be commands. Nothing may run, and the name is drawn as it is.
copy_model
cd "$work/project" || exit 1
number=0
while IFS= read -r name; do
    number=$((number + 1))
    sed -i "s|^name: .*|name: PLACE|" data/KGZ.yaml
    NAME=$name perl -pi -e \
        's/^name: PLACE$/"name: \x27" . $ENV{NAME} =~ s{\x27}{\x27\x27}gr . "\x27"/e' \
        data/KGZ.yaml
    for format in svg png; do
        ends "name $number is drawn as $format" 0 "$TIDEMARK" chart series -o "$work/name.$format"
    done
    NAME=$name perl -0ne '
        my $want = $ENV{NAME} =~ s/&/&amp;/gr =~ s/</&lt;/gr;
        s/\xE2\x81\xA0//g; s/&gt;/>/g; exit !/\Q$want\E/' "$work/name.svg"
    is "and stands in the image as it is"
done <<'NAMES'
`touch pwned`
$(touch pwned)
"; system "touch pwned"; "
'; system 'touch pwned'; '
@pwned and #pwned
| touch pwned
< touch pwned
{/Bold x}^2_3
EOD
%s %d %n
\047; !touch pwned
Бишкек & <Ош>
&#x41; ]]>
NAMES
[ -z "$(find . -name 'pwned*')" ]
is "nothing that a name says was run"
finish
