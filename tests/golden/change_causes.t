#!/bin/bash
# Why a score moved, in a model that is worked out by hand: two indicators of 0 to 4, the index
# (w x + y) / (w + 1), each as a share of 4 in per cent.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$work" || exit 1
levels='scale: {kind: ordinal, levels: {0: a, 1: b, 2: c, 3: d, 4: e}}'
mkdir -p indicators data scripts/rules
printf 'codebook: small\nspan: 2020..2021\npillars: [p]\nrule: r\n' >indicators/index.yaml
cat >indicators/p.yaml <<YAML
pillar: p
indicators:
  - {id: x, name: First, carry: 24 months, $levels}
  - {id: y, name: Second, carry: 24 months, $levels}
YAML
printf -- '- id: s\n' >indicators/sources.yaml
rule() { # NAME PILLAR REST
    printf 'return { title = "%s", scale = { 0, 100 }, normalise = tide.goalposts(),\n' "$1"
    printf '         pillar = %s, index = tide.mean(), missing = { need = 0 }, %s }\n' "$2" "${3:-}"
}
rule r 'tide.mean()' >scripts/rules/r.lua
rule r3 'tide.mean()' 'weights = { x = 3 }' >scripts/rules/r3.lua
rule g 'tide.geometric()' >scripts/rules/g.lua
rule g3 'tide.geometric()' 'weights = { x = 3 }' >scripts/rules/g3.lua
rule filled 'tide.mean()' 'impute = tide.fill { with = "mean" }' >scripts/rules/filled.lua
sed 's/tide.goalposts()/tide.minmax { over = "period" }/' scripts/rules/r.lua \
    >scripts/rules/extremes.lua
cat >data/AAA.yaml <<'YAML'
country: AAA
observations:
  x:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
    - {date: 2020, value: 3, source: s, coder: desk, recorded: 2022-01-10}
    - {date: 2021, value: 4, source: s, coder: desk, recorded: 2022-01-11}
  y:
    - {date: 2020, value: 2, source: s, coder: desk, recorded: 2020-12-31}
events:
  - {id: aaa-2021-law, title: A law, date: 2021-06-01, source: [s], recorded: 2021-06-02,
     effects: {y: {by: -1, because: so}}}
YAML
cat >data/BBB.yaml <<'YAML'
country: BBB
observations:
  x:
    - {date: 2020-03-01, value: 2, source: s, coder: desk, recorded: 2020-04-01}
    - {date: 2021-03-01, value: 3, source: s, coder: desk, recorded: 2021-04-01}
  y:
    - {date: 2020, value: 1, source: s, coder: desk, recorded: 2020-12-31}
events:
  - {id: bbb-2021-law, title: A law, date: 2021-06-01, source: [s], recorded: 2021-06-02,
     effects: {x: {by: -1, because: so}}}
YAML
cat >data/CCC.yaml <<'YAML'
country: CCC
observations:
  x:
    - {date: 2020, value: 1, source: s, coder: desk, recorded: 2020-12-31}
  y:
    - {date: 2020, value: 4, source: s, coder: desk, recorded: 2020-12-31}
    - {date: 2021, value: 4, source: s, coder: desk, recorded: 2021-12-31}
YAML
# x is withdrawn; an event is known later than the figure that it moves.
cat >data/DDD.yaml <<'YAML'
country: DDD
observations:
  x:
    - {date: 2020, value: 4, source: s, coder: desk, recorded: 2020-12-31,
       retracted: {on: 2022-02-01, why: another country is meant}}
  y:
    - {date: 2020-03-01, value: 2, source: s, coder: desk, recorded: 2020-04-01}
events:
  - {id: ddd-2020-law, title: A law, date: 2020-06-01, source: [s], recorded: 2022-06-02,
     effects: {y: {by: -1, because: so}}}
YAML
sed -i '/id: x/s/carry: 24 months, //' indicators/p.yaml

# causes SENTENCE ITEM EVENT CORRECTION METHOD DATA WEIGHT IMPUTATION FRAME WORD…: the parts of an
# item by cause, 1e-9 near, that they and all items add up, then the words of `tidemark change`.
causes() {
    sentence=$1 item=$2 wanted="$3 $4 $5 $6 $7 $8 $9"
    shift 9
    "$TIDEMARK" -q change "$@" --draws 0 --format csv >rows 2>err
    awk -F, -v item="$item" -v wanted="$wanted" 'BEGIN { split(wanted, want, " ") }
        function far(d) { return d > 1e-9 || d < -1e-9 }
        NR > 1 && $4 == item && (item != "p" || $8 == "pillar") {
            for (i = 1; i <= 7; i++) { bad += far($(12 + i) - want[i]); sum += $(12 + i) }
            bad += far(sum - $7); seen++ }
        $8 == "index" { whole = $7; bad += far($6 - $5 - $7) }
        $8 == "indicator" || $8 == "cause" { parts += $7 }
        END { exit !(seen == 1 && !bad && !far(whole - parts)) }' rows
    is "$sentence" rows err
}
cause_of() { awk -F, -v item="$1" '$4 == item { gsub(/"/, ""); print $11 }' rows; }
E=2021-06-30 L=2023-01-01

