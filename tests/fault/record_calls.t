#!/usr/bin/perl
# A recording that is killed wherever it enters or leaves a system call, all of them (stop.c), or
# whose file is changed there by a program that takes no lock. With WHOLE set each of these places
# is tried, else every ninth.
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
my $build = $ENV{TIDEMARK_BUILD} or die "record_calls.t: tests/run sets TIDEMARK_BUILD\n";
my ($program, $stop) = ("$build/tidemark", "$build/tests/fault/stop");
if (!-x $stop) {
    print "1..0 # SKIP `make tests` has not built $stop\n";
    exit;
}
my $work = tempdir('tidemark-calls-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my ($data, $sources) = ("$work/data/AAA.yaml", "$work/indicators/sources.yaml");
my $step = $ENV{WHOLE} ? 1 : 9;

# Runs the words in the project; its exit status, 128 and the number of a signal.
sub run {
    my (@words) = @_;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', "$work/out";
        open STDERR, '>', "$work/err";
        exec { $words[0] } @words or _exit(127);
    }
    waitpid $pid, 0;
    return $? & 127 ? 128 + ($? & 127) : $? >> 8;
}

# One edit that writes two files: a source of its own, and the value.
my @observe = ('-C', $work, qw(observe AAA a 3 --date 2020 --source new --recorded 2021 --force));

sub run_stopped {
    my ($at, $do) = @_;
    make_small($work);
    unlink grep { !/\.yaml$/ } glob "$work/data/* $work/indicators/*";
    return run($stop, "$work/report", $at, $do, $program, @observe);
}

if (run_stopped(0, '') == 77) {
    print "1..0 # SKIP the system lets no program be traced\n";
    exit;
}
my $stops = text_of("$work/report") + 0;
my %new = (data => text_of($data), sources => text_of($sources));
ok($stops > 200 && $new{data} =~ /date: 2020, value: 3/ && $new{sources} =~ /- id: new/,
    "a value is recorded with its source, in $stops places to stop at", text_of("$work/err"));

my (@torn, @lost, @unfit, @blocked, %seen);
for (my $at = $stops; $at > 0; $at -= $step) {
    my $status = run_stopped($at, '');
    my $said = text_of("$work/err");
    my %is = (data => text_of($data), sources => text_of($sources));
    my %old = (data => old_data(), sources => "- id: s\n");
    my %how = map { $_ => $is{$_} eq $old{$_} ? 'old' : $is{$_} eq $new{$_} ? 'new' : 'torn' }
        keys %is;
    $seen{"$how{sources} $how{data}"}++;
    push @torn, "killed at $at: $_ is torn" for grep { $how{$_} eq 'torn' } keys %how;
    push @torn, "killed at $at: the value without its source"
        if "$how{sources} $how{data}" eq 'old new';
    push @torn, "not killed at $at: it ended with $status: $said" if $status != 137;
    push @lost, "killed at $at: $1 was said to be written" if $said =~ m{wrote \S*(AAA|sources)}
        && $how{$1 eq 'AAA' ? 'data' : 'sources'} ne 'new';
    push @unfit, "killed at $at: " . text_of("$work/err") if run($program, '-C', $work, 'check');
    next if $how{data} eq 'new';
    push @blocked, "killed at $at: " . text_of("$work/err")
        if run($program, @observe) || text_of($data) ne $new{data};
}
my $states = join ', ', map { "$seen{$_} times $_" } sort keys %seen;
ok(!@torn && $seen{'old old'} && $seen{'new new'},
    "killed there, each file is the old one or the new one: $states", @torn);
ok(!@lost, 'what was said to be written is there', @lost);
ok(!@unfit, 'the project can be read each time', @unfit);
ok(!@blocked, 'and the value be recorded', @blocked);

# Between the last look at the file and the rename that replaces it nobody can see what a program
# without the lock writes: a few calls.
my (@other, %came);
my $hand = "# by hand\n";
for (my $at = $stops; $at > 0; $at -= $step) {
    my $status = run_stopped($at, "echo '# by hand' >>'$data'");
    my ($is, $said) = (text_of($data), text_of("$work/err"));
    my $was = $status == 3 && $is eq old_data() . $hand && $said =~ /changed while.*E0704/s
        ? 'refused' : $status == 0 && $is eq $new{data} . $hand ? 'both'
        : $status == 0 && $is eq $new{data} ? 'unseen' : 'other';
    $came{$was}++;
    push @other, "changed at $at: $status, $said$is" if $was eq 'other';
}
my $ways = join ', ', map { "$came{$_} $_" } sort keys %came;
ok(!@other && $came{refused} && $came{both} && ($came{unseen} // 0) <= 8,
    "a file that is changed meanwhile keeps both changes, or the recording is refused: $ways",
    @other);
finish();
