#!/bin/bash
# Broken files laid over a project that is right: `tidemark check` must end within a second of
# processor time, say what is wrong where cases.tsv says (code, line, column), let no control
# character through, and write nothing. A case whose name begins with ! is made here. What
# docs/errors.md shows of these codes is what one of the cases prints.
set -u
: "${TIDEMARK:?the binary to test}" "${TIDEMARK_ROOT:?the checkout}"
here=$TIDEMARK_ROOT/tests/hostile/yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Controls in C0 (but tab and line feed), DEL, C1, and characters that turn the direction of text.
unfit='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]'

snapshot() { (cd "$work/project" && find . -printf '%p %y %s %m %T@\n' | sort); }

# make NAME FILE: the cases that are no files.
make() {
    rm -f "$2"
    case $1 in
    '!folder') mkdir "$2" ;;
    '!loop') ln -s "$(basename "$2")" "$2" ;;
    '!pipe') mkfifo "$2" ;;
    '!gigabyte') truncate -s 1G "$2" ;;
    '!nested')
        printf 'country: ' >"$2"
        head -c 100000 /dev/zero | tr '\0' '[' >>"$2"
        ;;
    '!huge-line')
        printf 'country: TJK\nname: "' >"$2"
        head -c 1000000 /dev/zero | tr '\0' 'x' >>"$2"
        printf '"\nnmae: x\n' >>"$2"
        ;;
    *) return 1 ;;
    esac
}

# run NAME PATH: the output in $work/out, the exit code in $status.
run() {
    rm -rf "$work/project"
    cp -r "$here/good" "$work/project"
    case $1 in
    '!'*) make "$1" "$work/project/$2" ;;
    *) cp "$here/cases/$1.yaml" "$work/project/$2" ;;
    esac || return 1
    snapshot >"$work/before"
    (ulimit -t 1 && exec "$TIDEMARK" -C "$work/project" check) >"$work/out" 2>&1 </dev/null
    status=$?
    snapshot >"$work/after"
    sed "s|$work/project/||g" "$work/out" >>"$work/printed"
}

# judge PATH CODE PLACE: says what is wrong, or nothing. W0313 is the code E0313 as a warning,
# N0421 one as a notice; a
# place in another file than the one laid over names it.
judge() {
    local place=$1 want=1 severity=error code=E${2#?}
    case $2 in
    W*) want=0 severity=warning ;;
    N*) want=0 severity=notice ;;
    esac
    case $3 in
    -) ;;
    */*) place=$3 ;;
    *) place=$1:$3 ;;
    esac
    [ "$2" = ok ] && want=0
    [ "$status" = "$want" ] || echo "exit code $status, not $want"
    cmp -s "$work/before" "$work/after" || echo "something was written"
    LC_ALL=C grep -qaP "$unfit" "$work/out" && echo "a control character was printed"
    [ "$2" = ok ] && return
    case $2 in
    E0103 | E0104) grep -qF "[$2]" "$work/out" && grep -qF "$1" "$work/out" ;;
    *) grep -F "[$code]" "$work/out" | grep -qE "(^|/)$place: $severity: " ;;
    esac || echo "$2 is not reported at $place"
}

count=0
while IFS=$'\t' read -r name path code place; do
    case $name in '#'* | '') continue ;; esac
    count=$((count + 1))
    if run "$name" "$path"; then
        wrong=$(judge "$path" "$code" "$place")
    else
        wrong="the case cannot be made"
    fi
    if [ -z "$wrong" ]; then
        echo "ok $count - $name: $code"
    else
        echo "not ok $count - $name: $code"
        echo "$wrong" | sed 's/^/# /'
        head -c 2000 "$work/out" | LC_ALL=C tr -c '\n -~' '?' | sed 's/^/#   /'
    fi
done <"$here/cases.tsv"

# paraphrased: the blocks of docs/errors.md on these codes that were not printed above.
paraphrased() {
    perl -0777 -e '
        my ($docs, $printed) = map { open my $file, "<", $_ or die "$_: $!\n"; <$file> } @ARGV;
        $docs =~ s/^## 05xx.*//ms;
        my @blocks = $docs =~ /^```\n(.*?)^```/msg or print "no block found\n";
        print grep { index($printed, $_) < 0 } @blocks;
    ' "$TIDEMARK_ROOT/docs/errors.md" "$work/printed" 2>&1
}

count=$((count + 1))
wrong=$(paraphrased)
if [ -z "$wrong" ]; then
    echo "ok $count - docs/errors.md shows what is printed"
else
    echo "not ok $count - docs/errors.md shows what is printed"
    echo "$wrong" | sed 's/^/# /'
fi
echo "1..$count"
