#!/usr/bin/perl
# Recording in trouble: the program is killed before every call by which it could change a file, and
# each of these calls fails; two hundred programs record at once. The file is the old one or the new
# one, never another; what was reported as done is there; the project can be read and recorded in
# again.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use POSIX qw(_exit);
use Tap;

$| = 1;
my ($root, $build) = @ENV{qw(TIDEMARK_ROOT TIDEMARK_BUILD)};
die "record.t: tests/run sets TIDEMARK_ROOT and TIDEMARK_BUILD\n" if !$root || !$build;
my ($program, $library) = ("$build/tidemark", "$build/tests/fault/fail.so");
if (!-e $library) {
    print "1..0 # SKIP `make tests` has not built $library\n";
    exit;
}
delete @ENV{grep { /^FAIL_/ } keys %ENV};
my $work = tempdir('tidemark-record-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $writers = $ENV{RECORD_WRITERS} || 200;

# A small project, so that a run is quick.
my ($data, $sources) = ("$work/data/AAA.yaml", "$work/indicators/sources.yaml");
my $old = "# head\ncountry: AAA\nobservations:\n  a: # of a\n"
    . "    - {date: 2019, value: 2, source: s}\n";
mkdir "$work/$_" or die for 'indicators', 'data';
put("$work/indicators/index.yaml", "codebook: small\npillars: [p]\n");
put("$work/indicators/p.yaml", "pillar: p\nindicators:\n"
    . "  - {id: a, carry: 24 months, scale: {kind: interval, worst: 0, best: 1000}}\n");
put($sources, "- id: s\n");
put($data, $old);

# Runs a command in the project with the environment given; status, what it said, what is left.
sub run {
    my ($words, %set) = @_;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', "$work/out";
        open STDERR, '>', "$work/err";
        @ENV{keys %set} = values %set;
        exec { $program } $program, '-C', $work, @$words or _exit(127);
    }
    waitpid $pid, 0;
    my $status = $?;
    my @left = grep { !/\.yaml$/ } glob "$work/data/* $work/indicators/*";
    unlink @left;
    return {status => $status, err => text_of("$work/err"), file => text_of($data),
        left => scalar @left};
}

my @observe = qw(observe a 3 --date 2020 --source s --recorded 2021);
splice @observe, 1, 0, 'AAA';
my $right = run(\@observe);
my $new = $right->{file};
ok($right->{status} == 0 && $new =~ /date: 2020, value: 3/, 'a value is recorded', $right->{err});

# The calls of a kind, in a run whose report is kept.
sub run_failing {
    my ($at, %set) = @_;
    put($data, $old);
    put("$work/report", "\0" x 16);
    truncate "$work/report", 8 * (2 + ($at == 0 ? 1 << 20 : 0)) or die;
    my $result = run(\@observe, LD_PRELOAD => $library, FAIL_AT => $at,
        FAIL_REPORT => "$work/report", %set);
    $result->{calls} = unpack 'Q', substr text_of("$work/report"), 0, 8;
    return $result;
}

my $calls = run_failing(0, FAIL_CALL => 'files')->{calls};
my (@faults, %seen);
for my $at (1 .. $calls) {
    my $result = run_failing($at, FAIL_CALL => 'files', FAIL_KILL => 1);
    my $is = $result->{file} eq $old ? 'old' : $result->{file} eq $new ? 'new' : 'torn';
    $seen{$is}++;
    push @faults, "killed before call $at: the file is torn" if $is eq 'torn';
    push @faults, "call $at did not kill it: $result->{err}" if ($result->{status} & 127) != 9;
}
ok(!@faults, "killed before each of $calls calls it leaves the old file or the new one", @faults);
ok($seen{old} && $seen{new}, "old $seen{old} times, new $seen{new} times");
ok(run(['check'])->{status} == 0, 'and the project can be read');
put($data, $old);
ok(run(\@observe)->{file} eq $new, 'and be recorded in: no lock is left behind');

for my $kind (qw(write open rename fsync close mode lock read status)) {
    my ($met, @wrong) = (0);
    my $count = run_failing(0, FAIL_CALL => $kind)->{calls};
    for my $at (1 .. $count) {
        for my $later ({}, {FAIL_LATER => 1}) {
            my $result = run_failing($at, FAIL_CALL => $kind, %$later);
            my $code = $result->{status} >> 8;
            my $is = $result->{file} eq $old ? 'old' : $result->{file} eq $new ? 'new' : 'torn';
            my $where = "$kind $at" . (%$later ? ' and later' : '');
            $met++;
            push @wrong, "$where: the file is torn" if $is eq 'torn';
            push @wrong, "$where: done, but the file is old" if $code == 0 && $is eq 'old';
            push @wrong, "$where: ended with $result->{status}: $result->{err}"
                if $result->{status} & 127 || ($code != 0 && $code != 3 && $code != 4);
            push @wrong, "$where: leaves a file behind"
                if $result->{left};
            push @wrong, "$where: says nothing of use: $result->{err}"
                if $code && $result->{err} !~ /error: .{10,}\[E\d{4}\]/;
        }
    }
    ok(!@wrong, "a recording bears $met failures of $kind", @wrong);
}

# Many at once, each a value of its own; each is reported as done or not.
put($data, $old);
my %pid;
for my $i (1 .. $writers) {
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$work/err-$i";
        my $day = sprintf '%d-%02d-%02d', 2000 + $i / 28, 1 + $i % 12, 1 + $i % 28;
        exec { $program } $program, qw(-q --draws 0 -C), $work, qw(observe AAA a), $i, '--date',
            $day, qw(--source s --recorded 2021 --force) or _exit(127);
    }
    $pid{$pid} = $i;
}
my ($done, @missing) = (0);
while ((my $pid = wait) > 0) {
    my $i = $pid{$pid} or next;
    $done++ if $? == 0;
    push @missing, "writer $i: " . text_of("$work/err-$i") if $?;
}
ok($done == $writers, "$writers writers at once are all done", @missing);
my $file = text_of($data);
my @lost = grep { $file !~ /value: $_, source: s, recorded/ } 1 .. $writers;
ok(!@lost, 'and the value of each is there', "lost: @lost");
my @days = $file =~ /date: ([\d-]+), value: \d+, source: s, recorded/g;
ok(@days == $writers && "@days" eq join(' ', sort @days), 'once each, in the order of their dates');
finish();
