#!/bin/bash
# What moved a score: parts that add up, causes, and what must not be taken for more than it is.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

says() { grep -q "$2" "$work/err"; is "$1" "$work/err"; }
prints() { grep -q -- "$2" "$work/out"; is "$1" "$work/out"; }

ends "a change is shown" 0 "$TIDEMARK" change KGZ 2019 2021
prints "with the score at both ends and the difference" 'Rights score  *44.1  34.7  *-9.5'
prints "the largest part" 'Peaceful assembly  *50.0  25.0  *-4.0  observed'
prints "and its interval" '90 % interval of the change: -10.6 to -8.2'
[ "$(wc -L <"$work/out")" -le 80 ] || [ "$(grep -v '─' "$work/out" | wc -L)" -le 80 ]
is "in eighty columns"
awk '/observed$/ { for (i = 1; i <= NF; i++) if ($i ~ /^[-+][0-9.]+$/) sum += $i }
    END { exit sum < -9.501 || sum > -9.499 }' "$work/out"
is "the parts that are shown add up to the difference that is shown"

"$TIDEMARK" -q change KGZ TJK KAZ 2012 2023 --format csv >"$work/change.csv"
head -n 1 "$work/change.csv" | grep -q '^country,from,to,item,before,after,contribution,'
is "its rows begin as a waterfall's"
awk -F, '$8 == "index" { whole[$1] = $6 - $5 } $8 == "indicator" && $7 != "" { sum[$1] += $7 }
    END { for (c in whole) { d = sum[c] - whole[c]; if (d > 1e-9 || d < -1e-9) bad++ }
        exit bad > 0 || length(whole) != 3 }' "$work/change.csv"
is "the parts of each country add up within 1e-9"
"$TIDEMARK" -q change KGZ 2019 2021 --format csv | "$TIDEMARK" chart waterfall - \
    -o "$work/piped.svg"
is "a waterfall is drawn of them"
"$TIDEMARK" -q chart waterfall KGZ --years 2019..2021 -o "$work/own.svg"
for name in piped own; do
    grep -o '>[^<]*−[0-9.]*<' "$work/$name.svg" | sort >"$work/$name.figures"
done
same "with the figures of the one drawn directly" "$work/piped.figures" "$work/own.figures"

ends "a change within its uncertainty is shown" 0 "$TIDEMARK" change KAZ 2019 2021
tr '\n' ' ' <"$work/out" >"$work/line"
grep -q 'Smaller than its uncertainty: *do not report as a change' "$work/line"
is "and said to be none" "$work/out"
grep -q 'at the floor: absence of decline is not stability: Independent trade' "$work/line"
is "as is what stands at the floor" "$work/out"
"$TIDEMARK" -q change KAZ 2019 2021 --format json |
    grep -q '"warnings": \["Kazakhstan: Rights score by'
is "and both stand in JSON"

copy_model
cd "$work/project" || exit 1
printf '  breaks:\n    - {from: 2020, why: "asked otherwise"}\n' >"$work/breaks"
sed -i "/^- id: fiw$/,/lineage/ { /lineage/ r $work/breaks
}" indicators/sources.yaml
ends "a change across a break is shown like for like" 0 "$TIDEMARK" change KGZ 2019 2021
tr '\n' ' ' <"$work/out" >"$work/line"
grep -q 'series break inside the period: refused: .*Peaceful assembly' "$work/line"
is "and what broke is named" "$work/out"
"$TIDEMARK" -q change KGZ 2019 2021 --format csv |
    grep -q 'cs_assembly,50,25,,indicator,,,break,break,,,,,,,$'
is "without a part of its own"

cd "$TIDEMARK_ROOT" || exit 1
"$TIDEMARK" -q change KGZ TJK 2021 --rule rights,rights_full --live >"$work/out"
grep -c 'provisional codings (coder: draft)\|^Live reading' "$work/out" >"$work/count"
[ "$(cat "$work/count")" = 2 ]
is "below the last table stands what is read, and what of it is provisional" "$work/out"
"$TIDEMARK" -q change KGZ 2022 2024 --format csv | grep -q 'co_public_sector,.*,carried,'
is "what is carried says so"
ends "two periods are needed" 2 "$TIDEMARK" change KGZ 2021
says "or two states of one" 'or one period in two states'
ends "in their order" 2 "$TIDEMARK" change KGZ 2021 2019
says "which is said" 'comes before the second'
ends "within the project" 2 "$TIDEMARK" change KGZ 1990 2021
says "which is said too" '1990 is outside the periods'
ends "a period is no country" 2 "$TIDEMARK" change KGZ 2019 2020 2021
ends "options that choose periods are not taken" 2 "$TIDEMARK" change KGZ 2019 2021 --at 2021

