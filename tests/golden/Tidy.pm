# Tidy rows for every kind of chart, of any number of countries; the hard ones have gaps, breaks,
# long names and names in Cyrillic, Kyrgyz and Tajik letters.
package Tidy;
use strict;
use warnings;
use utf8;

my @plain = ('Kyrgyzstan', 'Tajikistan', 'Kazakhstan', 'Estonia', 'Lithuania', 'Latvia', 'Czechia',
    'Slovenia', 'Poland', 'Croatia', 'Slovakia', 'Romania', 'Bulgaria', 'Hungary', 'Mongolia',
    'Georgia', 'Moldova', 'Ukraine', 'Armenia', 'Albania', 'Serbia', 'Montenegro',
    'North Macedonia', 'Bosnia and Herzegovina', 'Kosovo', 'Uzbekistan', 'Azerbaijan', 'Belarus',
    'Russia', 'Turkmenistan');
my @hard = ('Кыргыз Республикасы', 'Ҷумҳурии Тоҷикистон', 'Қазақстан Республикасы',
    'The Former Yugoslav Republic of Macedonia and its Autonomous Provinces',
    'Democratic People’s Republic of a Very Long Name Indeed', 'Российская Федерация');
my @items = ('Political pluralism', 'Civic space', 'Media freedom', 'Control of corruption',
    'Aid conditionality');
my @hard_items = ('Защита правозащитников и независимых журналистов',
    'Concentration of executive power in a person, a family or a narrow circle around them');

my $state;
sub random {
    $state = ($state * 1103515245 + 12345) % 2147483648;
    return $state / 2147483648;
}

sub names {
    my ($count, $hard) = @_;
    my @names = @plain[0 .. $count - 1];
    $names[$_ * 2] = $hard[$_] for grep { $hard && $_ * 2 < $count } 0 .. $#hard;
    return @names;
}

