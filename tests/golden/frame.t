#!/usr/bin/perl
# builds: release
# Stored frames: with one a country or a year more or less moves no old score by a bit, on an
# excerpt of human development data and, where it is at hand, on the whole table; without one it
# does. What is stored, what a later year does, what is refused.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $sets = $ENV{TIDEMARK_DATASETS} // "$root/../shared/datasets";
my $work = tempdir(CLEANUP => 1);

sub save {
    my ($path, $text) = @_;
    make_path($path =~ s{/[^/]*$}{}r);
    put($path, $text);
    return;
}

# Runs the program in a project: exit code, stdout, stderr.
sub run {
    my ($project, @words) = @_;
    my $command = join ' ', map { "'" . s/'/'\\''/gr . "'" } $tidemark, '-C', $project, @words;
    my $out = `$command 2>'$work/stderr' </dev/null`;
    return ($? >> 8, $out, text_of("$work/stderr"));
}

# Ends with a code and says some texts on stderr, one after the other.
sub refused {
    my ($what, $project, $code, $says, @words) = @_;
    my ($ended, $out, $err) = run($project, @words);
    my ($at, $good) = (0, $ended == $code);
    for my $text (ref $says ? @$says : $says) {
        my $found = index $err, $text, $at;
        $good = 0 if $found < 0;
        $at = $found + length $text;
    }
    return ok($good, $what, "ended with $ended", $out, $err);
}

# Rows of scores by country, period and item, as they are printed.
sub scores {
    my ($project, @words) = @_;
    my ($ended, $out, $err) =
        run($project, '-q', 'score', '--format', 'csv', '--draws', '0', @words);
    die "tidemark score @words in $project: $err\n" if $ended != 0;
    my %row = map { /^([^,]*,[^,]*,[^,]*,[^,]*),/ ? ($1 => $_) : () } split /\n/, $out;
    return \%row;
}

# How many rows of the first are not in the second to the last bit, among those of which it has any.
sub moved {
    my ($old, $new) = @_;
    my @same = grep { exists $new->{$_} } keys %$old;
    return (scalar(grep { $old->{$_} ne $new->{$_} } @same), scalar @same);
}

sub copy_of {
    my ($project) = @_;
    my $copy = tempdir(DIR => $work);
    system('cp', '-r', "$project/.", $copy) == 0 or die "cannot copy $project\n";
    return $copy;
}

# Another rule: a known one with a field or more changed.
sub rule {
    my ($project, $name, $from, $text) = @_;
    save("$project/scripts/rules/$name.lua",
        "local rule = tide.rule \"$from\"\n$text\nreturn rule\n");
    return;
}

