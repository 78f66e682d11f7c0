# A small project, so that a run is quick, and runs in it that may be killed or fail.
package Small;
use strict;
use warnings;
use Exporter qw(import);
use POSIX qw(_exit);
use Tap;
our @EXPORT = qw(make_small old_data run_in);

# The country's file as it is made: with comments, in block style.
sub old_data {
    return "# head\ncountry: AAA\nobservations:\n  a: # of a\n"
        . "    - {date: 2019, value: 2, source: s}\n";
}

sub make_small {
    my ($root) = @_;
    mkdir $_ for $root, "$root/indicators", "$root/data";
    put("$root/indicators/index.yaml", "codebook: small\npillars: [p]\n");
    put("$root/indicators/p.yaml", "pillar: p\nindicators:\n"
        . "  - {id: a, carry: 24 months, scale: {kind: interval, worst: 0, best: 1000}}\n");
    put("$root/indicators/sources.yaml", "- id: s\n");
    put("$root/data/AAA.yaml", old_data());
}

# Runs the program in a project with the environment given; status, what it said, and what it left
# there that is no YAML file, which is taken away.
sub run_in {
    my ($program, $root, $words, %set) = @_;
    my $child = fork // die "fork: $!\n";
    if ($child == 0) {
        open STDOUT, '>', "$root/out";
        open STDERR, '>', "$root/err";
        @ENV{keys %set} = values %set;
        exec { $program } $program, '-C', $root, @$words or _exit(127);
    }
    waitpid $child, 0;
    my $status = $?;
    my @left = grep { !/\.yaml$/ && -f } glob "$root/data/* $root/indicators/*";
    unlink @left;
    return {status => $status, err => text_of("$root/err"), left => \@left};
}

1;
