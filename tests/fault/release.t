#!/usr/bin/perl
# A release in trouble: the program is killed before calls by which it could change a file. At the
# release's place there is nothing, or the whole release; made once more it is there, and nothing
# beside it. With WHOLE set it is killed before each of these calls, else before some twenty.
# builds: release
use strict;
use warnings;
use Fcntl qw(:flock :DEFAULT);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use POSIX qw(_exit);
use Small;
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

make_small("$work/project");

# Takes away what earlier runs left.
sub tidy { system('rm', '-rf', glob "$work/release*") == 0 or die }

# Freezes with the environment given; how it ended, and the number of calls in its report.
sub freeze {
    my ($name, %set) = @_;
    put("$work/report", "\0" x 16);
    truncate "$work/report", 8 * (2 + (1 << 20)) or die;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', "$work/out";
        open STDERR, '>', "$work/err";
        @ENV{keys %set} = values %set;
        exec { $program } $program, qw(-C), "$work/project", qw(freeze r -o), "$work/$name"
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
    tidy();
    my ($status, $calls) = freeze($name, @common, FAIL_AT => 0);
    ok($status == 0 && $calls > 0 && is_whole("$work/$name"), "$name is made, and verifies");
    my (@faults, @again, %seen);
    my $said = 0;
    my $step = $calls > 16 && !$ENV{WHOLE} ? int($calls / 16) : 1;
    for (my $at = $calls; $at > 0; $at -= $at > $calls - 6 ? 1 : $step) {
        tidy();
        my ($ended) = freeze($name, @common, FAIL_AT => $at, FAIL_KILL => 1);
        push @faults, "call $at did not kill it" if ($ended & 127) != 9;
        my $is = -e "$work/$name" ? 'there' : 'not there';
        $seen{$is}++;
        push @faults, "killed before call $at: half a release"
            if $is eq 'there' && !is_whole("$work/$name");
        next if $is eq 'there' || $name ne 'release';
        # Killed once more while it takes over what was left, then left alone.
        freeze($name, @common, FAIL_AT => 1 + $at * 7 % $calls, FAIL_KILL => 1) if $at % 3 == 0;
        next if -e "$work/$name";
        my $part = -e "$work/$name.part";
        my ($again) = freeze($name);
        my $text = text_of("$work/err");
        push @again, "killed before call $at, then: $text" if $again || !is_whole("$work/$name");
        push @again, "killed before call $at: $name.part is still there" if -e "$work/$name.part";
        push @again, "killed before call $at: it is not said"
            if $part && $text !~ /notice: .*\.part was left by a freeze that was stopped/;
        $said++ if $part;
    }
    ok(!@faults, "killed midway, $name is whole or not there", @faults);
    my $early = $seen{'not there'} // 0;
    ok($early, "and $early times it was killed before it stood there ($calls calls)");
    ok(!@again && $said, "made once more it is whole, $said times over what was left", @again)
        if $name eq 'release';
}

# What is not such a part of a release stays as it is.
for my $kind ('a release of its own', 'something else') {
    tidy();
    my $part = "$work/release.part";
    if ($kind eq 'a release of its own') {
        freeze('release.part');
        put("$part/CITATION.txt", text_of("$part/CITATION.txt") . "x\n");
    } else {
        mkdir $_ for $part, "$part/data";
        put("$part/data/mine.txt", 'mine');
    }
    my $before = `cd '$part' && find . | sort`;
    my ($status) = freeze('release');
    ok($status >> 8 == 3 && text_of("$work/err") =~ /is not what a stopped freeze leaves.*E0703/,
        "$kind in the way is refused", text_of("$work/err"));
    ok($before eq `cd '$part' && find . | sort` && !-e "$work/release", 'and stays');
}

# Marked as unfinished, but behind a link, or with a name that leads out.
tidy();
mkdir "$work/$_" for 'release.part', 'elsewhere', 'elsewhere/data';
put("$work/elsewhere/data/AAA.yaml", 'kept');
put("$work/kept", 'kept');
symlink "$work/elsewhere", "$work/release.part/project" or die;
put("$work/release.part/SHA256SUMS.part", '0' x 64 . "  project/data/AAA.yaml\n"
    . '0' x 64 . "  ../kept\n");
my ($status) = freeze('release');
ok($status >> 8 == 3 && text_of("$work/elsewhere/data/AAA.yaml") eq 'kept'
    && text_of("$work/kept") eq 'kept', 'nothing is taken away outside of it',
    text_of("$work/err"));

# Two at once.
tidy();
mkdir "$work/release.part" or die;
sysopen my $held, "$work/release.part", O_RDONLY | O_DIRECTORY or die "release.part: $!\n";
flock $held, LOCK_EX or die "release.part: $!\n";
($status) = freeze('release');
ok($status >> 8 == 3 && text_of("$work/err") =~ /another command is writing it.*E0705/,
    'of two at once one is refused', text_of("$work/err"));
close $held;
($status) = freeze('release');
ok($status == 0 && is_whole("$work/release"), 'and may come later', text_of("$work/err"));
finish();
