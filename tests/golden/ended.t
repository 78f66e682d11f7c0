#!/usr/bin/perl
# Ctrl-C in long work: what is shown is what the draws done give, and says that it is a part. The
# signal waits for the program from its start, so that it is seen after the first piece.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use POSIX ();
use lib "$FindBin::Bin/..";
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
die "TIDEMARK and TIDEMARK_ROOT: the binary and the checkout\n" if !$tidemark || !$root;
chdir $root or die "$root: $!\n";
my $work = tempdir(CLEANUP => 1);

# Runs the program; code, stdout and stderr. interrupted: SIGINT is there when it begins.
sub run {
    my ($interrupted, @words) = @_;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        open STDOUT, '>', "$work/out" or die;
        open STDERR, '>', "$work/err" or die;
        $SIG{INT} = 'DEFAULT';
        if ($interrupted) {
            POSIX::sigprocmask(POSIX::SIG_BLOCK(), POSIX::SigSet->new(POSIX::SIGINT()));
            kill INT => $$;
        }
        exec $tidemark, @words or die "$tidemark: $!\n";
    }
    waitpid $pid, 0;
    return ($?, text_of("$work/out"), text_of("$work/err"));
}

for my $case (
    ['robust', [], '512 of 1300 runs of 2024'],
    ['robust', ['--show', 'pairs', '--years', '2015..2016'],
        '512 of 1300 runs of 2015, none of later periods', ['--years', '2015..2015']],
    ['robust', ['--show', 'runs'], '512 of 1300 runs of 2024'],
    ['scenario', ['run', 'aid_cut'], '512 of 1300 draws'],
    ['scenario', ['run', 'aid_cut', 'afghan_spillover'], '512 of 1300 draws', ['aid_cut']]) {
    my ($verb, $words, $part, $less) = @$case;
    my @other = !$less ? @$words : $verb eq 'scenario' ? ('run', @$less)
        : ('--show', 'pairs', @$less);
    my ($code, $out, $err) = run(1, $verb, @$words, '--draws', 1300, '--format', 'csv');
    my (undef, $expected) = run(0, $verb, @other, '--draws', 512, '--format', 'csv');
    ok($code == 4 << 8, "$verb @$words: the exit code says that it was ended", $code, $err);
    ok($err =~ /^error: ended by Ctrl-C: what is shown are \Q$part\E  \[E0663\]$/m,
        "$verb @$words: how much there is is said", $err);
    ok($out ne '' && $out eq $expected, "$verb @$words: it is what so many give", $out);
}

for my $words (['robust'], ['scenario', 'run', 'aid_cut', '--at', '2026']) {
    my ($code, $out) = run(1, @$words, '--draws', 1300);
    ok($code == 4 << 8 && $out =~ /^Warning: ended early: these are 512 of 1300 /m
        && $out =~ /^(?:Means of )?512 of 1300 /m && $out !~ /\b1300 (?:runs|draws),/,
        "@$words: a table says so too", $out);
    (undef, $out) = run(1, @$words, '--draws', 1300, '--format', 'json');
    ok($out =~ /ended early: these are 512 of 1300 /, "@$words: and so does JSON", $out);
}

my ($code, $out, $err) = run(1, 'sensitivity', '--draws', 4096);
ok($code == 4 << 8 && $out eq '' && $err =~ /before there was anything to show  \[E0663\]/,
    'before the first points are done there is nothing to show', $out, $err);
($code, $out) = run(1, 'robust', '--draws', 512, '--format', 'csv');
ok($code == 0 && $out eq (run(0, 'robust', '--draws', 512, '--format', 'csv'))[1],
    'what was done when it came is whole', $code);
($code) = run(1, 'score');
ok($code == 0, 'a signal that is kept back from without stays so', $code);

# On no terminal there is no bar, however long it takes.
(undef, undef, $err) = run(0, 'robust', '--draws', 200000, '--countries', 'KGZ');
ok($err !~ /\[[#.]|\r|\e/, 'what is captured holds no bar', $err);
finish();
