#!/usr/bin/perl
# builds: release
# Charts in Russian: every word of the engine's own is translated, no text lies on another, and what
# is drawn has no English left but the names that the rows give.
use strict;
use warnings;
use utf8;
use Encode qw(decode encode);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin, "$FindBin::Bin/..";
use Tap;
use Texts;
use Tidy;

binmode STDOUT, ':utf8';
my $tidemark = $ENV{TIDEMARK} or die "TIDEMARK: the binary\n";
my $root = "$FindBin::Bin/../..";
my $work = tempdir(CLEANUP => 1);
my @notes;

sub slurp { return decode('UTF-8', text_of($_[0])) }

# The string literals of C text, neighbours joined, their escapes resolved.
sub literals {
    my ($code) = @_;
    my @found;
    while ($code =~ /((?:"(?:[^"\\]|\\.)*"\s*)+)/g) {
        my $joined = join '', $1 =~ /"((?:[^"\\]|\\.)*)"/g;
        my %plain = (n => "\n", '"' => '"', '\\' => '\\');
        $joined =~ s/\\(?:x([0-9A-F]{2})|(.))/defined $1 ? chr hex $1 : $plain{$2} \/\/ $2/ge;
        utf8::decode($joined) if $joined !~ /[^\x00-\xFF]/;
        push @found, $joined;
    }
    return @found;
}

# The texts between the brackets of every call of a function.
sub calls {
    my ($code, $name) = @_;
    my @found;
    while ($code =~ /\b$name(\((?:[^()"]|"(?:[^"\\]|\\.)*"|(?1))*\))/g) {
        push @found, $1;
    }
    return @found;
}

sub has_words { return $_[0] =~ s/%[-+.*\d\$]*z?[a-z%]//gr =~ /[A-Za-z]{2}|^\w+$/ }

my ($table) = slurp("$root/src/chart/chart_words.c") =~ /pairs\[\] = \{\n(.*?)\n\};/s;
$table =~ s{/\*.*?\*/}{}gs;
my %known;
while ($table =~ /\{((?:"(?:[^"\\]|\\.)*"\s*)+),/g) {
    $known{$_} = 1 for literals($1);
}

# Words that are drawn and have no translation.
my $seen = 0;
for my $path (glob("$root/src/chart/*.c"), glob("$root/src/cli/chart_*.c")) {
    next if $path =~ m{/chart_words\.c$};
    my $code = slurp($path) =~ s{/\*.*?\*/}{}gsr;
    my $name = $path =~ s{.*/}{}r;
    for my $text (map { literals($_) } map { calls($code, $_) }
        qw(chart_page_print chart_page_words chart_words chart_page_text chart_page_missing
        chart_page_text_on_white))
    {
        next if !has_words($text) || $text =~ /^(?:index|date|label|country)$/;
        $seen++;
        push @notes, "$name: \"$text\" is not in the table" if !$known{$text};
    }
}
ok(!@notes && $seen > 100, 'every word that a chart draws stands in the table', splice @notes);

for my $kind (qw(series dots pillars slope heatmap multiples bump scatter quadrant evidence
    waterfall ranks fan dumbbell tornado levers))
{
    my $rows = Tidy::csv($kind, 3, 1);
    put("$work/rows.csv", encode('UTF-8', $rows));
    my $chart = Tidy::kind($kind);
    system("cd '$work' && '$tidemark' -q chart $chart rows.csv --lang ru --scale 0..100 -o c.svg");
    my $svg = slurp("$work/c.svg");
    my @boxes = Texts::boxes($svg);
    my %given = map { lc $_ => 1 } $rows =~ /[A-Za-z]+/g, qw(Tidemark rows csv);
    for my $i (0 .. $#boxes) {
        for my $word ($boxes[$i]{text} =~ /[A-Za-z]{2,}/g) { # names may be cut short
            push @notes, "\"$word\" is English"
                if !grep { index($_, lc $word) == 0 } keys %given;
        }
        push @notes, map { "\"$boxes[$i]{text}\" lies on \"$_->{text}\"" }
            grep { Texts::overlap($boxes[$i], $_) } @boxes[0 .. $i - 1];
    }
    push @notes, 'the page is not said to be Russian' if $svg !~ /<svg [^>]*lang="ru"/;
    ok(@boxes && !@notes, "$kind speaks Russian, and no text lies on another", splice @notes);
}
finish();
