#!/bin/sh
# builds: release
# What changed between two states of a model. The small model is worked out by hand: with x and y of
# 0 to 4, its index is (w x + y) / (w + 1), each as a share of 4 in per cent.
#   2020: x is corrected from 2 to 3, w goes from 1 to 3: 50 becomes 68.75. The correction alone
#   does 12.5, after the weights 18.75: on average 15.625; the weights 0 or 6.25: 3.125.
#   2021: x is 4 (new), an event takes 1 off y, w is 3: 50 becomes 81.25. With weights W, new data N
#   and event E coming in one by one: none 50, W 50, N 75, E 37.5, WN 87.5, WE 43.75, NE 62.5. Over
#   the six orders N does 31.25, W 9.375, E -9.375 on average. Weights are all that the rules differ
#   in: the method does nothing.
. "$(dirname "$0")/tap.sh"
cd "$work" || exit 1
levels='scale: {kind: ordinal, levels: {0: a, 1: b, 2: c, 3: d, 4: e}}'
mkdir -p one/indicators one/data one/scripts/rules
printf 'codebook: small\npillars: [p]\nrule: r\n' >one/indicators/index.yaml
printf 'pillar: p\nindicators:\n  - {id: x, name: First, carry: 24 months, %s}\n' "$levels" \
    >one/indicators/p.yaml
printf '  - {id: y, name: Second, carry: 24 months, %s}\n' "$levels" >>one/indicators/p.yaml
printf -- '- id: s\n' >one/indicators/sources.yaml
cat >one/scripts/rules/r.lua <<'EOF'
return { title = "Small", scale = { 0, 100 }, normalise = tide.goalposts(),
         pillar = tide.mean(), index = tide.mean() }
EOF
cat >one/data/AAA.yaml <<'EOF'
country: AAA
observations:
  x:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
  y:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
EOF
cp -r one two
sed 's/tide.mean(), index/tide.mean(), weights = { x = 3 }, index/' one/scripts/rules/r.lua \
    >two/scripts/rules/r.lua
cat >two/data/AAA.yaml <<'EOF'
country: AAA
observations:
  x:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
    - {date: 2020, value: 3, source: s, coder: desk, recorded: 2022-01-10,
       note: the decree was misread}
    - {date: 2021, value: 4, source: s, coder: desk, recorded: 2022-01-11}
  y:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
events:
  - {id: aaa-2021-law, title: A law, date: 2021-06-01, source: [s],
     effects: {y: {by: -1, because: so}}}
EOF

# shows NAME WORD…: stdout and stderr of tidemark against the file NAME.
shows() {
    name=$1
    shift
    "$TIDEMARK" "$@" >"$work/$name" 2>&1
    [ -z "${UPDATE:-}" ] || cp "$work/$name" "$TIDEMARK_ROOT/tests/golden/expected/$name"
    same "tidemark $*" "$TIDEMARK_ROOT/tests/golden/expected/$name" "$work/$name"
}
shows diff.txt diff one two --live --years 2020..2021
shows diff.csv diff one two --live --years 2020..2021 --format csv
perl -CSD -lne 'exit 1 if length > 80' diff.txt
is "the tables fit 80 columns"

# parts YEAR: those of the index, from the CSV: event, correction, method, new data, weight.
parts() {
    awk -F, -v year="$1" '$2 == year && $3 == "index" { print $8, $9, $10, $11, $12 }' diff.csv
}
parts 2020 | perl -ane '@w = (0, 15.625, 0, 0, 3.125);
    abs($F[$_] - $w[$_]) > 1e-9 and exit 1 for 0 .. 4'
is "correction and weights have the parts worked out by hand"
parts 2021 | perl -ane '@w = (-9.375, 0, 0, 31.25, 9.375);
    abs($F[$_] - $w[$_]) > 1e-9 and exit 1 for 0 .. 4'
is "event, weights and new data have the parts worked out by hand"

# As `change` of one model has them: the causes are the same.
(cd two && sed 's/weights = { x = 3 }, //' scripts/rules/r.lua >scripts/rules/plain.lua &&
    "$TIDEMARK" -q change AAA 2020 --as-known 2021-12-31,2022-12-31 --rule r --format csv) \
    >changed.csv
awk -F, '$4 == "index" { c = $14; rest = $13 + $15 + $16 + $17 + $18 + $19; d = c - 18.75 }
    END { exit !(d < 1e-9 && d > -1e-9 && rest == 0) }' changed.csv
is "a correction is one for change, too" changed.csv

# Another mean and other weights: each order of correction c, weights w and method m, by hand.
cp -r two other
sed -i 's/pillar = tide.mean()/pillar = tide.geometric()/' other/scripts/rules/r.lua
"$TIDEMARK" -q diff one other --years 2020 --format csv >other.csv
perl -F, -ane 'BEGIN { sub value { my %in = map { $_ => 1 } @_;
        my ($x, $w) = ($in{c} ? 75 : 50, $in{w} ? 3 : 1);
        return $in{m} ? exp(($w * log($x) + log 50) / ($w + 1)) : ($w * $x + 50) / ($w + 1) }
    for my $order (qw(cwm cmw wcm wmc mcw mwc)) { my @in; my $before = value();
        for (split //, $order) { push @in, $_; $part{$_} += (value(@in) - $before) / 6;
            $before = value(@in) } } }
    next if $F[2] ne "index"; $seen++;
    abs($F[$_->[0]] - $part{$_->[1]}) > 1e-9 and $bad++ for [8, "c"], [9, "m"], [11, "w"];
    END { exit !($seen == 1 && !$bad) }' other.csv
