#!/usr/bin/perl
# The examples of README.md and docs/*.md are run: every line `$ …` of a console block, in order, in a
# copy of the project, and what the block shows must come out. A line `...` stands for any lines.
# Lua blocks that begin with `-- scripts/…` are saved there first.
# builds: release
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $count = 0;
$ENV{COLUMNS} = 80;

sub ok {
    my ($true, $sentence, @notes) = @_;
    $count++;
    print $true ? '' : 'not ', "ok $count - $sentence\n";
    print map { "# $_\n" } map { split /\n/ } @notes if !$true;
}

# Whether the lines shown, with their gaps, are what came out.
sub matches {
    my ($shown, $output) = @_;
    my $pattern = join '', map { /^\.\.\.$/ ? '(?:.*\n)*?' : quotemeta($_) . "\\n" } split /\n/, $shown;
    return $output =~ /\A$pattern\z/ || $shown eq '';
}

sub run_block {
    my ($work, $page, $block) = @_;
    while ($block =~ /^\$ (.*)\n((?:(?!\$ ).*\n)*)/mg) {
        my ($command, $shown) = ($1, $2);
        my $output = `cd '$work' && PATH='$work/bin':\$PATH && { $command; } 2>&1`;
        ok(matches($shown, $output), "$page: $command", "shown:\n$shown", "printed:\n$output");
    }
}

for my $page ('README.md', map { "docs/$_" } 'formats.md', 'method.md', 'scripting.md') {
    my $work = tempdir(CLEANUP => 1);
    system('cp', '-r', (map { "$root/$_" } 'indicators', 'data', 'scripts'), $work) == 0 or die;
    make_path("$work/bin");
    symlink $tidemark, "$work/bin/tidemark" or die;
    open my $file, '<', "$root/$page" or die "$page: $!\n";
    my $text = do { local $/; <$file> };
    while ($text =~ /^```(\w+)\n(.*?)^```$/msg) {
        my ($kind, $block) = ($1, $2);
        if ($kind eq 'console') {
            run_block($work, $page, $block);
        } elsif ($block =~ m{\A(?:--|\#) ((?:scripts|data|indicators)/\S+)$}m) {
            make_path(dirname("$work/$1"));
            open my $out, '>', "$work/$1" or die;
            print $out $block;
            close $out;
        }
    }
}
print "1..$count\n";