# The table with the countries named left out, with an extreme country and with the last year again
# as a new one, its figures worse by a tenth.
sub changed {
    my ($table, @without) = @_;
    my ($head, @lines) = split /\n/, $table;
    my @quoted = grep { /"/ } @lines; # a name with a comma: stays as it is
    @lines = grep { !/"/ } @lines;
    my $last = (sort map { (split /,/)[3] } @lines)[-1];
    my %left_out = map { $_ => 1 } @without;
    my @kept = grep { !$left_out{(split /,/)[0]} } @lines;
    my @new = map {
        my @field = split /,/, $_, -1;
        $field[3]++;
        $_ = $_ eq '' ? '' : $_ * 0.9 for @field[4 .. $#field];
        join ',', @field
    } grep { (split /,/)[3] eq $last } @kept;
    my %years = map { (split /,/)[3] => 1 } @kept, @new;
    my @extreme = map { "XAA,Extremia,EAP,$_,20,2,0.5,150000,3000,300,0,99" } sort keys %years;
    return join "\n", $head, @kept, @quoted, @new, @extreme, '';
}

# Scores of a project with a stored frame, before and after its table changes; and without.
sub check_still {
    my ($what, $project, $years, $span, @without) = @_;
    my $panel = "$project/data/panels/hdr.csv";
    my @shown = ('--years', $years, '--level', 'index,pillar,indicator');
    # What lies beyond the ends may fall below 0, which a geometric mean without a floor refuses.
    my $floor = 'rule.pillar = tide.geometric { floor = 1 } rule.index = rule.pillar';
    rule($project, 'held', 'frozen', "rule.frame = \"held\" $floor");
    rule($project, 'free', 'frozen', "rule.frame = nil $floor");
    my ($ended, $out, $err) = run($project, 'frame', 'held', '--rule', 'held', '--years', $years);
    ok($ended == 0 && $out =~ /^indicators\/frames\/held\.yaml: \d+ figures of treat, impute, /,
        "$what: a frame is stored", $out, $err);
    my $held = scores($project, '--rule', 'held', @shown);
    my $free = scores($project, '--rule', 'free', @shown);
    save($panel, changed(text_of($panel), @without));
    save("$project/indicators/index.yaml",
        text_of("$project/indicators/index.yaml") =~ s/^span: .*/span: $span/mr);
    my ($moved, $rows) = moved($held, scores($project, '--rule', 'held', @shown));
    ok($moved == 0 && $rows > 100,
        "$what: countries and a year more and less move no old score by a bit", "$moved of $rows");
    ($moved, $rows) = moved($free, scores($project, '--rule', 'free', @shown));
    ok($moved > $rows / 20, "$what: without the frame they do", "$moved of $rows");
    return;
}

my $example = "$root/examples/methods/handbook";
my $stored = text_of("$example/indicators/frames/base1921.yaml");

# What the frame of the example is.
my ($ended, $out, $err) =
    run($example, 'frame', 'base1921', '--rule', 'frozen', '--years', '2019..2021', '--dry-run');
ok($ended == 0 && $out eq $stored && $err eq '', 'the frame of the example is what its rule gives',
    $out, $err);
my $project = copy_of($example);
($ended, $out, $err) = run($project, 'frame', 'base1921', '--rule', 'frozen', '--years',
    '2019..2021');
ok($ended == 0 && $out eq "indicators/frames/base1921.yaml: 97 figures of treat, impute, "
        . "normalise and weights\ntaken from 2019..2021 in 34 countries; as it was\n" && $err eq '',
    'storing it again changes nothing', $out, $err);
ok(text_of("$project/indicators/frames/base1921.yaml") eq $stored, 'not a byte of it');
rule($project, 'open', 'frozen', 'rule.frame = nil');
my ($moved, $rows) = moved(
    scores($project, '--rule', 'frozen', '--years', '2019..2021'),
    scores($project, '--rule', 'open', '--years', '2019..2021'));
ok($moved > 0, 'figures of all years give other scores');
($ended, $out, $err) = run($project, 'frame', 'all', '--rule', 'open');
ok($ended == 0 && $out =~ /from 2019\.\.2022 in 34 countries; a new file/
        && $err eq "next: say frame = \"all\" in scripts/rules/open.lua\n",
    'without --years all periods are looked at, and the rule is to name the frame', $out, $err);
rule($project, 'shut', 'frozen', 'rule.frame = "all"');
($moved, $rows) = moved(scores($project, '--rule', 'shut', '--years', '2019..2022'),
    scores($project, '--rule', 'open', '--years', '2019..2022'));
ok($moved == 0 && $rows > 100, 'a frame of all rows gives the scores of none, to the last bit');

# A part of the countries: what the others do is nothing to the figures.
my @few = ('--rule', 'open', '--countries', 'KGZ,KAZ,UZB,TKM', '--years', '2019..2021');
my $before = (run($project, 'frame', 'few', @few, '--dry-run'))[1];
save("$project/data/panels/hdr.csv", changed(text_of("$project/data/panels/hdr.csv"), 'NOR'));
my $after = (run($project, 'frame', 'few', @few, '--dry-run'))[1];
ok($before eq $after && $before =~ /^countries: 4$/m && $before =~ /^# tidemark frame few .*KGZ/m,
    '--countries are whose figures are taken', $before, $after);
ok($before =~ /impute\/le, class: ECA/ && $before !~ /class: SSA/,
    'classes without any of them are left out');

check_still('excerpt', copy_of($example), '2019..2021', '2019..2023', 'NOR', 'SSD');
my $whole = "$sets/hdi_1990_2022.csv.gz";
if (-r $whole) {
    my $all = copy_of($example);
    my @lines = split /\n/, `gzip -dc '$whole'`;
    my @names = split /,/, $lines[0];
    my %at = map { $names[$_] => $_ } 0 .. $#names;
    my @columns = @at{qw(iso3 country region year le eys mys gnipc mmr abr pr_f lfpr_f)};
    my @kept = grep { !/"|^ZZ/ } @lines;
    save("$all/data/panels/hdr.csv",
        join "\n", (map { join ',', (split /,/, $_, -1)[@columns] } @kept), '');
    save("$all/indicators/index.yaml",
        text_of("$all/indicators/index.yaml") =~ s/^span: .*/span: 1990..2022/mr);
    check_still('whole table', $all, '2015..2020', '1990..2023', 'USA', 'SSD');
} else {
    skip('whole table', 'no data set');
}

# A year outside what was stored.
$project = copy_of($example);
my $table = text_of("$project/data/panels/hdr.csv");
$table .= "$1,2023,95,12,8,200000,90,60,30,50\n" if $table =~ /^(KGZ,[^,]*,[^,]*),2022,/m;
save("$project/data/panels/hdr.csv", $table);
save("$project/indicators/index.yaml",
    text_of("$project/indicators/index.yaml") =~ s/^span: .*/span: 2019..2023/mr);
rule($project, 'clipped', 'frozen',
    'rule.normalise = tide.minmax { to = { 1, 100 }, clip = true }');

# The scores of indicators of one country in 2023, by a comparison with itself.
sub indicators {
    my ($rule) = @_;
    my (undef, $csv) = run($project, '-q', 'compare', 'KGZ@2023', 'KGZ@2021', '--rule', $rule,
        '--draws', '0', '--format', 'csv');
    my %value = map { my @field = split /,/; ($field[4] => $field[5]) } split /\n/, $csv;
    return \%value;
}
my ($open, $clipped) = (indicators('frozen'), indicators('clipped'));
# (95 - 52.525) / (85.473 - 52.525) × 99 + 1, with the ends that are stored.
ok(abs($open->{le} - 128.62610780624016) < 1e-11,
    'a value beyond the ends that are stored stands beyond the scale', $open->{le});
ok($clipped->{le} == 100, 'and with clip = true at its end', $clipped->{le});
ok($open->{gnipc} == 100, 'a later value is held where the frame holds outliers', $open->{gnipc});

# What each period has of its own ends with the periods that were stored.
rule($project, 'yearly', 'frozen', 'rule.impute = tide.fill { with = "mean", over = "period" } '
    . 'rule.frame = "yearly"');
run($project, 'frame', 'yearly', '--rule', 'yearly', '--years', '2019..2021');
refused('a period without figures is refused, with what to do', $project, 1,
    ['indicators/frames/yearly.yaml: error: the stored frame yearly has no figures of impute/',
        " for 2022: it was taken from 2019..2021  [E0560]\n  help: show what it holds (--years ",
        '2019..2021), store it again with more (tidemark frame yearly --rule yearly), or take ',
        'these figures with over = "all"'],
    'score', '--rule', 'yearly', '--at', '2022');
refused('in comparisons too', $project, 1, ['no figures of impute/', ' for 2022'],
    'compare', 'KGZ@2021', 'KGZ@2022', '--rule', 'yearly');
($ended, $out, $err) = run($project, 'score', '--rule', 'yearly');
ok($ended == 0 && $out =~ / 2021, 1 \(worst\)/, 'the period shown is the latest that has them',
    $out, $err);
($ended, $out, $err) = run($project, 'compare', 'KGZ@2021', 'KGZ@2020', '--rule', 'yearly');
ok($ended == 0, 'periods that are stored can be compared', $out, $err);

# Rules that use others.
rule($project, 'user', 'handbook',
    'rule.frame = "user" rule.uses = { held = "frozen.capability" } '
        . 'rule.at = { capability = function(c) return c.held end } '
        . 'rule.weights = { equality = 2 } rule.impute = nil');
refused('a rule that names a frame wants it stored', $project, 1,
    ['scripts/rules/user.lua:2:6: error: there is no stored frame user: ',
        'indicators/frames/user.yaml is not there  [E0560]',
        'help: make it: tidemark frame user --rule user'],
    'score', '--rule', 'user');
($ended, $out, $err) = run($project, 'frame', 'user', '--rule', 'user', '--years', '2019..2021');
ok($ended == 0 && text_of("$project/indicators/frames/user.yaml") !~ /frozen:/,
    'what a rule takes from another rule that has a frame stays with that frame', $out, $err);
my ($user, $frozen) = map { scores($project, '--rule', $_, '--years', '2019..2021', '--level',
        'pillar') } 'user', 'frozen';
my @differs = grep { /capability/ && $user->{$_} =~ s/.*capability,([^,]*).*/$1/r ne
        $frozen->{$_} =~ s/.*capability,([^,]*).*/$1/r } keys %$user;
ok(!@differs && keys %$user > 100, 'and is what that rule gives, to the last bit', @differs);
rule($project, 'taker', 'user', 'rule.frame = "taker" rule.uses = { held = "open.capability" }');
rule($project, 'open', 'frozen', 'rule.frame = nil');
run($project, 'frame', 'taker', '--rule', 'taker', '--years', '2019..2021');
ok(text_of("$project/indicators/frames/taker.yaml") =~ /of: open:weights\/capability,/,
    'what it takes from a rule without one is stored by that rule\'s name');
($ended, $out, $err) = run($project, 'score', '--rule', 'taker', '--at', '2021');
ok($ended == 0, 'and found again', $out, $err);

# A formula's figures go by the line of the script.
save("$project/scripts/rules/formula.lua", <<'LUA');
return {
  title = "Two in standard deviations",
  frame = "formula",
  score = function(c)
    return tide.zscore(c.le, { over = "all" }) +
           tide.zscore(c.mys, { over = "all" })
  end,
}
LUA
($ended, $out, $err) =
    run($project, 'frame', 'formula', '--rule', 'formula', '--years', '2019..2021');
my $file = text_of("$project/indicators/frames/formula.yaml");
ok($ended == 0 && $file =~ /of: formula\/index\/zscore:5:1, figures: \{mean: /
        && $file =~ /zscore:6:1/,
    'the figures of formulas go by function and line', $out, $err, $file);
($ended, $out, $err) = run($project, 'score', '--rule', 'formula', '--at', '2023');
ok($ended == 0, 'and hold', $err);

# What figures rest on, is told.
my $sum = (split / /, `sha256sum '$project/indicators/frames/base1921.yaml'`)[0];
($ended, $out, $err) = run($project, 'score', '--rule', 'user', '--at', '2021', '--format', 'json');
ok($out =~ /"inputs": \[.*"indicators\/frames\/base1921\.yaml sha256:$sum"/
        && $out =~ /"indicators\/frames\/user\.yaml sha256:/,
    'stored frames stand among the inputs, those of rules that are used too', $err);

# What is refused.
rule($project, 'other', 'frozen', 'rule.normalise = tide.zscore()');
refused('another method than the one stored is refused', $project, 1,
    ['the frame base1921 holds of normalise/',
        ": minimum, maximum; but the rule needs: mean, sd  [E0560]\n  help: store it again: ",
        'tidemark frame base1921 --rule other, or, if rule frozen still takes its figures from ',
        'it, under a name of its own'],
    'score', '--rule', 'other');
rule($project, 'more', 'frozen', 'rule.weights.index = tide.pca()');
refused('figures that were not stored are refused', $project, 1,
    'the frame base1921 has no figures of weights/index  [E0560]', 'score', '--rule', 'more');
for (['copeland', 'index', '`index` is tide.copeland'],
    ['benefit_of_doubt', 'pillar', 'capability is tide.benefit_of_doubt'],
    ['rank', 'normalise', 'le is normalised by tide.rank'],
    ['percentile', 'normalise', 'le is normalised by tide.percentile']) {
    my ($method, $field, $says) = @$_;
    rule($project, 'compares', 'frozen', "rule.$field = tide.$method()");
    refused("tide.$method beside frame is refused", $project, 1,
        ['scripts/rules/compares.lua', "error: $says, which compares the countries of the day ",
            'with each other: a stored frame cannot hold that  [E0563]'],
        'score', '--rule', 'compares');
    rule($project, 'compares', 'open', "rule.$field = tide.$method()");
    refused("and no frame is stored of it", $project, 1, [$says, '[E0563]'], 'frame', 'x',
        '--rule', 'compares');
}
refused('goalposts take nothing from the data', $root, 1,
    'there is nothing to store: no stage of the rule rights takes a figure from the data  [E0564]',
    'frame', 'x');
for my $name ('Base', '../x', 'x.yaml', 'ä') {
    refused("$name is no name of a frame", $project, 2, 'cannot be the name of a frame  [E0605]',
        'frame', $name);
}
refused('a name is wanted', $project, 2, 'takes one name, but got 0  [E0605]', 'frame');
refused('options of other verbs are refused', $project, 2, 'means nothing to `tidemark frame`',
    'frame', 'x', '--level', 'index');
save("$project/indicators/frames/torn.yaml", "frame: [\n");
rule($project, 'torn', 'frozen', 'rule.frame = "torn"');
refused('a frame that is no YAML is said where it stands', $project, 1,
    ['indicators/frames/torn.yaml:', 'error: ', 'scripts/rules/torn.lua:2:6: error: ',
        'the stored frame torn cannot be used: it has errors of its own  [E0560]'],
    'score', '--rule', 'torn');
unlink "$project/scripts/rules/torn.lua";
($ended, $out, $err) = run($project, 'frame', 'torn', '--rule', 'frozen');
ok($ended == 0 && $out =~ /replaces what stood there/, 'and can be stored over', $out, $err);
system('rm', '-r', "$project/indicators/frames") == 0 or die;
save("$project/indicators/frames", 'a file');
refused('what cannot be written is said', $project, 3, ['error: ', 'indicators/frames', '[E0703]'],
    'frame', 'x', '--rule', 'open');
finish();
