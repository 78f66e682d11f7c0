#!/bin/sh
# builds: release
# How sure scores and ranks are: what robust prints, draws and refuses.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
"$TIDEMARK" -q robust --draws 200 --format csv >"$work/one.csv"
[ "$(head -n 1 "$work/one.csv" | tr -d '\r')" = \
    "country,period,level,item,value,mean,median,q05,q95,rank,rank_q05,rank_q95,runs" ]
is "runs have the columns of a score's distribution"
"$TIDEMARK" -q robust --draws 200 --threads 3 --format csv | cmp -s - "$work/one.csv"
is "threads change no byte"
"$TIDEMARK" -q robust --draws 200 --cpu 16 --format csv | cmp -s - "$work/one.csv"
is "nor does the width of kernels"
"$TIDEMARK" -q robust --draws 200 --seed 2 --format csv | cmp -s - "$work/one.csv"
[ $? -eq 1 ]
is "another seed makes other runs"
grep -q '^KGZ,2024,index,index,29\.[0-9]*,.*,,,,200$' "$work/one.csv"
is "three countries have no ranks unless these are asked for"
"$TIDEMARK" -q robust --draws 200 --ranks --format csv | grep -q '^KGZ,.*,1,1,1,200$'
is "and have them when they are"

"$TIDEMARK" -q robust --show ranks --draws 500 --years 2015..2016 --format csv |
    awk -F, 'NR > 1 { sum[$1 $2] += $5 } END { for (i in sum) if (sum[i] < 0.999999) bad++
        exit bad > 0 || length(sum) != 6 }'
is "shares of ranks add up to one for each country and year"
"$TIDEMARK" -q robust --show pairs --draws 500 --format csv |
    awk -F, 'NR > 1 && ($5 < 0 || $5 > 1) { bad++ } END { exit bad > 0 || NR != 4 }'
is "three countries make three pairs"
"$TIDEMARK" -q robust --show ranks --ranks --format csv | "$TIDEMARK" -q chart ranks - \
    -o "$work/piped.svg"
is "their chart is drawn of rows"
"$TIDEMARK" -q chart ranks -o "$work/own.svg" && grep -q 'n = 3' "$work/own.svg"
is "and without any, saying of how many countries"
"$TIDEMARK" -q chart ranks --rule rights_full -o "$work/full.svg"
grep -q 'In the runs vary: values within' "$work/full.svg"
is "and what varies"

# Designs; that they repeat a study is held by tests/published/design.t.
design_of() { printf "%b" "$1" >"$work/design.csv"; }
design_of 'run,weight/corruption\nas it is,1\nwithout,0\n'
"$TIDEMARK" -q robust --design "$work/design.csv" --show runs --countries KGZ --format csv \
    >"$work/runs.csv"
base=$("$TIDEMARK" -q sensitivity --show without --uncertain weights --outcome KGZ --format csv |
    tr -d '\r' | awk -F, '$2 == "weight/corruption" { print $3 " " $4 }')
[ "$(tr -d '\r' <"$work/runs.csv" | awk -F, 'NR > 1 { printf "%s%s", sep, $5; sep = " " }')" = \
    "$base" ] && grep -q '^without,KGZ,2024,index,' "$work/runs.csv"
is "a design gives the weights of each run, and names the runs"
"$TIDEMARK" -q robust --design "$work/design.csv" --threads 3 --show runs --countries KGZ \
    --format csv | cmp -s - "$work/runs.csv"
is "in which threads change no byte"
"$TIDEMARK" robust --design "$work/design.csv" | grep -q '^2 runs, in which vary: weights, as '
is "what varies is what it has columns for"

refuses() { design_of "$2"; ends "$1" 1 "$TIDEMARK" robust --design "$work/design.csv"; }
refuses "a design without runs is refused" 'values\n'
says "with how one is written" 'the first line names what varies, each further one is a run'
refuses "an uneven run is refused" 'values,weight/corruption\n1,1\n2\n'
says "at its line" 'design.csv:3:1: error: the run has 1 fields, but the header names 2  \[E0660\]'
refuses "a table parted by semicolons is refused" 'run;weight/corruption\n1;0,5\n'
says "with what parts its fields" 'fields are parted by commas, and decimals have points'
refuses "a weight that is no number is refused" 'weight/corruption/co_enforcement_impunity\nhalf\n'
says "by its whole name" 'in run 1, weight/corruption/co_enforcement_impunity is "half"'
refuses "a quote that is not closed is refused" 'values\n"1\n'
says "at its line" 'design.csv:2:1: error: a quoted field is not closed  \[E0660\]'
refuses "a column of nothing is refused" 'valeus\n1\n'
says "by its name" 'the column "valeus" is of nothing that can vary  \[E0661\]'
refuses "so is a weight that is none" 'weight/corupption\n1\n'
says "with the one that was meant" 'did you mean weight/corruption'
refuses "a column that stands twice is refused" 'weight/corruption,u/weight/corruption\n1,0.5\n'
says "by its name" '"u/weight/corruption" is of an input that has a column already'
refuses "a number of settings that nothing names is refused" 'u/normalise\n0.5\n'
says "with what to write" 'add --uncertain normalise=A+B'
refuses "so are numbers of weights of which nothing says how far they go" \
    'u/weight/corruption\n0.5\n'
