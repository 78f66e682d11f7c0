# The formats of indicators/editions, for tests: a small project whose indicators take series of
# each, and rows as their publishers have them: three countries' and a fourth's of the data sets,
# or, where these are not at hand, made ones.
package Editions;
use strict;
use warnings;
use Exporter qw(import);
use FindBin;
use lib "$FindBin::Bin/../published";
use Project;
use Tap;
our @EXPORT = qw(countries formats project rows_of text);

my @countries = qw(KGZ TJK KAZ);
sub countries { return @countries }

# Series: column, ends (none: open), and the step between figures, as the publishers say; low, high,
# se: further columns. made are the columns of rows that are made, in the publisher's order.
my @vdem = map { ($_, "${_}_codelow", "${_}_codehigh", "${_}_sd") }
    qw(v2x_polyarchy v2x_libdem v2x_partipdem v2x_delibdem v2x_egaldem v2x_api v2x_mpi);
my %polyarchy = (column => 'v2x_polyarchy', worst => 0, best => 1, step => 0.001,
    low => 'v2x_polyarchy_codelow', high => 'v2x_polyarchy_codehigh');
my @components = qw(v2x_clphy v2x_clpol v2x_clpriv v2x_civlib v2x_rule v2xcl_rol v2xcs_ccsi
    v2x_freexp v2x_freexp_altinf v2x_frassoc_thick v2x_corr v2x_execorr v2x_pubcorr);
my @questions = qw(A1 A2 A3 A B1 B2 B3 B4 B C1 C2 C3 C D1 D2 D3 D4 D E1 E2 E3 E F1 F2 F3 F4 F G1 G2
    G3 G4 G);
my @criteria = qw(Q1.1 Q1.2 Q1.3 Q1.4 Q2.1 Q2.2 Q2.3 Q2.4 Q3.1 Q3.2 Q3.3 Q3.4 Q4.1 Q4.2 Q5.1 Q5.2
    Q5.3 Q5.4);
