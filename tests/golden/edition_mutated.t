#!/usr/bin/perl
# builds: release
# Spoilt files of nine editions, each spoilt in every way there is a line for below: each is refused
# with nothing written, where one figure is wrong with its row and column, or gives the same
# observations as the file as published; an older edition, whose figures are all recorded,
# is said to bring nothing new. All but the newest year is recorded, as when an edition is out. Each
# edition is spoilt in every second way, by turns; with EDITION_ALL set in every one.
use strict;
use warnings;
use Encode qw(decode encode);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Editions;
use IO::Compress::Gzip qw(gzip);
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $work = tempdir(CLEANUP => 1);
my $seed = 1;

sub draw { $seed = ($seed * 1103515245 + 12345) % 2**31; return int($seed / 65536) % $_[0] }

# The file at hand: its format, rows (the header first), and where its columns are.
my (%format, @rows, %at, @values, @old, @new);

sub open_format {
    %format = %{ $_[0] };
    @rows = rows_of(\%format);
    my @header = @{ $rows[0] };
    %at = map { $header[$_] => $_ } keys @header;
    my %fed = map { $_->{column} => 1 } values %{ $format{series} };
    @values = map { $at{$_} } sort keys %fed;
    my ($id, $period) = @at{@format{qw(id period)}};
    my @asked = grep { $rows[$_][$id] ne 'UZB' && $rows[$_][$values[0]] ne '' } 1 .. $#rows;
    @new = grep { $rows[$_][$period] + $format{add} == $format{last} } @asked;
    my %is_new = map { $_ => 1 } @new;
    @old = grep { !$is_new{$_} } @asked;
}

sub copy { return map { [@$_] } @rows }
sub column { return $at{$format{$_[0]}} }

