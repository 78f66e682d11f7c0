#!/usr/bin/perl
# builds: release
# `tidemark import`: what it prints and drafts, that it overwrites nothing, and that drafts load.
# Those of published examples read what the descriptions written by hand read, and those of every
# data set at hand bring each figure of the file. With UPDATE=1 the expected files are written anew,
# to be read again.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use JSON::PP;
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
my $expected = "$root/tests/golden/expected";

sub save {
    my ($path, $text) = @_;
    make_path($path =~ s{/[^/]*$}{}r);
    put($path, $text);
}

# Runs the program in the working folder: exit code, stdout, stderr.
sub run {
    my (@words) = @_;
    my $command = join ' ', map { "'" . s/'/'\\''/gr . "'" } $tidemark, @words;
    my $out = `cd '$work' && $command 2>'$work/stderr' </dev/null`;
    return ($? >> 8, $out, text_of("$work/stderr"));
}

# What stands below a folder, with its content.
sub snapshot {
    my ($folder) = @_;
    my @paths = sort split /\0/, `find '$folder' -type f -print0`;
    return join "\n", map { "$_\n" . text_of($_) } @paths;
}

sub same_as_expected {
    my ($name, $text) = @_;
    save("$expected/$name", $text) if $ENV{UPDATE};
    my $right = text_of("$expected/$name") // '';
    ok($text eq $right, "$name is what was read and found right", "expected:\n$right",
        "is:\n$text");
}

sub fits {
    my ($name, $text) = @_;
    utf8::decode($text);
    my @wide = grep { length > 80 } split /\n/, $text;
    ok(!@wide, "$name fits 80 columns", @wide);
}

# A project of the published examples without the description of one of its panels.
sub example {
    my ($name, $panel) = @_;
    remove_tree("$work/$name");
    system('cp', '-r', "$root/examples/published/$name", $work) == 0 or die;
    my $path = "$work/$name/data/panels/$panel.yaml";
    my ($file) = text_of($path) =~ /^file: (\S+)/m or die "$path\n";
    rename "$work/$name/data/panels/$file", "$work/$file" or die "$file: $!\n";
    unlink $path or die;
    return $file;
}

# The figures of all indicators as they are read, with their intervals.
sub figures {
    my ($project) = @_;
    save("$work/plain.lua", "return { title = 'Plain', scale = { 0, 1 } }\n");
    my ($code, $out) = run('-q', '-C', $project, 'score', '--level', 'indicator', '--years',
        '1990..2024', '--rule', 'plain.lua', '--format', 'csv');
    return $out;
}

sub try_example {
    my ($name, $panel, $source) = @_;
    my $file = example($name, $panel);
    my ($code, $out, $err) =
        run('-C', $name, 'import', $file, '--panel', $panel, '--source', $source);
    ok($code == 0, "$name/$panel is drafted", $err);
    ok(text_of("$work/$name/data/panels/$file") eq text_of("$work/$file"),
        "$name/$file is copied to the byte");
    my $drafted = figures($name);
    ok($drafted =~ /\d,indicator,\w+,-?\d/
            && $drafted eq figures("$root/examples/published/$name"),
        "the draft of $name/$panel reads what the description written by hand reads");
    return $out;
}

sub try_examples {
    my $out = try_example('hdi', 'hdr', 'hdr2324');
    same_as_expected('import_hdi.txt', $out);
    fits('import_hdi.txt', $out);
    try_example('bti', 'bti', 'bti{report_year}');
    same_as_expected('import_bti.yaml', text_of("$work/bti/data/panels/bti.yaml"));
    try_example('nit', 'nit', '{source}');
    try_example('rsf', 'rsf', 'rsf{year}');
    try_example('cpi', 'cpi', 'cpi{year}');
}

