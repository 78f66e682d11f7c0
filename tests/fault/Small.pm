# A small project, so that a run is quick.
package Small;
use strict;
use warnings;
use Exporter qw(import);
use Tap;
our @EXPORT = qw(make_small old_data);

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

1;
