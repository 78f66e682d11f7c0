#!/bin/bash
# builds: release
# Free scripts that mean harm: paths in charts, options, loops of calls, tables without end. Each
# ends in time with 0, 1 or 4, nothing is written but charts into the folder that is allowed, and no
# control character reaches the terminal. So does every script of the corpus, run as a free one.
: "${TIDEMARK:?the binary to test}" "${TIDEMARK_ROOT:?the checkout}"
export LC_ALL=C
corpus=$TIDEMARK_ROOT/tests/hostile/lua
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/project" "$work/here/charts" "$work/beside"
cp -r "$TIDEMARK_ROOT/indicators" "$TIDEMARK_ROOT/data" "$work/project"
cp -r "$corpus" "$work/project/scripts"
cd "$work/here" || exit 3
ulimit -c unlimited
echo old >"$work/beside/outside.svg"
ln -s "$work/beside/outside.svg" charts/link.svg
ln -s "$work/beside" charts/folder.svg
ln -s /nowhere/at/all charts/loose.svg

# The control characters beyond ASCII, and those that turn the direction of writing.
c1=$(printf '\302[\200-\237]')
bidirectional=$(printf '\342\200[\250-\256]')
number=0

listing() { find "$work/project" "$work/here" "$work/beside" -printf '%p %s %l %T@\n' | sort; }

# ends SENTENCE STATUS: what $work/script.lua came to, by its status and what it said.
ends() {
    number=$((number + 1))
    timeout 20 "$TIDEMARK" -C "$work/project" run "$work/script.lua" --charts charts \
        --script-seconds 0.3 --script-memory 24 >"$work/out" 2>&1 </dev/null
    got=$?
    controls=$(tr -d '\11\12\40-\176\200-\377' <"$work/out" | wc -c)
    grep -aq "$c1\|$bidirectional" "$work/out" && controls=some
    case " $2 " in
    *" $got "*) [ "$controls" = 0 ] && echo "ok $number - $1" && return ;;
    esac
    echo "not ok $number - $1"
    echo "# status $got, $controls control characters"
    head -c 1500 "$work/out" | tr -d '\0-\10\13-\37' | sed 's/^/# /'
}
script() { cat >"$work/script.lua"; }
before=$(listing)

# Names of charts.
for name in ../x.svg /etc/x.svg /tmp/x.svg a/b.svg 'a\0b.svg' '.svg' '.x.svg' '-x.svg' 'x.gp' \
    'x.svg.gp' 'x' '' 'x.SVG' 'x\n.svg' '\27[31m.svg' '..' 'charts/../x.svg' '\\\\x.svg' \
    '\u{202e}gvs.svg' '\xff.svg' "$(printf 'x%.0s' $(seq 200)).svg" link.svg folder.svg \
    loose.svg; do
    echo "tide.chart('dots', { at = 2021, output = '$name' })" | script
    ends "no chart is called '${name:0:40}'" 1
done
for value in 5 true '{}' '{ "a.svg" }' 'print' 'nil'; do
    echo "tide.chart('dots', { at = 2021, output = $value })" | script
    ends "the name of a chart is no $value" 1
done

# Options that would reach beyond the script.
for option in "directory = '/'" "C = '/'" "output = '/tmp/x.csv'" "o = 'x'" "format = 'json'" \
    "gnuplot = '/bin/sh'" "keep_script = true" "rule = '../../etc/passwd'" "rule = '/etc/passwd'" \
    "rule = 'x.lua'" "charts = '/tmp'" "threads = 1000" "script_seconds = 1e9" \
    "script_memory = 1e9" "cpu = '64'" "['at=2021 --output'] = 'x'" "['--output'] = 'x'" \
    "draws = 1e300" "draws = -1" "draws = 0/0" "seed = 1/0" "years = '0001..9999'" \
    "at = '99999999999'" "countries = { 'KGZ,--output=x' }" "level = { {} }" \
    "[1] = 'a', at = 2021" "at = setmetatable({}, { __tostring = print })" \
    "countries = ('K,'):rep(30000)" "at = '\\27[2J'" "sort = '\\u{202e}'"; do
    echo "local rows = tide.score { $option }" | script
    ends "an option is refused: ${option:0:40}" 1
done
echo 'local t = {} t.t = t tide.score(t)' | script
ends "a table in itself is no options" 1
echo 'local t = {} for i = 1, 31 do t = { t = t } end tide.score { at = t }' | script
ends "nor is one nested deep" 1
echo 'local x = tide.score("--output=x.csv")' | script
ends "a word is no option" 1

# Budgets.
echo 'while true do pcall(tide.print, { { a = 1 } }) end' | script
ends "tables without end run out" 4
echo 'while true do pcall(tide.countries) end' | script
ends "calls without end run out" 4
echo 'while true do pcall(tide.score, { at = "x" }) end' | script
ends "calls that fail without end run out" 4
echo 'local line = ("x"):rep(1e5) while true do print(line) end' | script
ends "printing without end runs out" 4
echo 'local t = {} for i = 1, 1e7 do t[i] = { a = i } end return t' | script
ends "rows without end run out" "1 4"
echo 'local t, r = { a = ("x"):rep(60000) }, {} for i = 1, 200 do r[i] = t end return r' | script
ends "texts without end are refused" 1
echo 'return setmetatable({}, { __index = function(t, i) return { a = i } end, __len = function()
    return 1e15 end })' | script
ends "a list that pretends to be long is empty" 0
echo 'return setmetatable({ { a = 1 } }, { __pairs = function() while true do end end })' | script
ends "a list whose pairs never end is not asked for them" 0
echo 'return { setmetatable({}, { __pairs = function() while true do end end }) }' | script
ends "a record whose pairs never end runs out" 4
cat >"$work/script.lua" <<'END'
local rows = tide.countries()
for i = 1, 300 do
  tide.print(rows, { title = ("\27[31m"):rep(3) })
end
END
ends "a title with control characters is refused" 1
echo 'tide.print({ { a = "\27[31mred\u{202e}" } })' | script
ends "a cell with control characters is refused" 1
echo 'print("\27[31mred\u{9b}31m\u{202e}")' | script
ends "what is printed is cleaned" 0
echo 'return tide.arguments, tide' | script
ends "two results are refused" 1
echo 'tide.arguments[1] = 1 rawset(tide, "score", print) tide.score()' | script
ends "what a script changes for itself harms nobody" "0 1"
echo 'getmetatable("").__index = nil' | script
ends "texts cannot be changed" 1
echo 'local t = tide.rule("../../etc/passwd")' | script
ends "a rule is not asked for by a path" 1

# The corpus.
for file in "$corpus"/*.lua; do
    cp "$file" "$work/script.lua"
    ends "$(basename "$file"), as a free script" "0 1 4"
done
number=$((number + 1))
if [ "$(listing)" = "$before" ] && [ ! -e /tmp/x.svg ] && [ ! -e /tmp/x.csv ]; then
    echo "ok $number - nothing was written"
else
    echo "not ok $number - nothing was written"
    diff <(echo "$before") <(listing) | sed 's/^/# /'
fi
echo "1..$number"
