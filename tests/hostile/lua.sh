# Sourced by lua.t and lua_functions.t, with part=scripts or part=functions: hostile scripts through
# the program itself. Each ends with the status and code listed, prints no control character, writes
# no file, leaves no core. scripts are those of lua/expected and those that lua/huge.pl writes;
# functions are of rules, run in a project of two indicators.
set -u
export LC_ALL=C
corpus=$TIDEMARK_ROOT/tests/hostile/lua
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/project" "$work/here"
cp -R "$TIDEMARK_ROOT/indicators" "$TIDEMARK_ROOT/data" "$TIDEMARK_ROOT/scripts" "$work/project"
mkdir -p "$work/project/scripts/lib"
cp "$corpus"/rules/*.lua "$work/project/scripts/rules"
cp "$corpus"/lib/*.lua "$work/project/scripts/lib"
mkdir -p "$work/small/indicators" "$work/small/data" "$work/small/scripts" "$work/huge"
cp -R "$corpus/functions/lib" "$work/small/scripts"
cat >"$work/small/indicators/index.yaml" <<'END'
codebook: small
title: Two indicators
version: "1"
period: year
span: 2019..2021
pillars: [p]
END
cat >"$work/small/indicators/p.yaml" <<'END'
pillar: p
name: Pillar
role: outcome
indicators:
  - {id: a, name: A, scale: {kind: interval, worst: 0, best: 10}, better: high}
  - {id: b, name: B, scale: {kind: interval, worst: 0, best: 10}, better: high}
END
cat >"$work/small/indicators/sources.yaml" <<'END'
- {id: s, title: Source, publisher: Publisher, date: 2021-12-31, url: "https://example.org"}
END
cat >"$work/small/data/KGZ.yaml" <<'END'
country: KGZ
name: Kyrgyzstan
observations:
  a: [{date: 2019, value: 1, source: s}, {date: 2020, value: 0, source: s}]
  b: [{date: 2020, value: 5, source: s}, {date: 2021, value: 0.5, source: s}]
END
cd "$work/here" || exit 3
ulimit -c unlimited

# The control characters beyond ASCII, and those that turn the direction of writing.
c1=$(printf '\302[\200-\237]')
bidirectional=$(printf '\342\200[\250-\256]')

# What lies in the project and beside it, with sizes and times.
listing() {
    find "$work/project" "$work/small" "$work/here" -printf '%p %s %T@\n' | sort
}
before=$(listing)

if [ "$part" = scripts ]; then
    grep -v '^#' "$corpus/expected" >"$work/list"
    perl "$corpus/huge.pl" "$work/huge" >>"$work/list"
else
    grep -v '^#' "$corpus/functions/expected" | sed 's,^,functions/,' >"$work/list"
fi
echo "1..$(($(wc -l <"$work/list") + 1))"
number=0
while read -r file status code _; do
    number=$((number + 1))
    project=project script=$corpus/$file
    case $file in
    functions/*) project=small ;;
    huge/*) script=$work/$file ;;
    esac
    "$TIDEMARK" -C "$work/$project" score --rule "$script" --script-seconds 0.3 \
        --script-memory 24 >"$work/out" 2>"$work/err" </dev/null
    got=$?
    controls=$(tr -d '\11\12\40-\176\200-\377' <"$work/err" | wc -c)
    grep -aq "$c1\|$bidirectional" "$work/err" && controls=some
    if [ $got -eq "$status" ] && grep -q "\\[$code\\]" "$work/err" && [ "$controls" = 0 ] &&
        [ ! -s "$work/out" ]; then
        echo "ok $number - $file ends with $status and $code"
    else
        echo "not ok $number - $file ends with $status and $code"
        echo "# status $got, $controls control characters"
        head -c 2000 "$work/err" | tr -d '\0-\10\13-\37' | sed 's/^/# /'
    fi
done <"$work/list"
number=$((number + 1))
if [ "$(listing)" = "$before" ] && [ ! -e /tmp/owned ]; then
    echo "ok $number - nothing was written"
else
    echo "not ok $number - nothing was written"
fi
