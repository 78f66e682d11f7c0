# Checks on the text of files.
package Source;
use strict;
use warnings;
use Encode qw(decode);
use File::Basename qw(dirname);
use Tree;

my %may_include = (
    base     => 'base',
    stat     => 'base stat',
    yaml     => 'base yaml',
    model    => 'base yaml model',
    score    => 'base stat model score',
    scenario => 'base stat model score scenario',
    robust   => 'base stat model score scenario robust',
    chart    => 'base stat chart',
    out      => 'base out',
    lua      => 'base stat model score scenario lua',
);
$may_include{cli} = join ' ', sort 'cli', keys %may_include;

# System headers that stand in few places: which, where, and how that is said.
my @confined = (
    [qr/^yaml\.h$/, qr{^src/yaml/}, 'src/yaml'],
    [qr/^(?:lua|luaconf|lauxlib|lualib)\.h$/, qr{^src/lua/}, 'src/lua'],
    [qr/^glpk\.h$/, qr{^src/stat/frontier\.c$}, 'src/stat/frontier.c'],
    [qr{^(?:seccomp|spawn|sys/prctl|linux/seccomp)\.h$}, qr{^src/base/(?:process|confine)\.c$},
        'src/base/process.c and confine.c'],
);

# Written by people for a compiler or interpreter; not the corpora that tests feed to the program,
# nor what the program writes of itself.
sub is_program {
    my ($file) = @_;
    return 0 if $file =~ m{^tests/(?:hostile|fuzz)/.*/|^scripts/meta/tide\.lua$};
    return 0 if $file !~ m{^(?:src|tests|scripts|data|examples|\.ci)/|^[^/]*$};
    return $file =~ m{\.(?:[cht]|lua|pl|pm|sh|py)$|(?:^|/)Makefile$}
        || Tree::text($file) =~ /\A#!/;
}

sub includes {
    my ($file) = @_;
    my @lines = Tree::lines($file);
    return map { $lines[$_] =~ /^\s*#\s*include\s*([<"])(.*)[>"]/ ? [$_ + 1, $1, $2] : () }
        0 .. $#lines;
}

sub layers {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { m{^src/.*\.[ch]$} } @files) {
        my ($folder) = $file =~ m{^src/([^/]+)/[^/]+$};
        my $may = $may_include{$folder // ''};
        if (!$may) {
            push @found, "$file:1: stands in no folder of src that has a layer";
            next;
        }
        for (grep { $_->[1] eq '"' } includes($file)) {
            my ($line, undef, $name) = @$_;
            my $from = dirname($name);
            if (!-f "src/$name") {
                push @found, "$file:$line: includes $name; expected a path that begins in src";
            } elsif (" $may " !~ / \Q$from\E /) {
                push @found, "$file:$line: includes $name; $folder may include $may";
            }
        }
    }
    return @found;
}

sub confined_headers {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { m{^src/.*\.[ch]$} } @files) {
        for my $include (grep { $_->[1] eq '<' } includes($file)) {
            my ($line, undef, $name) = @$include;
            push @found, map { "$file:$line: includes <$name>; only $_->[2] may" }
                grep { $name =~ $_->[0] && $file !~ $_->[1] } @confined;
        }
    }
    return @found;
}

# A header that is included for its text, again and again, has no guard and declares nothing.
sub guards {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { m{^(?:src|tests)/.*\.h$} } @files) {
        my $guard = 'TIDEMARK_' . uc($file =~ s{^src/}{}r) =~ s/\W/_/gr;
        my $code = Tree::code($file);
        next if $code !~ /\S/ || $code !~ /;/ && $code =~ /^\s*(?:\w+\([^()]*\)\s*)+$/;
        push @found, "$file:1: has no guard; expected #ifndef and #define $guard"
            if $code !~ /\A\s*#ifndef \Q$guard\E\n\s*#define \Q$guard\E\n.*#endif\s*\z/s;
    }
    return @found;
}

# A function is explained by a comment in its paragraph (lines without an empty one between).
sub explained {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { m{^src/.*\.h$} } @files) {
        my @text = Tree::lines($file);
        my @code = split /\n/, Tree::code($file);
        my $has_comment = 0;
        for my $at (0 .. $#text) {
            $has_comment = 0 if $text[$at] !~ /\S/;
            $has_comment ||= $text[$at] =~ m{/\*|^ \*};
            my ($name) = ($code[$at] // '') =~ /^\w[\w\s*]*?\b(\w+)\([^*]/ or next;
            next if $has_comment || $text[$at] =~ /^(?:typedef|return|else|_Static_assert)\b/;
            push @found, sprintf '%s:%d: %s has no comment; expected one above it', $file, $at + 1,
                $name;
        }
    }
    return @found;
}

# Functions end at the first column, in every language used here.
sub function_lengths {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { is_program($_) } @files) {
        my $is_c = $file =~ /\.[ch]$/;
        my @lines = split /\n/, $is_c ? Tree::code($file) : Tree::text($file);
        my ($start, $paragraph) = (undef, 0);
        for my $at (0 .. $#lines) {
            $paragraph = $at + 1 if $lines[$at] =~ /[;}]\s*$|^\s*$|^#/ && !defined $start;
            if ($is_c ? $lines[$at] =~ /^\{|^\w[^;=]*\)\s*\{\s*$/
                : $lines[$at] =~ /^(?:local )?function\b|^sub \w|^[\w-]+ ?\(\) ?\{/)
            {
                $start = $is_c ? $paragraph : $at;
            }
            next if !defined $start || $lines[$at] !~ /^(?:\}|end\b)|^\w.*\}\s*$/;
            my $length = $at - $start + 1;
            push @found, sprintf '%s:%d: a function of %d lines; expected at most 100', $file,
                $start + 1, $length if $length > 100;
            ($start, $paragraph) = (undef, $at + 1);
        }
    }
    return @found;
}

