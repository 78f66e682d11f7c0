#!/usr/bin/perl
# The methods of examples/methods against other programs: every figure of COINr 1.1.14 on an
# invented data set (tests/published/coinr), and the Handbook's pipeline and z-scores as numpy 1.24
# and pandas 1.5 work them out (tests/published/handbook.csv; %zmean below).
# builds: release
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use Project;
use Tap;

my $examples = "$ENV{TIDEMARK_ROOT}/examples";

# Means of z-scores by year: country and year, value.
my %zmean = (
    'KGZ 2023' => -0.8511808517371225,
    'TJK 2023' => -1.1189995222544151,
    'KAZ 2023' => -0.2962985182697338,
    'NOR 2023' => 1.6691788263899614,
    'KGZ 2020' => -0.6910178344598141,
    'TJK 2020' => -1.1175166653784097,
    'NOR 1996' => 1.760617313479738,
);

# Values by country and item of the one period of a command's rows; missing ones are left out.
sub values_of {
    my ($project, @command) = @_;
    my %value;
    for my $row (Project::output($project, 'score', @command, '--draws', '0')) {
        $value{"$row->{country} $row->{item}"} = $row->{value} if $row->{value} ne '';
    }
    return \%value;
}

# Both hold the same names, with values that agree to a share of their size.
sub same {
    my ($what, $found, $expected, $share) = @_;
    my ($largest, @wrong) = (0);
    for my $name (sort keys %{{%$found, %$expected}}) {
        my ($ours, $theirs) = ($found->{$name}, $expected->{$name});
        if (!defined $ours || !defined $theirs) {
            push @wrong, "$name: " . ($ours // 'missing') . ', expected ' . ($theirs // 'missing');
            next;
        }
        my $error = abs($ours - $theirs) / (abs $theirs > 1 ? abs $theirs : 1);
        $largest = $error if $error > $largest;
        push @wrong, "$name: $ours, expected $theirs" if $error > $share;
    }
    ok(!@wrong && scalar(keys %$expected),
        sprintf('%s: %d figures, the largest error %.2g', $what, scalar keys %$expected, $largest),
        @wrong);
    return;
}

# The figures of a table by its first column and the names of the others; NA and empty are missing.
sub figures {
    my ($path, %rename) = @_;
    my %value;
    open my $handle, '<', $path or die "$path: $!\n";
    my ($key, @names) = Project::fields(scalar <$handle>);
    while (my $line = <$handle>) {
        my ($id, @fields) = Project::fields($line);
        for my $i (0 .. $#names) {
            $value{"$id " . ($rename{$names[$i]} // $names[$i])} = $fields[$i]
                if $fields[$i] !~ /^(?:NA)?$/;
        }
    }
    return \%value;
}

sub check_invented {
    my $project = "$examples/methods/invented";
    for my $rule ('minmax', 'minmax75', 'zscore', 'geometric') {
        same("COINr, $rule",
            values_of($project, '--rule', $rule, '--level', 'index,pillar,group'),
            figures("$FindBin::Bin/coinr/$rule.csv", Index => 'index'), 1e-12);
    }
    my %stage = map { $_ => {} } 'treated', 'imputed';
    $stage{$_->{stage}}{"$_->{unit} $_->{indicator}"} = $_->{value}
        for Project::table("$FindBin::Bin/coinr/cells.csv");
    my %raw;
    for my $row (Project::table("$project/data/panels/units.csv")) {
        $row->{$_} =~ /^(?:NA)?$/ or $raw{"$row->{uCode} $_"} = $row->{$_}
            for grep { /^[a-z]+\d$/ } keys %$row;
    }
    for (['treated', 'treated'], ['geometric', 'imputed']) {
        my ($rule, $stage) = @$_;
        same("COINr, figures $stage",
            values_of($project, '--rule', $rule, '--level', 'indicator', '--stage', $stage),
            {%raw, %{$stage{$stage}}}, 1e-12);
    }
    return;
}

sub check_zscores {
    my ($what, $project, @years) = @_;
    for my $year (@years) {
        my $found = values_of($project, '--rule', 'zmean', '--at', $year, '--level', 'index');
        my %expected = map { /^(\w+) $year$/ ? ("$1 index" => $zmean{$_}) : () } keys %zmean;
        same("numpy, z-scores of $year, $what",
            {map { $_ => $found->{$_} } keys %expected}, \%expected, 1e-12);
    }
    return;
}

check_invented();
same('numpy, the Handbook pipeline in 2022',
    values_of("$examples/methods/handbook", '--at', '2022', '--level', 'index,pillar'),
    figures("$FindBin::Bin/handbook.csv"), 1e-10);
check_zscores('excerpt', "$examples/published/wgi", 2023);
my $filled = Project::filled("$examples/published/wgi", estimates => 'wgi_1996_2023.csv.gz',
    ranks => 'wgi_1996_2023.csv.gz');
if ($filled) {
    check_zscores('whole table', $filled, 1996, 2020, 2023);
} else {
    skip('numpy, z-scores, whole table', 'no data set');
}
finish();
