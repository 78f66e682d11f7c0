#!/usr/bin/perl
# builds: release
# In no chart of one, three, twelve or thirty countries, easy or hard, does a text lie on another or
# leave the canvas. Places are those of the SVG; widths are read from the font itself, not from the
# program's table. With KINDS="series dots" only these are looked at.
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
my @kinds = split ' ', $ENV{KINDS} // 'series dots pillars slope heatmap multiples bump scatter '
    . 'quadrant evidence waterfall ranks fan dumbbell tornado levers';
my $work = tempdir(CLEANUP => 1);
my @notes;

sub look_at {
    my ($svg) = @_;
    my ($width, $height) = $svg =~ /viewBox="0 0 (\d+) (\d+)"/ or return 'it has no canvas';
    my @boxes = Texts::boxes($svg);
    my $texts = () = $svg =~ /<text/g;
    push @notes, 'a text is not understood' if $texts != @boxes || @boxes < 3;
    for my $i (0 .. $#boxes) {
        my $box = $boxes[$i];
        push @notes, sprintf '"%s" leaves the canvas: %.1f..%.1f, %.1f..%.1f', $box->{text},
            @$box{qw(left right top bottom)} if $box->{left} < 0 || $box->{right} > $width
            || $box->{top} < 0 || $box->{bottom} > $height;
        for my $j (0 .. $i - 1) {
            push @notes, "\"$box->{text}\" lies on \"$boxes[$j]{text}\""
                if Texts::overlap($box, $boxes[$j]);
        }
    }
}

for my $kind (@kinds) {
    for my $hard (0, 1) {
        for my $countries (1, 3, 12, 30) {
            my ($file, $image) = ("$work/rows.csv", "$work/chart.svg");
            put($file, encode('UTF-8', Tidy::csv($kind, $countries, $hard)));
            unlink $image;
            my $chart = Tidy::kind($kind);
            my $draw = "'$tidemark' chart $chart rows.csv --scale 0..100 -o chart.svg";
            my $said = `cd '$work' && $draw 2>&1`;
            my $svg = decode('UTF-8', text_of($image));
            push @notes, decode('UTF-8', $said) if $svg eq '';
            look_at($svg) if $svg ne '';
            ok(!@notes, "$kind of $countries" . ($hard ? ', hard,' : '')
                . ' has no text on a text', splice @notes);
        }
    }
}
finish();
