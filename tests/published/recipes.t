#!/usr/bin/perl
# Published indices out of their components: every published value of each example, and of the
# whole table where the data sets are at hand, is met within the example's bound.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
my $count = 0;

# Our item, the item that holds what was published, the bound, rows of the excerpt and of the table.
my @recipes = (
    ['hdi', 'hdr', 'hdi_1990_2022.csv.gz', 1990, 2022,
        ['index', 'hdi_published', 0.0005, 78, 6171]],
    ['bti', 'bti', 'bti_2006_2024.csv', 2004, 2022,
        ['index',       'status_published',      1e-6, 30, 1298],
        ['democracy',   'democracy_published',   1e-6, 30, 1298],
        ['economy',     'economy_published',     1e-6, 30, 1298],
        ['performance', 'performance_published', 1e-6, 30, 1297]],
);

# Values by country, period and item.
sub scores {
    my ($project, $first, $last) = @_;
    my %value;
    open my $csv, '-|', $tidemark, '-q', '-C', $project, 'score', '--years', "$first..$last",
        '--level', 'index,pillar,indicator', '--draws', '0', '--format', 'csv' or die;
    while (<$csv>) {
        my @f = split /,/;
        $value{"$f[0],$f[1],$f[3]"} = $f[4] if $. > 1 && $f[4] ne '';
    }
    close $csv or print "# tidemark ended with ", $? >> 8, "\n";
    return \%value;
}

sub compare {
    my ($what, $value, $pair, $rows_expected) = @_;
    my ($ours, $published, $bound) = @$pair;
    my ($rows, $wrong, $largest) = (0, 0, 0);
    for my $key (grep { /,\Q$published\E$/ } keys %$value) {
        my $score = $value->{$key =~ s/[^,]*$/$ours/r};
        next if !defined $score;
        my $error = abs($score - $value->{$key});
        $rows++;
        $wrong++ if $error > $bound;
        $largest = $error if $error > $largest;
    }
    $count++;
    print $wrong || $rows != $rows_expected ? 'not ' : '',
        "ok $count - $what $ours: $rows rows of $rows_expected, $wrong beyond $bound, ",
        sprintf("largest error %.2g\n", $largest);
}

for my $recipe (@recipes) {
    my ($name, $panel, $table, $first, $last, @pairs) = @$recipe;
    my $example = "$root/examples/published/$name";
    my $excerpt = scores($example, $first, $last);
    compare("$name, excerpt:", $excerpt, $_, $_->[3]) for @pairs;
    my $whole = "$root/../shared/datasets/$table";
    if (!-e $whole) {
        $count++;
        print "ok $count - $name, whole table # SKIP no data set\n";
        next;
    }
    my $folder = "$work/$name/data/panels";
    my $file = $table =~ /gz$/ ? "$panel.csv.gz" : "$panel.csv";
    system('cp', '-r', $example, "$work/$name") == 0 or die;
    unlink "$folder/$panel.csv";
    system('cp', $whole, "$folder/$file") == 0 or die;
    system('sed', '-i', "s/^file: .*/file: $file/", "$folder/$panel.yaml") == 0 or die;
    my $all = scores("$work/$name", $first, $last);
    compare("$name, whole table:", $all, $_, $_->[4]) for @pairs;
}
print "1..$count\n";
