#!/usr/bin/perl
# builds: release
# Several sources of one cell: which stands, why, and what becomes of the others. What stands was
# worked out by hand from the rules of docs/method.md, "What stands in a cell".
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my $binary = $ENV{TIDEMARK} or die "TIDEMARK: the binary to test\n";
my $root = tempdir(CLEANUP => 1);
mkdir "$root/$_" for qw(indicators data);
put("$root/indicators/index.yaml", "codebook: small\nspan: 2019..2023\npillars: [p]\n");
put("$root/indicators/sources.yaml", <<'END');
- {id: fiw, title: Freedom in the World}
- {id: fiw2022, of: fiw, date: 2022-02-24}
- {id: fiw2023, of: fiw, date: 2023-03-09}
- {id: bti, title: Transformation Index, date: 2022-02-23}
- {id: press, title: A newspaper, date: 2022-03-01}
- {id: hrw, title: A report, date: 2021-09-01}
- {id: ngo, title: Another report, date: 2021-09-10}
END

# The model with these lines in the indicator and in the country's file.
sub model {
    my ($observations, $prefer, $codebook) = @_;
    put("$root/indicators/p.yaml", <<"END");
pillar: p
indicators:
  - id: x
    scale: {kind: ordinal, levels: {0: a, 1: b, 2: c, 3: d, 4: e}}
    carry: 24 months
    series: [fiw.E1, bti.Q2]
@{[$codebook ? "    prefer: $codebook" : '']}
END
    my $lines = join '', map { "    - {$_}\n" } @$observations;
    $prefer = $prefer ? "prefer: {x: $prefer}\n" : '';
    put("$root/data/AAA.yaml", "country: AAA\nobservations:\n  x:\n$lines$prefer");
}

sub run { printed($binary, '-q', '-C', $root, @_) }

# "value flags" of x in a period, other options after it.
sub cell {
    my ($period, @options) = @_;
    my ($line) = grep { /,indicator,x,/ } split /\n/, run(
        'score', '--level', 'indicator', '--format', 'csv', '--at', $period, @options);
    return 'none' if !$line;
    my @fields = split /,/, $line, -1;
    return "$fields[4] $fields[8]";
}

sub is_cell {
    my ($sentence, $want, @ask) = @_;
    my $got = cell(@ask);
    ok($got eq $want, $sentence, "got: $got", "want: $want");
}

my $edition = 'date: 2021, value: 1, series: fiw.E1, source: fiw2022';
my $copy = 'date: 2021, value: 3, series: fiw.E1, source: press';
model([$edition, $copy]);
is_cell('of two sources of one figure the later stands, in conflict', '3 conflict', 2021);
is_cell('before it was recorded, the earlier one did', '1 ', 2021, '--as-known', '2022-02-28');
model([$edition, 'date: 2021, value: 2, series: fiw.E1, source: fiw2023']);
is_cell('a revision by the same family is no conflict', '2 ', 2021);
my $corrected = 'date: 2021, value: 1, series: fiw.E1, source: press, recorded: 2022-03-05';
model([$edition, $copy, $corrected]);
is_cell('nor is what its own source has corrected since', '1 ', 2021);

model([$edition, $copy], '{source: fiw, because: the publisher knows}');
is_cell('a preferred family stands, though recorded earlier', '1 conflict', 2021);
is_cell('and is carried as it stood', '1 carried;conflict', 2022);
my $history = run('history', 'AAA', 'x', '--format', 'csv');
ok(scalar($history =~ /,1,,,fiw\.E1,fiw2022,,2022-02-24,stands,,,/),
    'the history says that it stands', $history);
my $aside = ',3,,,fiw.E1,press,,2022-03-01,set_aside,2022-03-01,'
    . 'fiw is preferred: the publisher knows,';
ok(index($history, $aside) >= 0, 'and why the other, which stays, does not', $history);
my $explained = run('explain', 'AAA', 'x', '--at', '2021', '--format', 'csv');
ok(index($explained, "\nAAA,2021,beside,press,x,3,,,fiw.E1,press,data/AAA.yaml,5\n") >= 0,
    'explain shows the other beside it', $explained);
my $found = run('status', '--at', '2021', '--format', 'csv');
my $both = 'conflict,AAA,x,2021,fiw2022: fiw.E1 1 of 2021; press: fiw.E1 3 of 2021; '
    . 'fiw is preferred: the publisher knows,';
