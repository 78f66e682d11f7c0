#!/usr/bin/perl
# An edition recorded for three countries in trouble: the program is killed before every call by
# which it could change a file, and each of these calls fails. Each country's file is the old one or
# the new one, the countries named first the new ones; what was not done is said; and the same
# command again records the rest, to the byte.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use Small;
use Tap;

$| = 1;
my $build = $ENV{TIDEMARK_BUILD} or die "edition.t: tests/run sets TIDEMARK_BUILD\n";
my ($program, $library) = ("$build/tidemark", "$build/tests/fault/fail.so");
if (!-e $library) {
    print "1..0 # SKIP `make tests` has not built $library\n";
    exit;
}
delete @ENV{grep { /^FAIL_/ } keys %ENV};
my $work = tempdir('tidemark-edition-XXXXXX', TMPDIR => 1, CLEANUP => 1);

# A small project, so that a run is quick, and an edition with a new figure for each country.
my @countries = qw(BBB AAA CCC);
my @import = ('import', '--as', 'p', "$work/p2021.csv", '--countries', join ',', @countries);
mkdir "$work/$_" or die for qw(indicators indicators/editions data);
put("$work/indicators/index.yaml", "codebook: small\npillars: [main]\n");
put("$work/indicators/main.yaml", "pillar: main\nindicators:\n"
    . "  - {id: a, scale: {kind: interval, worst: 0, best: 10}, series: [p.a]}\n");
put("$work/indicators/sources.yaml", "- id: p\n- {id: p2020, of: p}\n- {id: p2021, of: p}\n");
put("$work/indicators/editions/p.yaml", "panel: p\ncountry: iso3\nperiod: year\n"
    . "source: p{year}\nscale: {worst: 0, best: 10}\nseries: [a]\n");
put("$work/p2021.csv", "iso3,year,a\n"
    . join '', map { ("$_,2020,3\n", "$_,2021," . ord($_) % 9 . "\n") } @countries);
my @old = map { "country: $_ # of the file\nobservations:\n  a:\n"
    . "    - {date: 2020, value: 3, series: p.a, source: p2020}\n" } @countries;

sub put_old { put("$work/data/$countries[$_].yaml", $old[$_]) for 0 .. $#countries }

# Runs a command in the project with the environment given; the countries' files too.
sub run {
    my $result = run_in($program, $work, @_);
    return {%$result, left => "@{$result->{left}}",
        files => [map { text_of("$work/data/$_.yaml") } @countries]};
}

put_old();
my @new = @{ run(\@import)->{files} };
ok(3 == grep({ $new[$_] =~ /^\Q$old[$_]\E    - \{date: 2021, value: \d/ } 0 .. 2),
    'an edition is recorded for three countries', @new);

# How many of the files are new, the first ones; -1 when a file is torn, or new before an earlier.
sub new_files {
    my ($result) = @_;
    my $now = join "\0", @{ $result->{files} };
    for my $count (0 .. 3) {
        return $count if $now eq join "\0", @new[0 .. $count - 1], @old[$count .. 2];
    }
    return -1;
}

sub run_failing {
    my ($at, %set) = @_;
    put_old();
    put("$work/report", "\0" x 16);
    truncate "$work/report", 8 * (2 + ($at == 0 ? 1 << 20 : 0)) or die;
    my $result = run(\@import, LD_PRELOAD => $library, FAIL_AT => $at,
        FAIL_REPORT => "$work/report", %set);
    $result->{calls} = unpack 'Q', substr text_of("$work/report"), 0, 8;
    return $result;
}

my $calls = run_failing(0, FAIL_CALL => 'files')->{calls};
my (@torn, @lost, %seen);
for my $at (1 .. $calls) {
    my $killed = run_failing($at, FAIL_CALL => 'files', FAIL_KILL => 1);
    my $count = new_files($killed);
    $seen{$count}++;
    push @torn, "before call $at: @{$killed->{files}}" if $count < 0;
    push @torn, "call $at did not kill it: $killed->{err}" if ($killed->{status} & 127) != 9;
    my $again = run(\@import);
    push @lost, "after call $at: $again->{err}" if $again->{status} || new_files($again) != 3;
}
ok(!@torn, "killed before each of $calls calls it leaves old files or new ones, in order", @torn);
ok((4 == grep { $seen{$_} } 0 .. 3), 'none, one, two and all of them new');
ok(!@lost, 'and the same command again records the rest', @lost);

for my $kind (qw(write open rename fsync close mode lock read status)) {
    my ($met, @wrong) = (0);
    for my $at (1 .. run_failing(0, FAIL_CALL => $kind)->{calls}) {
        for my $later ({}, {FAIL_LATER => 1}) {
            my $result = run_failing($at, FAIL_CALL => $kind, %$later);
            my ($code, $count) = ($result->{status} >> 8, new_files($result));
            my $where = "$kind $at" . (%$later ? ' and later' : '');
            $met++;
            push @wrong, "$where: a file is torn" if $count < 0;
            push @wrong, "$where: done, but $count files are new" if $code == 0 && $count != 3;
            push @wrong, "$where: ended with $result->{status}: $result->{err}"
                if $result->{status} & 127 || ($code != 0 && $code != 3 && $code != 4);
            push @wrong, "$where: leaves $result->{left}" if $result->{left};
            push @wrong, "$where: says nothing of use: $result->{err}"
                if $code && $result->{err} !~ /error: .{10,}\[E\d{4}\]/;
            my $done = $count - ($result->{err} =~ /cannot make sure of/);
            push @wrong, "$where: $count files are new, which is not said: $result->{err}"
                if $code && $count > 0 && $result->{err} !~ /$done of 3 files were done before it/;
        }
    }
    ok(!@wrong, "it bears $met failures of $kind", @wrong);
}
finish();
