# Checks on what the compiled objects define and need.
package Objects;
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Find qw(find);
use Tree;

my $may_start_processes = qr{^src/base/(?:process|confine)\.c$};
my $starts_processes = qr/^(?:v?fork|exec[vlpe]+|fexecve|posix_spawnp?|popen|system|clone3?|prctl
    |ptrace|syscall|seccomp_\w+)$/x;

# libm: what IEEE 754 defines to the last bit (fmin and fmax but for the sign of a zero), and all.
my $is_exact = qr/^(?:sqrt|floor|ceil|fabs|trunc|fmin|fmax)$/;
my $is_libm = qr/^(?:a?(?:sin|cos|tan)h?|atan2|sincos|exp(?:2|10|m1)?|log(?:2|10|1p|b)?|pow|cbrt
    |hypot|erfc?|[lt]?gamma|l?l?r(?:ound|int)|nearbyint|fmod|remainder|remquo|fma|modf|frexp|ldexp
    |scalbl?n|ilogb|fdim|next(?:after|toward)|[jy][01n]|copysign|nan|$is_exact)[fl]?$/x;
my $is_hidden = qr/^(?:setlocale|uselocale|s?rand(?:om)?|[dejlmn]rand48|time|gettimeofday|localtime
    |gmtime|mktime|ctime|asctime|strtok|abort|exit)$/x;

# What is read once for all checks: symbols [source, name, section], sources without an object.
sub read_symbols {
    my ($folder, @files) = @_;
    my $symbols = {defined => [], needed => [], folder => $folder};
    my @objects;
    find({no_chdir => 1, wanted => sub { push @objects, $_ if /\.o$/ }}, $folder) if -d $folder;
    my %source = map { $_ => s{^\Q$folder\E/*(.*)\.o$}{src/$1.c}r } @objects;
    my %compiled = reverse %source;
    $symbols->{missing} = [grep { m{^src/.*\.c$} && !$compiled{$_} } @files];
    # An object whose source is gone says nothing about the tree.
    @objects = sort grep { -f $source{$_} } @objects or return $symbols;
    open my $nm, '-|', 'nm', '--format=sysv', '-A', @objects or die "lint: nm: $!\n";
    while (<$nm>) {
        my ($object, $name, $class, $section) = /^(.*?\.o):(.*?)\s*\|.*?\|\s*(\S)\s*\|.*\|(.*)$/
            or next;
        my $list = $class =~ /[Uw]/ && $section =~ /UND/ ? 'needed' : 'defined';
        push @{$symbols->{$list}}, [$source{$object}, $name, $class, $section];
    }
    close $nm or die "lint: nm failed\n";
    return $symbols;
}

sub at {
    my ($file, $symbol, $say) = @_;
    my $name = $symbol =~ s/\.\d+$//r;
    return "$file:" . Tree::line_of($file, $name) . ": $name $say";
}

# What another source includes, and kernels for processors the compiler is not for, have none.
sub compiled {
    my ($symbols) = @_;
    return map { "$_:1: has no object in $symbols->{folder}; `make objects` makes it" }
        grep { !m{/kernel_(?:32|64|body|mean|rank|sums)\.c$} } @{$symbols->{missing}};
}

sub exported {
    my ($symbols) = @_;
    return grep { $_->[2] =~ /^[A-TV-Z]$/ && $_->[3] !~ /UND/ } @{$symbols->{defined}};
}

sub exports {
    my @found;
    for (exported(@_)) {
        my ($file, $name) = @$_;
        my $module = Tree::module($file);
        next if $name =~ /^\Q$module\E(?:_|$)/;
        next if $file =~ m{/base/elementary\.c$} && $name =~ /^(?:exp|log|pow)$/;
        push @found, at($file, $name, "is exported; it must begin with ${module}_ or be static");
    }
    return @found;
}

sub declared {
    my ($symbols, @files) = @_;
    my %headers;
    for (grep { m{^src/.*\.h$} } @files) {
        $headers{dirname($_)} .= Tree::code($_);
    }
    return map { at($_->[0], $_->[1], 'is exported, but no header beside it declares it') }
        grep {
            ($headers{dirname($_->[0])} // '') !~ /\b\Q$_->[1]\E\b/
                && $_->[1] !~ /^(?:main|exp|log|pow)$/
        } exported($symbols);
}

# Tables of constant pointers are written once by the loader and then sealed (.data.rel.ro).
sub writable {
    my ($symbols) = @_;
    return map { at($_->[0], $_->[1], 'can be written to; what lives longer than a call is const') }
        grep { $_->[3] =~ /^(?:\.(?:t?data|t?bss|s(?:data|bss))|\*COM)/
            && $_->[3] !~ /^\.data\.rel\.ro/ } @{$symbols->{defined}};
}

sub needs {
    my ($symbols, $say, $is) = @_;
    return map { at($_->[0], $_->[1], $say) } grep { $is->(@$_) } @{$symbols->{needed}};
}

sub exact {
    return needs($_[0], 'is of libm; its last bits differ, base/elementary.h has exp, log, pow',
        sub { $_[1] =~ $is_libm && $_[1] !~ $is_exact });
}

sub hidden_state {
    return needs($_[0], 'depends on or changes state of the process; no source may use it',
        sub { $_[1] =~ $is_hidden });
}

sub processes {
    return needs($_[0], 'starts or confines a process; only base/process.c and confine.c may',
        sub { $_[1] =~ $starts_processes && $_[0] !~ $may_start_processes });
}

1;
