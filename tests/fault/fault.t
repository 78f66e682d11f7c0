#!/usr/bin/perl
# A machine in trouble: the program is run again and again, each time with another of its calls
# failing (fail.c). It must end with 3 and say why, or, where the failure does not matter, with 0
# and the right result; never by a signal, and never with half an output file.
#
# Of the calls of one kind that come from the same chain of callers only the first is made to fail,
# but with FAULT_ALL set every one. Each is tried alone or with all later ones failing too, with
# FAULT_BOTH both. With FAIL_SHOW set the notes say where each failing call came from.
# builds: release
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Compress::Gzip qw(gzip);

$| = 1;
my ($root, $build) = @ENV{qw(TIDEMARK_ROOT TIDEMARK_BUILD)};
die "fault.t: tests/run sets TIDEMARK_ROOT and TIDEMARK_BUILD\n" if !$root || !$build;
# The program as it is, but for its arena, which asks fail.c (see arena.c).
my ($program, $library) = ("$build/tests/fault/tidemark", "$build/tests/fault/fail.so");
if (!-x $program || !-e $library) {
    print "1..0 # SKIP `make tests` has not built $program and fail.so\n";
    exit;
}

# Fontconfig (2.14, as expat below it) does not look whether it was given memory, and crashes.
my $spared = 'libfontconfig libexpat';
my $seconds_max = 20;
my $calls_max = 1 << 20;
my $work = tempdir('tidemark-fault-XXXXXX', TMPDIR => 1, CLEANUP => 1);
mkdir "$work/out" or die;
system('cp', '-r', (map { "$root/$_" } qw(indicators data scripts)), "$work/") == 0 or die;
mkdir "$work/data/panels" or die;
delete @ENV{grep { /^FAIL_/ && !/^FAIL_SHOW$/ } keys %ENV};
# fontconfig keeps what it finds in a cache, failures too: this test has a cache of its own.
put("$work/fonts.conf", '<fontconfig><dir>/usr/share/fonts</dir>'
    . "<dir>/usr/local/share/fonts</dir><cachedir>$work/fonts</cachedir></fontconfig>");
$ENV{FONTCONFIG_FILE} = "$work/fonts.conf";
my $tests = 0;

put("$work/wgi.csv", "iso3,country,year,edition,cc,cc_se,note\n"
    . "KGZ,Kyrgyzstan,2020,2021,-1.1,0.1,\"a \"\"b\"\"\"\nTJK,Tajikistan,2020,2021,NULL,0.2,x\n");

