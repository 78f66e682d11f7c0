#!/usr/bin/perl
# builds: release
# 200 spoilt files of an edition, of 39 kinds with fixed seeds: each is refused with nothing
# written, or gives the same observations as the file as published; an older edition, whose figures
# are all recorded, is said to bring nothing new. The project lacks the newest edition only, as when
# one is out; the figures are those that data/ cites.
use strict;
use warnings;
use File::Temp qw(tempdir);

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
my @countries = qw(KGZ TJK KAZ);
my $seed = 1;

sub draw { $seed = ($seed * 1103515245 + 12345) % 2**31; return int($seed / 65536) % $_[0] }

sub slurp { local $/; open my $f, '<:raw', $_[0] or die "$_[0]: $!"; return scalar <$f> }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

system('cp', '-r', (map { "$root/$_" } qw(indicators data scripts)), $work) == 0 or die;
my %whole = map { $_ => slurp("$work/data/$_.yaml") } @countries;
my %before = map { $_ => $whole{$_} =~ s/^ +- \{date: 2022, .*series: cpi.*\n//mr } @countries;
my @rows = (['country', 'iso3', 'year', 'score', 'stderr']);
for my $iso3 (@countries) {
    push @rows, ["Land $iso3", $iso3, $1, $2, $3]
        while $whole{$iso3} =~ /\{date: (\d+), value: (\d+), se: ([\d.]+), series: cpi/g;
}

sub text { return join '', map { join(',', @$_) . "\n" } @_ }
sub copy { return map { [@$_] } @rows }
sub some { return 1 + draw($#rows) }

# Each gives the bytes of a file. Rows have country, iso3, year, score, stderr.
my %kinds = (
    'a shifted row' => sub { my @r = copy(); my $i = some();
        unshift @{ $r[$i] }, pop @{ $r[$i] }; text(@r) },
    'shifted columns' => sub { my @r = copy(); my $n = 1 + draw(4);
        for my $r (@r[1 .. $#r]) { push @$r, shift @$r for 1 .. $n } text(@r) },
    'swapped columns' => sub { my @r = copy(); my $a = draw(5); my $b = ($a + 1 + draw(4)) % 5;
        @$_[$a, $b] = @$_[$b, $a] for @r[1 .. $#r]; text(@r) },
    'exchanged columns with their names' => sub { my @r = copy(); my $a = draw(5);
        my $b = ($a + 1 + draw(4)) % 5; @$_[$a, $b] = @$_[$b, $a] for @r; text(@r) },
    'another scale' => sub { my @r = copy(); my $by = (0.1, 0.01, 10, 100, -1, 2)[draw(6)];
        $_->[3] *= $by for @r[1 .. $#r]; text(@r) },
    'a reversed scale' => sub { my @r = copy(); my $top = (100, 10, 101, 50)[draw(4)];
        $_->[3] = $top - $_->[3] for @r[1 .. $#r]; text(@r) },
    'a row twice' => sub { my @r = copy(); my $i = some(); splice @r, some(), 0, [@{ $r[$i] }];
        text(@r) },
    'a country-year with two figures' => sub { my @r = copy(); my @t = @{ $r[some()] };
        $t[3]++; text(@r, \@t) },
    'decimal commas' => sub { my @r = copy(); my $from = draw(3) ? 1 : some();
        for my $r (@r[$from .. $#r]) { $r->[4] =~ s/^(.*)\.(.*)$/"$1,$2"/ } text(@r) },
    'commas without quotes' => sub { my @r = copy(); $r[some()][3] .= ',5'; text(@r) },
    'semicolons' => sub { text(copy()) =~ tr/,/;/r },
    'tabs' => sub { text(copy()) =~ tr/,/\t/r },
    'UTF-16' => sub { join '', "\xFF\xFE", map { "$_\0" } split //, text(copy()) },
    'a byte order mark' => sub { "\xEF\xBB\xBF" . text(copy()) },
    'Latin-1 names' => sub { my @r = copy(); $r[some()][0] = "C\xF4te"; text(@r) },
    'CRLF' => sub { text(copy()) =~ s/\n/\r\n/gr },
    'a file cut short' => sub { my $t = text(copy()); substr $t, 0, 40 + draw(length($t) - 60) },
    'gzip' => sub { packed(text(copy())) },
    'gzip cut short' => sub {
        my $z = packed(text(copy())); substr $z, 0, 10 + draw(length($z) - 12) },
    'gzip with a wrong byte' => sub { my $z = packed(text(copy()));
        substr($z, 12 + draw(length($z) - 20), 1) ^= chr(1 + draw(255)); $z },
    'another edition year' => sub { my @r = copy(); my $by = (1, -1, 2, 10, -10)[draw(5)];
        $_->[2] += $by for @r[1 .. $#r]; text(@r) },
    'one wrong year' => sub { my @r = copy(); $r[some()][2] += 1 + draw(3); text(@r) },
    'a year in words' => sub {
        my @r = copy(); $r[some()][2] = ('12/2019', '2019.0', 'FY19')[draw(3)];
        text(@r) },
    'an older edition' => sub { my $last = 2021 - draw(5);
        text(grep { $_->[2] eq 'year' || $_->[2] <= $last } copy()) },
    'a column that is gone' => sub { my $c = 1 + draw(4); my @r = copy();
        splice @$_, $c, 1 for @r; text(@r) },
    'a column renamed' => sub {
        my @r = copy(); my $c = 1 + draw(4); $r[0][$c] = "x$r[0][$c]"; text(@r) },
    'names for codes' => sub { my @r = copy(); $_->[1] = $_->[0] for @r[1 .. $#r]; text(@r) },
    'one unknown code' => sub { my @r = copy(); $r[some()][1] = ('KGX', 'kgz', 'KG', '')[draw(4)];
        text(@r) },
    'a row that is gone' => sub { my @r = copy(); splice @r, some(), 1; text(@r) },
    'a country that is gone' => sub {
        my $c = $countries[draw(3)]; text(grep { $_->[1] ne $c } copy()) },
    'exchanged countries' => sub {
        my ($a, $b) = (@countries, @countries)[draw(3) + 0, 3 + draw(2)];
        my @r = copy(); $_->[1] = $_->[1] eq $a ? $b : $_->[1] eq $b ? $a : $_->[1] for @r;
        text(@r) },
    'a figure beyond the scale' => sub {
        my @r = copy(); $r[some()][3] = (101, -1, 1e9, 999)[draw(4)];
        text(@r) },
    'no figure' => sub {
        my @r = copy(); $r[some()][3] = ('n/a', '-', '*', '?', 'NaN', 'inf')[draw(6)];
        text(@r) },
    'a figure revised' => sub { my @r = copy(); my $i = some();
        $i = some() while $r[$i][2] == 2022; $r[$i][3]++; text(@r) },
    'an error below zero' => sub { my @r = copy(); $r[some()][4] *= -1; text(@r) },
    'a field too many' => sub { my @r = copy(); push @{ $r[some()] }, 1; text(@r) },
    'rows in another order' => sub { my ($head, @r) = copy(); my @o;
        push @o, splice @r, draw(scalar @r), 1 while @r; text($head, @o) },
    'an open quote' => sub { my @r = copy(); $r[some()][0] = '"Land'; text(@r) },
    'nothing' => sub { ('', "\n", "country,iso3,year,score,stderr\n")[draw(3)] },
);

sub packed {
    spew("$work/plain", $_[0]);
    return scalar qx(gzip -nc "$work/plain");
}

my (%count, @wrong);
my @names = sort keys %kinds;
for my $turn (0 .. 199) {
    my $name = $names[$turn % @names];
    spew("$work/data/$_.yaml", $before{$_}) for @countries;
    spew("$work/edition.csv", $kinds{$name}->());
    my $status = system "$tidemark -C $work import --as cpi $work/edition.csv --countries "
        . join(',', @countries) . " >$work/out 2>$work/err </dev/null";
    my %after = map { $_ => slurp("$work/data/$_.yaml") } @countries;
    my $old = !grep { $after{$_} ne $before{$_} } @countries;
    my $new = !grep { $after{$_} ne $whole{$_} } @countries;
    my $said = slurp("$work/err") // '';
    my $fate = $status == 0 && $new ? 'the same values'
        : $status == 0 && $old && $name eq 'an older edition' && $said =~ /^0 new/ ? 'nothing new'
        : ($status == 256 || $status == 768) && $old && $said =~ /error: .*\[E\d{4}\]/ ? 'refused'
        : 'wrong';
    $count{$fate}++;
    push @wrong, "$name (turn $turn) ended with $status: $said" if $fate eq 'wrong';
}
print "1..1\n", @wrong ? 'not ok' : 'ok', ' 1 - of 200 spoilt files ', $count{refused} // 0,
    ' are refused, ', $count{'the same values'} // 0, ' give the same values, ',
    $count{'nothing new'} // 0, " older ones bring nothing new\n";
print "# $_\n" for map { s/\n/\n# /gr } @wrong;
