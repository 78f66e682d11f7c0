#!/bin/sh
# The shipped model holds together: a cited excerpt of published figures stands in it, every source
# and series is known, a published item feeds one indicator, and codings say what they rest on.
root=${TIDEMARK_ROOT:-$(dirname "$0")/../..}
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# One record an observation: country|indicator|date|value|series|source|coder|confidence|note
cat >"$work/observations.awk" <<'AWK'
function flush() {
    if ("value" in f)
        print country "|" indicator "|" f["date"] "|" f["value"] "|" f["series"] "|" f["source"] \
            "|" f["coder"] "|" f["confidence"] "|" f["note"]
    delete f
}
function take(text, cut) {
    cut = index(text, ": ")
    f[substr(text, 1, cut - 1)] = substr(text, cut + 2)
}
/^[a-z]/ { flush(); part = $1 }
part == "observations:" && /^  [a-z_]+:$/ { flush(); indicator = $1; sub(":", "", indicator) }
part == "observations:" && /^    - / { flush() }
part == "observations:" && /^    - [{]/ {
    sub(/^[^{]*[{]/, ""); sub(/[}].*$/, "")
    count = split($0, pair, /, */)
    for (i = 1; i <= count; i++) take(pair[i])
    next
}
part == "observations:" && /^    ( |-) [a-z]+: / { sub(/^    ( |-) /, ""); take($0) }
END { flush() }
AWK
for country in KGZ TJK KAZ; do
    awk -v country=$country -f "$work/observations.awk" "$root/data/$country.yaml"
done >"$work/observations"

# indicator series, of every `series:` list in the codebook
cat "$root"/indicators/*.yaml | awk '
    /^ *- id: / { indicator = $3 }
    /^ *series:$/ { inside = 1; next }
    inside && /^ *- / {
        line = $0; sub(/^ *- /, "", line); sub(/^[{]is: /, "", line); sub(/[,}].*$/, "", line)
        print indicator, line; next
    }
    { inside = 0 }' >"$work/feeds"

sed -n 's/^- {*\(of: [a-z0-9]*, \)*id: \([^,}]*\).*/\2/p' "$root/indicators/sources.yaml" |
    sort >"$work/sources"
cat "$root"/data/*.yaml |
    sed -n 's/^ *source: *//p; s/.*[{ ]source: \([a-z0-9-]*\)[,}].*/\1/p' |
    tr -d '[] ' | tr ',' '\n' | sort -u >"$work/cited"
sed -n 's/^  - id: //p' "$root"/data/*.yaml | sort >"$work/events"

test_count=0
# check DESCRIPTION FILE: passes where FILE is empty; its lines say what is wrong
check() {
    test_count=$((test_count + 1))
    if [ -s "$2" ]; then
        echo "not ok $test_count - $1"
        sed 's/^/# /' "$2"
    else
        echo "ok $test_count - $1"
    fi
}
echo "1..10"

awk -F, 'NR > 1 { print $1 "|" $2 "|" $3 "|" $4 "|" $5 }' "$here/excerpt.csv" >"$work/excerpt"
awk -F'|' '{ print $1 "|" $5 "|" $3 "|" $4 "|" $6 }' "$work/observations" >"$work/figures"
grep -vxFf "$work/figures" "$work/excerpt" >"$work/wrong"
[ "$(wc -l <"$work/excerpt")" -eq 39 ] || echo "the excerpt is not read" >>"$work/wrong"
check "39 published figures stand as their publishers or the press printed them" "$work/wrong"

comm -23 "$work/cited" "$work/sources" >"$work/wrong"
[ -s "$work/cited" ] || echo "no citation was read" >>"$work/wrong"
check "every cited source is in sources.yaml" "$work/wrong"
uniq -d "$work/sources" >"$work/wrong"
check "no source stands twice" "$work/wrong"

awk -F'[| ]' 'FNR == NR { feeds[$1 " " $2] = 1; next }
    $5 != "" && !(($2 " " $5) in feeds) { print $1, $2, $5, "does not feed it" }
    ' "$work/feeds" "$work/observations" >"$work/wrong"
[ "$(wc -l <"$work/feeds")" -eq 15 ] || echo "15 feeds expected" >>"$work/wrong"
check "every series used feeds that indicator in the codebook" "$work/wrong"

cut -d' ' -f2 "$work/feeds" | sort | uniq -d >"$work/wrong"
grep -q ' fiw\.A$' "$work/feeds" && grep ' fiw\.A[123]$' "$work/feeds" >>"$work/wrong"
check "a published item feeds one indicator only" "$work/wrong"

# V-Dem's and the World Bank's latent variables have no natural ends.
grep -E 'v2[a-wyz]|wgi' "$work/feeds" >"$work/wrong"
check "no latent variable without natural ends is rescaled" "$work/wrong"

awk -F'[| ]' 'FNR == NR { fed[$1] = 1; next }
    $5 == "" && $2 in fed { print $1, $2, "is coded though a series feeds it" }
    ' "$work/feeds" "$work/observations" >"$work/wrong"
check "only indicators that nobody publishes are coded" "$work/wrong"

awk -F'|' '$5 == "" {
        count++
        if ($3 != "2021" || $7 != "draft" || $8 !~ /^[A-D]$/) print $1, $2, "lacks its marks"
        if ($9 !~ /Study|[Ee]vent|criminal to the administrative code/)
            print $1, $2, "rests on nothing"
    }
    END { if (count != 41) print count + 0, "codings, not 41 as data/README.md says" }
    ' "$work/observations" >"$work/wrong"
check "each of the 41 codings is a draft of 2021 that names a passage or dated events" "$work/wrong"

cut -d'|' -f9 "$work/observations" | grep -oE '(kgz|tjk|kaz)-[0-9]{4}-[0-9]{2}-[a-z-]+' | sort -u |
    comm -23 - "$work/events" >"$work/wrong"
uniq -d "$work/events" >>"$work/wrong"
check "every event a coding names is there, once" "$work/wrong"

awk '/^  - id:/ { id = $3; signal = 0 }
    /^    kind: signal/ { signal = 1 }
    /^    effects:/ && signal { print id, "is a signal with effects" }
    /^    would:/ && !signal { print id, "is an event with would" }
    /[{]by: / && !/because: .*confidence: [A-D]/ { print id, "has an effect without grade" }
    ' "$root"/data/*.yaml >"$work/wrong"
check "signals have no effects, and every effect says why and how sure" "$work/wrong"
