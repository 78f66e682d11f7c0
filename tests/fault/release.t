#!/usr/bin/perl
# A release in trouble: the program is killed before calls by which it could change a file. At the
# release's place there is nothing, or the whole release.
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
die "release.t: tests/run sets TIDEMARK_ROOT and TIDEMARK_BUILD\n" if !$root || !$build;
my ($program, $library) = ("$build/tidemark", "$build/tests/fault/fail.so");
if (!-e $library) {
    print "1..0 # SKIP `make tests` has not built $library\n";
    exit;
}
delete @ENV{grep { /^FAIL_/ } keys %ENV};
my $work = tempdir('tidemark-release-XXXXXX', TMPDIR => 1, CLEANUP => 1);

mkdir "$work/$_" or die for 'project', 'project/indicators', 'project/data';
put("$work/project/indicators/index.yaml", "codebook: small\npillars: [p]\n");
put("$work/project/indicators/p.yaml", "pillar: p\nindicators:\n"
    . "  - {id: a, scale: {kind: interval, worst: 0, best: 10}}\n");
put("$work/project/indicators/sources.yaml", "- id: s\n");
put("$work/project/data/AAA.yaml",
    "country: AAA\nobservations:\n  a: [{date: 2019, value: 2, source: s}]\n");

# Freezes with the environment given; how it ended, and the number of calls in its report.
sub freeze {
    my ($name, %set) = @_;
    system('rm', '-rf', glob "$work/release*") == 0 or die;
    put("$work/report", "\0" x 16);
    truncate "$work/report", 8 * (2 + (1 << 20)) or die;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', "$work/out";
        open STDERR, '>', "$work/err";
        @ENV{keys %set} = values %set;
        exec { $program } $program, qw(-q -C), "$work/project", qw(freeze r -o), "$work/$name"
            or _exit(127);
    }
    waitpid $pid, 0;
    my $status = $?;
    open my $report, '<:raw', "$work/report" or die;
    read $report, my $head, 8;
    return ($status, unpack 'Q', $head);
}

# Whether what stands at a path verifies.
sub is_whole {
    my ($path) = @_;
    return system("'$program' verify '$path' >'$work/out' 2>'$work/err'") == 0;
}

for my $name ('release', 'release.tar.gz') {
    my @common = (LD_PRELOAD => $library, FAIL_REPORT => "$work/report", FAIL_CALL => 'files');
    my ($status, $calls) = freeze($name, @common, FAIL_AT => 0);
    ok($status == 0 && $calls > 0 && is_whole("$work/$name"), "$name is made, and verifies");
    my (@faults, %seen);
    my $step = $calls > 24 ? int($calls / 24) : 1;
    for (my $at = $calls; $at > 0; $at -= $at > $calls - 4 ? 1 : $step) {
        my ($ended) = freeze($name, @common, FAIL_AT => $at, FAIL_KILL => 1);
        push @faults, "call $at did not kill it" if ($ended & 127) != 9;
        my $is = -e "$work/$name" ? 'there' : 'not there';
        $seen{$is}++;
        push @faults, "killed before call $at: half a release"
            if $is eq 'there' && !is_whole("$work/$name");
    }
    ok(!@faults, "killed midway, $name is whole or not there", @faults);
    my $early = $seen{'not there'} // 0;
    ok($early, "and $early times it was killed before it stood there ($calls calls)");
}
finish();