# A project in which the newest of an edition's figures are not recorded.
my %before = map { ("$work/edition/data/$_.yaml" => '') } qw(KGZ TJK);
my $edition = "country,iso3,year,score,stderr\n";
mkdir $_ or die for "$work/edition", "$work/edition/data";
system('cp', '-r', "$root/indicators", "$work/edition/") == 0 or die;
system('cp', glob("$root/data/*.yaml"), "$work/edition/data/") == 0 or die;
for (sort keys %before) {
    my $text = content($_);
    my ($iso3) = /(\w+)\.yaml$/;
    $edition .= "Land,$iso3,$1,$2,$3\n"
        while $text =~ /date: (20\d\d), value: (\d+), se: ([\d.]+), series: cpi.score/g;
    $before{$_} = $text =~ s/^ +- \{date: 2022, [^\n]*series: cpi.score[^\n]*\n//mr;
}
put("$work/edition/cpi.csv", $edition);

# What commands write into the projects; what of it was there before.
my $frames = "$work/indicators/frames";
my @made = ((map { "$work/data/panels/wgi.$_" } 'csv', 'yaml'), "$frames/still.yaml",
    sort keys %before);
sub put_back { defined $before{$_} ? put($_, $before{$_}) : unlink for @made }

put("$work/scripts/rules/measured.lua", "return { values = 'published', over = 'period', "
    . "treat = { corruption = tide.log() }, normalise = { corruption = tide.minmax(), "
    . "all = tide.goalposts() } }\n");
put("$work/scripts/rules/heavy.lua", "local rule = tide.rule 'rights'\n"
    . "rule.weights = { media_freedom = 3 }\nreturn rule\n");
put("$work/scripts/rules/borrowed.lua", "return { title = 'Borrowed', scale = { 0, 100 }, "
    . "uses = { other = 'rights.index' }, normalise = tide.goalposts(), score = function(c)\n"
    . "  return c.other * tide.rank(c.cs_assembly, { over = 'period' }) end }\n");
put("$work/scripts/rules/held.lua",
    "local rule = tide.rule 'measured'\nrule.frame = 'kept'\nreturn rule\n");

# A function that is followed and verified, and one that is run row by row.
put("$work/scripts/rules/followed.lua", "return { title = 'Followed', headline = 's', "
    . "score = function(c)\n local s = tide.mean { c.cs_assembly, c.cs_ngo_law }\n"
    . " if s == 9 then s = 0 end\n return { s = s, place = tide.rank(s), t = tide.cut(s, { 2 }, "
    . "{ 'low', 'high' }) }\nend }\n");
put("$work/scripts/rules/by_rows.lua", "return { title = 'By rows', headline = 's', "
    . "score = function(c)\n local t = { [0] = 0, 10, 20, 30, 40 }\n"
    . " return { s = t[c.cs_assembly], t = 'level ' .. c.cs_assembly }\nend }\n");

put("$work/scripts/rules/points.lua", <<'END');
return {
  title = "Points", scale = { 0, 8 }, headline = "total",
  score = function(c)
    local total, status = c.pp_elections + c.pp_party_registration, "low"
    if total >= 2 then status = "high" end
    return { total = { value = total, low = total - 1, high = total + 1 }, status = status }
  end,
  published = { total = { "pp_elections", within = 1 } },
}
END
put("$work/scripts/rules/staged.lua", <<'END');
return {
  values = "published",
  screen = { need = 0.1 },
  treat = { corruption = tide.winsorise(), media_freedom = tide.log() },
  impute = { civic_space = tide.fill { with = "median", over = "period" },
    corruption = tide.fill { with = "row" }, all = tide.fill { with = "carry" } },
  order = { "impute", "treat" },
  normalise = { corruption = tide.zscore { mean = 50, sd = 10 },
    civic_space = tide.percentile(), all = tide.minmax { to = { 1, 100 } } },
  weights = { at = { civic_space = tide.entropy() } },
  at = { corruption = tide.power { order = 2, floor = 0 }, civic_space = tide.copeland(),
    media_freedom = function(c) return tide.mean(c:children("media_freedom")) end },
  index = function(c)
    local sorted = { c.corruption, c.civic_space, c.media_freedom }
    table.sort(sorted)
    return sorted[2]
  end,
}
END

# Levers and scenarios in which everything stands once.
system('rm', '-rf', "$work/scripts/levers", "$work/scripts/scenarios") == 0 or die;
mkdir "$work/scripts/$_" for qw(levers scenarios);
put("$work/scripts/scenarios/no_action.lua",
    'return { title = "N", from = "2022", to = "2026", countries = { "KGZ" } }');
put("$work/scripts/levers/D4.lua", <<'END');
return { title = "T", actor = "A", because = "B", side = "partners", evidence = { "e" },
  effects = { cs_ngo_law = { 0, 0.5, 2, lag = "1 year", cap = 3, on = { KGZ = "2021-11" } } },
  raises = { R6 = { 0, 0.1, 0.2 }, half_life = "1 year" }, scaled_by = "aid_conditionality",
  mix = { { weight = 0.5 }, { weight = 0.5, scale = { raises = 0 }, because = "b" } } }
END
put("$work/scripts/levers/R6.lua", <<'END');
return { title = "T", actor = "A", because = "B", chance = { KGZ = 0.2 },
  parts = { a = { effects = { cs_assembly = 1 } }, b = { effects = { cs_assembly = 1 } } },
  interactions = { { unless = { "R6a", "law" }, scale = 0.5, because = "b" } } }
END
put("$work/scripts/scenarios/drift.lua", <<'END');
return { title = "Drift", from = "2022", to = "2026", pull = { R6 = { KGZ = "judged" }, D4 = 0.5 },
  assume = { KGZ = { cs_ngo_law = 1 }, because = "b" },
  branches = { { name = "x", weight = 1, scale = { D4 = 0.5 }, because = "b" } },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift({ -2, -1, 0 }, { id = "law", chance = 0.5, because = "b" })
    world.KGZ.cs_assembly:set(1, { after = "law", branch = "x", because = "b" })
  end }
END
put("$work/scripts/scenarios/both.lua", <<'END');
return { title = "Both", stack = { "drift" }, pull = { D4 = 1 },
  steps = { { country = "KGZ", indicator = "cs_assembly", set = 2, because = "b" } } }
END

sub content {
    my ($path) = @_;
    open my $file, '<:raw', $path or return undef;
    local $/;
    return scalar <$file> // '';
}

sub put {
    my ($path, $bytes) = @_;
    open my $file, '>:raw', $path or die "$path: $!\n";
    print $file $bytes;
    close $file or die "$path: $!\n";
}

# A project of two panels, one of them long and compressed, beside what is coded by hand. Its files
# are larger than a piece, so that they are read on and their tables grow.
sub put_panels {
    my ($root) = @_;
    mkdir $_ for map { "$work/$root$_" } '', qw(/indicators /data /data/panels);
    put("$work/$root/indicators/index.yaml",
        "codebook: bulk\nspan: 2010..2021\ncountries: all\npillars: [main]\n");
    put("$work/$root/indicators/sources.yaml",
        "- {id: pub}\n- {id: ed, level: 0.68}\n"
        . join '', map { "- {id: ed$_, of: ed, date: $_-12-31}\n" } 2010 .. 2021);
    put("$work/$root/indicators/main.yaml", "pillar: main\nindicators:\n"
        . "  - {id: le, scale: {kind: interval, worst: 0, best: 100}}\n"
        . "  - {id: eys, carry: 24 months, scale: {kind: interval, worst: 0, best: 50}}\n"
        . "  - id: both\n    scale: {kind: interval, worst: 0, best: 100}\n"
        . "    series: [long.both, {is: wide.le, rescale: {from: [0, 100], to: [10, 20]}}]\n");
    put("$work/$root/data/AAA.yaml", "country: AAA\nobservations:\n  both:\n"
        . "    - {date: 2021-12-31, value: 9, coder: ab, source: pub, confidence: B}\n");
    put("$work/$root/data/panels/wide.yaml", "panel: wide\nfile: wide.csv\ncountry: iso3\n"
        . "name: land\ngroups: {region: area}\nperiod: year\nsource: pub\n"
        . "series: {le: {column: le, se: se}, eys: eys}\n");
    put("$work/$root/data/panels/long.yaml", "panel: long\nfile: long.csv.gz\ncountry: iso3\n"
        . "period: year\nsource: 'ed{year}'\nerrors: together\n"
        . "long: {series: what, value: value, low: low, high: high}\n");
    my ($wide, $long) = ("iso3,land,area,year,le,se,eys\n", "what,iso3,year,value,low,high\n");
    for my $country ('AAA' .. 'AJZ') {
        for my $year (2010 .. 2021) {
            my $value = (ord(substr $country, 2) * 7 + $year) % 90;
            $wide .= qq{$country,"the ""$country""",Area $year,$year,$value.25,1.5,}
                . ($year % 3 ? '' : $value / 2) . "\n";
            $long .= join(',', 'both', $country, $year, $value, $value - 1, $value + 2) . "\n";
        }
    }
    put("$work/$root/data/panels/wide.csv", $wide);
    gzip(\$long => "$work/$root/data/panels/long.csv.gz") or die;
}

# What a release holds, '' when there is none.
sub release {
    my $folder = "$work/out/release";
    return join "\n", content("$folder.tar.gz") // '',
        map { -f $_ ? ($_, content($_)) : () } map { glob "$folder/" . '*/' x $_ . '*' } 0 .. 3;
}

# Runs the program with some variables set; how it ended and what it wrote.
sub run {
    my ($words, %set) = @_;
    system('rm', '-rf', "$work/out/release", "$work/out/release.tar.gz") == 0 or die;
    my $child = fork // die "fork: $!\n";
    if ($child == 0) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>', delete $set{TO} // "$work/stdout";
        open STDERR, '>', "$work/stderr";
        $ENV{$_} = $set{$_} for keys %set;
        chdir $work;
        alarm $seconds_max;
        exec $program, @$words;
        exit 127;
    }
    waitpid $child, 0;
    return {
        words  => $words,
        status => $?,
        out    => content("$work/stdout"),
        err    => content("$work/stderr"),
        file   => content("$work/out/file.svg"),
        release => release(),
        left   => join(' ', grep { !m{/file\.svg$} && !m{/release(?:\.tar\.gz)?$}
                                   && !m{/wgi\.(?:csv|yaml)$} && !m{/(?:still|kept)\.yaml$}
                                   && !m{/edition/data/\w+\.yaml$} }
            map { glob "$_/{*,.[!.]*}" } "$work/out", "$work/data/panels", $frames,
                "$work/edition/data"),
        made   => [map { scalar content($_) } @made],
    };
}

