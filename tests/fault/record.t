#!/usr/bin/perl
# Recording in trouble: the program is killed before every call by which it could change a file,
# and each of these calls fails; the disk is full; nothing may be written; two hundred programs
# record at once. The file is the old one or the new one, never another; what was reported as done
# is there; the project can be read and recorded in again.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use POSIX qw(_exit);
use Small;
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

my ($data, $old) = ("$work/data/AAA.yaml", old_data());
make_small($work);

# Runs a command in the project with the environment given; the file of the country too.
sub run {
    my $result = run_in($program, $work, @_);
    return {%$result, file => text_of($data), left => scalar @{$result->{left}}};
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

# A disk that is full: the file is larger than half of what it holds.
my $full = "$work/full";
mkdir $full;
my $pad = '# ' . 'x' x 90 . "\n";
put("$work/full.sh", "mount -t tmpfs -o size=64k none '$full' 2>'$work/err' || exit 99\n"
    . "cp -r '$work/indicators' '$full' && mkdir '$full/data'\n"
    . "cp '$work/large' '$full/data/AAA.yaml'\n"
    . "'$program' -C '$full' @observe 2>'$work/err'; status=\$?\n"
    . "cp '$full/data/AAA.yaml' '$work/now'; ls '$full/data' >'$work/names'; exit \$status\n");
put("$work/large", $old . $pad x 380);
system("unshare -rm sh '$work/full.sh' >'$work/out' 2>&1");
my $status = $? >> 8;
if ($status == 99 || $status == 127 || !-e "$work/now") {
    skip('a disk that is full', 'none can be made here');
} else {
    ok($status == 3 && text_of("$work/err") =~ /No space left.*E0703/
        && text_of("$work/now") eq text_of("$work/large") && text_of("$work/names") eq "AAA.yaml\n",
        'on a full disk the file is the old one, and nothing lies beside it',
        text_of("$work/err"), text_of("$work/names"));
}

# What may only be read, seen by a user whom that stops.
my @owner = $> == 0 ? (65534, 65534) : ();
make_small($work);
chmod 0755, $work;
for my $case (['folder of data', 0555, "$work/data", 'E0703'], ['file', 0444, $data, 'E0703'],
    ['project', 0555, $work, 'E0705'])
{
    my ($what, $mode, $path, $code) = @$case;
    my $before = (stat $path)[2] & 07777;
    unlink "$work/.tidemark.lock";
    chown @owner, $work, glob "$work/* $work/*/*" if @owner;
    chmod $mode, $path;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$work/err";
        ($(, $), $<, $>) = ($owner[1], "$owner[1] $owner[1]", @owner[0, 0]) if @owner;
        exec { $program } $program, '-C', $work, @observe or _exit(127);
    }
    waitpid $pid, 0;
    chmod $before, $path;
    my $said = text_of("$work/err");
    my @left = grep { !/\.yaml$/ } glob "$work/data/*";
    if ($? >> 8 == 127) {
        skip("a $what that may only be read", 'another user cannot run the program');
        next;
    }
    ok($? >> 8 == 3 && $said =~ /\[$code\]/ && text_of($data) eq $old && !@left,
        "a $what that may only be read is an error, and the file is the old one", $said, @left);
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
