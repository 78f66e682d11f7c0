#!/usr/bin/perl
# Published indices out of their components: what the rules of examples/published make of the
# excerpts, and of the whole tables where the data sets are at hand, against what was published.
# How many rows there are, and which are beyond the bound, was counted by another program (pandas)
# on the same tables.
# builds: release
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/..", $FindBin::Bin;
use Project;
use Tap;

my $examples = "$ENV{TIDEMARK_ROOT}/examples/published";

# The table behind each panel.
my %tables = (
    hdi => {hdr => 'hdi_1990_2022.csv.gz'},
    bti => {bti => 'bti_2006_2024.csv'},
    fiw => {
        questions => 'fiw_2013_2025_questions.csv',
        categories => 'fiw_2006_2023_categories.csv',
    },
    edi => {vdem15 => 'vdem_v15_indices.csv.gz', vdem12 => 'vdem_v12_indices.csv.gz'},
    libdem => {vdem12 => 'vdem_v12_panel.csv.gz'},
    cpi => {cpi => 'cpi_sources_2012_2017_2022.csv'},
    rsf => {rsf => 'rsf_2014_2023.csv'},
    wgi => {estimates => 'wgi_1996_2023.csv.gz', ranks => 'wgi_1996_2023.csv.gz'},
);

# Rows beyond a bound, which the README of the recipe explains: country and year observed.
my %beyond = (
    kosovo => 'XKX:2005 XKX:2006',
    kosovo2007 => 'XKX:2006',
    liberal => 'BLR:1996 COG:1997 KGZ:2020 PNG:1975 '
        . 'ROU:2019 ROU:2020 ROU:2021 SDN:2021 SUR:1987',
    partipdem => 'COG:1997 ESP:1978 PNG:1975 ROU:2019 SDN:2021 SUR:1987',
    delibdem => 'BLR:1996 COG:1997 ESP:1978 ROU:2019 ROU:2020 ROU:2021 SDN:2021',
    egaldem => 'COG:1997 PNG:1975 ROU:2021 SDN:2021',
    full_edi => 'CHE:1970 COG:1997 ESP:1978 SAU:2005 SUR:1990 ZAF:1993',
    full_mpi => 'CHE:1970 COG:1997 ESP:1978 PNG:1975 ROU:2019 ROU:2020 SUR:1990 ZAF:1993',
    zeros => 'SDN:2012 ZWE:2012',
    errors2012 => 'DMA:2012 FIN:2012 SDN:2012 ZWE:2012',
    burkina => 'BFA:2023',
    misprint => 'KGZ:2014',
    tie => 'BEN:2015',
);

# Of each result: the bound; the largest error; rows of the excerpt and those beyond the bound; rows
# of the whole table and those beyond it, by name or, where they are many, by number.
my $cases = <<'END';
hdi     hdi          index        0.0005  0.0005    88  -             6171  -
hdi     hdi_formula  hdi          0.0005  0.0005    88  -             6171  -
bti     bti          index        1e-6    1e-6      34  -             1298  -
bti     bti          democracy    1e-6    1e-6      34  -             1298  -
bti     bti          economy      1e-6    1e-6      34  -             1298  -
bti     bti          difficulty   1e-6    1e-6      34  -             1298  -
bti     bti          performance  1e-6    1e-6      33  -             1297  -
bti     bti          governance   1e-6    1e-6      33  -             1297  -
bti     governance   index        1e-6    1e-6      33  -             1297  -
fiw     questions    total        0       0         57  -             2723  -
fiw     questions    pr           0       0         57  -             2723  -
fiw     questions    cl           0       0         57  -             2723  -
fiw     questions    pr_rating    0       0         57  -             2723  -
fiw     questions    cl_rating    0       0         57  -             2723  -
fiw     categories   total        0       12        36  kosovo        3759  kosovo
fiw     categories   pr           0       6         36  kosovo        3759  kosovo
fiw     categories   cl           0       6         36  kosovo2007    3759  kosovo2007
fiw     categories   pr_rating    0       1         36  kosovo        3759  kosovo
fiw     categories   cl_rating    0       0         36  -             3759  -
edi     edi          index        0.002   0.002     48  -            26775  -
edi     edi_v12      index        0.003   0.003     28  -            25759  -
libdem  libdem       libdem       0.01    0.1483    51  liberal       8179  89
libdem  libdem       partipdem    0.01    0.0608    51  partipdem     8179  51
libdem  libdem       delibdem     0.01    0.0861    51  delibdem      8179  175
libdem  libdem       egaldem      0.01    0.0523    51  egaldem       8179  46
libdem  components   edi          0.05    0.3528    51  full_edi      8179  348
libdem  components   mpi          0.05    0.5871    51  full_mpi      8179  78
libdem  components   api          0.05    0.2216    51  full_edi      8179  443
cpi     cpi          cpi          1       3        198  zeros          536  zeros
cpi     cpi          se           0.25    1.1001   198  errors2012     536  errors2012
cpi     cpi          sources      0       1        198  zeros          536  zeros
cpi     derived      lower        1       0.953    198  -              536  -
cpi     derived      upper        1       0.949    198  -              536  -
cpi     derived      rank         0       0        180  -              536  -
rsf     contexts     index        0.01    1.439     13  burkina        360  burkina
nit     nit          score        0.005   0.0615    25  misprint
nit     nit          percentage   0.005   0.005      3  -
nit     nit          whole        0       0          3  -
wgi     ranks        va           1e-5    5e-6     205  -             5180  -
wgi     ranks        pv           1e-5    0.4763   212  -             5178  tie
wgi     ranks        ge           1e-5    5e-6     213  -             5119  -
wgi     ranks        rq           1e-5    5e-6     213  -             5121  -
wgi     ranks        rl           1e-5    5e-6     213  -             5233  -
wgi     ranks        cc           1e-5    5e-6     213  -             5143  -
END