sub file_lengths {
    my ($symbols, @files) = @_;
    return map {
        my $count = Tree::text($_) =~ tr/\n//;
        $count > 500 ? "$_:501: a file of $count lines; expected at most 500" : ();
    } grep { is_program($_) } @files;
}

sub line_lengths {
    my ($symbols, @files) = @_;
    my @found;
    for my $file (grep { is_program($_) } @files) {
        my $number = 0;
        for my $line (Tree::lines($file)) {
            $number++;
            my $columns = length decode('UTF-8', $line);
            push @found, "$file:$number: a line of $columns columns; expected at most 100"
                if $columns > 100;
        }
    }
    return @found;
}

# Lines of programs (or of all text files) that match, each with what to say of it.
sub lines_that {
    my ($match, $say, @files) = @_;
    my @found;
    for my $file (@files) {
        my $number = 0;
        for (Tree::lines($file)) {
            $number++;
            push @found, "$file:$number: " . $say->($1) if $_ =~ $match;
        }
    }
    return @found;
}

sub left_open {
    my ($symbols, @files) = @_;
    return lines_that(qr/\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/,
        sub { "says $_[0]; expected finished work" }, grep { is_program($_) } @files);
}

# The hostile corpus tries such paths; a test that makes its own folder may name where it may be.
sub machine_paths {
    my ($symbols, @files) = @_;
    my $inside = qr{(?<![\w.:~\$\})/-])};
    my @text = grep { !m{^tests/hostile/[^/]+/} && -T } @files;
    my @fixed = grep { !m{^tests/} || Tree::text($_) !~ /\bmk(?:temp|dtemp|ostemp|stemp)\b/ } @text;
    my $say = sub { "names $_[0], which is a place of one machine; expected a relative path" };
    return (lines_that(qr{$inside(/(?:home|work|root)/)}, $say, @text),
        lines_that(qr{$inside(/(?:tmp)/)}, $say, @fixed));
}

sub error_codes {
    my ($symbols, @files) = @_;
    my ($codes, $docs) = ('src/base/err_codes.h', 'docs/errors.md');
    my (%code, %section, @found);
    my $text = -f $codes ? Tree::text($codes) : '';
    while ($text =~ /^ERR_CODE\((\d+), *\w+, *\w+,\s*"(.*)"\)/mg) {
        my ($code, $meaning) = (sprintf('E%04d', $1), ucfirst $2);
        my $line = 1 + substr($text, 0, $-[0]) =~ tr/\n//;
        push @found, "$codes:$line: $code stands twice" if $code{$code};
        $code{$code} = [$line, $meaning];
    }
    my @lines = -f $docs ? Tree::lines($docs) : ();
    for my $at (0 .. $#lines) {
        my ($code, $title) = $lines[$at] =~ /^#+ (E\d+)\b *(.*)/ or next;
        my $place = "$docs:" . ($at + 1);
        push @found, "$place: $code is explained twice" if $section{$code}++;
        push @found, "$place: explains $code, which $codes does not have" if !$code{$code};
        push @found, "$place: the title of $code is not its meaning; expected $code{$code}[1]"
            if $code{$code} && $code{$code}[1] ne $title;
    }
    for (grep { !$section{$_} } sort keys %code) {
        my ($line, $title) = @{$code{$_}};
        push @found, "$codes:$line: $_ has no section '### $_ $title' in $docs";
    }
    return @found;
}

# A sentence has at least three words and does not begin with what it is.
sub test_names {
    my ($symbols, @files) = @_;
    my $is_no_sentence = qr/^tests?(?:_|\d|$)|^[^_]+(?:_[^_]+)?$/;
    my $say = 'expected a sentence about behaviour';
    my @found;
    for my $file (grep { m{^tests/unit/test_.*\.c$} } @files) {
        my @lines = split /\n/, Tree::code($file);
        for my $at (0 .. $#lines) {
            my ($name) = $lines[$at] =~ /^static void (\w+)\(void \*\*\w+\)/ or next;
            push @found, sprintf '%s:%d: the test %s; %s', $file, $at + 1, $name, $say
                if $name =~ $is_no_sentence;
        }
    }
    push @found, lines_that(qr/["'](test[ _-]?\d+)["']/i,
        sub { "the test $_[0]; $say" }, grep { m{^tests/.*\.t$} } @files);
    return @found;
}

sub lua {
    my ($symbols, @files) = @_;
    my @scripts = grep { /\.lua$/ && m{^(?:scripts|src/lua|data)/} } @files or return;
    open my $luacheck, '-|', 'luacheck', '--no-color', '--formatter', 'plain', '--codes', @scripts
        or return "$scripts[0]:1: was not checked: luacheck is not installed; `make deps` does";
    my @found = map { chomp; /^\S+:\d+:/ ? $_ : () } <$luacheck>;
    close $luacheck;
    push @found, "$scripts[0]:1: was not checked: luacheck ended with " . ($? >> 8)
        if $? && !@found;
    return @found;
}

1;