says "with what to write" 'add --uncertain weights=0.25 or weights=dirichlet:C'
again() {
    "$TIDEMARK" -q robust --uncertain "$2" --draws 30 --show design -o "$work/written.csv" &&
        "$TIDEMARK" -q robust --uncertain "$2" --draws 30 --show runs -o "$work/before.csv" &&
        "$TIDEMARK" -q robust --design "$work/written.csv" $3 --show runs -o "$work/after.csv" &&
        cmp -s "$work/before.csv" "$work/after.csv"
    is "$1"
}
again "a design has the shape of values" values=beta
again "and sets of weights" weights,weighting=own+equal
again "with what varies it is made again where columns do not say it" weights=dirichlet:50 \
    '--uncertain weights=dirichlet:50'
design_of 'values=beta\n1\n'
ends "a shape that is not the one asked for is refused" 1 "$TIDEMARK" robust --design \
    "$work/design.csv" --uncertain values
refuses "a weight below 0 is refused" 'weight/corruption,values\n1,1\n-1,2\n'
says "at its run and column" \
    'csv:3:1: error: in run 2, weight/corruption is "-1": a weight from 0 to 1e100 was expected'
refuses "an empty cell is refused" 'weight/corruption,values\n,1\n'
says "as no number" 'weight/corruption is "": a number was expected  \[E0662\]'
refuses "half a draw is refused" 'values\n0.5\n'
says "since draws are counted" 'draws of the values count from 0 on'
refuses "a number above 1 is refused" 'u/values\n1.5\n'
says "as no number of an input" 'u is a number between 0 and 1'
design_of 'normalise\ngoalpost\n'
ends "a method that is none is refused" 2 "$TIDEMARK" robust --design "$work/design.csv"
says "as on the command line" 'did you mean goalposts'
design_of 'normalise\nminmx\n'
ends "a setting that is not among those named is refused" 1 "$TIDEMARK" robust --design \
    "$work/design.csv" --uncertain normalise=goalposts+minmax
says "with the one that was meant" 'did you mean minmax'
ends "what varies has a column" 1 "$TIDEMARK" robust --design "$work/design.csv" \
    --uncertain values,normalise=minmax+goalposts
ends "--draws means nothing beside a design" 2 "$TIDEMARK" robust --design "$work/design.csv" \
    --draws 10
ends "a design that is not there is the machine's fault" 3 \
    "$TIDEMARK" robust --design "$work/no.csv"

ends "an exact rule has nothing to draw values from" 1 \
    "$TIDEMARK" -C examples/methods/handbook robust --uncertain values
ends "a word that is none is refused" 2 "$TIDEMARK" robust --uncertain valus
says "with those there are" 'values, weights=0.25'
ends "a method that is none is refused" 2 "$TIDEMARK" robust --uncertain aggregate=mean+geometrc
says "with the one that was meant" 'did you mean geometric'
ends "a mean that is not defined for the data says where" 1 \
    "$TIDEMARK" robust --uncertain aggregate=mean+geometric
ends "a word that stands twice is refused" 2 "$TIDEMARK" robust --uncertain values,values
ends "no runs are no answer" 2 "$TIDEMARK" robust --draws 0
ends "an item that is none is refused" 2 "$TIDEMARK" robust civic_spce
ends "--show of anything else is refused" 2 "$TIDEMARK" robust --show all
ends "--since is a period of the project" 2 "$TIDEMARK" robust --since 1990
ends "levels need as many points as a scale" 1 "$TIDEMARK" robust --uncertain levels=0/1/2
says "which is said" 'no indicator that the rule reads has 3 levels'
ends "weights out of range are refused" 2 "$TIDEMARK" robust --uncertain weights=2

"$TIDEMARK" -q robust --uncertain weights=dirichlet:50,weighting=own+equal --draws 40 \
    --show runs --format csv >"$work/made.csv"
"$TIDEMARK" -q robust --uncertain weights=dirichlet:50,weighting=own+equal --draws 40 \
    --show design -o "$work/design.csv"
"$TIDEMARK" -q robust --uncertain weights=dirichlet:50,weighting=own+equal --show runs \
    --design "$work/design.csv" --format csv | cmp -s - "$work/made.csv"
is "runs of Dirichlet weights are made again by their design"
ends "a concentration below one is refused" 2 "$TIDEMARK" robust --uncertain weights=dirichlet:0.5
ends "weights that the data decide in one set are refused" 1 \
    "$TIDEMARK" robust --uncertain weights,weighting=own+entropy
says "by name" 'are found in the data'
for shape in normal truncated triangular beta; do
    "$TIDEMARK" -q robust --uncertain "values=$shape" --draws 300 --format csv >"$work/$shape.csv"