my @formats = (
    {name => 'fiw', set => 'fiw_2013_2025_questions.csv', first => 2012, last => 2024,
        source => sub { "fiw$_[0]{edition}" },
        made => ['country', 'iso3', 'region', 'ct', 'edition', 'year', 'status', @questions],
        series => {E1 => {column => 'E1', worst => 0, best => 4, step => 1},
            D4 => {column => 'D4', worst => 0, best => 4, step => 1},
            A => {column => 'A', worst => 0, best => 12, step => 1}}},
    {name => 'bti', set => 'bti_2006_2024.csv', first => 2004, last => 2022, every => 2,
        period => 'report_year', add => -2, source => sub { "bti$_[0]{report_year}" },
        made => ['country', 'iso3', 'region', 'report_year', 'year', 'democracy_status',
            @criteria, 'governance_index', 'Q15.3'],
        series => {Q3_1 => {column => 'Q3.1', worst => 1, best => 10, step => 1},
            Q5_4 => {column => 'Q5.4', worst => 1, best => 10, step => 1},
            democracy_status => {column => 'democracy_status', worst => 1, best => 10,
                step => 0.01}}},
    {name => 'cpi', set => 'cpi_2012_2022.csv', first => 2012, last => 2022,
        source => sub { "cpi$_[0]{year}" },
        made => [qw(country iso3 region year score rank stderr nsources)],
        series => {score => {column => 'score', worst => 0, best => 100, step => 1,
            se => 'stderr'}}},
    {name => 'wdi', set => 'oda_central_asia_1991_2023.csv', first => 1993, last => 2023,
        source => sub { 'wdi-oda' }, covers => '1991..2023',
        made => [qw(iso3 country year net_oda_usd_current net_oda_pct_gni)],
        series => {oda_usd => {column => 'net_oda_usd_current', step => 10000,
                unit => 'current US$'},
            oda_gni => {column => 'net_oda_pct_gni', step => 0.001, unit => '% of GNI'}}},
    {name => 'vdem12', set => 'vdem_v12_panel.csv.gz', id => 'country_text_id',
        land => 'country_name', first => 1991, last => 2021,
        source => sub { 'vdem12' }, covers => '1789..2021',
        made => ['country_name', 'country_text_id', 'country_id', 'year', @vdem, @components],
        series => {v2x_polyarchy => \%polyarchy,
            v2x_freexp => {column => 'v2x_freexp', worst => 0, best => 1, step => 0.001},
            v2x_corr => {column => 'v2x_corr', worst => 1, best => 0, step => 0.001}}},
    {name => 'vdem15', set => 'vdem_v15_indices.csv.gz', id => 'country_text_id',
        land => 'country_name', first => 1991, last => 2024,
        source => sub { 'vdem15' }, covers => '1789..2024',
        made => ['country_name', 'country_text_id', 'country_id', 'year', @vdem],
        series => {v2x_polyarchy => \%polyarchy}},
    {name => 'hdi', set => 'hdi_1990_2022.csv.gz', first => 1995, last => 2022,
        source => sub { 'hdi' }, covers => '1990..2022',
        made => [qw(iso3 country hdicode region year hdi le eys mys gnipc gdi)],
        series => {hdi => {column => 'hdi', worst => 0, best => 1, step => 0.001},
            le => {column => 'le', step => 0.01, unit => 'years'},
            gnipc => {column => 'gnipc', step => 0.1, unit => '2017 PPP $'}}},
    {name => 'wgi', set => 'wgi_1996_2023.csv.gz', first => 2002, last => 2023,
        long => 'indicator',
        source => sub { 'wgi' }, covers => '1996..2023',
        made => [qw(iso3 country year indicator estimate stderr nsource pctrank)],
        series => {map { $_ => {column => 'estimate', step => 0.001, se => 'stderr'} }
            qw(va pv ge rq rl cc)}},
    {name => 'rsf', set => 'rsf_2014_2023.csv', first => 2014, last => 2023,
        source => sub { "rsf$_[0]{year}" },
        made => [qw(iso3 country year score rank political economic legal social safety)],
        series => {score => {column => 'score', worst => 0, best => 100, step => 0.01}}},
);
for my $format (@formats) {
    $format->{id} //= 'iso3';
    $format->{land} //= 'country';
    $format->{period} //= 'year';
    $format->{$_} //= 0 for qw(add long);
    $format->{every} //= 1;
}
sub formats { return @formats }

# A made figure of a series: the same each time, on its scale.
sub figure {
    my ($series, @of) = @_;
    my $key = 0;
    $key = ($key * 31 + ord) % 1000003 for split //, join ' ', @of, $series->{column};
    my ($least, $most) = exists $series->{worst}
        ? sort { $a <=> $b } @$series{qw(worst best)} : map { $_ * $series->{step} } 10, 90;
    my $places = $series->{step} < 1 ? length($series->{step}) - 2 : 0;
    my $steps = int(($most - $least) / $series->{step} + 0.5);
    return sprintf "%.${places}f", $least + $series->{step} * (1 + $key % ($steps - 1));
}

