#!/usr/bin/perl
# A design of runs against COINr 1.1.14: its sampled choices (weights of all levels, how indicators
# are normalised), fed in run by run, give its results. Three of its results on an invented data set
# stand in tests/published/coinr; the rest is worked out here as its guide has it (W. Becker and
# others, JOSS 7(78), 2022, 4567: noise on weights, min-max or z-scores, weighted means of what is
# there, ranks by score of which equal ones share the best).
# builds: release
use strict;
use warnings;
use FindBin;
use File::Temp qw(tempdir);
use lib $FindBin::Bin, "$FindBin::Bin/..";
use Project;
use Tap;

my $invented = "$ENV{TIDEMARK_ROOT}/examples/methods/invented";
my $work = tempdir(CLEANUP => 1);
my $project = "$work/invented";
system('cp', '-r', $invented, $project) == 0 or die "cannot copy $invented\n";
put("$project/scripts/rules/$_->[0].lua",
    "local rule = tide.rule \"$_->[1]\"\nrule.weights = nil\nreturn rule\n")
    for ['plain', 'minmax'], ['plain_geometric', 'geometric'];

my %alternative = text_of("$project/scripts/lib/weights.lua") =~ /(\w+) = ([0-9.]+)/g;
my %parts = (index => ['rights', 'gov'], rights => ['plur', 'civic', 'media'],
    gov => ['corr', 'aid'], plur => [map { "plur$_" } 1 .. 5], civic => [map { "civic$_" } 1 .. 5],
    media => [map { "media$_" } 1 .. 4], corr => [map { "corr$_" } 1 .. 4],
    aid => [map { "aid$_" } 1 .. 4]);
my %down = map { $_ => 1 }
    qw(plur2 plur3 plur4 civic2 civic4 corr3 aid1 aid2 aid3 aid4);
my @ids = sort keys %alternative;
my @units = Project::table("$project/data/panels/units.csv");

# A design of runs, each a hash of columns; what robust makes of it by run and country.
sub runs {
    my ($rule, $item, $columns, @runs) = @_;
    put("$work/design.csv", join "\n", map { join ',', @$_ } $columns,
        map { [@$_{@$columns}] } @runs);
    my %found;
    for my $row (Project::output($project, 'robust', $item, '--rule', $rule, '--design',
            "$work/design.csv", '--show', 'runs')) {
        $found{"$row->{run} $row->{country}"} = $row;
    }
    return \%found;
}

sub same {
    my ($what, $found, $expected) = @_;
    my ($largest, $count, @wrong) = (0, 0);
    for my $key (sort keys %$expected) {
        my ($value, $rank) = @{$expected->{$key}};
        my $row = $found->{$key};
        if (!$row || $row->{value} eq '') {
            push @wrong, "$key is missing";
            next;
        }
        my $error = abs($row->{value} - $value);
        $largest = $error if $error > $largest;
        $count++;
        push @wrong, "$key: $row->{value}, expected $value" if $error > 1e-9;
        push @wrong, "$key: rank $row->{rank}, expected $rank"
            if defined $rank && $row->{rank} ne $rank;
    }
    ok($count > 0 && !@wrong, sprintf('%s: %d figures, the largest error %.2g', $what, $count,
        $largest), @wrong);
}

# COINr's own results.
my @weights = map { "weight/$_" } @ids;
my %given = map { ("weight/$_" => $alternative{$_}) } @ids;
my %column = (index => 'Index', rights => 'rights', gov => 'gov');
for my $item (sort keys %column) {
    my %expected;
    for my $run ('minmax', 'zscore') {
        $expected{"$run $_->{uCode}"} = [$_->{$column{$item}}]
            for Project::table("$FindBin::Bin/coinr/$run.csv");
    }
    my @columns = ('run', 'normalise', grep { $item eq 'index' || is_below($item, $_) } @weights);
    same("COINr's weights and normalisations, $item", runs('plain', $item, \@columns,
        map { {%given, run => $_, normalise => $_} } 'minmax', 'zscore'), \%expected);
}
same("COINr's weights, group means filled in, geometric means",
    runs('plain_geometric', 'index', ['run', @weights], {%given, run => 'geometric'}),
    {map { ("geometric $_->{uCode}" => [$_->{Index}]) }
        Project::table("$FindBin::Bin/coinr/geometric.csv")});

sub is_below {
    my ($item, $weight) = @_;
    return grep { $weight eq "weight/$_" || is_below($_, $weight) } @{$parts{$item} // []};
}

# An indicator's figures by unit, normalised; NA is missing.
sub normalised {
    my ($id, $how) = @_;
    my $sign = $down{$id} ? -1 : 1;
    my %x = map { $_->{$id} =~ /^(?:NA)?$/ ? () : ($_->{uCode} => $_->{$id} * $sign) } @units;
    my ($least, $most) = (sort { $a <=> $b } values %x)[0, -1];
    my ($sum, $squares) = (0, 0);
    $sum += $_ for values %x;
    my $mean = $sum / keys %x;
    $squares += ($_ - $mean) ** 2 for values %x;
    my $sd = sqrt($squares / (keys(%x) - 1));
    $_ = $how eq 'minmax' ? ($_ - $least) / ($most - $least) * 100 : ($_ - $mean) / $sd
        for values %x;
    return \%x;
}

my %table = map { my $how = $_; ($how => {map { $_ => normalised($_, $how) }
    grep { /\d$/ } @ids}) } 'minmax', 'zscore';

# The weighted mean of what is there.
sub value_of {
    my ($item, $unit, $run) = @_;
    return $table{$run->{normalise}}{$item}{$unit} if !$parts{$item};
    my ($sum, $weight) = (0, 0);
    for my $part (@{$parts{$item}}) {
        my $value = value_of($part, $unit, $run) // next;
        $sum += $value * $run->{"weight/$part"};
        $weight += $run->{"weight/$part"};
    }
    return $weight > 0 ? $sum / $weight : undef;
}

# 60 runs of noise on weights, by a generator that is the same everywhere.
my $state = 20241126;
sub uniform { $state = ($state * 1103515245 + 12345) % 2147483648; return $state / 2147483648 }
my @runs = map { {run => $_, normalise => uniform() < 0.5 ? 'minmax' : 'zscore',
    map { ("weight/$_" => $alternative{$_} * (1 + (uniform() - 0.5) * 2 * 0.25)) } @ids} } 1 .. 60;
my %expected;
for my $run (@runs) {
    my %score = map { $_->{uCode} => value_of('index', $_->{uCode}, $run) } @units;
    for my $unit (keys %score) {
        my $rank = 1 + grep { $_ > $score{$unit} } values %score;
        $expected{"$run->{run} $unit"} = [$score{$unit}, $rank];
    }
}
same('60 runs of noise on weights and two normalisations', runs('plain', 'index',
    ['run', 'normalise', @weights], @runs), \%expected);

# What was run can be written down and run again.
my @options = ('--rule', 'plain', '--uncertain', 'weights=0.5,normalise=minmax+zscore');
my $again = "$work/again.csv";
system($ENV{TIDEMARK}, '-q', '-C', $project, 'robust', @options, '--draws', 40, '--show', 'design',
    '-o', $again) == 0 or die "no design\n";
my %first = map { ("$_->{run} $_->{country}" => [@$_{qw(value rank)}]) } Project::output($project,
    'robust', @options, '--draws', 40, '--show', 'runs');
my %second = map { ("$_->{run} $_->{country}" => $_) } Project::output($project, 'robust', '--rule',
    'plain', '--design', $again, '--show', 'runs');
same('runs that are written down and made again', \%second, \%first);
finish();
