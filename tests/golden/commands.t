#!/bin/sh
# builds: release
# What the commands print on the shipped model, as it was read and checked by eye. With UPDATE=1 the
# expected files are written anew, to be read again.
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1
expected=$TIDEMARK_ROOT/tests/golden/expected

# prints NAME WORD…: stdout and stderr of tidemark against the file NAME.
prints() {
    name=$1
    shift
    "$TIDEMARK" "$@" >"$work/$name" 2>&1 </dev/null
    [ -z "${UPDATE:-}" ] || cp "$work/$name" "$expected/$name"
    same "tidemark $*" "$expected/$name" "$work/$name"
}

prints check.txt check
prints score.txt score
prints score_full.txt score --rule rights_full --at 2021
prints score_years.txt score --years 2020..2022
prints score_index.txt score --years 2012..2024 --level index
hdi=examples/published/hdi
prints score_countries.txt -C $hdi score --at 2021
prints score_six.txt -C $hdi score --at 2021 --level index,pillar,indicator \
    --countries KGZ,TJK,KAZ,NOR,QAT,SSD
prints score_by_country.txt -C $hdi score --years 2015..2021 --level index
prints score_sorted.txt -C $hdi score --at 2021 --sort index
prints score.csv score --format csv
prints score.md score --format md
prints live.txt score --live --at 2021-09-30
prints explain.txt explain KGZ --at 2021
prints explain.csv explain KGZ --at 2021 --format csv
prints explain_lever.txt explain KGZ aid_conditionality --rule rights_full --at 2021
prints compare.txt compare KGZ KAZ TJK --at 2021
prints compare_two.txt compare KGZ@2019 KGZ@2021
prints compare.csv compare KGZ KAZ --at 2021 --format csv
prints status.txt status
prints audit.txt audit
prints audit_year.txt -C $hdi audit --at 2021
prints audit.csv audit --format csv
prints audit.md audit --at 2021 --format md
prints series.txt chart series
prints dots.txt chart dots
prints heatmap.txt chart heatmap
prints help.txt help
prints help_chart.txt help chart
prints five.txt score --rule rights_five --at 2021

# Tables fit eighty columns, so that a terminal need not wrap them.
for file in "$work"/*.txt; do
    case $file in */check.txt) continue ;; esac # shows lines of files as they are
    perl -CSD -lne 'exit 1 if length > 80' "$file"
    is "$(basename "$file") fits 80 columns"
done

# The parts of an explanation add up to the whole.
"$TIDEMARK" -q explain KGZ --at 2021 --format csv | perl -F, -lane '
    next if $. == 1; $c{$F[3]} = $F[7]; push @{$k{$F[4]}}, $F[3] if $F[4];
    END { for my $p (keys %k) { my $s = 0; $s += $c{$_} for @{$k{$p}};
          exit 1 if abs($s - $c{$p}) > 1e-9 } exit !%k }'
is "the parts of an explanation add up within 1e-9 at every level"
"$TIDEMARK" -q compare KGZ TJK --at 2021 --format csv | perl -F, -lane '
    if ($. == 1) { %at = map { $F[$_] => $_ } 0 .. $#F; next }
    $d = $F[$at{difference}] if $F[$at{level}] eq "index";
    $s += $F[$at{contribution}] || 0 if $F[$at{level}] eq "pillar";
    END { exit(abs($s - $d) > 1e-9) }'
is "the pillars of a comparison add up to the difference within 1e-9"
finish
