#!/bin/sh
# builds: release asan
# Rules that use each other, and the classifications of the project's countries in rules.
. "$(dirname "$0")/tap.sh"
copy_model
rules=$work/project/scripts/rules

says() { grep -qF -- "$2" "$work/err"; is "$1" "$work/err"; }

# rule NAME TEXT: a rule that is rights with TEXT changed.
rule() { printf 'local rule = tide.rule "rights"\n%s\nreturn rule\n' "$2" >"$rules/$1.lua"; }

# score SENTENCE CODE RULE
score() { ends "$1" "$2" "$TIDEMARK" -C "$work/project" score --rule "$3" --draws 0; }

rule base 'rule.title = "Base"'
rule user 'rule.uses = { score = "base", press = "base.media_freedom" }'
score "a rule may use the index and the nodes of another" 0 user

rule one 'rule.uses = { a = "two.index" }'
rule two 'rule.uses = { b = "three.index" }'
rule three 'rule.uses = { c = "one.index" }'
score "rules that use each other in a circle are refused" 1 one
says "and the chain is named where it closes" 'one uses two, which uses three, which uses one'
says "with its place" 'scripts/rules/three.lua:2:15: error:'
rule alone 'rule.uses = { a = "alone" }'
score "so is a rule that uses itself" 1 alone
says "and it is said so" 'alone uses itself'

rule lost 'rule.uses = { a = "bsae.index" }'
score "a rule that is not there cannot be used" 1 lost
says "and the nearest is offered" 'did you mean base?'
rule wrong 'rule.wieghts = {}'
rule wronged 'rule.uses = { a = "wrong" }'
score "a rule with errors cannot be used" 1 wronged
says "and its errors are said where they stand" 'scripts/rules/wrong.lua:2:6: error:'
says "and where it is asked for" 'scripts/rules/wronged.lua:2:15: error:'

for i in $(seq 1 20); do rule "deep$i" "rule.uses = { a = \"deep$((i + 1))\" }"; done
score "so are chains of more than 16 rules" 1 deep1
says "and the end of the chain is named" 'the rule deep17 is the last of more than 16'

ends "a check says the errors of a rule that others use once" 1 "$TIDEMARK" -C "$work/project" check
[ "$(cat "$work/out" "$work/err" | grep -c 'has no option "wieghts"')" -eq 1 ]
is "and only once" "$work/out" "$work/err"

rule region 'rule.over = { "period", "region" }'
score "a frame may be a classification of the countries" 0 region
rule regoin 'rule.over = "regoin"'
score "another is refused" 1 regoin
says "and the nearest is offered" 'did you mean region?'
finish