ok(index($found, $both) >= 0, 'status lists both and the reason', $found);
ok(run('check', '--format', 'csv') !~ /E0421/, 'check is content with a preference');
model([$edition, $copy]);
my $checked = run('check', '--format', 'csv');
ok(scalar($checked =~ m{notice,E0421,AAA/x,"sources of x disagree .* in 3 periods}),
    'without one it has a notice', $checked);

model([$edition, $copy], '{source: fiw, because: looked up, recorded: 2022-06-01}');
is_cell('a preference is known from its day on', '3 conflict', 2021, '--as-known', '2022-05-31');
is_cell('from then on it holds', '1 conflict', 2021, '--as-known', '2022-06-01');
model([$edition, $copy], '[{source: fiw, because: a}, {source: press, because: b, date: 2021}]');
is_cell('of several preferences the last that holds counts', '3 conflict', 2021);
model([$edition, $copy], '[{source: fiw, because: a}, {source: press, because: b, date: 2020}]');
is_cell('one for another time does not hold', '1 conflict', 2021);
model([$edition, $copy], undef, '{source: fiw, because: the publisher knows}');
is_cell('the codebook prefers for all countries', '1 conflict', 2021);
model([$edition, $copy], '{source: press, because: a misprint there}',
    '{source: fiw, because: the publisher knows}');
is_cell('unless a country says otherwise', '3 conflict', 2021);
model([$copy, "$edition, retracted: {on: 2022-04-01, why: withdrawn}"],
    '{source: fiw, because: the publisher knows}');
is_cell('what the preferred source withdrew sets nothing aside', '3 ', 2021);
is_cell('until then it did', '1 conflict', 2021, '--as-known', '2022-03-31');

# Series: BTI 6 of 1 to 10 is not rescaled here, so that its figure is one of 0 to 4.
my @both = ('date: 2020, value: 2, series: fiw.E1, source: fiw2022', $edition,
    'date: 2020, value: 4, series: bti.Q2, source: bti');
model(\@both, '{source: bti, because: it asks about this}');
is_cell('the series of a preferred source comes first', '4 carried;ceiling;conflict', 2021);
model(\@both);
is_cell('else the first that is listed', '1 ', 2021);

# Coded in August, published for the whole year.
my $coded = 'date: 2021-08-23, value: 4, coder: ab, source: hrw';
model([$edition, $coded]);
is_cell('a figure of the year follows what was coded within it', '1 conflict', 2021);
model([$edition, $coded], '{source: hrw, because: the edition missed the law}');
is_cell('unless the coded source is preferred', '4 ceiling;conflict', 2021);
my $axis = '4 carried;ceiling;conflict';
is_cell('on the axis of quarters alike', $axis, '2021Q4', '--period', 'quarter');
model([$edition, 'date: 2021, value: 4, coder: ab, source: hrw'],
    '{source: fiw, because: a}');
is_cell('a preferred edition stays before what is coded', '1 conflict', 2021);
my $later = 'date: 2022-08-01, value: 4, coder: ab, source: hrw';
model([$edition, $later], '{source: fiw, because: a}');
is_cell('but what is coded of a later time follows it', '4 switched;ceiling', 2022);
my $second = 'date: 2021-08-23, value: 2, coder: cd, source: ngo';
model([$coded, $second]);
is_cell('two coders of two sources give their mean', '3 conflict', 2021);
model([$coded, $second], '{source: ngo, because: it was there}');
is_cell('of a preferred source alone its own', '2 conflict', 2021);
my $agreed = run('agree', '--format', 'csv');
ok(scalar($agreed =~ m{^,,1,1,}m), "agree compares both all the same", $agreed);

# What a preference changed between two states says why.
model([$edition, $copy]);
my $before = tempdir(CLEANUP => 1);
system('cp', '-r', "$root/.", $before) == 0 or die "cp: $?\n";
model([$edition, $copy], '{source: fiw, because: the publisher knows}');
my $diff = printed($binary, '-q', 'diff', $before, $root, '--format', 'csv');
ok(scalar($diff =~ /,x,3,1,-2,.*correction.*,fiw is preferred: the publisher knows$/m),
    'diff gives its reason', $diff);

finish();