# What is imported or stored is whole or as it was before.
sub is_torn {
    my ($result, $right) = @_;
    my ($now, $whole) = ($result->{made}, $right->{made});
    return grep { defined $now->[$_] && $now->[$_] ne ($whole->[$_] // '')
        && $now->[$_] ne ($before{$made[$_]} // '') } keys @made;
}

sub is_made {
    my ($result, $right) = @_;
    return !grep { ($result->{made}[$_] // '') ne ($right->{made}[$_] // '') } keys @made;
}

# Runs with calls of a kind noted (at 0) or failing; adds how many there were and failed.
sub run_failing {
    my ($words, $set, $at) = @_;
    put("$work/report", '');
    truncate "$work/report", 8 * (2 + ($at == 0 ? $calls_max : 0)) or die;
    my $result = run($words, %$set, LD_PRELOAD => $library, FAIL_AT => $at,
        FAIL_REPORT => "$work/report", FAIL_SPARE => $spared);
    open my $report, '<:raw', "$work/report" or die;
    read $report, my $head, 16;
    @$result{qw(calls failed)} = unpack 'Q2', $head;
    read $report, my $stacks, 8 * $result->{calls} if $at == 0;
    $result->{stacks} = [unpack 'Q*', $stacks // ''];
    return $result;
}

# What is wrong with a run in which a call failed; nothing when it is as it should be. A worker that
# cannot go on, whatever failed, has not run its script: that ends with 4.
sub fault_of {
    my ($result, $right, $old) = @_;
    my $is_check = $right->{words}[0] eq 'check'; # prints what it found, whatever it is
    my ($signal, $code) = ($result->{status} & 127, $result->{status} >> 8);
    return "ended by signal $signal" if $signal;
    return "left $result->{left}" if $result->{left};
    return 'left a part of a file' if is_torn($result, $right);
    return 'left a part of a release' if $result->{release} ne ''
        && $result->{release} ne $right->{release};
    my $is_new = !defined $old || $result->{file} eq $right->{file};
    return "ended with $code and another file" if !$is_new && $result->{file} ne $old;
    if ($code == 0 || $result->{status} == $right->{status}) {
        return "ended with $code, but the file is old" if !$is_new || !is_made($result, $right);
        return $result->{out} eq $right->{out} ? '' : "ended with $code and another result";
    }
    return "ended with $code: $result->{err}" if $code != 3 && !($code == 4
        && $result->{err} =~ /\[E051[12]\]/);
    return "says nothing of use: $result->{err}" if $result->{err} !~ /\berror: .{10,}\[E\d{4}\]/;
    return $is_check || index($right->{out}, $result->{out}) == 0 ? '' : 'wrote something else';
}

my %tried;
my $turn = 0;

# The numbers of the calls to fail: the first from each chain of callers not tried before.
sub chosen {
    my ($noted, $name) = @_;
    my %count;
    return grep {
        my $stack = $noted->{stacks}[$_ - 1];
        $stack && ($ENV{FAULT_ALL} || !$tried{"$name $stack"}++)
    } 1 .. $noted->{calls};
}

# A call fails alone, or it and all later ones: both with FAULT_BOTH (`make check-all`), else one of
# the two by turns, for every second call that was chosen.
sub modes {
    my ($at) = @_;
    my @modes = ({}, {FAIL_LATER => 1});
    return $ENV{FAULT_BOTH} ? @modes : $modes[$at % 2];
}

sub try_kind {
    my ($words, $right, $old, $kind, $in_child) = @_;
    my %set = (FAIL_CALL => $kind, $in_child ? (FAIL_CHILD => 1) : ());
    put_back();
    my $noted = run_failing($words, \%set, 0);
    my ($met, @faults) = (0);
    for my $at (chosen($noted, "$kind $in_child")) {
        next if !$ENV{FAULT_BOTH} && $turn++ % 2;
        for my $later (modes($at)) {
            put("$work/out/file.svg", $old) if defined $old;
            put_back();
            my $result = run_failing($words, {%set, %$later}, $at);
            $met += !!$result->{failed};
            my $fault = fault_of($result, $right, $old);
            push @faults, "call $at" . (%$later ? ' and later' : '') . " $fault" if $fault;
        }
    }
    $tests++;
    my $where = $in_child ? ' of its children' : '';
    print @faults ? 'not ok' : 'ok', " $tests - @$words bears failures of $kind$where\n";
    print "# $met failures of $noted->{calls} calls\n";
    print map { "# $_\n" } map { split /\n/ } splice @faults, 0, 20;
}

sub try_full_disk {
    my $result = run(\@_, TO => '/dev/full');
    $tests++;
    my $good = $result->{status} == 3 << 8 && $result->{err} =~ /\berror: cannot write .*\[E0703\]/;
    print $good ? 'ok' : 'not ok', " $tests - @_ says that it cannot write\n";
    print "# ended with status $result->{status}: ", $result->{err} =~ s/\n/\n# /gr, "\n" if !$good;
}

run([qw(frame kept --rule measured)]);
my @kinds = qw(memory arena read write open rename fsync fork close channel mode list map status
    thread);
my @edition = qw(import edition/cpi.csv --as cpi --countries KGZ,TJK -C edition);
my @commands = (
    [0 => qw(check)], [0 => qw(check --format csv)], [0 => qw(score)], [0 => qw(explain KGZ)],
    [0 => qw(score --rule staged --at 2022 --draws 3)],
    [0 => qw(compare KGZ@2021 KGZ@2022 --rule staged --draws 3)],
    [0 => qw(explain KGZ corruption --rule staged --at 2022)],
    [0 => qw(compare KGZ KAZ)], [0 => qw(status)], [0 => qw(score --format json --threads 2)],
    [0 => qw(audit)], [0 => qw(score --rule held)],
    [0 => qw(chart series -o out/file.svg)], [0 => qw(chart heatmap)],
    [0 => qw(run asks.lua word)],
    [0 => qw(import wgi.csv --source bti --panel wgi)], [0 => qw(import wgi.csv --dry-run)],
    [0 => @edition], [0 => qw(import edition/cpi.csv --as cpi --panel wgi --dry-run)],
    [2 => qw(import edition/cpi.csv --as cpj -C edition)],
    [0 => qw(frame still --rule measured)], [0 => qw(frame still --rule measured --dry-run)],
    [0 => qw(score --rule followed)], [0 => qw(score --rule by_rows)],
    [0 => qw(score --rule rights,points)], [0 => qw(score --published --rule points)],
    [0 => qw(score --stage imputed --rule measured)], [0 => qw(explain KGZ status --rule points)],
    [0 => qw(scenario list)], [0 => qw(levers --draws 5)],
    [0 => qw(scenario run drift --draws 5)], [2 => qw(scenario lst)],
    [0 => qw(help lever)],
    [0 => qw(check -C bulk)], [0 => qw(score -C bulk --level index,indicator --draws 20)],
    [0 => qw(explain AAA -C bulk)],
    [0 => qw(observe KGZ cs_assembly 0 --date 2021-08 --source bti --recorded 2022 --dry-run)],
    [0 => qw(retract kgz-2020-07-askarov --why wrong --on 2022 --dry-run)],
    [0 => qw(history KGZ cs_assembly)],
    [2 => qw(import wgi.csv --source btj)], [2 => qw(score --rule rihgts)], [2 => qw(explain KZG)],
    [0 => qw(robust --draws 20 --uncertain values,weights,aggregate=mean+geometric:1,sources)],
    [0 => qw(robust --draws 3 --rule doubts --at 2012)],
    [0 => qw(robust --draws 3 --rule rights_full --uncertain),
        'values=beta,conflicts,weights=dirichlet:9,weighting=own+equal,coders'],
    [0 => qw(robust --draws 20 --show pairs --rule rights_full --threads 2)],
    [0 => qw(robust --draws 3 --uncertain values,sources --show design)],
    [0 => qw(robust --design design.csv --show runs)], [1 => qw(robust --design wgi.csv)],
    [0 => qw(sensitivity --draws 4 --outcome KGZ --together weights --threads 2)],
    [0 => qw(sensitivity --draws 4 --show tornado --outcome KGZ,TJK)],
    [0 => qw(sensitivity --draws 4 --show without --uncertain weights,sources --format csv)],
    [0 => qw(sensitivity --draws 4 --show correlations --uncertain weights,sources)],
    [0 => qw(sensitivity --show weights)],
    [0 => qw(change KGZ 2019 2021 --rule rights,heavy --live)],
    [0 => qw(explain KGZ --rule borrowed --at 2021)],
    [0 => qw(change KGZ 2019 2021 --rule borrowed --draws 0)], [0 => qw(cite --at 2021)],
    [0 => qw(diff earlier)], [0 => qw(diff earlier --live --format csv)], [2 => qw(diff nowhere)],
);
# A release takes long, for its charts.
my @frozen = qw(freeze r --years 2021 --countries KGZ --draws 3 -o out/release);
push @commands, [0 => @frozen], [0 => @frozen[0 .. $#frozen - 1], 'out/release.tar.gz']
    if $ENV{FAULT_BOTH};
put_panels('bulk');
mkdir "$work/earlier" or die;
system('cp', '-r', (map { "$work/$_" } qw(indicators data scripts)), "$work/earlier/") == 0 or die;
put("$work/earlier/data/KGZ.yaml", content("$work/data/KGZ.yaml")
    =~ s/date: 2021, value: 1, series: fiw.E1/date: 2021, value: 2, series: fiw.E1/r);
put("$work/design.csv",
    "run,values,sources,weight/corruption,u/weight/civic_space\na,0,all,\"1\",0.5\nb,7,wdi,2,0\n");
put("$work/scripts/rules/doubts.lua", "local rule = tide.rule 'rights'\n"
    . "rule.uncertain = { values = true, imputed = true, weighting = { 'own', tide.equal(),\n"
    . "  press = { media_freedom = 2 } }, impute = { tide.fill { with = 'mean' },\n"
    . "  tide.fill { with = 'row' } } }\nreturn rule\n");
put("$work/asks.lua", "local rows = tide.score { at = 2021, rule = 'rights' }\n"
    . "rows.title = tide.arguments[1]\nreturn rows\n");
for (@commands) {
    my ($code, @words) = @$_;
    my $words = \@words;
    my $old = "@$words" =~ / -o out.file/ ? "an old file\n" : undef;
    unlink "$work/out/file.svg";
    put_back();
    my $right = run($words);
    $tests++;
    print $right->{status} == $code << 8 ? 'ok' : 'not ok', " $tests - @$words ends with $code\n";
    for my $kind (@kinds) {
        try_kind($words, $right, $old, $kind, 0);
    }
    try_kind($words, $right, $old, $_, 1) for qw(memory read write close channel);
}
try_full_disk(split) for 'check', 'score', 'status', 'audit', 'chart series', 'doctor', 'help',
    'help chart', '--version';
print "1..$tests\n";
