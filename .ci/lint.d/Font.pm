# Advance widths out of an OpenType font file: the tables head, hhea, hmtx and cmap.
package Font;
use strict;
use warnings;

# The file of a style of Inter, by fontconfig, read; dies when it is not installed.
sub open_inter {
    my ($style) = @_;
    my $file = `fc-match -f '%{family[0]}|%{file}' 'Inter:style=$style'`;
    my ($family, $path) = split /\|/, $file;
    die "metrics: the font Inter is not installed\n" if ($family // '') !~ /^Inter\b/;
    return read_font($path);
}

sub read_font {
    my ($path) = @_;
    open my $handle, '<:raw', $path or die "$path: $!\n";
    my $bytes = do { local $/; <$handle> };
    my %table;
    for my $i (0 .. unpack('n', substr $bytes, 4, 2) - 1) {
        my ($tag, $offset, $length) = unpack 'a4 x4 N N', substr $bytes, 12 + 16 * $i, 16;
        $table{$tag} = substr $bytes, $offset, $length;
    }
    my ($major, $minor) = unpack 'n n', substr $table{head}, 4, 4;
    return {
        units => unpack('n', substr $table{head}, 18, 2),
        version => sprintf('%d.%03d', $major, int($minor * 1000 / 65536 + 0.5)),
        long => unpack('n', substr $table{hhea}, 34, 2),
        hmtx => $table{hmtx},
        glyph => glyphs($table{cmap}),
    };
}

# Characters to glyphs by the first subtable of format 12, else of format 4.
sub glyphs {
    my ($cmap) = @_;
    my (%offset, %glyph);
    for my $i (0 .. unpack('n', substr $cmap, 2, 2) - 1) {
        my $at = unpack 'x4 N', substr $cmap, 4 + 8 * $i, 8;
        $offset{unpack 'n', substr $cmap, $at, 2} //= $at;
    }
    if (defined(my $at = $offset{12})) {
        for my $i (0 .. unpack('N', substr $cmap, $at + 12, 4) - 1) {
            my ($first, $last, $from) = unpack 'N3', substr $cmap, $at + 16 + 12 * $i, 12;
            $glyph{$_} = $from + $_ - $first for $first .. $last;
        }
        return \%glyph;
    }
    my $at = $offset{4} // die "metrics: no map of characters\n";
    my $count = unpack('n', substr $cmap, $at + 6, 2) / 2;
    my ($ends, $starts) = ($at + 14, $at + 16 + 2 * $count);
    my ($deltas, $ranges) = ($starts + 2 * $count, $starts + 4 * $count);
    my $word = sub { unpack 'n', substr $cmap, $_[0], 2 };
    for my $i (0 .. $count - 1) {
        my ($first, $last) = ($word->($starts + 2 * $i), $word->($ends + 2 * $i));
        my ($delta, $range) = ($word->($deltas + 2 * $i), $word->($ranges + 2 * $i));
        for my $point ($first .. $last) {
            next if $point == 0xFFFF;
            my $glyph = $range == 0 ? ($point + $delta) & 0xFFFF
                : $word->($ranges + 2 * $i + $range + 2 * ($point - $first));
            $glyph = ($glyph + $delta) & 0xFFFF if $range && $glyph;
            $glyph{$point} = $glyph if $glyph;
        }
    }
    return \%glyph;
}

# In thousandths of the size; undef for a character the font does not have.
sub advance {
    my ($font, $point) = @_;
    my $glyph = $font->{glyph}{$point} // return;
    $glyph = $font->{long} - 1 if $glyph >= $font->{long};
    return int(unpack('n', substr $font->{hmtx}, 4 * $glyph, 2) * 1000 / $font->{units} + 0.5);
}

1;
