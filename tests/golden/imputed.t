#!/bin/sh
# builds: release
# What a table, an explanation and a status say of figures that nobody observed, and of those that
# are not on the rule's scale, on the invented index of every second year: Tajikistan has no
# assembly for 2018, where the six others have 3, 3, 1, 3, 1, 3, of mean 14 / 6.
. "$(dirname "$0")/tap.sh"
cp -r "$TIDEMARK_ROOT/tests/golden/biennial" "$work/project"
rules=$work/project/scripts/rules

# rule NAME LINE…: a rule that changes `means`.
rule() {
    name=$1
    shift
    { echo 'local rule = tide.rule "means"'; printf '%s\n' "$@"; echo 'return rule'; } \
        >"$rules/$name.lua"
}
# run WORD…: tidemark on the project, without draws; says LINE…, as basic regular expressions.
run() { "$TIDEMARK" -C "$work/project" "$@" >"$work/out" 2>"$work/err" </dev/null; }
says() { grep -q -- "$2" "$work/out"; is "$1" "$work/out" "$work/err"; }
silent() { ! grep -q -- "$2" "$work/out"; is "$1" "$work/out"; }

rule filled 'rule.impute = tide.fill { with = "mean", over = "period" }'
rule rowwise 'rule.impute = tide.fill { with = "row" }'
run explain TJK voice --rule filled --at 2018
says "an imputed figure is explained by its value" '^  Assembly  *2\.3  .*imputed$'
run explain TJK voice --rule filled --at 2018 --format csv
says "and in CSV, in its own units" \
    '^TJK,2018,indicator,assembly,voice,2\.333333333333333[0-9]*,.*,,imputed,,$'
run explain TJK voice --rule rowwise --at 2018 --format csv
says "one filled in by row has the mean of its siblings" \
    '^TJK,2018,indicator,assembly,voice,0,.*,,imputed,,$'
run explain KGZ voice --rule filled --at 2018
silent "what was observed is not imputed" imputed

run score --rule filled --at 2018 --stage imputed --countries KGZ,TJK
says "a table marks an imputed figure" '2\.33\*'
says "and says what the mark means" '^\* imputed: no figure was observed\.$'
silent "what is not marked is not said" 'rests partly'
run score --rule filled --at 2018
says "a score that rests on one is marked" '^Tajikistan .*\*'
says "with another note" '^\* rests partly on imputed values\.$'
run score --rule filled --at 2018 --level index,indicator
says "beside figures, the notes tell which is which" '^\* imputed: .* (an indicator)\.$'
run score --rule filled --years 2016..2018 --level index --countries KGZ,TJK
says "periods side by side are marked, too" '^2018 .*\*$'
run score --rule filled --at 2018 --format csv
silent "CSV has flags instead" '\*'
run score --at 2018
silent "nothing is marked where nothing is imputed" '\*'
run status --rule filled --at 2018 --format csv
says "a status names what is imputed" 'imputed: assembly'
says "and where" 'imputed in voice'

rule logged 'rule.treat = tide.log()' 'rule.normalise = tide.minmax()'
run score --rule logged --at 2018 --stage treated
says "a logarithm is not called own units" 'a logarithm (or power) where'
silent "at all" 'own units'
run score --rule filled --at 2018 --stage imputed --countries KGZ
says "a rule without one does not speak of it" \
    '^Indicators are after treatment and with gaps filled, before normalising\.$'

rule ordered "rule.pillar = tide.copeland()"
run score --rule ordered --at 2018 --level index,pillar --format csv
says "who stands last in an order is at no floor" '^AZE,2018,pillar,voice,-[0-9]'
silent "nor is what is made of that" 'floor'
silent "and who stands first is at no ceiling" 'ceiling'
run score --rule ordered --at 2018
says "what lies outside the scale is said to" 'Values lie outside the scale'
run score --at 2018
silent "what lies inside is not" 'outside the scale'

finish