# The Human Development Index is the geometric mean of three, one of them the mean of two: by the
# additive LMDI-I each of the three has L(B, A) / 3 x ln(b / a), and two share by their steps.
"$TIDEMARK" -q -C examples/published/hdi change KGZ 2015 2019 --draws 0 --format csv >"$work/hdi"
perl -F, -ane 'next if $. == 1; ($a{$F[3]}, $b{$F[3]}, $part{$F[3]}) = @F[4, 5, 6];
    END { my @i = grep { $_ ne "index" } keys %a;
        my $mean = ($b{index} - $a{index}) / log($b{index} / $a{index});
        my ($ea, $eb) = map { ($_->{eys} + $_->{mys}) / 2 } \%a, \%b;
        my $education = $mean / 3 * log($eb / $ea);
        my %want = (le => $mean / 3 * log($b{le} / $a{le}),
            gnipc => $mean / 3 * log($b{gnipc} / $a{gnipc}),
            map { $_ => $education * ($b{$_} - $a{$_}) / 2 / ($eb - $ea) } qw(eys mys));
        for (keys %want) { $seen++; abs($part{$_} - $want{$_}) < 1e-12 or $bad++ }
        exit !($seen == 4 && !$bad) }' "$work/hdi"
is "the Human Development Index is taken apart as worked out from its formula" "$work/hdi"
# As one formula it has the Shapley values of its four figures, all 24 orders tried one by one.
"$TIDEMARK" -q -C examples/published/hdi change KGZ 2015 2019 --rule hdi_formula --draws 0 \
    --format csv >"$work/hdi"
perl -F, -ane 'next if $. == 1; ($a{$F[3]}, $b{$F[3]}, $part{$F[3]}) = @F[4, 5, 6];
    sub hdi { my %x = @_; my ($low, $high) = (log 100, log 75000);
        return exp(log(($x{le} - 20) / 65 * ($x{eys} / 18 + $x{mys} / 15) / 2
            * (log($x{gnipc}) - $low) / ($high - $low)) / 3) }
    sub orders { my ($done, @left) = @_; return [@$done] if !@left;
        return map { my $i = $_; orders([@$done, $left[$i]], @left[grep { $_ != $i } 0 .. $#left]) }
            0 .. $#left }
    END { my @i = qw(le eys mys gnipc); my @orders = orders([], @i); my %want;
        for my $order (@orders) { my %x = map { $_ => $a{$_} } @i; my $before = hdi(%x);
            for (@$order) { $x{$_} = $b{$_}; my $now = hdi(%x);
                $want{$_} += ($now - $before) / @orders; $before = $now } }
        for (@i) { $seen++; abs($part{$_} - $want{$_}) < 1e-12 or $bad++ }
        exit !(@orders == 24 && $seen == 4 && !$bad) }' "$work/hdi"
is "and as one formula by its Shapley values" "$work/hdi"

press=$TIDEMARK_ROOT/examples/published/rsf
cp -r "$press" "$work/press"
splice='splice: {series: rsf.score, add: -4.2, because: both}'
sed -i "s/\(why: \"new questionnaire.*\"\)}/\1, $splice}/" \
    "$work/press/indicators/sources.yaml"
ends "a change too small to show is shown" 0 \
    "$TIDEMARK" -C "$work/press" change TJK 2021 2022 --rule press
[ "$(grep -c -- '40.3  40.3  *+0.0' "$work/out")" -eq 2 ] && ! grep -q -e '-0\.0' "$work/out"
is "without a sign that says a fall"
ends "two days of a period are shown" 0 \
    "$TIDEMARK" -q change KGZ 2020 --as-known 2020-12-31,2025-03-01
prints "with no word broken" '^Public-sector  '
[ "$(grep -v '─' "$work/out" | wc -L)" -le 80 ]
is "in eighty columns, too"

finish
