# The texts of a chart's SVG as boxes: places are those of the SVG, widths are read from the font
# itself, not from the program's table.
package Texts;
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../../.ci/lint.d";
use Font;

my %font = (400 => Font::open_inter('Regular'), 500 => Font::open_inter('Medium'),
    600 => Font::open_inter('Semi Bold'));

sub plain {
    my %named = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'");
    return $_[0] =~ s/&(\w+);/$named{$1}/gr =~ s/\x{2060}//gr;
}

sub width {
    my ($text, $weight, $size) = @_;
    my $sum = 0;
    $sum += Font::advance($font{$weight}, ord) // 1000 for split //, $text;
    return $sum * $size / 1000;
}

# Every text of an SVG as a box: capitals above the line at y, descenders below.
sub boxes {
    my ($svg) = @_;
    my @boxes;
    while ($svg =~ m{<g\ transform="translate\(([-\d.]+),([-\d.]+)\)"[^>]*?font-weight="(\d+)"
        \ font-size="([\d.]+)"\s+text-anchor="(\w+)">\s*<text[^>]*>(.*?)</text>}gsx)
    {
        my ($x, $y, $weight, $size, $anchor, $text) = ($1, $2, $3, $4, $5, plain($6));
        my $width = width($text, $weight, $size);
        my $left = $anchor eq 'start' ? $x : $anchor eq 'end' ? $x - $width : $x - $width / 2;
        push @boxes, {text => $text, left => $left, right => $left + $width, y => $y,
            size => $size, top => $y - 0.73 * $size, bottom => $y + 0.2 * $size};
    }
    return @boxes;
}

# Whether two boxes share more than half a pixel each way.
sub overlap {
    my ($one, $other) = @_;
    return $one->{left} < $other->{right} - 0.5 && $other->{left} < $one->{right} - 0.5
        && $one->{top} < $other->{bottom} - 0.5 && $other->{top} < $one->{bottom} - 0.5;
}

1;