# One figure changed, in a row that is recorded: the file, its row, and names by which the column is
# known.
sub one {
    my ($change, $column) = @_;
    my @r = copy();
    my $i = $old[draw(scalar @old)];
    $column //= $values[draw(scalar @values)];
    $column = $values[0] if $r[$i][$column] eq '';
    local $_ = $r[$i][$column];
    $r[$i][$column] = $change->();
    my $name = $rows[0][$column];
    my @series = grep { my $of = $format{series}{$_};
        grep { ($_ // '') eq $name } @$of{qw(column low high se)} } sort keys %{ $format{series} };
    return (text(@r), $i + 1, map { quotemeta } $name, @series);
}

# All figures of the columns that are read changed.
sub all {
    my ($change) = @_;
    my @r = copy();
    for my $row (@r[1 .. $#r]) {
        $_ = $change->() for grep { $_ ne '' } @$row[@values];
    }
    return text(@r);
}

# One row changed: the file and the row.
sub row {
    my ($change) = @_;
    my @r = copy();
    my $i = $old[draw(scalar @old)];
    $change->($r[$i], \@r, $i);
    return (text(@r), $i + 1);
}

sub every { my ($change) = @_; my @r = copy(); $change->($_) for @r[1 .. $#r]; return text(@r) }
sub whole { my ($change) = @_; local $_ = text(@rows); return $change->() }
sub packed { gzip(\$_[0] => \my $z, -Time => 0) or die; return $z }
sub series_of { return $format{series}{(sort keys %{ $format{series} })[0]} }

my %kinds = (
    # Columns.
    'a row shifted right' => sub { row(sub { my $r = $_[0]; unshift @$r, pop @$r }) },
    'a row shifted left' => sub { row(sub { my $r = $_[0]; push @$r, shift @$r }) },
    'columns shifted right' => sub { every(sub { my $r = $_[0]; unshift @$r, pop @$r }) },
    'columns shifted left' => sub { every(sub { my $r = $_[0]; push @$r, shift @$r }) },
    'figures shifted by one' => sub { every(sub { my $r = $_[0]; my $v = $values[0];
        my $b = $v + 1 < @$r ? $v + 1 : $v - 1; @$r[$v, $b] = @$r[$b, $v] }) },
    'headers exchanged' => sub { my @r = copy(); my $v = $values[0];
        my $b = $v > 0 ? $v - 1 : 1; @{ $r[0] }[$v, $b] = @{ $r[0] }[$b, $v]; text(@r) },
    'columns in another order' => sub {
        my @order = reverse 0 .. $#{ $rows[0] }; text(map { [@$_[@order]] } @rows) },
    'a column more' => sub { text(map { [$_ == $rows[0] ? 'rank2' : 7, @$_] } @rows) },
    'a column that is gone' => sub { my @r = copy(); splice @$_, $values[0], 1 for @r; text(@r) },
    'a column renamed' => sub { my @r = copy(); $r[0][$values[0]] .= '_x'; text(@r) },
    'a column in capitals' => sub { my @r = copy(); $_ = $_ eq lc ? uc : lc for $r[0][$values[0]];
        text(@r) },
    'a column twice' => sub { my @r = copy(); push @$_, $_->[$values[0]] for @r; text(@r) },
    'no column of codes' => sub { my @r = copy(); splice @$_, column('id'), 1 for @r; text(@r) },
    'no column of time' => sub { my @r = copy(); splice @$_, column('period'), 1 for @r; text(@r) },
    'a field too many' => sub { row(sub { push @{ $_[0] }, 1 }) },
    'a field too few' => sub { row(sub { pop @{ $_[0] } }) },
    # Scale.
    'a tenth' => sub { all(sub { $_ / 10 }) },
    'ten times' => sub { all(sub { $_ * 10 }) },
    'a hundred times' => sub { all(sub { $_ * 100 }) },
    'per cent for shares' => sub { all(sub { $_ / 100 }) },
    'half' => sub { all(sub { $_ / 2 }) },
    'the other sign' => sub { all(sub { -$_ || 1 }) },
    'the other way round' => sub { my $of = series_of();
        my $ends = exists $of->{worst} ? $of->{worst} + $of->{best} : 0;
        all(sub { $ends - $_ == $_ ? $_ + 1 : $ends - $_ }) },
    'one more' => sub { all(sub { $_ + 1 }) },
    'a figure beyond the scale' => sub { one(sub { exists series_of()->{worst} ? 1000 : 1e15 }) },
    'a figure revised' => sub { one(sub { $_ + (series_of()->{step} < 1 ? 0.01 : 1) }) },
    'a figure that is gone' => sub { one(sub { '' }) },
    # Rows.
    'a row twice' => sub { row(sub { my ($r, $all, $i) = @_; splice @$all, $i, 0, [@$r] }) },
    'a row twice at the end' => sub { my @r = copy(); text(@r, $r[$old[0]]) },
    'two figures of a country and year' => sub { my @r = copy(); my @t = @{ $r[$old[1]] };
        $t[$values[0]] += 1; text(@r, \@t) },
    'a row that is gone' => sub { my @r = copy(); splice @r, $old[draw(scalar @old)], 1; text(@r) },
    'a newest row that is gone' => sub { my @r = copy(); splice @r, $new[-1], 1; text(@r) },
    'a country that is gone' => sub { my $id = column('id');
        text(grep { $_->[$id] ne 'TJK' } @rows) },
    'an older edition' => sub { my $period = column('period');
        text($rows[0], grep { $_->[$period] + $format{add} < $format{last} } @rows[1 .. $#rows]) },
    'countries exchanged' => sub { my $id = column('id'); every(sub { my $r = $_[0];
        $r->[$id] = {KGZ => 'TJK', TJK => 'KGZ'}->{$r->[$id]} // $r->[$id] }) },
    'a country of another code' => sub { row(sub { $_[0][column('id')] = 'UZB' }) },
    'an unknown code' => sub { row(sub { $_[0][column('id')] = 'KGX' }) },
    'no code' => sub { row(sub { $_[0][column('id')] = '' }) },
    'codes in small letters' => sub { every(sub { $_ = lc for $_[0][column('id')] }) },
    'codes of two letters' => sub { every(sub { $_ = substr $_, 0, 2 for $_[0][column('id')] }) },
    'names for codes' => sub { every(sub { my $r = $_[0];
        $r->[column('id')] = $r->[column('land')] }) },
    'rows in another order' => sub { my ($head, @r) = copy(); text($head, reverse @r) },
    'rows by country and year mixed' => sub { my ($head, @r) = copy();
        text($head, map { $r[$_ * 7 % @r] } grep { 1 } 0 .. $#r) },
    'the header twice' => sub { text($rows[0], @rows) },
    'no header' => sub { text(@rows[1 .. $#rows]) },
    'a title above' => sub { "Published figures\n" . text(@rows) },
    'a source below' => sub { text(@rows) . "Source: the publisher\n" },
    'a line of commas below' => sub { text(@rows) . ',' x $#{ $rows[0] } . "\n" },
    # Time.
    'a year later' => sub { every(sub { $_[0][column('period')] += 1 }) },
    'a year earlier' => sub { every(sub { $_[0][column('period')] -= 1 }) },
    'one wrong year' => sub { row(sub { $_[0][column('period')] += 1 }) },
    'years of two digits' => sub { every(sub { $_ %= 100 for $_[0][column('period')] }) },
    'a year as a decimal' => sub { row(sub { $_[0][column('period')] .= '.0' }) },
    'a year in words' => sub { row(sub { $_[0][column('period')] =~ s/^/FY/ }) },
    'a day of another order' => sub { row(sub { $_[0][column('period')] =~ s/^/12\// }) },
    # Numbers.
    'decimal commas' => sub { all(sub { /[.]/ ? tr/./,/r : "$_,0" }) },
    'decimal commas without quotes' => sub { join '', map { join(',', @$_) . "\n" }
        $rows[0], map { my @r = @$_; $r[$values[0]] .= ',5'; \@r } @rows[1 .. $#rows] },
    'one decimal comma' => sub { one(sub { /[.]/ ? tr/./,/r : "$_,5" }) },
    'a comma for thousands' => sub { one(sub { '1,234' }) },
    'a blank for thousands' => sub { one(sub { '1 234' }) },
    'a per cent sign' => sub { one(sub { "$_%" }) },
    'a unit behind' => sub { one(sub { "$_ pts" }) },
    'a footnote' => sub { one(sub { "$_*" }) },
    'a footnote in brackets' => sub { one(sub { "$_ [1]" }) },
    'a minus of typesetters' => sub { one(sub { "\xE2\x88\x92$_" }) },
    'figures of another script' => sub { one(sub { "\xD9\xA3" }) },
    'a dash' => sub { one(sub { '-' }) },
    'n/a' => sub { one(sub { 'n/a' }) },
    'a question mark' => sub { one(sub { '?' }) },
    'NaN' => sub { one(sub { 'NaN' }) },
    'infinity' => sub { one(sub { 'inf' }) },
    'a number too large' => sub { one(sub { '1e999' }) },
    'hexadecimal' => sub { one(sub { '0x2' }) },
    'two points' => sub { one(sub { '1.2.3' }) },
    'an exponent' => sub { all(sub { "${_}e0" }) },
    'a nought more behind' => sub { all(sub { /[.]/ ? "${_}0" : "$_.0" }) },
    'a nought before' => sub { all(sub { s/^(-?)/${1}0/r }) },
    'an error of another sign' => sub { my ($se) = map { $_->{se} // $_->{low} } series_of();
        $se ? one(sub { -$_ - 1 }, $at{$se}) : one(sub { '--1' }) },
    'no error' => sub { my ($se) = map { $_->{se} // $_->{low} } series_of();
        $se ? one(sub { 'x' }, $at{$se}) : one(sub { 'x' }) },
    # Bytes.
    'semicolons' => sub { join '', map { join(';', @$_) . "\n" } @rows },
    'semicolons and decimal commas' => sub { join '', map { join(';', @$_) . "\n" }
        $rows[0], map { [map { tr/./,/r } @$_] } @rows[1 .. $#rows] },
    'tabs' => sub { join '', map { join("\t", @$_) . "\n" } @rows },
    'UTF-16' => sub { whole(sub { encode('UTF-16LE', "\x{FEFF}" . decode('UTF-8', $_)) }) },
    'UTF-16, the other end first' => sub { whole(sub { encode('UTF-16BE', "\x{FEFF}$_") }) },
    'UTF-32' => sub { whole(sub { encode('UTF-32LE', $_) }) },
    'a byte order mark' => sub { whole(sub { "\xEF\xBB\xBF$_" }) },
    'Latin-1 names' => sub { row(sub { $_[0][column('land')] = "C\xF4te" }) },
    'Cyrillic names' => sub { row(sub { $_[0][column('land')] = "\xD0\x9A\xD1\x8B\xD1\x80" }) },
    'CRLF' => sub { whole(sub { s/\n/\r\n/gr }) },
    'CR' => sub { whole(sub { s/\n/\r/gr }) },
    'no line end at the end' => sub { whole(sub { s/\n\z//r }) },
    'empty lines at the end' => sub { whole(sub { "$_\n\n" }) },
    'an empty line within' => sub { whole(sub { s/\n/\n\n/r }) },
    'a nought byte' => sub { whole(sub { s/(?<=\n)(\w)/\0$1/r }) },
    'all in quotes' => sub {
        join '', map { join(',', map { '"' . s/"/""/gr . '"' } @$_) . "\n" } @rows },
    'quotes of typesetters' => sub {
        row(sub { $_[0][column('land')] = "\xE2\x80\x9CLand\xE2\x80\x9D" }) },
    'a name of two lines' => sub { row(sub { $_[0][column('land')] = "Land\nof mountains" }) },
    'an open quote' => sub { whole(sub { my $n = 0; s/\n/++$n == 3 ? "\n\"" : "\n"/ger }) },
    'a quote within' => sub { whole(sub { my $n = 0; s/,/++$n == 50 ? 'x"y,' : ','/ger }) },
    'blanks around' => sub { join '', map { join(' , ', @$_) . "\n" } @rows },
    'apostrophes' => sub { join '', map { join(',', map { "'$_'" } @$_) . "\n" } @rows },
    'cut short' => sub { whole(sub { substr $_, 0, 60 + draw(length($_) - 80) }) },
    'cut short at a row' => sub { text(@rows[0 .. $new[-1] - 1]) },
    'gzip' => sub { packed(text(@rows)) },
    'gzip cut short' => sub { my $z = packed(text(@rows)); substr $z, 0, length($z) / 2 },
    'gzip with a wrong byte' => sub { my $z = packed(text(@rows));
        substr($z, length($z) / 2, 1) ^= "\x40"; $z },
    'the file of another edition' => sub {
        my @formats = formats();
        my ($at) = grep { $formats[$_]{name} eq $format{name} } keys @formats;
        text(rows_of($formats[$at % 2 ? $at - 1 : $at < $#formats ? $at + 1 : 0])) },
    'zip' => sub { "PK\x03\x04" . text(@rows) },
    'a web page' => sub { "<!DOCTYPE html>\n<html><body>Not found</body></html>\n" },
    'JSON' => sub { '{"rows": []}' },
    'nothing' => sub { '' },
    'an empty line' => sub { "\n" },
    'a header alone' => sub { text($rows[0]) },
);

sub import_file {
    my ($bytes, @options) = @_;
    put("$work/edition.csv", $bytes);
    return system "$tidemark -C $work import --as $format{name} $work/edition.csv"
        . ' --countries ' . join(',', countries()) . " @options >$work/out 2>$work/err </dev/null";
}

sub files { return map { text_of("$work/data/$_.yaml") } countries() }
sub put_files { my @text = @_; put("$work/data/$_.yaml", shift @text) for countries() }

# What came of a spoilt file; before, after: the countries' files without and with the newest year.
sub fate_of {
    my ($status, $before, $after) = @_;
    my ($now, $said) = (join("\0", files()), text_of("$work/err"));
    return 'same' if $status == 0 && $now eq $after;
    return 'old' if $status == 0 && $now eq $before && $said =~ /^0 new/;
    return 'refused' if ($status == 256 || $status == 768) && $now eq $before
        && $said =~ /error: .*\[E\d{4}\]/;
    return 'wrong';
}

my ($number, @names) = (0, sort keys %kinds);
for my $format (formats()) {
    my $turn = $number++;
    open_format($format);
    project($root, $work);
    my @wrong;
    my $years = "$format{first}.." . ($format{last} - 1);
    push @wrong, 'older years: ' . text_of("$work/err")
        if import_file(text(@rows), '--years', $years);
    my @before = files();
    push @wrong, 'the newest: ' . text_of("$work/err") if import_file(text(@rows));
    my @after = files();
    push @wrong, 'nothing is new' if "@before" eq "@after";
    my %count = (refused => 0, same => 0, old => 0);
    for my $kind (@names) {
        next if $turn++ % 2 && !$ENV{EDITION_ALL};
        put_files(@before);
        my ($bytes, $row, @columns) = $kinds{$kind}->();
        my $fate = fate_of(import_file($bytes), join("\0", @before), join("\0", @after));
        my $said = text_of("$work/err");
        $fate = 'wrong' if $fate eq 'old' && $kind ne 'an older edition';
        my $column = join '|', @columns;
        $fate = 'without its row and column' if $fate eq 'refused' && @columns
            && $said !~ /^\S*edition\.csv:$row: error: .*\b(?:$column)\b/m;
        $count{$fate}++;
        push @wrong, "$kind: $fate: " . $said =~ s/\A(?:.*\n){3}\K.*//sr
            if $fate eq 'wrong' || $fate =~ /without/;
    }
    ok(!@wrong, "$format{name}: $count{refused} spoilt files are refused, $count{same} give the "
        . "same figures, $count{old} nothing new", @wrong);
}
finish();
