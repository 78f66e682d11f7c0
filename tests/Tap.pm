# What the tests in Perl have in common: TAP on stdout, files in and out.
package Tap;
use strict;
use warnings;
use Exporter qw(import);
our @EXPORT = qw(ok skip finish printed put text_of);

my $notes_max = 20;
my $count = 0;

# A test that passes when the first argument is true; the notes are shown when it is not. By its
# prototype a match that fails is false, not an argument less.
sub ok ($$@) {
    my ($true, $sentence, @notes) = @_;
    $count++;
    print $true ? 'ok' : 'not ok', " $count - $sentence\n";
    return if $true;
    my @lines = map { split /\n/ } @notes;
    print map { "# $_\n" } @lines > $notes_max ? @lines[0 .. $notes_max - 1] : @lines;
}

# A test that cannot be run here, and why.
sub skip {
    my ($sentence, $why) = @_;
    $count++;
    print "ok $count - $sentence # SKIP $why\n";
}

# What a command prints on stdout.
sub printed {
    my (@command) = @_;
    open my $pipe, '-|', @command or die "$command[0]: $!\n";
    local $/;
    return scalar <$pipe> // '';
}

sub finish { print "1..$count\n" }

# The bytes become the file, and the file the bytes; '' where none can be read.
sub put {
    my ($path, $bytes) = @_;
    open my $file, '>:raw', $path or die "$path: $!\n";
    print $file $bytes;
    close $file or die "$path: $!\n";
}

sub text_of {
    my ($path) = @_;
    open my $file, '<:raw', $path or return '';
    local $/;
    return scalar <$file> // '';
}

1;
