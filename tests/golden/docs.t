#!/usr/bin/perl
# README.md, docs/*.md and the pages of examples do what they say. Each page has a fresh copy of the
# shipped model, of an example its own, and its blocks are taken in order:
#   ```lua, ```yaml   beginning with `-- FILE` or `# FILE` (.lua, .yaml): saved as FILE
#   ```console        every line `$ COMMAND` is run; what follows it must come out, stdout and
#                     stderr together. A line `...` stands for any lines; nothing shown allows
#                     anything. Where an `error:` is shown the command fails, else it ends with 0.
# Links between pages lead somewhere, the manual page has every verb and option of `help`, and
# pages and scripts/meta have what the program says of itself.
# builds: release
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
die "TIDEMARK and TIDEMARK_ROOT: the binary and the checkout\n" if !$tidemark || !$root;
my @pages = ('README.md', map { s{^\Q$root/\E}{}r } sort(glob "'$root/docs'/*.md"),
    sort(glob "'$root/examples'/*/*/README.md"));
my $count = 0;

sub ok {
    my ($true, $sentence, @notes) = @_;
    die "a test without a sentence\n" if !$sentence || $sentence =~ /\n/;
    $count++;
    print $true ? '' : 'not ', "ok $count - $sentence\n";
    print map { "# $_\n" } map { split /\n/ } @notes if !$true;
}

sub text_of {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!\n";
    local $/;
    return scalar <$file> // '';
}

# Whether the lines shown, with their gaps, are what came out.
sub matches {
    my ($shown, $output) = @_;
    my $pattern = join '',
        map { $_ eq '...' ? '(?:.*\n)*?' : quotemeta . '\n' } split /\n/, $shown;
    return $shown eq '' || $output =~ /\A$pattern\z/ ? 1 : 0;
}

sub run_block {
    my ($work, $page, $block) = @_;
    while ($block =~ /^\$ (.*)\n((?:(?!\$ ).*\n)*)/mg) {
        my ($command, $shown) = ($1, $2);
        my $output = `cd '$work/project' && PATH='$work/bin':\$PATH && { $command\n} 2>&1`;
        my $status = $? >> 8;
        my $expected = $shown =~ /(?:^|: )error: /m ? 'a failure' : 0;
        my $ended = $expected ? $status != 0 : $status == 0;
        my $same = matches($shown, $output);
        ok($ended && $same, "$page: $command", "shown:\n$shown", "printed:\n$output",
            "ended with $status, expected $expected");
    }
}

sub save {
    my ($path, $text) = @_;
    make_path(dirname($path));
    open my $file, '>', $path or die "$path: $!\n";
    print $file $text;
    close $file or die "$path: $!\n";
}

sub run_page {
    my ($page, $text) = @_;
    my $work = tempdir(CLEANUP => 1);
    make_path("$work/bin", "$work/project");
    my $model = $page =~ /^examples/ ? dirname("$root/$page") : $root;
    system('cp', '-r', (map { "$model/$_" } 'indicators', 'data', 'scripts'), "$work/project") == 0
        or die "cannot copy the model\n";
    symlink $tidemark, "$work/bin/tidemark" or die "cannot link: $!\n";
    while ($text =~ /^```(\w+)\n(.*?)^```$/msg) {
        my ($kind, $block) = ($1, $2);
        run_block($work, $page, $block) if $kind eq 'console';
        save("$work/project/$1", $block)
            if $block =~ m{\A(?:--|\#) ((?:[\w-]+/)+[\w-]+\.(?:lua|yaml))\n};
    }
}

# The anchors of a page's headings, as they are made where the pages are read.
sub anchors {
    my ($text) = @_;
    $text =~ s/^```.*?^```$//msg;
    return map { lc s/[^\w\- ]//gr =~ tr/ /-/r } $text =~ /^#+ +(.*)$/mg;
}

sub check_links {
    my ($page, $text) = @_;
    my @lost;
    for my $link ($text =~ /\]\(([^)\s]+)\)/g) {
        next if $link =~ /^[a-z]+:/;
        my ($path, $anchor) = $link =~ /^([^#]*)(?:#(.*))?$/;
        my $target = $path eq '' ? "$root/$page" : dirname("$root/$page") . "/$path";
        my $there = -e $target;
        $there &&= grep { $_ eq $anchor } anchors(text_of($target)) if defined $anchor;
        push @lost, $link if !$there;
    }
    ok(!@lost, "$page: links lead somewhere", @lost);
}

sub check_manual {
    my $page = text_of("$root/man/tidemark.1");
    my @verbs = `'$tidemark' help` =~ /^  ([a-z]+) /mg;
    my %options = map { $_ => 1 } map { `'$tidemark' help $_` =~ /^  .*?--([a-z-]+)/mg } @verbs;
    my @absent = grep { $page !~ /^\.(?:It|Ss) (?:Cm )?$_\b/m } @verbs;
    push @absent, map { "--$_" } grep { $page !~ /^\.It .*Fl -\Q$_\E\b/m } sort keys %options;
    ok(@verbs && %options && !@absent, 'tidemark(1) has every verb and option', @absent);
}

# What the program says of itself stands in the pages and in scripts/meta as it says it.
sub check_made {
    my $count = 0;
    for my $page (@pages) {
        my $text = text_of("$root/$page");
        my $begin = qr{<!-- Made by `make docs`: (\w+)\. -->\n\n};
        while ($text =~ /^$begin(.*?)\n<!-- Made so far\. -->$/msg) {
            my ($topic, $made) = ($1, $2);
            my $said = `'$tidemark' help $topic --format md`;
            ok($said ne '' && $made eq $said, "$page has $topic as the program says them",
                'run `make docs`');
            $count++;
        }
    }
    ok($count == 5, 'five parts of the pages are made by the program', "$count are");
    my $said = `'$tidemark' help annotations`;
    ok($said ne '' && text_of("$root/scripts/meta/tide.lua") eq $said,
        'scripts/meta/tide.lua has the annotations of the program', 'run `make docs`');
}

sub check_methods {
    my %names = map { $_ => 1 } `'$tidemark' help methods` =~ /^  tide\.(\w+)/mg;
    my @mute = grep { `'$tidemark' help $_` !~ /^tide\.\Q$_\E\b.*^Source: /ms } sort keys %names;
    ok(keys %names >= 32 && !@mute, 'help explains every method', @mute);
}

ok(matches("a\n...\nd\n", "a\nb\nc\nd\n") && matches("a\n...\n", "a\n"), 'a gap is any lines');
ok(!matches("a\n", "a\nb\n") && !matches("a\n...\nc\n", "a\nb\n"), 'another output is a failure');
for my $page (@pages) {
    my $text = text_of("$root/$page");
    run_page($page, $text);
    check_links($page, $text);
}
check_manual();
check_made();
check_methods();
print "1..$count\n";