causes "a figure of the same date that was revised is a correction" \
    index 0 12.5 0 0 0 0 0 AAA 2020 --as-known $E,$L
[ "$(cause_of x)" = corrected ] && [ "$(cause_of y)" = carried ]
is "and says so, beside what did not change" rows
causes "a figure that was withdrawn is a correction" \
    index 0 -25 0 0 0 0 0 DDD 2020 --as-known $E,$L
[ "$(cause_of x)" = withdrawn ]
is "and says so" rows
# y is one of two before, alone after: -1 of 4 is worth 12.5 then, 25 after, on average 18.75; x the
# rest of 75 to 25.
causes "an event that was recorded since is one" \
    index -18.75 -31.25 0 0 0 0 0 DDD 2020 --as-known $E,$L --live
causes "from a year as known then to the next as known now, revision and new figure are apart" \
    index 0 12.5 0 12.5 0 0 0 AAA 2020 2021 --as-known $E,$L
grep -q 'corrected and observed' rows
is "in one indicator" rows
causes "as known now, the next year brings new data alone" \
    index 0 0 0 12.5 0 0 0 AAA 2020 2021
causes "an event has its part in a live reading" \
    index -12.5 0 0 12.5 0 0 0 AAA 2020 2021 --live
[ "$(cause_of y)" = event ]
is "with its indicator" rows
causes "a new figure and an event that undoes it are both seen, though nothing moved" \
    x -12.5 0 0 12.5 0 0 0 BBB 2020 2021 --live
causes "rules that differ in weights alone differ by weight alone" \
    index 0 0 0 0 6.25 0 0 AAA 2020 --rule r,r3
# Under r 62.5 becomes 75, under r3 68.75 becomes 87.5: the figures do 12.5 or 18.75.
causes "across years and weights both have their mean over both orders" \
    index 0 0 0 15.625 9.375 0 0 AAA 2020 2021 --rule r,r3
awk -F, 'function near(a, b) { return a - b < 1e-9 && b - a < 1e-9 }
    $4 == "x" { x = $7 } $4 == "weight" && $8 == "cause" { w = $7 } $4 == "method" { m = $7 }
    END { exit !(near(x, 15.625) && near(w, 9.375) && m == 0) }' rows
is "the weights being a row of their own" rows
causes "a new method alone is method alone" \
    index 0 0 "$(perl -e 'print sqrt(75 * 50) - 62.5')" 0 0 0 0 AAA 2020 --rule r,g

