#!/usr/bin/perl
# Projects are recorded in at random for a year, and their files are kept as they were after each
# day. On any date the picture that the full history gives (--as-known) is the one that the files of
# that date give. With VINTAGE_HISTORIES set so many projects are made, else two; with WHOLE fifty.
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
my $histories = $ENV{VINTAGE_HISTORIES} || ($ENV{WHOLE} ? 50 : 2);
my ($days, $dates) = (12, 10);
my $random;

# The same numbers everywhere.
sub below {
    my ($bound) = @_;
    $random = ($random * 1103515245 + 12345) % 2147483648;
    return int($random / 65536) % $bound;
}

sub one_of { return $_[below(scalar @_)] }

sub put_project {
    my ($project) = @_;
    mkdir $_ or die "$_: $!\n" for $project, map { "$project/$_" } 'indicators', 'data';
    put("$project/indicators/index.yaml",
        "codebook: small\npillars: [p]\nspan: 2018..2021\nperiod: quarter\n");
    put("$project/indicators/p.yaml", "pillar: p\nindicators:\n" . join '',
        map { "  - {id: $_, carry: 24 months, scale: {kind: interval, worst: 0, best: 100}}\n" }
        'a', 'b');
    put("$project/indicators/sources.yaml",
        "- {id: s, date: 2020}\n- {id: t, date: 2020-06-30}\n");
    put("$project/data/$_.yaml", "country: $_\nobservations:\n"
        . "  a:\n    - {date: 2019, value: 40, source: s}\n"
        . "  b: [{date: 2018, value: 60, source: t}]\n") for 'AAA', 'BBB';
}

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

# The words of something to be recorded on a day; events are those recorded so far.
sub any_record {
    my ($day, $events) = @_;
    my ($country, $item, $source) = (one_of('AAA', 'BBB'), one_of('a', 'b'), one_of('s', 't'));
    my $date = sprintf '%d-%02d', 2018 + below(3), 1 + below(12);
    my ($value, $what) = (below(101), below(10));
    return ('observe', $country, $item, $value, '--date', $date, '--source', $source, '--recorded',
        $day, '--force', below(2) ? ('--confidence', 'B') : (), below(2) ? ('--coder', 'ab') : (),
        below(3) ? () : ('--low', $value, '--high', $value + below(101 - $value))) if $what < 5;
    return ('retract', $country, $item, '--on', $day, '--why', 'wrong', '--date', $date,
        below(2) ? ('--source', $source) : ()) if $what < 7;
    return ('retract', one_of(@$events), '--on', $day, '--why', 'no such thing')
        if $what == 9 && @$events;
    return ('event', 'add', below(4) ? $country : 'AAA,BBB', 'e' . @$events, '--date', $date,
        '--title', 'Event', '--source', $source, '--effect', "$item " . (below(41) - 20)
        . ' C it was so', '--recorded', $day);
}

# Records for a year; the days, each with the folder of the files as they were at its end.
sub make_history {
    my ($name, $count) = @_;
    my $project = "$work/$name";
    put_project($project);
    system('cp', '-r', $project, "$project-0") == 0 or die;
    my @kept = (['2021-01-01', "$project-0"]);
    my @events;
    for my $number (1 .. $days) {
        my $day = sprintf '2021-%02d-%02d', 1 + int($number * 11 / $days), 1 + below(28);
        next if $day le $kept[-1][0];
        for (0 .. 1 + below(4)) {
            my @words = any_record($day, \@events);
            my ($status, $text) = run($project, @words);
            push @events, $words[3] if $status == 0 && $words[0] eq 'event';
            $count->{$status == 0 ? $words[0] : 'refused'}++;
            die "@words: $text" if $status != 0 && $text !~ /\[E06|\[E0311|\[E0310|\[E0125/;
        }
        system('cp', '-r', $project, "$project-$number") == 0 or die;
        push @kept, [$day, "$project-$number"];
    }
    return ($project, @kept);
}

my @views = map { [split] }
    'score --years 2018..2021 --all --level index,pillar,indicator --format csv',
    'score --live --years 2018..2021 --all --level index,indicator --format csv',
    'status --at 2021 --format csv', 'history AAA --format csv', 'history BBB --format csv';

# What a view shows; lines move as others are put between.
sub shown {
    my ($folder, $view, @as_known) = @_;
    my ($status, $text) = run($folder, @$view, @as_known);
    $text =~ s/,\d+$//mg if $view->[0] ne 'score';
    return $status == 0 ? $text : "ended with $status: $text";
}

my (%count, %other);
my $asked = 0;
for my $number (1 .. $histories) {
    $random = 20210823 * $number % 2147483648;
    my ($project, @kept) = make_history("h$number", \%count);
    my @dates = map { sprintf '202%d-%02d-%02d', 1 + !below(6), 1 + below(12), 1 + below(28) }
        1 .. $dates;
    for my $date (@dates, map { $_->[0] } @kept) {
        my ($then) = grep { $_->[0] le $date } reverse @kept;
        $asked++;
        for my $view (@views) {
            my ($now, $was) = (shown($project, $view, '--as-known', $date),
                shown($then->[1], $view));
            push @{$other{"@$view"}}, "history $number, $date" if $now ne $was || $now =~ /^ended/;
        }
    }
}
ok($count{observe} > $histories * $days / 2 && $count{retract} && $count{event},
    "$histories histories: " . join ', ', map { "$_ $count{$_}" } sort keys %count);
for my $view (map { "@$_" } @views) {
    my @differ = @{$other{$view} // []};
    ok(!@differ, "$view is as it was on each of $asked dates", @differ);
}
finish();
