#!/usr/bin/perl
# The lever files hold what was judged: each triangle and each chance of expected/judged.tsv, which
# was taken from the judge's own table and not from the files. ac_aid_exposure was judged in points
# of 100 and stands in the files in its own unit; the files say how it was turned.
# builds: release
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my $root = $ENV{TIDEMARK_ROOT} or die "TIDEMARK_ROOT: the checkout\n";

# What a file says: triangles by indicator, chances by country.
sub read_lever {
    my ($text) = @_;
    my %said;
    $text =~ s/--.*//g;
    my $number = qr{(-?[\d.]+)};
    $said{$1} = [$2, $3, $4]
        while $text =~ /\b([a-z]{2}_\w+)\s*=\s*\{\s*$number,\s*$number,\s*$number/g;
    if ($text =~ /\bchance\s*=\s*\{([^}]*)\}/) {
        my $list = $1;
        $said{"chance $1"} = [$2, $2, $2] while $list =~ /([A-Z]{3}) = ([\d.]+)/g;
    } elsif ($text =~ /\bchance\s*=\s*([\d.]+)/) {
        $said{'chance all'} = [$1, $1, $1];
    }
    return \%said;
}

my (%judged, %said);
for (split /\n/, text_of("$root/tests/golden/expected/judged.tsv")) {
    my ($lever, $what, @numbers) = split /\t/;
    $judged{$lever}{$what} = \@numbers if $lever ne 'lever';
}
for my $lever (sort keys %judged) {
    my $said = read_lever(text_of("$root/scripts/levers/$lever.lua"));
    my @wrong;
    for my $what (sort keys %{ $judged{$lever} }) {
        next if $what eq 'ac_aid_exposure';
        my ($one, $other) = ($judged{$lever}{$what}, $said->{$what});
        push @wrong, $what
            if !$other || grep { $one->[$_] != $other->[$_] } 0 .. 2;
    }
    ok(!@wrong, "$lever says what was judged", @wrong);
}
my @files = map { m{(\w+)\.lua$} } glob "'$root/scripts/levers'/*.lua";
my @wanted = ((map {"D$_"} 1 .. 9), (map {"R$_"} 1 .. 8), map {"X$_"} 1 .. 10);
ok("@{[sort @files]}" eq "@{[sort @wanted]}", 'every recommendation has a file, no other has');
finish();
