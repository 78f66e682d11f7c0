# The files of a checkout and what stands in them, read once.
package Tree;
use strict;
use warnings;
use File::Basename qw(basename);
use File::Find qw(find);

my (%text, %code);

# Every file that git tracks, or would when asked; outside of git every file but what is made.
sub files {
    my @list = split /\0/, `git ls-files -z --cached --others --exclude-standard 2>/dev/null`;
    find({no_chdir => 1, wanted => sub {
        $File::Find::prune = 1 if m{^\./(?:\.git|build|out)$};
        push @list, s{^\./}{}r if -f;
    }}, '.') if !@list;
    my %seen;
    return sort grep { -f && !-l && !$seen{$_}++ } @list;
}

sub text {
    my ($file) = @_;
    return $text{$file} //= do {
        open my $handle, '<:raw', $file or die "lint: $file: $!\n";
        local $/;
        <$handle> // '';
    };
}

sub lines { return split /\n/, text($_[0]) }

# C without comments and what stands in quotes, each line where it was.
sub code {
    my ($file) = @_;
    return $code{$file} //= text($file) =~
        s{/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'}{$& =~ s/[^\n]/ /gr}gser;
}

# The line of a C file where a name is defined, as far as a pattern can tell; else its first use.
sub line_of {
    my ($file, $name) = @_;
    my @lines = split /\n/, code($file);
    for my $pattern (qr/^\w.*\b\Q$name\E\(.*[^;]$/, qr/^\w.*\b\Q$name\E\b/,
        qr/\bstatic\b.*\b\Q$name\E\b/, qr/\b\Q$name\E\b/)
    {
        for my $at (0 .. $#lines) {
            return $at + 1 if $lines[$at] =~ $pattern;
        }
    }
    return 1;
}

# The name of the header a source belongs to: the longest beginning of the source's name (whole
# words) that is a header beside it; the source's own name when there is none.
sub module {
    my ($file) = @_;
    my $path = $file =~ s/\.c$//r;
    while (!-f "$path.h") {
        $path =~ s/_[^_\/]*$// or return basename($file, '.c');
    }
    return basename($path);
}

1;
