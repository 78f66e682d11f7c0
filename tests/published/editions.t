#!/usr/bin/perl
# Whole tables of the data sets, imported as editions for three countries: what is recorded is each
# figure of the table with its error, interval and source, and nothing else.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Editions;
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
project($root, $work);

# country, series, year, value, low, high, se, source of each item of the countries' files.
sub recorded {
    my ($name) = @_;
    my @lines;
    for my $country (countries()) {
        for (split /\n/, text_of("$work/data/$country.yaml") =~ s/\n {6}(?=\w)/, /gr) {
            next if !/series: \Q$name\E\.(\w+)/;
            my $series = $1;
            my %field = /(\w+): ([^,}]+)/g;
            push @lines, join ' ', $country, $series,
                map { $field{$_} // '-' } qw(date value low high se source);
        }
    }
    return sort @lines;
}

# The same from the table.
sub published {
    my ($format) = @_;
    my @lines;
    for my $row (Project::table(Project::data_set($format->{set}))) {
        my $country = $row->{$format->{id}};
        my $year = $row->{$format->{period}} + $format->{add};
        next if !grep({ $_ eq $country } countries()) || $year < $format->{first};
        for my $series ($format->{long} ? $row->{$format->{long}} : keys %{ $format->{series} }) {
            my $of = $format->{series}{$series};
            my @figures = map { $of->{$_} ? $row->{$of->{$_}} : '' } qw(column low high se);
            push @lines, join ' ', $country, $series, $year,
                map({ $_ eq '' ? '-' : 0 + $_ } @figures), $format->{source}->($row)
                if $figures[0] ne '';
        }
    }
    return sort @lines;
}

for my $format (formats()) {
    my $set = Project::data_set($format->{set});
    if (!$set) {
        ok(1, "$format->{name}: figures are the table's # SKIP no data set");
        next;
    }
    my $years = "$format->{first}..$format->{last}";
    my $failed = system "$tidemark -q -C $work import --as $format->{name} $set --countries "
        . join(',', countries()) . " --years $years >$work/out 2>$work/err </dev/null";
    my (%seen, @wrong);
    $seen{$_}++ for published($format);
    my $count = keys %seen;
    $seen{$_}-- for recorded($format->{name});
    push @wrong, map { "$seen{$_} $_" } grep { $seen{$_} } sort keys %seen;
    ok(!$failed && $count && !@wrong, "$format->{name}: $count figures are the table's",
        text_of("$work/err"), @wrong);
}
finish();
