#!/usr/bin/perl
# huge.pl FOLDER: writes the sources that are hostile by their size into FOLDER, and prints what each
# must end with: file, exit status, code.
use strict;
use warnings;

my $folder = shift or die "usage: huge.pl FOLDER\n";
my $n = 1_000_000;
my @sources = (
    # name, status, code, text
    ['huge_parentheses', 1, 'E0501', 'return ' . '(' x $n],
    ['huge_braces',      1, 'E0501', 'return ' . '{' x $n],
    ['huge_functions',   1, 'E0501', 'return ' . 'function() return ' x ($n / 18)],
    ['huge_blocks',      1, 'E0501', 'do ' x ($n / 3)],
    ['huge_not',         1, 'E0501', 'return ' . 'not ' x ($n / 4) . '1'],
    ['huge_minus',       1, 'E0501', 'return ' . '- ' x ($n / 2) . '1'],
    ['huge_power',       1, 'E0501', 'return ' . '2^' x ($n / 2) . '1'],
    ['huge_join',        1, 'E0501', 'return ' . 'x..' x ($n / 3) . 'x'],
    ['huge_else',        1, 'E0501', 'if x then ' x ($n / 10)],
    ['huge_upvalues',    1, 'E0501',
        (join '', map { "local a$_ = $_ do " } 1 .. 150) . 'local function f() '
            . (join '', map { "local b$_ = $_ " } 1 .. 150) . 'return function() return '
            . (join '+', (map { "a$_" } 1 .. 150), map { "b$_" } 1 .. 150) . ' end end'],
    ['huge_locals',      1, 'E0501', 'local ' . join(',', map { "a$_" } 1 .. 100_000) . ' = 1'],
    ['huge_arguments',   1, 'E0501', 'print(' . join(',', (1) x 300) . ')'],
    ['huge_constants',   1, 'E0504', 'return {' . join(',', map { "$_.5" } 1 .. 120_000) . '}'],
    ['huge_keys',        1, 'E0504', 'return {' . join(',', map { "k$_=1" } 1 .. 90_000) . '}'],
    ['huge_text',        1, 'E0504', 'return { title = "' . 'x' x $n . '" }'],
    ['huge_name',        1, 'E0503', 'return ' . 'x' x $n],
    ['huge_digits',      1, 'E0504', 'return ' . '9' x $n],
    ['huge_long_text',   1, 'E0501', 'return [' . '=' x $n . '[x'],
    ['huge_comment',     1, 'E0504', '--[[' . 'x' x $n . ']]'],
    ['huge_lines',       1, 'E0501', "\n" x $n . '}'],
    ['huge_calls',       1, 'E0502', 'return print' . '()' x ($n / 2)],
    ['huge_index',       1, 'E0503', 'return tide' . '.x' x ($n / 2)],
    ['huge_gotos',       4, 'E0510',
        'do ' . join('', map { "goto a$_ " } 1 .. 30_000) . 'end '
            . join('', map { "::a${_}:: do end " } 1 .. 30_000)],
    ['huge_file',        1, 'E0104', '-' x (1 << 21)],
);
for my $source (@sources) {
    my ($name, $status, $code, $text) = @$source;
    open my $file, '>', "$folder/$name.lua" or die "$folder/$name.lua: $!\n";
    print $file "$text\n";
    close $file or die "$folder/$name.lua: $!\n";
    print "huge/$name.lua $status $code\n";
}