# All three at once, each order of figures (f), weights (w) and method (m) tried one by one.
shares=$(perl -e '
    sub value { my %in = map { $_ => 1 } @_;
        my ($x, $w) = ($in{f} ? 100 : 75, $in{w} ? 3 : 1);
        return $in{m} ? exp(($w * log($x) + log 50) / ($w + 1)) : ($w * $x + 50) / ($w + 1); }
    for my $order (qw(fwm fmw wfm wmf mfw mwf)) {
        my (@in, $before); $before = value();
        for (split //, $order) { push @in, $_; $part{$_} += (value(@in) - $before) / 6;
            $before = value(@in) } }
    printf "0 0 %.15g %.15g %.15g 0 0", @part{qw(m f w)}')
# shellcheck disable=SC2086
causes "figures, weights and method together have their Shapley values" \
    index $shares AAA 2020 2021 --rule r,g3
# x has no figure for 2021 in CCC; the mean of all figures stands in: (3 + 4 + 2 + 3 + 1) / 5 = 2.6.
causes "a figure that was filled in is imputation" \
    index 0 0 0 0 0 20 0 CCC 2020 2021 --rule filled
[ "$(cause_of x)" = imputed ]
is "and says so" rows
# 0 to 100 between the least and the most of each year: x is the most in AAA in both. Its 4 would be
# 150 in the frame of 2020 (1 to 3), its 3 would be 0 in that of 2021 (3 to 4): the new figure does
# (50 + 100) / 2, half of it in the index, and the frame takes it back.
causes "extremes that move with a figure take back what the figure brought" \
    index 0 0 0 37.5 0 0 -37.5 AAA 2020 2021 --rule extremes

# What an index rests on beside its parts is the frame; its parts have the mean of what they do at
# both ends. x goes from 75 to 100; the years count 1 and 2; rule r goes from 62.5 to 75.
formula() { printf 'return { title = "%s", scale = { 0, 100 }, normalise = tide.goalposts(), %s
    score = function(c) return %s end }\n' "$1" "${3:-}" "$2"; }
formula dated 'c.x * (c.year - 2019)' >scripts/rules/dated.lua
formula borrowed 'c.x * c.other' 'uses = { other = "r.index" },' >scripts/rules/borrowed.lua
formula ranked 'tide.rank(c.x, { over = "period" })' >scripts/rules/ranked.lua
formula past '(c.x + tide.default(tide.lag(c.x, 1), 0)) / 2' >scripts/rules/past.lua
causes "the year has its part of an index that reads it" \
    index 0 0 0 37.5 0 0 87.5 AAA 2020 2021 --rule dated
awk -F, '$4 == "frame" && $8 == "cause" { part = $7 } END { exit part != 87.5 }' rows
is "in a row of its own" rows
# What another rule gives goes on to its own figures: x has (62.5 + 75) / 2 x 25 of its own, and of
# the other rule's step of 12.5 all, at (75 + 100) / 2.
causes "what another rule gives has the causes that it has there" \
    index 0 0 0 2812.5 0 0 0 AAA 2020 2021 --rule borrowed
causes "down to the figure" \
    x 0 0 0 2812.5 0 0 0 AAA 2020 2021 --rule borrowed
"$TIDEMARK" -q explain AAA --rule borrowed --at 2021 --format csv >rows
awk -F, 'NR > 1 { print $4 "<" $5 }' rows | tr '\n' ' ' >tree
[ "$(cat tree)" = "index< x<index r.index<index p<r.index x<p y<p " ]
is "an explanation goes on into the other rule" tree
# Of x 3, 2, 1 AAA is third from below; of 4, 3 and none second. With 4 in the first year it stays
# third; with 3 in the second it shares the lowest place.
causes "so have the places of others" \
    index 0 0 0 0.5 0 0 -1.5 AAA 2020 2021 --rule ranked
causes "and the past" \
    index 0 0 0 12.5 0 0 37.5 AAA 2020 2021 --rule past

"$TIDEMARK" -q change AAA 2020 2021 --as-known $E,$L --live --draws 0 >table
grep -q '^By cause: event -12.5, correction +12.5, new data +12.5\.$' table
is "the table says what each cause did" table
"$TIDEMARK" -q change AAA 2020 2021 --rule r,r3 --draws 0 >table
grep -Eq '^What the parts weigh +\+9\.4 +weight$' table
is "and shows the weights as a line" table

for days in 1 2; do
    "$TIDEMARK" -q change AAA BBB 2020 2021 --rule r,g3 --live --format csv \
        --threads $days --cpu $((days * 16)) >same.$days
done
same "the same bytes on threads and kernels" same.1 same.2
# From the first day and rule to the last of each.
causes "vintage and weights together" \
    index 0 15.625 0 0 3.125 0 0 AAA 2020 --as-known $E,$L --rule r,r3
[ "$(awk -F, 'NR == 2 { print $2 "," $3 }' rows)" = "2020 (r $E),2020 (r3 $L)" ]
is "and both ends say which" rows
cp rows rows.csv
"$TIDEMARK" -q chart waterfall rows.csv -o moved.svg >chart 2>&1
is "a waterfall of it is drawn" chart
grep -q '>Weights<' moved.svg
is "with the weights as a part" moved.svg
ends "three rules are no change" 2 "$TIDEMARK" change AAA 2020 2021 --rule r,r3,g
grep -q 'at most two' err
is "which is said" err
ends "one period is enough for two rules only" 2 "$TIDEMARK" change AAA 2020

# The shipped model: whatever is compared, causes sum to each part, and parts to the whole.
copy_model
cat >project/scripts/rules/heavy.lua <<'LUA'
local rule = tide.rule "rights"
rule.weights = { media_freedom = 3, cs_assembly = 0.5 }
rule.pillar = tide.geometric { floor = 1 }
return rule
LUA
sums() { "$TIDEMARK" -q -C project change KGZ KAZ TJK "$@" --draws 0 --format csv | tail -n +2; }
{
    for year in 2013 2015 2017 2019 2021; do
        sums "$year" 2023 && sums "$year" $((year + 1)) --live
        sums "$year" $((year + 2)) --rule rights,heavy --live
    done
    sums 2020 --as-known 2021-12-31,2025-03-01 --rule heavy,rights
    sums 2018 2020 --as-known 2021-12-31,2025-03-01 --rule rights,heavy
} >all
awk -F, 'function far(d) { return d > 1e-9 || d < -1e-9 }
    function close_off() { if (told) { n++; bad += far(sum - whole) } sum = 0 }
    $8 == "index" { close_off(); told = $7 != ""; whole = $7; bad += told && far($6 - $5 - $7) }
    $8 == "indicator" || $8 == "cause" { sum += $7 }
    $7 != "" { c = 0; for (i = 13; i <= 19; i++) c += $i; bad += far(c - $7) }
    END { close_off(); exit !(n > 40 && !bad) }' all
is "on the shipped model causes and parts add up within 1e-9" all

finish
