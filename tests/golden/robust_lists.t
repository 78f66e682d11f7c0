#!/usr/bin/perl
# 250 made-up lists of what is to vary, of words, settings and slips with a fixed seed: each is
# run, or refused with one error, its code and what to do; none ends otherwise.
use strict;
use warnings;

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
die "TIDEMARK and TIDEMARK_ROOT: the binary and the checkout\n" if !$tidemark || !$root;
chdir $root or die "$root: $!\n";
my $seed = 7;

sub draw { $seed = ($seed * 1103515245 + 12345) % 2**31; return int($seed / 65536) % $_[0] }
sub one { return $_[draw(scalar @_)] }

my @words = qw(values conflicts weights weighting normalise treat impute imputed aggregate levels
    sources coders vlaues run);
my @settings = qw(own none given equal pca ahp minmax zscore goalposts rank winsorise log
    boxcox:0.5 boxcox fill:mean fill:carry fill:row fill:none fill mean geometric:1 geometric:-1
    geometric copeland power:0.5 0/25/50/75/100 0/15/40/70/100 4/3 1 rights_five nowhere beta
    triangular flat dirichlet:30 dirichlet:0 dirichlet:x 0.3 -1 1e400 nan);
my %fitting = (values => [qw(beta triangular truncated normal)], weights => [qw(0.3 dirichlet:30)],
    weighting => [qw(own given equal rights_five)], normalise => [qw(own goalposts minmax zscore)],
    treat => [qw(none own log)], impute => [qw(none own fill:mean fill:row)],
    aggregate => [qw(own mean geometric:1 power:0.5)],
    levels => ['0/25/50/75/100', '0/15/40/70/100']);
my @slips = ('', ',', '+', '=', ':', '/', "\x{c3}\x{a9}", ' ', '++', '%s', 'x' x 300);

sub made {
    my @list;
    my $sound = draw(2);
    for (0 .. draw(3)) {
        my $word = one(@words);
        my $fits = $fitting{$word};
        my @from = $sound ? @{ $fits // [] } : @settings;
        my $first = draw(scalar @from || 1);
        my @chosen = map { $from[($first + $_) % @from] } 0 .. (@from ? draw(3) : -1);
        @chosen = $chosen[0] if $sound && $word =~ /^(?:values|weights)$/;
        $word .= '=' . join('+', @chosen) if @from && ($sound || draw(3));
        $word .= one(@slips) if !$sound && !draw(6);
        push @list, $word;
    }
    return join $sound ? ',' : one(',', ',', ',', '+', ',,'), @list;
}

my ($bad, $ran, $refused) = ('', 0, 0);
for (1 .. 250) {
    my $list = made();
    my @command = ($tidemark, '-q', 'robust', '--rule', one('rights', 'rights_full'), '--draws', 4,
        '--format', 'csv', '--uncertain', $list);
    my $pid = open my $out, '-|' // die;
    if (!$pid) {
        open STDERR, '>&', \*STDOUT or die;
        exec @command or die;
    }
    my $said = do { local $/; <$out> // '' };
    close $out;
    my $status = $?;
    my $errors = () = $said =~ /(?:^|: )error: .*\[E\d{4}\]$/mg;
    my $fine = $status == 0 ? $errors == 0 && $said =~ /^country,period/m
        : $status <= 3 << 8 && $status % 256 == 0 && $errors == 1;
    $status == 0 ? $ran++ : $refused++;
    my $shown = substr($said, 0, 300) =~ s/\n/\n# /gr;
    $bad .= "# $list\n# ends with $status: $shown\n" if !$fine;
}
print $bad ? 'not ' : '', "ok 1 - every list of what is to vary is run or refused in words\n", $bad;
print $ran > 25 && $refused > 100 ? '' : 'not ', "ok 2 - some are run, most are refused\n";
print "# $ran run, $refused refused\n1..2\n";