is "correction, weights and method together have their Shapley values" other.csv

"$TIDEMARK" diff one one >same.txt
[ "$(cat same.txt)" = "one → one: no score and no figure differs" ]
is "a state does not differ from itself" same.txt
"$TIDEMARK" diff one two --years 2021 --format csv | grep -c ',event,20' >count
[ "$(cat count)" = 0 ]
is "without --live no event is a difference" count

# The same in the other direction: what is there no more counts as a correction, the rest turns.
"$TIDEMARK" diff two one --live --years 2020..2021 --format csv >back.csv
awk -F, '$2 == 2020 && $3 == "index" { print $9, $12 }' back.csv |
    perl -ane 'exit 1 if abs($F[0] + 15.625) > 1e-9 || abs($F[1] + 3.125) > 1e-9'
is "backwards the parts turn their sign"

# A figure withdrawn with its reason.
cp -r one gone
retracted='retracted: {on: 2022-02-01, why: another country is meant}'
sed -i "3,4s/recorded: 2020-12-31}/recorded: 2020-12-31, $retracted}/" gone/data/AAA.yaml
"$TIDEMARK" diff one gone --years 2020 --format csv >gone.csv
fate='correction,2020,s,desk,2020-12-31,withdrawn: another country is meant'
grep -q "^AAA,2020,cell,x,2,,,.*$fate\$" gone.csv
is "a figure that was withdrawn is a correction with its reason" gone.csv

# A country that one side alone has.
cp -r one fewer
sed 's/AAA/BBB/' one/data/AAA.yaml >fewer/data/BBB.yaml && rm fewer/data/AAA.yaml
"$TIDEMARK" diff one fewer --years 2020 --format csv >fewer.csv 2>&1
cut -d, -f1-7,13 fewer.csv >fewer.short
cat >fewer.expected <<'EOF'
country,period,level,item,value_a,value_b,difference,change
BBB,2020,index,index,,50,,
BBB,2020,pillar,p,,50,,
AAA,2020,index,index,50,,,
AAA,2020,pillar,p,50,,,
BBB,2020,cell,x,,2,,method
BBB,2020,cell,y,,2,,method
AAA,2020,cell,x,2,,,method
AAA,2020,cell,y,2,,,method
EOF
same "a country that one side alone has is shown, whichever side it is" fewer.expected fewer.short
"$TIDEMARK" diff one fewer --years 2020 --countries AAA --format csv | grep -c '^AAA,' >count
[ "$(cat count)" = 4 ]
is "and can be asked for by its name" count
ends "a country that no side has is refused" 2 "$TIDEMARK" diff one fewer --countries CCC
grep -q 'no country "CCC".*E0606' err
is "by its name" err

# A release's folder holds its project one folder down.
mkdir release
cp -r two release/project
"$TIDEMARK" diff one release --live --years 2020..2021 --format csv >release.csv
same "a release is compared by the project inside" diff.csv release.csv
(cd two && "$TIDEMARK" -q freeze later -o "$work/later.tar.gz" --live >frozen 2>&1)
mkdir place
TMPDIR=$work/place "$TIDEMARK" diff one later.tar.gz --live --years 2020..2021 --format csv \
    >packed.csv && rmdir place
same "a packed release too, and nothing stays where it was unpacked" diff.csv packed.csv
head -c 600 later.tar.gz >cut.tar.gz
ends "a release cut short is refused" 1 "$TIDEMARK" diff one cut.tar.gz
(cd two && "$TIDEMARK" diff ../one --live --years 2020..2021 --format csv) >here.csv
same "without a second side this project is meant" diff.csv here.csv
TZ=Asia/Bishkek LC_ALL=ru_RU.UTF-8 LANG=ru_RU.UTF-8 "$TIDEMARK" diff one two --live \
    --years 2020..2021 --format csv --threads 3 --cpu 16 >other.csv
same "another time zone, language, number of threads: the same bytes" diff.csv other.csv

# Another axis cannot be set against this one.
cp -r one months
sed -i 's/^rule: r/rule: r\nperiod: month/' months/indicators/index.yaml
ends "a monthly and a yearly model are refused" 2 "$TIDEMARK" diff one months
grep -q 'E0621' err
is "with the reason" err
ends "what is no project is refused" 2 "$TIDEMARK" diff one nothing
grep -q 'nothing holds no project.*E0620' err
is "by its name" err
ends "one side has to be named" 2 "$TIDEMARK" diff

# The shipped model, with figures taken away, changed and added at random: parts add up everywhere,
# and a group that did not change has no part.
copy_model
cp -r project was
perl -pi -e 'BEGIN { srand 7 } if (/date: (20\d\d), value: ([0-4]), series: fiw/ && rand() < 0.1) {
    rand() < 0.5 ? s/value: \d/"value: " . int rand 5/e : ($_ = "") }' project/data/*.yaml
"$TIDEMARK" -q diff was project --level index,pillar,indicator --format csv >random.csv
"$TIDEMARK" -q diff was project --rule rights_full --live --format csv >full.csv
perl -F, -lane 'next if $. == 1 || $F[3] eq "" || $F[2] eq "cell" || $F[7] eq "";
    $n++; $bad++ if abs($F[7] + $F[8] + $F[9] + $F[10] + $F[11] - $F[6]) > 1e-9 || $F[9] != 0;
    END { print "$n scores, $bad wrong" if $bad || $n < 50; exit($bad || $n < 50) }' \
    random.csv full.csv >sums
is "on the shipped model the parts add up within 1e-9, and an unchanged method has none" sums
finish
