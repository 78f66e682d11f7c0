#!/usr/bin/perl
# Every figure of `tidemark audit` on an invented data set against R 4.2.2, which worked them out
# from the table of the example and the aggregates that COINr 1.1.14 printed: the script is
# tests/published/coinr/audit.R, what it wrote audit.csv. And what becomes of figures that the data
# do not give.
# builds: release
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use Project;
use Tap;

my $examples = "$ENV{TIDEMARK_ROOT}/examples";

# The rows of an audit by section, measure, item and other.
sub audit {
    my ($project, @words) = @_;
    my %row;
    for my $row (Project::output($project, 'audit', @words)) {
        my $key = join ' ', @$row{qw(section measure item other)};
        ok(0, "$key stands twice") if $row{$key};
        $row{$key} = $row;
    }
    return \%row;
}

# R's correlations and ours differ by rounding alone: 1e-12 of 1, or of a value above it.
my $ours = audit("$examples/methods/invented");
my ($largest, %seen, %wrong) = (0);
for my $theirs (Project::table("$FindBin::Bin/coinr/audit.csv")) {
    my ($section, $measure) = @$theirs{qw(section measure)};
    my $key = join ' ', @$theirs{qw(section measure item other)};
    my $row = $ours->{$key};
    my $size = abs $theirs->{value} > 1 ? abs $theirs->{value} : 1;
    my $error = $row && $row->{value} ne '' ? abs($row->{value} - $theirs->{value}) / $size : 1;
    $seen{$section}++;
    $largest = $error if $error > $largest;
    push @{$wrong{$section}}, "$key: " . ($row ? "$row->{value} of $row->{n}" : 'missing')
        . ", expected $theirs->{value} of $theirs->{n}"
        if $error > 1e-12 || $row->{n} != $theirs->{n};
}
for my $section (sort keys %seen) {
    ok(!$wrong{$section}, "R, $section: $seen{$section} figures", @{$wrong{$section} // []});
}
print "# the largest error is $largest\n";
my @beyond = grep { !/ ratio | floor | ceiling / } keys %$ours;
ok(@beyond == 490, 'there are no other figures but ratios and ends of scales', scalar @beyond);

# What remarks say of these figures.
sub remarks {
    my ($test, $measure, $remark, $what) = @_;
    my @wrong = grep {
        my $row = $ours->{$_};
        $row->{measure} eq $measure && $test->($row) ne ($row->{remark} eq $remark ? 1 : 0)
    } sort keys %$ours;
    ok(!@wrong, $what, @wrong);
    return;
}
remarks(sub { $_[0]{value} < 0.7 ? 1 : 0 }, 'alpha', 'low', 'alpha below 0.7 is low');
remarks(sub { $_[0]{value} > 1 ? 1 : 0 }, 'strong_components', 'several',
    'more than one strong component is said');
remarks(sub { $_[0]{value} < -2 / sqrt $_[0]{n} ? 1 : 0 }, 'pearson', 'negative',
    'a correlation is negative beyond what chance would give');
remarks(sub { $_[0]{section} =~ /^(?:pair|correlation)$/ && $_[0]{value} < 0.3
        && $_[0]{value} >= -2 / sqrt $_[0]{n} ? 1 : 0 }, 'pearson', 'weak',
    'and weak below 0.3');
remarks(sub { my $nominal = $ours->{"$_[0]{section} nominal $_[0]{item} $_[0]{other}"};
        $_[0]{value} > 2 * $nominal->{value} ? 1 : 0 }, 'importance', 'heavy',
    'what moves the index twice as much as it weighs is heavy');

# A rule whose weights the data decide.
my $handbook = audit("$examples/methods/handbook", '--at', '2022');
my $sum = 0;
$sum += $handbook->{"weight nominal $_ capability"}{value} for qw(le eys mys gnipc);
ok(abs($sum - 1) < 1e-12, 'weights that the data decide are shares', $sum);
my %up = map { $_ => $handbook->{"index_weight nominal $_ index"}{value} }
    qw(le eys mys gnipc mmr abr pr_f lfpr_f);
$sum = 0;
$sum += $_ for values %up;
ok(abs($sum - 1) < 1e-12, 'and on the way up', $sum);
ok($handbook->{'value coverage le '}{n} == 34, 'every country counts for coverage');
my $few = audit("$examples/methods/handbook", '--at', '2022', '--countries', 'KGZ,KAZ');
ok($few->{'reliability alpha capability '}{n} == 2
        && $few->{'reliability first_component capability '}{remark} eq 'few_rows'
        && $few->{'reliability first_component capability '}{value} eq '',
    'two rows have no components, and it is said');
ok($few->{'correlation pearson le capability'}{n} == 2, 'n is told of what is shown');
my $one = audit("$examples/methods/handbook", '--at', '2022', '--countries', 'KGZ');
ok($one->{'correlation pearson le capability'}{value} eq ''
        && $one->{'correlation pearson le capability'}{remark} eq 'few_rows',
    'one row has no correlation');

# A formula's parts have correlations, but no common scale.
my $edi = audit("$examples/published/edi");
ok(!$edi->{'reliability alpha index '} && $edi->{'correlation pearson mpi index'}{value} > 0.9,
    'what a formula reads has correlations with it and no alpha', sort keys %$edi);
ok($edi->{'weight nominal mpi index'}{value} eq '' && $edi->{'weight importance mpi index'}{value},
    'no weight, and an importance');
my @wide = Project::output("$examples/published/wgi", 'audit', '--years', '2010..2023');
ok(@wide > 50, 'an index of one level has no second list of weights',
    grep { $_->{section} eq 'index_weight' } @wide);

# Ends of the scale, as the flags of the scores have them.
my $root = $ENV{TIDEMARK_ROOT};
my $shipped = audit($root, '--years', '2015..2020');
my (%floor, %there);
for my $row (Project::output($root, 'score', '--level', 'indicator', '--years', '2015..2020')) {
    next if $row->{value} eq '';
    $there{$row->{item}}++;
    $floor{$row->{item}} += $row->{flags} =~ /\bfloor\b/ ? 1 : 0;
}
my @other = grep { abs($shipped->{"value floor $_ "}{value} - $floor{$_} / $there{$_}) > 1e-12 }
    grep { $shipped->{"value floor $_ "}{value} ne '' } keys %there;
ok(!@other && grep({ $_ > 0 } values %floor), 'values at the worst end are counted', @other);
finish();