# A file with one of everything that is remarked.
sub try_remarks {
    my @countries = (['KGZ', 'Kyrgyzstan', 'c', 703], ['TJK', 'Tajikistan', 'c', 702],
        ['KAZ', 'Kazakhstan', 'c', 705], ['UZB', 'Uzbekistan', 'c', 704],
        ['TKM', 'Turkmenistan', 'c', 701], ['', 'Abkhazia', 't', 396], ['ZZA', 'x', 'c', 1]);
    my $csv = 'iso3,country,ct,gwcode,edition,year,status,Q1.1,edi,edi_codelow,edi_codehigh,le,'
        . "le_sd,law,aid\n";
    for my $year (2019, 2020) {
        for my $at (0 .. $#countries) {
            my ($iso, $name, $ct, $gw) = @{$countries[$at]};
            ($iso, $name) = ('ZZA.LOW', 'Low income') if $iso eq 'ZZA';
            my $law = $at == 1 ? 'NULL' : $at;
            my $aid = $at == 2 ? -99 : $at * 10.5;
            $csv .= join(',', $iso, $name, $ct, $gw, $year + 1, $year, $at % 2 ? 'NF' : 'PF', 3,
                0.4, 0.3, 0.5, 70 + $at, 0.5, $law, $aid) . "\n";
        }
    }
    save("$work/remarks/indicators/index.yaml",
        "codebook: small\ncountries: all\npillars: [main]\n");
    save("$work/remarks/indicators/sources.yaml",
        join '', map { "- {id: $_}\n" } 'fiw2020', 'fiw2021', 'un');
    save("$work/remarks/indicators/main.yaml", "pillar: main\nindicators:\n"
        . "  - {id: courts, series: [all_2020.Q1_1]}\n  - {id: le}\n  - {id: unseen}\n"
        . "  - id: law\n    scale: {kind: ordinal, levels: {0: a, 1: b, 2: c}}\n");
    save("$work/all-2020.csv", $csv);
    my ($code, $out, $err) = run('-C', 'remarks', 'import', 'all-2020.csv');
    ok($code == 0, 'a file of remarks is drafted', $err);
    same_as_expected('import_remarks.txt', $out . $err);
    fits('import_remarks.txt', $out);
    same_as_expected('import_remarks.yaml', text_of("$work/remarks/data/panels/all_2020.yaml"));
    my ($line) = $err =~ /on line (\d+) of the draft/;
    ($code, $out, $err) = run('-C', 'remarks', 'check');
    ok($code == 1 && $err =~ /all_2020.yaml:\Q$line\E:\d+: error: source is empty  \[E0202\]/
            && $err =~ /required: an id of/
            && $err =~ /help: write the id of a source of indicators.sources.yaml/,
        'until it has a source, check shows the line that wants it', $err);
    ($code, $out, $err) = run('-C', 'remarks', 'import', 'all-2020.csv', '--dry-run', '--format',
        'json', '--source', 'un');
    ok($code == 0 && $out =~ /^# Drafted .*^source: un$/ms, 'a dry run prints the draft', $out);
    ($code, $out, $err) = run('-C', 'remarks', 'import', 'all-2020.csv', '--panel', 'other',
        '--source', 'fiw{edition}', '--format', 'json');
    my $json = eval { decode_json($out) } // {meta => {}, rows => []};
    my %row = map { $_->{column} => $_ } @{$json->{rows}};
    ok($code == 0 && $row{edi_codelow}{role} eq 'low' && $row{edi_codelow}{of} eq 'edi'
            && $row{le}{indicator} eq 'le' && $row{aid}{values} == 14
            && $row{gwcode}{note} eq 'a number of the country',
        'JSON tells each column', $err);
    ok(grep({ $_ eq 'unseen' } @{$json->{meta}{unfed} // []})
            && @{$json->{meta}{remarks} // []} > 3, 'JSON lists remarks and what is not fed');
}

# Refusals: code of the command, what is said; nothing is written.
sub try_refusals {
    example('hdi', 'hdr');
    save("$work/years.csv", "iso3,2019,2020,2021\nKGZ,1,2,3\n");
    save("$work/points.csv", "iso3;year;x\nKGZ;2020;1,5\n");
    save("$work/hdi/data/panels/taken.yaml", "kept\n");
    save("$work/hdi/data/panels/other.csv", "another file\n");
    save("$work/other.csv", text_of("$work/hdr.csv"));
    my $before = snapshot("$work/hdi");
    my @cases = (
        [2, 'E0605', 'no file is a mistake of usage'],
        [2, 'E0605', 'two files are one', 'hdr.csv', 'years.csv'],
        [3, 'E0702', 'a file that is not there is the machine\'s', 'none.csv'],
        [1, 'E0103', 'a folder is no file', 'hdi'],
        [1, 'E0611', 'a table without periods is refused', 'years.csv'],
        [1, 'E0124', 'semicolons are refused', 'points.csv'],
        [2, 'E0602', 'an unknown source is one', 'hdr.csv', '--source', 'hdr2524'],
        [2, 'E0602', 'a column of sources that is not there is one', 'hdr.csv', '--source', 'x{y}'],
        [2, 'E0602', 'a name that is no id is one', 'hdr.csv', '--panel', '2020'],
        [2, 'E0602', 'an unknown format is one', 'hdr.csv', '--format', 'xlsx'],
        [2, 'E0603', 'an option of another verb is one', 'hdr.csv', '--rule', 'hdi'],
        [2, 'E0612', 'a description is not overwritten', 'hdr.csv', '--panel', 'taken'],
        [2, 'E0612', 'another file of that name is not overwritten', 'other.csv'],
    );
    for (@cases) {
        my ($code, $error, $sentence, @words) = @$_;
        my ($ended, $out, $err) = run('-C', 'hdi', 'import', @words);
        ok($ended == $code && $err =~ /\[\Q$error\E\]/ && $out eq '', $sentence,
            "ended with $ended: $err");
    }
    my ($code, $out) = run('-C', 'hdi', 'import', 'hdr.csv', '--dry-run');
    ok($code == 0 && $out =~ /^panel: hdr$/m, 'a dry run ends with 0');
    ok($before eq snapshot("$work/hdi"), 'refusals and a dry run write nothing');
    ok((run('-C', 'none', 'import', 'hdr.csv'))[0] == 2, 'without a project there is no import');
    ($code, undef, my $err) = run('-C', 'hdi', 'import', 'hdi/data/panels/other.csv');
    ok($code == 1 && $err =~ /one column/, 'a file in its place is read there', $err);
}

# The codebook may name a panel that is yet to come: check finds fault, import does not.
sub try_first_codebook {
    make_path("$work/first/data");
    save("$work/first/indicators/index.yaml", "codebook: first\npillars: [main]\n");
    save("$work/first/indicators/sources.yaml", "- {id: us}\n");
    save("$work/first/indicators/main.yaml",
        "pillar: main\nindicators:\n  - {id: x, series: [new.X_1]}\n");
    save("$work/new.csv", "iso3,year,X-1\nKGZ,2020,1\nTJK,2020,2\n");
    ok((run('-C', 'first', 'check'))[0] == 1, 'a series of no panel is an error');
    my ($code, $out, $err) = run('-C', 'first', 'import', 'new.csv', '--source', 'us', '-q');
    ok($code == 0 && $out =~ /X-1 +series X_1 +x\b/ && $err eq '',
        'its import matches the series', $out . $err);
    ($code, $out) = run('-C', 'first', 'check');
    ok($code == 0 && $out =~ /2 countries, 2 observations/, 'and the project is whole', $out);
}

# Every series of a data set feeds an indicator of its own: as many observations as it has figures.
sub try_data_set {
    my ($path) = @_;
    my ($file) = $path =~ m{([^/]+)$};
    my $project = "$work/set";
    remove_tree($project);
    save("$project/indicators/index.yaml", "codebook: set\ncountries: all\npillars: [main]\n");
    save("$project/indicators/sources.yaml", "- {id: src}\n");
    save("$project/indicators/main.yaml", "pillar: main\nindicators:\n  - {id: none}\n");
    my ($code, $out, $err) =
        run('-C', $project, 'import', $path, '--panel', 'p', '--source', 'src', '--format', 'json');
    my $json = eval { decode_json($out) } // {rows => []};
    my %figures;
    $figures{$_->{series}} += $_->{values} for grep { $_->{role} eq 'series' } @{$json->{rows}};
    # Of several sources in one file (central_asia), some series are of two.
    my @twice = $file eq 'central_asia.csv' ? twice($path) : ();
    delete @figures{@twice};
    my ($at, $main, $sum) = (0, "pillar: main\nindicators:\n", 0);
    for my $series (sort keys %figures) {
        $main .= "  - {id: i$at, series: [\"p.$series\"]}\n";
        $sum += $figures{$series};
        $at++;
    }
    save("$project/indicators/main.yaml", $main);
    my ($checked, $said, $problems) = run('-C', $project, 'check');
    my ($observations) = $said =~ /(\d+) observations/;
    ok($code == 0 && $checked == 0 && $sum > 0 && ($observations // 0) == $sum,
        "$file: the draft loads, with all $sum figures of $at series",
        $err, $said, substr($problems, 0, 2000));
}

# Series of central_asia.csv that have two figures for a country and year.
sub twice {
    my ($path) = @_;
    my (%seen, %twice);
    for (split /\n/, text_of($path)) {
        my @field = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
        $twice{$field[3]} = 1 if $seen{"$field[0],$field[1],$field[3]"}++;
    }
    return keys %twice;
}

try_examples();
try_remarks();
try_refusals();
try_first_codebook();
my @sets = sort glob "'$root/../shared/datasets'/*.csv '$root/../shared/datasets'/*.csv.gz";
try_data_set($_) for @sets;
if (!@sets) {
    skip('drafts of whole data sets', 'no data set');
}
finish();
