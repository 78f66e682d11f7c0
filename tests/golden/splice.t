#!/usr/bin/perl
# builds: release
# A break of a series stops what compares across it, unless a splice is declared. The figures of the
# World Press Freedom Index for Tajikistan (44.48 of 2021, re-expressed, and 40.26 of 2022; RSF) and
# splices made up, so that every sum can be checked by hand.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my $binary = $ENV{TIDEMARK} or die "TIDEMARK: the binary to test\n";
my $root = tempdir(CLEANUP => 1);
mkdir "$root/$_" for qw(indicators data data/panels scripts scripts/rules);
put("$root/indicators/index.yaml", "codebook: press\nspan: 2019..2023\nrule: r\npillars: [p]\n");
put("$root/scripts/rules/r.lua",
    'return { title = "r", scale = { 0, 100 }, normalise = tide.goalposts(), pillar = tide.mean(),'
        . ' index = tide.mean() }');
put("$root/scripts/rules/l.lua",
    'return { title = "l", headline = "d", normalise = tide.goalposts(), score = function(c)'
        . ' return { d = c.press - tide.lag(c.press, 1), p = tide.lag(c.p, 1) } end }');
put("$root/scripts/rules/f.lua",
    'return { title = "f", scale = { 0, 100 }, impute = tide.fill { with = "linear" },'
        . ' normalise = tide.goalposts(), pillar = tide.mean(), index = tide.mean() }');

my $rows = <<'END';
    - {date: 2020, value: 44.66, se: 1, series: rsf.score, source: rsf}
    - {date: 2021, value: 44.48, se: 1, series: rsf.score, source: rsf}
    - {date: 2022, value: 40.26, series: rsf.score, source: rsf}
    - {date: 2023, value: 39.06, series: rsf.score, source: rsf}
END

