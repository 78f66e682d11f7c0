#!/usr/bin/perl
# builds: release
# In headless Chromium every text of the charts stands within two pixels of where the layout put it.
# Skipped where there is no Chromium.
use strict;
use warnings;
use utf8;
use Encode qw(decode);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use Texts;
use Tidy;

use constant {ASCENT => 0.96875, DESCENT => 0.24121, PIXELS => 2}; # of Inter, in its own hhea

binmode STDOUT, ':utf8';
my $tidemark = $ENV{TIDEMARK} or die "TIDEMARK: the binary\n";
my ($browser) = grep { -x } map { "/usr/bin/$_" } qw(chromium chromium-browser google-chrome);
if (!$browser) {
    print "1..0 # skipped: Chromium is not installed\n";
    exit 0;
}
my @kinds = split ' ', $ENV{KINDS} // 'series dots pillars slope heatmap multiples bump scatter '
    . 'quadrant evidence waterfall ranks fan dumbbell tornado levers';
my $work = tempdir(CLEANUP => 1);

sub slurp {
    my ($path) = @_;
    open my $file, '<:utf8', $path or die "$path: $!\n";
    local $/;
    return <$file>;
}

# The charts, by name, each from tidy rows as charts_text.t has them.
my %svg;
for my $kind (@kinds) {
    for my $countries (3, 12) {
        open my $rows, '>:utf8', "$work/rows.csv" or die "rows.csv: $!\n";
        print $rows Tidy::csv($kind, $countries, 1);
        close $rows;
        my $chart = Tidy::kind($kind);
        my $draw = "'$tidemark' chart $chart rows.csv --scale 0..100 -o chart.svg";
        unlink "$work/chart.svg";
        system("cd '$work' && $draw 2>/dev/null");
        $svg{"$kind of $countries"} = -f "$work/chart.svg" ? slurp("$work/chart.svg") : '';
    }
}

# One page of all charts at their own size; its script writes down where every text stands.
my @names = sort keys %svg;
my $page = '<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>';
for my $name (@names) {
    my ($width, $height) = $svg{$name} =~ /viewBox="0 0 (\d+) (\d+)"/;
    $page .= $svg{$name} =~ s/^<\?xml[^>]*>//r
        =~ s/<svg /"<svg width=\"" . ($width \/\/ 1) . "\" height=\"" . ($height \/\/ 1) . '" '/re;
}
$page .= <<'SCRIPT';
<pre id="places"></pre><script>
let lines = [];
document.querySelectorAll('svg').forEach((svg, chart) => {
    const canvas = svg.getBoundingClientRect();
    svg.querySelectorAll('text').forEach(text => {
        const box = text.getBoundingClientRect();
        lines.push(['place', chart, box.left - canvas.left, box.right - canvas.left,
            box.top - canvas.top, box.bottom - canvas.top].join(' '));
    });
    svg.remove();
});
document.getElementById('places').textContent = lines.join('\n') + '\nend\n';
</script>
SCRIPT
open my $file, '>:utf8', "$work/page.html" or die "page.html: $!\n";
print $file $page;
close $file;
my @quiet = ('--headless', '--no-sandbox', '--disable-gpu', '--force-device-scale-factor=1');
my $dump = decode 'UTF-8', `'$browser' @quiet --user-data-dir='$work/profile' \\
    --window-size=1200,900 --dump-dom 'file://$work/page.html' 2>/dev/null`;
my @places;
push @{$places[$1]}, [$2, $3, $4, $5]
    while $dump =~ /^(?:.*>)?place (\d+) (\S+) (\S+) (\S+) (\S+)$/gm;

my ($count, $largest) = (0, 0);
for my $chart (0 .. $#names) {
    my @boxes = Texts::boxes($svg{$names[$chart]});
    my @found = @{$places[$chart] // []};
    my @off;
    for my $i (0 .. $#boxes) {
        my ($box, $place) = ($boxes[$i], $found[$i] // last);
        my @meant = (@$box{qw(left right)}, $box->{y} - ASCENT * $box->{size},
            $box->{y} + DESCENT * $box->{size});
        my ($most) = sort { $b <=> $a } map { abs($meant[$_] - $place->[$_]) } 0 .. 3;
        $largest = $most if $most > $largest;
        push @off, sprintf '"%s" is off by %.2f px', $box->{text}, $most if $most > PIXELS;
    }
    push @off, @found . ' texts in the browser, ' . @boxes . ' meant' if @found != @boxes;
    $count++;
    my $ok = @boxes && !@off;
    print $ok ? 'ok' : 'not ok', " $count - texts of $names[$chart] stand where they were put\n";
    print "# $_\n" for splice @off, 0, 6;
}
printf "# the largest distance is %.2f px\n", $largest;
print "1..$count\n";
