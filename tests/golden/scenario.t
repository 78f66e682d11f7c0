#!/usr/bin/perl
# builds: release
# Verbs of scenarios on the shipped model: they add up, agree with each other and with `score`, and
# give the same bytes however they are run.
use strict;
use warnings;
use JSON::PP;
use Test::More;

my $tidemark = $ENV{TIDEMARK} or die "TIDEMARK: the binary to test\n";
my $root = $ENV{TIDEMARK_ROOT} or die "TIDEMARK_ROOT: the checkout\n";
chdir $root or die "$root: $!\n";
$ENV{LC_ALL} = 'C';

# What a command prints, and its exit code.
sub run {
    my ($words) = @_;
    my $out = `$tidemark -q $words 2>&1`;
    return ($out, $? >> 8);
}

# Rows of a command in CSV, each a hash by column.
sub rows {
    my ($words) = @_;
    my ($out, $status) = run("$words --format json");
    die "$words ended with $status: $out" if $status != 0;
    return @{ decode_json($out)->{rows} };
}

sub find {
    my ($rows, %wanted) = @_;
    my ($found) = grep {
        my $row = $_;
        !grep { ($row->{$_} // '') ne $wanted{$_} } keys %wanted
    } @$rows;
    return $found;
}

sub near { my ($a, $b, $by) = @_; return defined $a && defined $b && abs($a - $b) <= $by }

my @run = rows('scenario run drift --draws 500');
sub is_off { my ($row) = @_; return $row->{value} - $row->{baseline} - $row->{difference} }
ok(!(grep { defined $_->{difference} && !near(is_off($_), 0, 1e-9) } @run),
    'scenario less baseline is the difference, in every row');
ok(!(grep { defined $_->{low} && ($_->{low} > $_->{value} || $_->{high} < $_->{value}) } @run),
    'every level lies within its interval');

my @score = rows('score --rule rights_full --at 2021 --level index,pillar --draws 0');
my @still = rows('scenario run no_action --at 2022 --draws 200 --level index,pillar,indicator');
my @now = rows('score --rule rights_full --at 2022 --level indicator --draws 0');
ok(!(grep { $_->{difference} } @still), 'without action nothing differs');
ok(!(grep {
            my $held = find(\@still, country => $_->{country}, level => 'indicator',
                item => $_->{item});
            defined $_->{value} && $_->{value} != ($held->{value} // -1)
        } @now),
    'what was observed in a period is what the scenario starts from');
ok(scalar(grep { $_->{flags} =~ /assumed/ } @still), 'what is held says that it is assumed');

my @explained = rows('scenario explain drift KGZ --draws 500');
my $total = shift @explained;
my $sum = 0;
$sum += $_->{contribution} for @explained;
ok(near($sum, $total->{contribution}, 1e-9), 'the parts of a scenario add up to its difference');
my $index = find(\@run, country => 'KGZ', period => '2026', level => 'index');
ok(near($total->{contribution}, $index->{difference}, 1e-9),
    'the difference that is explained is the one that was run');

my @compared = rows('scenario compare no_action drift --draws 500 --at 2026 --countries KGZ');
ok(near(find(\@compared, level => 'index')->{difference}, $index->{difference}, 1e-9),
    'against no action a scenario differs as from its baseline');
my @reversed = rows('scenario compare drift no_action --draws 500 --at 2026 --countries KGZ');
ok(near($compared[0]{low_95}, -$reversed[0]{high_95}, 1e-9),
    'a comparison turned round has its interval turned round');

my @solved = rows('scenario solve no_action --lever R4 --target KGZ.political_pluralism=31 '
        . '--chance 0.5 --draws 400');
my $reached = find(\@solved, outcome => 'reached');
ok($reached && $reached->{chance} >= 0.5 && $reached->{strength} > 0,
    'solve finds a strength that reaches the target');
my @levers = rows('levers --draws 200');
is(scalar(@levers), 27 * 3, 'every lever has a row for each country');
ok(!(grep { $_->{lever} =~ /^R/ && $_->{gain} < 0 } @levers),
    'no recommendation to governments makes things worse on average');

my ($plain) = run('scenario run tightened_conditionality --draws 600 --format csv');
for my $words ('--threads 2', '--cpu 16', '--cpu 32') {
    my ($other) = run("scenario run tightened_conditionality --draws 600 --format csv $words");
    is($other, $plain, "$words gives the same bytes");
}
my ($seeded) = run('scenario run tightened_conditionality --draws 600 --format csv --seed 2');
isnt($seeded, $plain, 'another seed gives other draws');

my ($out, $status) = run('scenario run drfit');
is($status, 2, 'a scenario that is not there ends with 2');
like($out, qr/did you mean drift\?/, 'and the one that was meant is named');
($out, $status) = run('scenario run drift --at 2031');
is($status, 2, 'a period outside the scenario ends with 2');
like($out, qr/runs from 2022 to 2026/, 'and its periods are named');
($out, $status) = run('scenario solve drift');
is($status, 2, 'solve without a target ends with 2');
like($out, qr/--target KGZ\.civic_space=45/, 'and shows one');
($out, $status) = run('scenario backtest no_action');
is($status, 2, 'a backtest without a day ends with 2');
($out, $status) = run('scenario backtest no_action --rule rights --as-known 2019-06-30 --at 2021');
is($status, 0, 'a backtest runs');
like($out, qr/counts as 3 trials/, 'and says how little three countries prove');
done_testing();