# The comparisons of a rule by item: a list of [country:period, error, bound, whether the program
# says that it is beyond the bound], the smallest error first.
sub errors_of {
    my ($project, $rule) = @_;
    my %errors;
    for my $row (Project::output($project, 'score', '--published', '--rule', $rule, '--years',
            Project::span($project)))
    {
        next if $row->{value} eq '' || $row->{published} eq '';
        push @{$errors{$row->{item}}},
            ["$row->{country}:$row->{period}", abs($row->{value} - $row->{published}),
                $row->{within}, $row->{flags} =~ /\bbeyond\b/];
    }
    @$_ = sort { $a->[1] <=> $b->[1] } @$_ for values %errors;
    return \%errors;
}

sub compare {
    my ($what, $errors, $bound, $largest, $rows, $beyond) = @_;
    my @errors = @{$errors // []};
    my @names = sort map { $_->[0] } grep { $_->[3] } @errors;
    my @odd = grep {
        $_->[2] != $bound || ($_->[1] > $bound * (1 + 1e-9) + 1e-12) != ($_->[3] ? 1 : 0)
    } @errors;
    my $found = @errors ? $errors[-1][1] : 0;
    my $same = $beyond =~ /^\d+$/ ? @names == $beyond : "@names" eq ($beyond{$beyond} // '');
    ok(@errors == $rows && $same && !@odd && $found <= $largest * (1 + 1e-9) + 1e-12,
        sprintf('%s: %d rows, %d beyond %s, the largest error %.2g', $what, scalar @errors,
            scalar @names, $bound, $found),
        "expected $rows rows, beyond the bound: $beyond; largest at most $largest",
        @names <= 20 ? "beyond the bound: @names" : (), map { "odd: @$_" } @odd);
    return;
}

# Of sorted errors, the one that a share of them does not exceed.
sub share {
    my ($errors, $share) = @_;
    return $errors->[int($share * $#$errors)][1];
}

# Medians of draws are no formula of medians: most errors are small, a few are not.
sub check_spread {
    my ($all) = @_;
    my %most = (libdem => [0.001, 0.0108], partipdem => [0.0011, 0.0082],
        delibdem => [0.0018, 0.0118], egaldem => [0.0011, 0.0082]);
    for my $item (sort keys %most) {
        my ($median, $last) = map { share($all->{$item}, $_) } 0.5, 0.99;
        ok($median <= $most{$item}[0] && $last <= $most{$item}[1],
            sprintf('libdem, whole table, %s: median error %.4f, 99 of 100 within %.4f', $item,
                $median, $last));
    }
    return;
}

# Interval ends of 2022 were published with all their digits.
sub check_interval {
    my ($what, $all, $rows) = @_;
    for my $item ('lower', 'upper') {
        my @errors = grep { $_->[0] =~ /:2022$/ } @{$all->{$item} // []};
        ok(@errors == $rows && $errors[-1][1] <= 7e-6,
            sprintf('cpi, %s, derived %s of 2022: %d rows, the largest error %.2g', $what, $item,
                scalar @errors, @errors ? $errors[-1][1] : 0));
    }
    return;
}

# A text result is compared with the table itself.
sub check_status {
    my ($what, $project, $rule, $table, $rows_expected) = @_;
    my %published = map { ($_->{iso3} || $_->{country}) . ":$_->{year}" => $_->{status} }
        Project::table($table);
    my ($rows, @wrong) = (0);
    for my $row (Project::output($project, 'score', '--rule', $rule, '--level', 'result',
            '--years', Project::span($project), '--draws', '0'))
    {
        my $key = "$row->{country}:$row->{period}";
        next if $row->{item} ne 'status' || !$published{$key} || $row->{text} eq '';
        $rows++;
        push @wrong, $key if $row->{text} ne $published{$key};
    }
    ok($rows == $rows_expected && !@wrong, "fiw, $what, $rule status: $rows rows, all equal",
        "expected $rows_expected rows; wrong: @wrong");
    return;
}

# Every row of an excerpt stands in the table, with the same values; ranks may be left out.
sub check_excerpt {
    my ($name, $panel, $table) = @_;
    my ($excerpt) = grep { -e } map { "$examples/$name/data/panels/$_" }
        "$panel.csv", 'wgi.csv.gz';
    my $key = sub { join ':', map { $_[0]{$_} // '' } qw(country country_text_id year indicator) };
    my @rows = Project::table($excerpt);
    my %wanted = map { $key->($_) => 1 } @rows;
    my %whole = map { $key->($_) => $_ } grep { $wanted{$key->($_)} }
        Project::table(Project::data_set($table));
    my @strange;
    for my $row (@rows) {
        my $other = $whole{$key->($row)} // {};
        push @strange, grep { $row->{$_} ne ($other->{$_} // 'nothing') } grep {
            $_ ne 'rank' || $row->{$_} ne ''
        } keys %$row;
    }
    ok(@rows && !@strange, "$name: all rows of $panel stand in $table", "columns: @strange");
    return;
}

my @cases = map { [split] } split /\n/, $cases;
my %rules;
$rules{$_->[0]}{$_->[1]} = 1 for @cases;
for my $name (sort keys %rules) {
    my $filled = $tables{$name} && Project::filled("$examples/$name", %{$tables{$name}});
    for my $rule (sort keys %{$rules{$name}}) {
        my $excerpt = errors_of("$examples/$name", $rule);
        my $whole = $filled && errors_of($filled, $rule);
        for (grep { $_->[0] eq $name && $_->[1] eq $rule } @cases) {
            my (undef, undef, $item, $bound, $largest, @expected) = @$_;
            my $what = "$rule $item";
            compare("$name, excerpt, $what", $excerpt->{$item}, $bound, $largest, @expected[0, 1]);
            next if @expected == 2;
            if ($whole) {
                compare("$name, whole table, $what", $whole->{$item}, $bound, $largest,
                    @expected[2, 3]);
            } else {
                skip("$name, whole table, $what", 'no data set');
            }
        }
        check_interval('excerpt', $excerpt, 9) if "$name $rule" eq 'cpi derived';
        check_interval('whole table', $whole, 180) if "$name $rule" eq 'cpi derived' && $whole;
        check_spread($whole) if "$name $rule" eq 'libdem libdem' && $whole;
    }
    my %panel_of = map { $tables{$name}{$_} => $_ } $filled ? sort keys %{$tables{$name}} : ();
    check_excerpt($name, $panel_of{$_}, $_) for sort keys %panel_of;
    next if $name ne 'fiw';
    my %rows = (questions => [57, 2723], categories => [36, 3759]);
    for my $panel ('questions', 'categories') {
        check_status('excerpt', "$examples/fiw", $panel, "$examples/fiw/data/panels/$panel.csv",
            $rows{$panel}[0]);
        check_status('whole table', $filled, $panel, Project::data_set($tables{fiw}{$panel}),
            $rows{$panel}[1]) if $filled;
    }
}
finish();
