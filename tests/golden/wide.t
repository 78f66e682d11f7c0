#!/usr/bin/perl
# builds: release
# Tables of many countries: sixty made of those of an excerpt, and the whole table where it is at
# hand. Eighty columns hold each, every country has its row, and --sort orders them.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
my @names = ('Saint Vincent and the Grenadines', "Korea (Democratic People's Rep. of)",
    'Bolivia (Plurinational State of)', 'Chad', "C\x{f4}te d'Ivoire", 'Trinidad and Tobago');

sub lines_of {
    my (@words) = @_;
    open my $pipe, '-|:utf8', $tidemark, '-q', '-C', "$work/hdi", 'score', @words or die;
    my @lines = map { chomp; $_ } <$pipe>;
    close $pipe or push @lines, 'tidemark ended with ' . ($? >> 8);
    return @lines;
}

# The example with another table: the file's name and its content.
sub project {
    my ($name, $bytes) = @_;
    my $panels = "$work/hdi/data/panels";
    system('rm', '-rf', "$work/hdi") == 0 or die;
    system('cp', '-r', "$root/examples/published/hdi", $work) == 0 or die;
    unlink "$panels/hdr.csv" or die;
    open my $file, '>:raw', "$panels/$name" or die;
    print $file $bytes;
    close $file or die;
    system('sed', '-i', "s/^file: .*/file: $name/", "$panels/hdr.yaml") == 0 or die;
}

sub bytes_of {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!\n";
    local $/;
    return scalar <$file>;
}

# Sixty countries, each with the figures of one of the excerpt.
sub many {
    my ($head, @records) = split /^/, bytes_of("$root/examples/published/hdi/data/panels/hdr.csv");
    my @kyrgyz = grep { /^(?:KGZ|NOR|SSD),/ } @records;
    my $csv = $head;
    for my $n (0 .. 19) {
        my $letter = chr(ord('A') + $n);
        for my $record (@kyrgyz) {
            my ($id, $rest) = $record =~ /^(\w+),(?:"[^"]*"|[^,]*),(.*)/s or die;
            my $name = "$names[$n % @names] $letter" . substr $id, 0, 1;
            utf8::encode($name);
            $csv .= "$letter" . substr($id, 0, 2) . ",$name,$rest";
        }
    }
    return $csv;
}

sub try_width {
    my ($what, @words) = @_;
    my @lines = lines_of(@words);
    my @wide = grep { length > 80 } @lines;
    ok(@lines > 30 && !@wide, "$what: @words fits 80 columns", splice @wide, 0, 5);
    return @lines;
}

sub try_world {
    my ($what, $countries) = @_;
    my @lines = try_width($what, '--at', '2021');
    my ($rule) = grep { $lines[$_] =~ /^\x{2500}/ } 0 .. $#lines;
    my @rows = grep { /\d\.\d{3}|n\/a/ } @lines[$rule + 1 .. $#lines];
    ok(@rows == $countries, "$what: a row a country", scalar(@rows) . " rows of $countries");
    my @sorted = try_width($what, '--at', '2021', '--sort', 'index');
    my @index =
        map { /\s(n\/a|\d\.\d{3})/ && $1 ne 'n/a' ? $1 : () } @sorted[$rule + 1 .. $#sorted];
    my @fallen = grep { $index[$_] < $index[$_ + 1] } 0 .. $#index - 1;
    ok(@index > 30 && !@fallen, "$what: --sort index puts the best first");
    ok("@{[sort @lines]}" eq "@{[sort @sorted]}", "$what: and shows the same rows");
    try_width($what, '--at', '2021', '--level', 'index,pillar,indicator');
    try_width($what, '--at', '2021', '--level', 'indicator');
    try_width($what, '--years', '2015..2021', '--level', 'index');
    try_width($what, '--years', '2011..2021', '--level', 'index');
    try_width($what, '--years', '2020..2021');
    my ($first) = grep { /^[A-Z]\w+,/ } lines_of('--at', '2021', '--format', 'csv');
    my ($best) =
        grep { /^[A-Z]\w+,/ } lines_of('--at', '2021', '--format', 'csv', '--sort', 'index');
    ok($first lt $best, "$what: CSV has the order of the project unless asked for another");
}

project('hdr.csv', many());
try_world('sixty countries', 60);
my $table = "$root/../shared/datasets/hdi_1990_2022.csv.gz";
if (-e $table) {
    project('hdr.csv.gz', bytes_of($table));
    try_world('the whole table', 206);
} else {
    skip('the whole table', 'no data set');
}
finish();
