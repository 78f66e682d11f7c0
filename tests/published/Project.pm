# Example projects in tests: run, read, and fill with whole tables.
package Project;
use strict;
use warnings;
use File::Temp qw(tempdir);

my ($tidemark, $root) = @ENV{qw(TIDEMARK TIDEMARK_ROOT)};
my $sets = $ENV{TIDEMARK_DATASETS} // "$root/../shared/datasets";
my $work = tempdir(CLEANUP => 1);

# The fields of a line of CSV.
sub fields {
    my ($line) = @_;
    $line =~ s/\r?\n\z//;
    return split /,/, $line, -1 if index($line, '"') < 0;
    my @fields;
    while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,"]*))(,|\z)/g) {
        push @fields, defined $1 ? $1 =~ s/""/"/gr : $2;
        last if $3 eq '';
    }
    return @fields;
}

# The rows that a handle gives, as hashes by the names of the first line.
sub rows {
    my ($handle) = @_;
    my @names = fields(scalar <$handle> // '');
    my @rows;
    while (my $line = <$handle>) {
        my %row;
        @row{@names} = fields($line);
        push @rows, \%row;
    }
    return @rows;
}

# The rows of a table, plain or compressed.
sub table {
    my ($path) = @_;
    open my $handle, '-|', $path =~ /gz$/ ? ('gzip', '-dc') : 'cat', $path or die "$path: $!\n";
    my @rows = rows($handle);
    close $handle or die "$path cannot be read\n";
    return @rows;
}

# What a command of tidemark in a project prints as CSV.
sub output {
    my ($project, @command) = @_;
    open my $handle, '-|', $tidemark, '-q', '-C', $project, @command, '--format', 'csv'
        or die "$tidemark: $!\n";
    my @rows = rows($handle);
    close $handle or print "# tidemark @command ended with ", $? >> 8, "\n";
    return @rows;
}

# The first and last period of a project: A..B.
sub span {
    my ($project) = @_;
    open my $index, '<', "$project/indicators/index.yaml" or die "$project: $!\n";
    my ($span) = map { /^span: (\S+)/ } <$index>;
    return $span // die "$project has no span\n";
}

# Where a table of the data sets is, undef when it is not at hand.
sub data_set {
    my ($name) = @_;
    return -r "$sets/$name" ? "$sets/$name" : undef;
}

# A copy of a project whose panels read whole tables of the data sets: panel => table. undef when
# one of them is not at hand.
sub filled {
    my ($project, %tables) = @_;
    return if grep { !data_set($_) } values %tables;
    my $copy = tempdir(DIR => $work);
    system('cp', '-r', "$project/.", $copy) == 0 or die "cannot copy $project\n";
    unlink glob "$copy/data/panels/*.csv $copy/data/panels/*.csv.gz";
    while (my ($panel, $table) = each %tables) {
        symlink data_set($table), "$copy/data/panels/$table";
        system('sed', '-i', "s/^file: .*/file: $table/", "$copy/data/panels/$panel.yaml") == 0
            or die "cannot change the panel $panel\n";
    }
    return $copy;
}

1;