sub quoted { return '"' . $_[0] =~ s/"/""/gr . '"' }

sub id { return sprintf 'C%02d', $_[0] }

sub table {
    my ($columns, @rows) = @_;
    return join '', map { join(',', map { $_ // '' } @$_) . "\n" } [split /,/, $columns], @rows;
}

# A value and the ends of its interval, within 0 to 100; without half there are no ends.
sub figures {
    my ($value, $half) = @_;
    my @ends = defined $half ? ($value - $half, $value + $half) : (undef, undef);
    return map { defined $_ ? sprintf '%.3f', $_ < 0 ? 0 : $_ > 100 ? 100 : $_ : undef } $value,
        @ends;
}

# Scores of an index and five pillars, 2012 to 2024.
sub scores {
    my ($names, $hard) = @_;
    my @rows;
    for my $c (0 .. $#$names) {
        my $level = 10 + 80 * random();
        for my $year (2012 .. 2024) {
            $level += 6 * random() - 3.2;
            my @what = (['index', 'Rights score'], map { ["p$_", $items[$_]] } 0 .. 4);
            $what[2][1] = $hard_items[0] if $hard;
            $what[4][1] = $hard_items[1] if $hard;
            for my $i (0 .. $#what) {
                my $value = $level + ($i ? 24 * random() - 12 : 0);
                $value = $value < 0 ? 0 : $value > 100 ? 100 : $value;
                my $half = $i % 2 ? undef : 1 + 3 * random();
                my $gone = $hard && ($i == 5 && $c == 1 || random() < 0.08);
                my $flags = $hard && random() < 0.04 ? 'break' : random() < 0.1 ? 'carried' : '';
                push @rows, [id($c), quoted($names->[$c]), $year, $i ? 'pillar' : 'index',
                    $what[$i][0], quoted($what[$i][1]), $i == 5 ? 'lever' : 'outcome',
                    $gone ? (undef, undef, undef, 0) : (figures($value, $half),
                        sprintf '%.2f', random() < 0.8 ? 1 : random()), $flags];
            }
        }
    }
    return table('country,country_name,period,level,item,item_name,role,value,low,high,'
        . 'coverage,flags', @rows);
}

sub futures {
    my ($names, $hard) = @_;
    my @rows;
    for my $c (0 .. $#$names) {
        my $level = 15 + 60 * random();
        my $name = $hard ? 'Условия помощи ужесточены и действуют' : 'Aid tightened';
        for my $year (2014 .. 2026) {
            $level += 3 * random() - 1.6;
            my $on = $year - 2021;
            my ($middle, $wide) = ($level + 1.2 * $on, $on > 0 ? 3 * sqrt $on : 0);
            my @ends = map { $on > 0 ? ($middle - $_ * $wide, $middle + $_ * $wide)
                : (undef, undef) } 0.67, 1.28, 1.96;
            my $gone = $hard && $c % 5 == 1 && $on > 2;
            push @rows, [quoted($name), id($c), quoted($names->[$c]), $year, 'index', 'index',
                map { defined $_ && !$gone ? sprintf('%.3f', $_) : undef }
                $level, $on > 0 ? $level + 1.2 * $on : $level, @ends];
        }
    }
    return table('scenario,country,country_name,period,level,item,baseline,value,low_50,high_50,'
        . 'low_80,high_80,low_95,high_95', @rows);
}

sub change {
    my ($names, $hard) = @_;
    my ($before, @rows) = (48.7);
    my $sum = 0;
    my $count = @$names < 3 ? 2 : @$names;
    for my $i (1 .. $count) {
        my $by = sprintf '%.2f', 14 / $count * (random() - 0.65);
        my $name = $hard && $i % 3 == 0 ? $hard_items[$i % 2] : "$items[$i % 5] $i";
        push @rows, [id(0), quoted($names->[0]), 2019, 2021, 'indicator', "i$i", quoted($name), 40,
            30, undef, undef, $by];
        $sum += $by;
    }
    unshift @rows, [id(0), quoted($names->[0]), 2019, 2021, 'index', 'index',
        quoted('Rights score'), $before, $before + $sum, $sum - 1, $sum + 1, $sum];
    return table('country,country_name,from,to,level,item,item_name,before,after,low,high,'
        . 'contribution', @rows);
}

sub ranks {
    my ($names) = @_;
    my @rows;
    for my $c (0 .. $#$names) {
        my ($spread, $total, @weight) = (0.3 + 1.2 * random(), 0);
        for my $rank (1 .. @$names) {
            my $z = ($rank - $c - 1) / $spread;
            $weight[$rank] = exp(-$z * $z / 2);
            $total += $weight[$rank];
        }
        push @rows, map { [id($c), quoted($names->[$c]), $_, sprintf('%.4f', $weight[$_] / $total),
            $c + 1, 20000] } grep { $weight[$_] / $total > 0.0005 } 1 .. @$names;
    }
    return table('country,country_name,rank,share,published,runs', @rows);
}

sub tornado {
    my ($names, $hard) = @_;
    my @rows;
    for my $i (0 .. (@$names < 30 ? $#$names : 29)) {
        my ($low, $high) = (36.4 - 4 * random(), 36.4 + 4 * random());
        ($low, $high) = ($high, $low) if $i % 4 == 3;
        $high = $low - 0.4 if $hard && $i == 2;
        my $name = $hard && $i % 2 ? $hard_items[$i % 4 > 1] : "Weight of $items[$i % 5] $i";
        push @rows, [id(0), quoted($names->[0]), "a$i", quoted($name), 36.4,
            $hard && $i == 1 && @$names > 2 ? undef : sprintf('%.2f', $low), sprintf('%.2f', $high),
            quoted($hard ? 'геометрическое среднее' : '10 %'), quoted('40 %')];
    }
    return table('country,country_name,item,item_name,base,low,high,low_setting,high_setting',
        @rows);
}

# Levers of two sides; some change nothing anywhere, or nothing in one country.
sub levers {
    my ($names, $hard) = @_;
    my @rows;
    for my $i (0 .. 14) {
        for my $c (0 .. $#$names) {
            my $mean = $i > 11 ? 0 : $i == 3 && $c == 1 ? 0 : 3 * random() - 0.3;
            my $half = $mean ? 1.2 * random() : 0;
            my $gone = $hard && $i == 5 && $c == 0;
            push @rows, ["L$i", quoted($hard && $i % 2 ? $hard_items[$i % 4 > 1] : "Weight of $i"),
                $i % 3 ? 'partners' : 'governments', id($c), quoted($names->[$c]), 2026, 'index',
                map { $gone ? undef : sprintf '%.3f', $_ } $mean, $mean - $half, $mean + $half];
        }
    }
    return table('lever,title,side,country,country_name,period,item,gain,gain_low_80,gain_high_80',
        @rows);
}

my %make = (waterfall => \&change, ranks => \&ranks, fan => \&futures, dumbbell => \&futures,
    tornado => \&tornado, levers => \&levers);

# The kind of chart that is drawn of rows of that name.
sub kind {
    my ($rows) = @_;
    return $rows eq 'levers' ? 'tornado' : $rows;
}

# The rows of a kind as CSV, in characters.
sub csv {
    my ($kind, $count, $hard) = @_;
    return named($kind, $hard, names($count, $hard));
}

# Likewise, with these names of countries.
sub named {
    my ($kind, $hard, @names) = @_;
    $state = 88172645 + @names * 7 + ($hard ? 1 : 0);
    return ($make{$kind} // \&scores)->(\@names, $hard);
}

1;
