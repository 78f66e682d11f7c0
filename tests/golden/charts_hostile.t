#!/usr/bin/perl
# builds: release
# Texts that would be commands, markup, formats or broken characters, in every text of every kind of
# chart: nothing runs, the picture is whole, and what a title says is what is shown.
use strict;
use warnings;
use Encode qw(decode encode);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use Tidy;

my $tidemark = $ENV{TIDEMARK} or die "TIDEMARK: the binary\n";
my $work = tempdir(CLEANUP => 1);
chdir $work or die "$work: $!\n";
my $run = "touch $work/pwned";
my $count = 0;

my @command = map { s/RUN/$run/gr } '`RUN`', '"`RUN`"', "'`RUN`'", '\\`RUN`', '\\\\`RUN`',
    '"; system("RUN"); "', "'; system('RUN'); '", "''; system('RUN'); ''", '\\"; system(\\"RUN\\")',
    "\"\n!RUN\n\"", "'\n!RUN\n'", "\n!RUN", "\r!RUN", "\r\n!RUN\r\n", "x\\\n!RUN", '!RUN', '$(RUN)',
    "EOD\n!RUN", "EOD\nsystem(\"RUN\")\n", "\"\nEOD\n!RUN\n", '< RUN', '<RUN', '|RUN', '"< RUN"',
    '"|RUN"', '"} ; system("RUN") #', 'eval system("RUN")', 'load "/dev/stdin"',
    "set output \"$work/pwned\"", "set print \"|RUN\"", "\x{a}shell", 'exit', 'quit', 'pause -1',
    "plot '<RUN'", 'call "RUN"', 'reread', 'set term png; replot', '@RUN', '"@RUN"', q(it's @RUN);
my @markup = ('{/Symbol a}_{x}^{y}', '~a{.8-}', '&{hidden}shown', '@phantom', '{', '}', '{{{{',
    'x_1^2@&~{}\\', '\\U+0041', '\\101\\047', '\\0471', 'EOD', 'EODx', '$d1', '$1', 'column(1)',
    "quote'1", 'quote"1', '#comment', '# "', '\\', '\\\\', 'trailing\\');
my @format = ('50% off', '%s%n%d', '%c %h %H', '100%%', '%.17g', 'a,b;c:d', '1e5', 'NaN', '?', '"',
    "'", ' ', '-', '--help');
my @xml = ('&#x3c;script&#x3e;', '&#x0;', '<script>alert(1)</script>', ']]>', '<![CDATA[', '&amp;',
    '&lt;', '</text></g></svg>', '<!-- x', '--> y', '<?xml?>');
my @character = ("\x01\x1b[31mred", "\x7f", "\xff\xfe bad \xc0\xaf", "\xed\xa0\x80 surrogate",
    "\xf4\x90\x80\x80", "\xe2\x80\xaegnp.exe", "\xe2\x80\xa8line", "\t\ttabs",
    "\xd0\x91\xd0\xb8\xd1\x88 \xe2\x80\x94 \xe2\x80\x9c\xd1\x82\xe2\x80\x9d",
    "C\xc3\xb4te d'Ivoire", "T\xc3\xbcrkiye", "S\xc3\xa3o Tom\xc3\xa9 & Pr\xc3\xadncipe",
    'A' x 3000, "\xd1\x8f" x 1500, "\xe4\xb8\xad\xe5\x9b\xbd", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xf0\x9f\x98\x80", "a\xcc\x81\xcc\x81\xcc\x81");
my @hostile = (@command, @markup, @format, @xml, @character);

sub is {
    my ($ok, $sentence, @notes) = @_;
    $count++;
    print $ok ? 'ok' : 'not ok', " $count - $sentence\n";
    print map { s/[^ -~\n]/?/gr =~ s/^/# /mgr . "\n" } @notes if !$ok;
}

sub slurp {
    my ($file) = @_;
    open my $handle, '<:raw', $file or return '';
    local $/;
    return <$handle> // '';
}

# Runs tidemark with words as they are; gives its status and what it said.
sub tidemark {
    my $child = fork // die "fork: $!\n";
    if ($child == 0) {
        open STDOUT, '>', "$work/said";
        open STDERR, '>&', \*STDOUT;
        exec $tidemark, @_ or die "$tidemark: $!\n";
    }
    waitpid $child, 0;
    return ($?, slurp("$work/said"));
}

my $has_xmllint = system('xmllint --version >/dev/null 2>&1') == 0;
sub is_whole {
    my ($file) = @_;
    return system('xmllint', '--noout', $file) == 0 if $has_xmllint;
    return slurp($file) =~ m{^<\?xml.*</svg>\s*\z}s;
}

# Names go through CSV, where a quoted field may hold line ends but no invalid byte.
my @names = grep { $_ ne ' ' && !/[\x80-\xff]/ || utf8::decode(my $copy = $_) } @hostile;
for my $kind (qw(series dots pillars slope heatmap multiples bump scatter quadrant evidence
    waterfall ranks fan dumbbell tornado levers))
{
    my @left = @names;
    my ($whole, $said) = (1, '');
    while (my @some = splice @left, 0, 30) {
        my @shown = map { my $name = $_; utf8::decode($name); $name } @some;
        for my $field (0, 1) {
            my $rows = Tidy::named($kind, 0, $field ? @shown[0, 1, 2] : @shown);
            if ($field) {
                my $at = 0;
                $rows =~ s{"(?:Political|Civic|Media|Weight|Aid tightened|10 %|40 %)[^"]*"}
                    {'"' . $shown[$at++ % @shown] =~ s/"/""/gr . '"'}ge;
            }
            open my $file, '>:utf8', 'rows.csv' or die "rows.csv: $!\n";
            print $file $rows;
            close $file;
            unlink 'chart.svg';
            my ($status, $words) = tidemark('-q', 'chart', Tidy::kind($kind), 'rows.csv', '-o',
                'chart.svg', '--note', $some[0], '--subtitle', $some[-1]);
            # A file may be refused in words; a picture that is made is whole.
            my $ok = $status == 0 ? is_whole('chart.svg') : ($status >> 8) == 1 && !-e 'chart.svg';
            ($whole, $said) = (0, "status $status: $words") if !$ok && $whole;
        }
    }
    is($whole, "$kind is whole whatever its names are", $said);
}

# What a text becomes: controls and broken characters are replaced, line ends are spaces.
sub shown {
    my ($text) = @_;
    $text = eval { decode('UTF-8', $text, Encode::FB_CROAK) } // return;
    $text =~ s/[\n\t\r]/ /g;
    $text =~ s/^ +| +$//g;
    return if $text eq '';
    return if length $text > 60 || $text =~ /[\x00-\x1f\x7f-\x{9f}\x{202a}-\x{202e}]/;
    return if $text =~ /[\x{2028}\x{2029}\x{4e00}-\x{9fff}\x{590}-\x{5ff}\x{10000}-\x{10ffff}]/;
    return encode('UTF-8', $text);
}
open my $file, '>:utf8', 'rows.csv' or die "rows.csv: $!\n";
print $file Tidy::csv('dots', 1, 0);
close $file;
for my $text (@hostile) {
    my ($status, $words) = tidemark('-q', 'chart', 'dots', 'rows.csv', '-o', 'chart.svg', '--title',
        $text);
    my $name = $text =~ s/$run/RUN/gr =~ s/[^ -~]/?/gr =~ s/#/(number sign)/gr;
    $name = substr($name, 0, 40);
    my $ok = $status == 0 && is_whole('chart.svg');
    my $want = shown($text);
    if (defined $want) {
        my $svg = slurp('chart.svg') =~ s/\xE2\x81\xA0//gr =~ s/&gt;/>/gr;
        my $as_xml = $want =~ s/&/&amp;/gr =~ s/</&lt;/gr;
        # A title in two lines stands in two texts.
        my @words = split / +/, $as_xml;
        my $all = join ' ', $svg =~ m{<text[^>]*>(.*?)</text>}gs;
        my $pattern = join '\s+', map { quotemeta } @words;
        $ok &&= $all =~ /$pattern/;
    }
    is($ok, "the title $name is shown", $words);
}
is(!-e "$work/pwned" && !glob("$work/pwned*"), 'nothing that a text says was run');
print "1..$count\n";
