# Sourced by the scripts beside it: TAP on stdout, a working folder that goes away.
: "${TIDEMARK:?the binary to test}" "${TIDEMARK_ROOT:?the checkout}"
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

# is SENTENCE: a test that passes when the last command did; the rest of the arguments, files, are
# shown as notes when not.
is() {
    set -- $? "$@"
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $count - $2"
        return 0
    fi
    echo "not ok $count - $2"
    shift 2
    for file; do head -n 40 "$file" | sed 's/^/# /'; done
    return 0
}

# same SENTENCE FILE FILE: both files hold the same bytes.
same() {
    diff -u "$2" "$3" >"$work/difference" 2>&1
    is "$1" "$work/difference"
}

# ends SENTENCE CODE COMMAND…: the exit code; output in $work/out, $work/err.
ends() {
    sentence=$1
    code=$2
    shift 2
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    [ "$status" -eq "$code" ]
    is "$sentence" "$work/err"
}

# A copy of the shipped model in $work/project.
copy_model() {
    rm -rf "$work/project"
    mkdir "$work/project"
    cp -r "$TIDEMARK_ROOT/indicators" "$TIDEMARK_ROOT/data" "$TIDEMARK_ROOT/scripts" "$work/project"
}

finish() { echo "1..$count"; }
