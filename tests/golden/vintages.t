#!/usr/bin/perl
# A project is recorded in at random for a year, and its files are kept as they were on each day.
# For each of these days the picture that the full history gives (--as-known) is the one that the
# files of that day give.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
die "TIDEMARK and TIDEMARK_ROOT: the binary and the checkout\n" if !$tidemark || !$root;
my $work = tempdir(CLEANUP => 1);
my $days = $ENV{VINTAGE_DAYS} || 28;
my $random = 20210823;

# The same numbers everywhere.
sub below {
    my ($bound) = @_;
    $random = ($random * 1103515245 + 12345) % 2147483648;
    return int($random / 65536) % $bound;
}

my $project = "$work/project";
mkdir $_ or die for $project, map { "$project/$_" } 'indicators', 'data';
put("$project/indicators/index.yaml",
    "codebook: small\npillars: [p]\nspan: 2018..2021\nperiod: quarter\n");
put("$project/indicators/p.yaml", "pillar: p\nindicators:\n" . join '',
    map { "  - {id: $_, carry: 24 months, scale: {kind: interval, worst: 0, best: 100}}\n" } 'a',
    'b');
put("$project/indicators/sources.yaml", "- {id: s, date: 2020}\n- {id: t, date: 2020-06-30}\n");
put("$project/data/$_.yaml", "country: $_\nobservations:\n"
    . "  a:\n    - {date: 2019, value: 40, source: s}\n"
    . "  b: [{date: 2018, value: 60, source: t}]\n") for 'AAA', 'BBB';

sub run {
    my ($folder, @words) = @_;
    my $pid = open my $out, '-|';
    die "fork: $!\n" if !defined $pid;
    if (!$pid) {
        open STDERR, '>&', \*STDOUT;
        exec $tidemark, '-q', '-C', $folder, @words;
    }
    local $/;
    my $text = <$out> // '';
    close $out;
    return ($? >> 8, $text);
}

my (@kept, %count, @events);
for my $number (1 .. $days) {
    my $day = sprintf '2021-%02d-%02d', 1 + int($number * 11 / $days), 1 + $number % 28;
    next if @kept && $day le $kept[-1];
    for (1 .. 1 + below(3)) {
        my ($country, $item) = (('AAA', 'BBB')[below(2)], ('a', 'b')[below(2)]);
        my $date = sprintf '%d-%02d', 2018 + below(3), 1 + below(12);
        my $source = ('s', 't')[below(2)];
        my $what = below(10);
        my @words = $what < 5 ? ('observe', $country, $item, below(101), '--date', $date,
                '--source', $source, '--recorded', $day, '--force',
                below(2) ? ('--confidence', 'B') : (), below(2) ? ('--coder', 'ab') : ())
            : $what < 7 ? ('retract', $country, $item, '--on', $day, '--why', 'wrong',
                below(2) ? ('--source', $source) : (), '--date', $date)
            : $what < 9 || !@events ? ('event', 'add', below(4) ? $country : 'AAA,BBB',
                'e' . ($#events + 1), '--date', $date, '--title', 'Event', '--source', $source,
                '--effect', "$item " . (below(41) - 20) . ' C it was so', '--recorded', $day)
            : ('retract', $events[below(scalar @events)], '--on', $day, '--why', 'no such thing');
        my ($status, $text) = run($project, @words);
        push @events, $words[3] if $status == 0 && $words[0] eq 'event';
        $count{$status == 0 ? $words[0] : 'refused'}++;
        die "@words: $text" if $status != 0 && $text !~ /\[E06|\[E0311|\[E0310/;
    }
    system('cp', '-r', $project, "$work/$day") == 0 or die;
    push @kept, $day;
}
ok($count{observe} > $days / 2 && $count{retract} && $count{event},
    join ', ', map { "$_ $count{$_}" } sort keys %count);

my @views = map { [split] }
    'score --years 2018..2021 --all --level index,pillar,indicator --format csv',
    'score --live --years 2018..2021 --all --level index,indicator --format csv',
    'history AAA --format csv', 'history BBB --format csv';
for my $view (@views) {
    my @other;
    for my $day (@kept) {
        my ($status, $now) = run($project, @$view, '--as-known', $day);
        my (undef, $then) = run("$work/$day", @$view);
        # Lines move as others are put between.
        if ($view->[0] eq 'history') {
            s/,\d+$//mg for $now, $then;
        }
        push @other, $day if $status != 0 || $now ne $then;
    }
    ok(!@other, "@$view is as it was on each of " . @kept . ' days', "differs: @other");
}
finish();