# The model with these breaks (lines), fields of the indicator, and lines of TJK.
sub model {
    my ($breaks, $fields, $own) = @_;
    put("$root/indicators/sources.yaml",
        "- id: rsf\n  title: Press Freedom Index\n" . ($breaks ? "  breaks:\n$breaks" : '')
            . "- {id: desk, title: A desk, date: 2022-05-01}\n");
    put("$root/indicators/p.yaml", "pillar: p\nindicators:\n  - id: press\n"
            . "    scale: {kind: interval, worst: 0, best: 100}\n    series: [rsf.score]\n"
            . ($fields // '') . "  - id: other\n    weight: 3\n    carry: 10 years\n"
            . "    scale: {kind: ordinal, levels: {0: a, 1: b, 2: c, 3: d, 4: e}}\n");
    put("$root/data/TJK.yaml", "country: TJK\nobservations:\n  press:\n" . ($own // $rows)
            . "  other:\n    - {date: 2019, value: 1, source: desk}\n");
}

sub run { printed($binary, '-q', '-C', $root, @_) }

# The fields of the row of an item.
sub row {
    my ($item, @words) = @_;
    my ($line) = grep { /,$item,/ } split /\n/, run(@words, '--format', 'csv', '--draws', 0);
    return split /,/, $line // '', -1;
}

sub near {
    my ($sentence, $want, $got) = @_;
    my $there = ($got // '') ne '';
    my $good = defined $want ? $there && abs($got - $want) < 1e-9 : defined $got && !$there;
    ok($good, $sentence, 'got: ' . ($got // 'nothing'), 'want: ' . ($want // 'empty'));
}

# value and flags of press in a year, and its difference between two.
sub value { (row('press', 'score', '--level', 'indicator', '--at', @_))[4] }
sub flags { (row('press', 'score', '--level', 'indicator', '--at', @_))[8] }

sub difference {
    my ($item, $from, $to, @options) = @_;
    return (row($item, 'compare', "TJK\@$from", "TJK\@$to", '--level', 'index,pillar,indicator',
        @options))[7];
}

my $break = "    - {from: 2022, why: new questionnaire}\n";
my $splice = "    - {from: 2022, why: new, splice: {add: -4.2, because: both methods}}\n";
model($break);
near('a break stops the comparison of the indicator', undef, difference('press', 2021, 2023));
near('above it the comparison is of the rest', 0, difference('index', 2021, 2023));
near('within the new method there is one', 39.06 - 40.26, difference('press', 2022, 2023));
near('a lag does not look over it', undef,
    (row('d', 'score', '--rule', 'l', '--level', 'result', '--at', 2022))[4]);
near('nor does one of a pillar that the indicator stands in', undef,
    (row('p', 'score', '--rule', 'l', '--level', 'result', '--at', 2022))[4]);
near('after it, a lag looks back again', -1.2,
    (row('d', 'score', '--rule', 'l', '--level', 'result', '--at', 2023))[4]);
my $changed = run('change', 'TJK', '2021', '2023', '--format', 'csv');
ok(scalar($changed =~ /,press,.*,break,/), 'change says that it breaks', $changed);
ok(flags(2022) eq 'break', 'the first period after it has the flag');
my $window = "    take: mean\n    window: 3 years\n";
model($break, $window);
near('a mean over years takes those since the break', (40.26 + 39.06) / 2, value(2023));

model($splice);
near('a splice is added to the values before the break', 44.48 - 4.2, value(2021));
near('and to no others', 40.26, value(2022));
ok(flags(2021) eq 'spliced' && flags(2022) eq '', 'which the flags say', flags(2021), flags(2022));
near('the comparison is there', 39.06 - 40.28, difference('press', 2021, 2023));
near('above it, too', (39.06 - 40.28) / 4, difference('index', 2021, 2023));
near('a lag looks over it', 40.26 - 40.28,
    (row('d', 'score', '--rule', 'l', '--level', 'result', '--at', 2022))[4]);
my @spliced = row('press', 'score', '--level', 'indicator', '--at', 2021);
near('an interval moves along', 2 * 1.6448536269514722, $spliced[6] - $spliced[5]);
my $told = run('change', 'TJK', '2021', '2023');
$told =~ s/\s+/ /g;
ok(index($told, '-4.2 to compare from 2022 on: both methods') >= 0, 'change names it', $told);
$told = run('explain', 'TJK', '--at', '2021');
$told =~ s/\s+/ /g;
ok(index($told, 'Spliced: press 44.48 of rsf, -4.2 to compare from 2022 on: both methods') >= 0,
    'explain names it and the figure as published', $told);
$told = run('status', '--at', '2021', '--format', 'csv');
ok(index($told, "\nspliced,TJK,press,2021,\"rsf.score 44.48 of 2021, -4.2 to compare from 2022")
        >= 0, 'so does status', $told);
ok(run('history', 'TJK', 'press', '--format', 'csv') =~ /,2021,44\.48,/ ? 1 : 0,
    'the history keeps what was published');
near('before the break nobody knew of the splice', 44.48, value(2021, '--as-known', '2021-12-31'));
model("    - {from: 2022, why: new, splice: {add: -4.2, because: both, recorded: 2023-06-30}}\n");
near('nor before the day that it says', undef,
    difference('press', 2021, 2022, '--as-known', '2023-06-29'));
near('from then on it holds', 40.26 - 40.28,
    difference('press', 2021, 2022, '--as-known', '2023-06-30'));

model($splice, $window);
near('a mean over years is of values on one ground', (40.28 + 40.26 + 39.06) / 3, value(2023));
my $early = "    - {from: 2021, why: sample, splice: {add: 1, because: both samples}}\n";
model($early . $splice);
near('splices that follow one another add up', 44.66 + 1 - 4.2, value(2020));
near('each over its own break', 40.28, value(2021));
model("    - {from: 2021, why: sample}\n$splice");
near('a break without one ends the chain', 44.66, value(2020));
near('and stops the comparison', undef, difference('press', 2020, 2023));
model($splice, undef, "    - {date: 2020, value: 44.66, series: rsf.score, source: rsf}\n"
        . "    - {date: 2022, value: 40.26, series: rsf.score, source: rsf}\n");
near('what is filled in between is on one ground', (40.46 + 40.26) / 2,
    (row('press', 'score', '--rule', 'f', '--level', 'indicator', '--stage', 'imputed', '--at',
        2021))[4]);
model($break, undef, "    - {date: 2020, value: 44.66, series: rsf.score, source: rsf}\n"
        . "    - {date: 2022, value: 40.26, series: rsf.score, source: rsf}\n");
near('and nothing is filled in over a break', undef,
    (row('press', 'score', '--rule', 'f', '--level', 'indicator', '--stage', 'imputed', '--at',
        2021))[4]);

# The same figures as a file of a panel, whose column is no longer taken as it is; on another scale,
# the splice is one of the series' own.
model($splice, undef, "    []\n");
put("$root/data/panels/rsf.csv", "iso,year,score\nTJK,2021,44.48\nTJK,2022,40.26\n");
put("$root/data/panels/rsf.yaml",
    "panel: rsf\nfile: rsf.csv\ncountry: iso\nperiod: year\nsource: rsf\nseries: [score]\n");
near('a panel is spliced alike', 40.28, value(2021));
put("$root/indicators/p.yaml", "pillar: p\nindicators:\n  - id: press\n"
        . "    scale: {kind: interval, worst: 0, best: 10}\n"
        . "    series: [{is: rsf.score, rescale: {from: [100, 0], to: [0, 10]}}]\n"
        . "  - {id: other, scale: {kind: interval, worst: 0, best: 1}}\n");
near('on the indicator\'s scale it goes where the series goes', 10 - 4.028, value(2021));

finish();