sub made_row {
    my ($format, $iso3, $year, $series) = @_;
    my $of = $format->{series};
    my %row = map { $_ => 3 } @{ $format->{made} };
    @row{@$format{qw(land id)}, 'year'} = ("Land $iso3", $iso3, $year);
    @row{qw(region ct status edition hdicode)} = ('Asia', 'c', 'NF', $year + 1, 'High');
    $row{$format->{period}} = $year - $format->{add};
    $row{$_} = '0.5' for grep { /^v2x/ } @{ $format->{made} };
    for my $name ($series // keys %$of) {
        my $value = $row{$of->{$name}{column}} = figure($of->{$name}, $iso3, $year, $name);
        $row{$of->{$name}{low} // ''} = sprintf '%.3f', $value * 0.9;
        $row{$of->{$name}{high} // ''} = sprintf '%.3f', $value + (1 - $value) / 10;
        $row{$of->{$name}{se}} = '1.25' if $of->{$name}{se};
    }
    $row{$format->{long}} = $series if $format->{long};
    return [@row{@{ $format->{made} }}];
}

# Eight years of each country.
sub made_rows {
    my ($format, @names) = @_;
    my @years = grep { ($_ - $format->{first}) % $format->{every} == 0 }
        $format->{last} - 7 .. $format->{last};
    my @rows = ($format->{made});
    for my $country (@countries, 'UZB') {
        for my $year (@years) {
            push @rows, map { made_row($format, $country, $year, $_) } @names;
        }
    }
    return @rows;
}

# The header and the rows of three countries and of Uzbekistan, a list of fields each.
sub rows_of {
    my ($format) = @_;
    my $set = Project::data_set($format->{set});
    my @names = $format->{long} ? sort keys %{ $format->{series} } : undef;
    return made_rows($format, @names) if !$set;
    open my $table, '-|', $set =~ /gz$/ ? ('gzip', '-dc') : 'cat', $set or die "$set: $!\n";
    my @header = Project::fields(scalar <$table>);
    my %at = map { $header[$_] => $_ } keys @header;
    my $time = $at{$format->{period}};
    my @rows = grep { $_->[$at{$format->{id}}] =~ /^(?:KGZ|TJK|KAZ|UZB)$/
            && $_->[$time] + $format->{add} >= $format->{first}
            && $_->[$time] + $format->{add} > $format->{last} - 12 }
        map { [Project::fields($_)] } <$table>;
    close $table;
    return (\@header, @rows);
}

# Rows as CSV.
sub text {
    my $quoted = sub { /[",\r\n]/ ? '"' . s/"/""/gr . '"' : $_ };
    return join '', map { join(',', map { $quoted->() } @$_) . "\n" } @_;
}

# A project in the folder given, whose countries have no figure yet.
sub project {
    my ($root, $folder) = @_;
    mkdir "$folder/$_" for qw(indicators data);
    system('cp', '-r', "$root/indicators/editions", "$folder/indicators/") == 0 or die;
    put("$folder/indicators/index.yaml", "codebook: editions\npillars: [main]\nspan: 1990..2025\n");
    my ($indicators, $sources) = ("pillar: main\nindicators:\n", '');
    for my $format (@formats) {
        my $name = $format->{name};
        for my $series (sort keys %{ $format->{series} }) {
            my $of = $format->{series}{$series};
            my ($worst, $best) = exists $of->{worst} ? @$of{qw(worst best)} : (-1e12, 1e12);
            my $unit = $of->{unit} ? qq(, unit: "$of->{unit}") : '';
            $indicators .= "  - id: ${name}_$series\n    series: [$name.$series]\n"
                . "    scale: {kind: interval, worst: $worst, best: $best$unit}\n";
        }
        my $level = $name =~ /^vdem/ ? ', level: 0.68' : '';
        my $covers = $format->{covers};
        my $once = $covers ? $format->{source}->({}) : '';
        $sources .= "- {id: $name$level" . ($once eq $name ? ", covers: $covers}\n" : "}\n");
        $sources .= "- {id: $once, of: $name, covers: $covers}\n" if $covers && $once ne $name;
        next if $covers;
        for my $year ($format->{first} .. $format->{last}) {
            my %row = (edition => $year + 1, year => $year, report_year => $year - $format->{add});
            $sources .= '- {id: ' . $format->{source}->(\%row) . ", of: $name, covers: $year}\n";
        }
    }
    put("$folder/indicators/main.yaml", $indicators);
    put("$folder/indicators/sources.yaml", $sources);
    put("$folder/data/$_.yaml", "country: $_\n") for @countries;
}

1;
