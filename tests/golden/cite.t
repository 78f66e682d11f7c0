#!/usr/bin/perl
# builds: release
# A citation in BibTeX says what the rows say: read back as BibTeX and TeX would read it, every text
# is that of sources.yaml, however it is written.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/..";
use Tap;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
die "TIDEMARK and TIDEMARK_ROOT: the binary and the checkout\n" if !$tidemark || !$root;
my $work = tempdir(CLEANUP => 1);

# Titles that BibTeX, TeX or a reader of both may trip over.
my @titles = ('Plain', 'Свобода в мире', 'A & B', '100 % sure', 'costs $5', 'no. #1', 'a_b', '~x',
    'x^2', 'back\\slash', 'open {', 'close }', '{whole}', '\\textbf{bold}', 'say "so"', "it's",
    'a < b > c', 'a | b', 'two, and three', 'x = y', '@misc{z,', 'ends with \\', '\\\\', '%', '--',
    "with\nan end of line", 'ünïcödé – dash', '}{', '{{', 'and', 'a\\_b');
my @ids = map { "s$_" } 0 .. $#titles;
@ids[0 .. 5] = ('memo-17', 'a b', 'a,b', 'Ж', 'x"y', 'tidemark');

sub quoted { return '"' . $_[0] =~ s/([\\"])/\\$1/gr =~ s/\n/\\n/gr . '"' }

mkdir "$work/$_" or die for 'indicators', 'data', 'scripts', 'scripts/rules';
put("$work/scripts/rules/r.lua", "return { title = 'R & D', normalise = tide.goalposts(), "
    . "pillar = tide.mean(), index = tide.mean() }\n");
put("$work/indicators/index.yaml", "codebook: small\ntitle: \"50 % of {all}\"\npillars: [p]\n"
    . "span: 2000..2040\nrule: r\n");
put("$work/indicators/p.yaml", "pillar: p\nindicators:\n"
    . "  - {id: a, scale: {kind: interval, worst: 0, best: 100}}\n");
put("$work/indicators/sources.yaml", join '', map { '- {id: ' . quoted($ids[$_]) . ', title: '
    . quoted($titles[$_]) . ', publisher: ' . quoted("P $titles[$_]") . ', licence: '
    . quoted($titles[$_]) . ', url: ' . quoted("https://a.org/$_?q=1&r=%20_#{x}\\") . ', date: '
    . sprintf('20%02d-%02d', $_ + 1, 1 + $_ % 12) . "}\n" } 0 .. $#titles);
put("$work/data/AAA.yaml", "country: AAA\nobservations:\n  a:\n"
    . join '', map { sprintf "    - {date: 20%02d-%02d, value: 1, source: %s, recorded: 2040}\n",
        $_ + 1, 1 + $_ % 12, quoted($ids[$_]) } 0 .. $#titles);

sub run {
    my (@words) = @_;
    open my $out, '-|', $tidemark, '-q', '-C', $work, @words or die "$tidemark: $!\n";
    local $/;
    my $text = <$out> // '';
    close $out;
    return $text;
}

# The fields of each entry, as BibTeX takes them: braces are counted, whatever stands before them.
sub entries_of {
    my ($text) = @_;
    my @entries;
    while ($text =~ /\G\s*\@misc\{([^\s,{}"#%'()=~\\]+)/gc) {
        my %entry = (key => $1);
        while ($text =~ /\G,\s*(\w+) = (\w+|(\{(?:[^{}]|(?3))*\}))/gc) {
            $entry{$1} = $2;
        }
        $text =~ /\G\s*\}\n/gc
            or die 'an entry is not closed: ' . substr $text, pos($text) // 0, 80;
        push @entries, \%entry;
    }
    die 'what follows is no entry: ' . substr $text, pos $text, 80 if $text !~ /\G\s*\z/;
    return @entries;
}

# What TeX makes of a field: nothing is left that it would take for its own.
sub read_tex {
    my ($field) = @_;
    my %named = (textbackslash => '\\', textbraceleft => '{', textbraceright => '}',
        textasciitilde => '~', textasciicircum => '^', textless => '<', textgreater => '>',
        textbar => '|');
    $field =~ s/^\{(.*)\}$/$1/s;
    $field =~ s/^\{(.*)\}$/$1/s;
    my $text = '';
    while ($field =~ /\G(?:\\([&%\$#_])|\\(\w+)\{\}|([^\\{}&%\$#_~^<>|]))/gc) {
        $text .= $1 // ($2 ? $named{$2} // die "\\$2 is not known\n" : $3);
    }
    return (pos $field // 0) == length $field ? $text : "$text, then " . substr $field, pos $field;
}

my @asked = qw(--years 2001..2031 --as-known 2041-02-03);
my $bibtex = run(qw(cite --format bibtex), @asked);
my @entries = entries_of($bibtex);
my %count;
$count{$_->{key}}++ for @entries;
my @twice = grep { $count{$_} > 1 } sort keys %count;
ok(@entries == @titles + 3 && !@twice, @titles . ' sources and three more have a key each', @twice);
my @wrong;
for my $i (0 .. $#titles) {
    my ($entry, $title) = ($entries[$i], $titles[$i] =~ s/\n/ /gr);
    my $note = sprintf 'Source %s, dated 20%02d-%02d, behind 1 value; licence: %s', $ids[$i],
        $i + 1, 1 + $i % 12, $title;
    my %is = (title => $title, author => "P $title", note => $note);
    push @wrong, map { "$entry->{key}: $_ is $entry->{$_}" }
        grep { read_tex($entry->{$_} // '') ne $is{$_} } sort keys %is;
}
ok(!@wrong, 'titles, publishers and licences come back as they are', @wrong);
my @months = qw(jan feb mar apr may jun jul aug sep oct nov dec);
@wrong = grep { $entries[$_]{year} ne sprintf('{20%02d}', $_ + 1)
    || $entries[$_]{month} ne $months[$_ % 12] } 0 .. $#titles;
ok(!@wrong, 'year and month are those of the edition', @wrong);
@wrong = grep { $entries[$_]{url} ne "{https://a.org/$_?q=1&r=%20_#%7Bx%7D%5C}" } 0 .. $#titles;
ok(!@wrong, 'an address has nothing that closes its braces', map { $entries[$_]{url} } @wrong);

my ($rule, $codebook, $program) = map { $entries[@titles + $_] } 0 .. 2;
my $hash = sha256_hex(text_of("$work/scripts/rules/r.lua"));
ok($rule->{note} =~ /Rule r, sha256 $hash; periods 2001 to 2031, .*, as known on 2041-02-03\}$/,
    'the rule has its hash and the vintage', $rule->{note});
my %sums = map { my $folder = $_; ($folder => sha256_hex(join '', map { my $path = $_ =~
    s{^\Q$work\E/}{}r; sha256_hex(text_of($_)) . "  $path\n" } sort glob "$work/$folder/*.yaml")) }
    'indicators', 'data';
my $lists = "indicators, 3 files, sha256 $sums{indicators}; data, 1 file, sha256 $sums{data}";
ok(index($codebook->{note}, $lists) > 0 && read_tex($codebook->{title}) eq '50 % of {all}',
    'the codebook has the hashes of the lists that sha256sum prints of its folders',
    $codebook->{note});
ok($program->{note} =~ /^\{Program tidemark, version \d/, 'the program has its version');

run('cite', '-o', "$work/refs.bib", @asked);
ok(text_of("$work/refs.bib") eq $bibtex, 'a file that ends in .bib is BibTeX');
finish();