done
"$TIDEMARK" -q robust --uncertain values --draws 300 --format csv | cmp -s - "$work/normal.csv"
is "values scatter as normal variables where no shape is named"
[ "$(cat "$work"/normal.csv "$work"/truncated.csv "$work"/triangular.csv "$work"/beta.csv |
    grep '^KGZ' | sort -u | wc -l)" -eq 4 ]
is "and otherwise where one is"
ends "a shape that is none is refused" 2 "$TIDEMARK" robust --uncertain values=flat
says "with those there are" 'triangular or beta'
ends "conflicts widen values or nothing" 1 "$TIDEMARK" robust --uncertain conflicts
says "which is said" 'values do not vary'
ends "where no sources disagree that is said" 1 \
    "$TIDEMARK" -C examples/published/hdi robust --uncertain values,conflicts
says "by name" 'cannot vary\|values are exact'
filled() { "$TIDEMARK" -q robust --uncertain values,impute=none+fill:mean+fill:carry,imputed \
    --years 2011..2012 --format csv "$@"; }
filled >"$work/filled.csv"
filled --threads 3 | cmp -s - "$work/filled.csv" && filled --cpu 16 | cmp -s - "$work/filled.csv"
is "what is filled in scatters alike by threads and widths of kernels"
filled --draws 120 --show runs >"$work/made.csv"
filled --draws 120 --show design >"$work/design.csv"
filled --show runs --design "$work/design.csv" | cmp -s - "$work/made.csv"
is "and its runs are made again by their design"
ends "a rule that fills nothing in says so" 1 "$TIDEMARK" robust --uncertain imputed
says "by name" 'imputed cannot vary'
ends "a line has no spread" 1 "$TIDEMARK" robust --uncertain impute=fill:linear,imputed
says "which is said of what it fills" 'is filled by linear'
field() { sed "s/^rule.title = .*/rule.title = \"Doubts\"\nrule.uncertain = { $1 }/" \
    scripts/rules/rights_five.lua >"$work/doubts.lua"; }
field 'values = true, weighting = { \"own\", tide.equal(), e = { media_freedom = 2 } }'
"$TIDEMARK" -q robust --rule "$work/doubts.lua" --draws 200 --format csv >"$work/said.csv"
"$TIDEMARK" -q robust --rule "$work/doubts.lua" --draws 200 --format csv \
    --uncertain values,weighting=own+equal+e | cmp -s - "$work/said.csv"
is "what a rule says is uncertain varies as on the command line"
"$TIDEMARK" -q robust --rule "$work/doubts.lua" --draws 200 --format csv --uncertain values |
    cmp -s - "$work/said.csv"
[ $? -eq 1 ]
is "which comes before it"
field 'valeus = true'
ends "a rule that says it wrongly is refused" 1 "$TIDEMARK" robust --rule "$work/doubts.lua"
says "at its line" 'doubts.lua:[0-9]*:'
says "with what was meant" 'did you mean values'
ends "a set of weights that is none is refused" 2 "$TIDEMARK" robust --uncertain weighting=own+my
says "with the rules there are" 'the project has rights'
ends "a set of weights that is misspelt is refused" 2 \
    "$TIDEMARK" robust --uncertain weighting=own+eqaul
says "with what was meant" 'did you mean equal'
ends "a method that is misspelt before a colon is refused" 2 \
    "$TIDEMARK" robust --uncertain impute=none+fil:median
says "with the method that was meant" 'did you mean fill'
ends "a year without any score is refused" 1 "$TIDEMARK" robust --at 2030
says "with the year" 'no country has a value of index in 2030  \[E0610\]'
ends "a year before the project is no beginning" 2 "$TIDEMARK" robust --since 1066
says "with the years there are" 'they run from 2012 to 2024'
ends "an item that is misspelt is refused" 2 "$TIDEMARK" robust civic_spice
says "with the item that was meant" 'did you mean civic_space'
without=$("$TIDEMARK" -q robust --uncertain sources --draws 100 --show runs --countries KGZ \
    --format csv | tr -d '\r' | awk -F, 'NR > 1 && $5 == "" { n++ } END { print n }')
"$TIDEMARK" robust --uncertain sources --draws 100 |
    grep -q "^$without of 100 runs give no score and are not counted"
is "runs without a score are counted below the table"
"$TIDEMARK" robust --draws 100 | grep -q 'give no score'
[ $? -eq 1 ]
is "where there are any"
ends "an option of a method that does not fit is refused" 2 \
    "$TIDEMARK" robust --uncertain impute=none+fill:men
says "with those that do" '"mean", "median"'
ends "a method that needs more than one word stands in a rule" 2 \
    "$TIDEMARK" robust --uncertain treat=none+boxcox
ends "nobody can be left out where nobody coded" 1 "$TIDEMARK" robust --uncertain coders
says "which is said by name" 'coders cannot vary'
"$TIDEMARK" -q robust --rule rights_full --uncertain coders --show design --draws 60 --format csv |
    cut -d, -f2 | sort -u | tr '\r\n' '  ' | grep -q 'all *coders *draft'
is "a coder is left out, or none"

finish
