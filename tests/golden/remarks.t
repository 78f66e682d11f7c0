#!/bin/sh
# builds: release
# What is said of results that leave their scale or their interval, or are ended by a comparison
# with what is missing: rules over the figures of tests/golden/biennial, counted by hand.
. "$(dirname "$0")/tap.sh"
cp -r "$TIDEMARK_ROOT/tests/golden/biennial" "$work/project"
rm "$work"/project/scripts/rules/*.lua
cd "$work/project" || exit 1

# rule NAME: a rule from standard input, the only one.
rule() {
    rm -f scripts/rules/*.lua
    cat >"scripts/rules/$1.lua"
    sed -i '/^rule:/d' indicators/index.yaml
}
ended='a comparison with a missing figure ends the function there'
says() { grep -qF -- "$2" "$work/all"; is "$1" "$work/all"; }
silent() { ! grep -qF -- "$2" "$work/all"; is "$1" "$work/all"; }
run() { "$TIDEMARK" "$@" >"$work/all" 2>&1 </dev/null; }

# Albania and Georgia have press 3 in 2016, Georgia in 2018; all others at most 2.5.
rule triple <<'END'
return {
  scale = { 0, 8 },
  score = function(c) return c.press * 3 end,
}
END
ends "a result outside the scale is no error" 0 "$TIDEMARK" check
cat "$work/err" "$work/out" >"$work/all"
says "a check names rule, result, country, period, value and how many" \
    'scripts/rules/triple.lua:3: warning: rule triple: index of ALB 2016 is 9, outside the scale'
says "and the scale" 'outside the scale of 0 to 8 (3 of 42 country-periods)  [E0565]'
says "and counts it" '0 errors, 1 warning'
run score --rule triple --at 2018
says "a score says it of what is shown" 'index of GEO 2018 is 9, outside the scale of 0 to 8 (1 of'
run score --rule triple --at 2018 --format json
says "and among the warnings of the meta data" \
    '"warnings": ["rule triple: index of GEO 2018 is 9, outside the scale of 0 to 8 (1 of 7'
says "with its place" 'country-periods); scripts/rules/triple.lua:3"]'
run score --rule triple --at 2020
silent "and nothing where all results lie inside" 'outside the scale'

rule side <<'END'
return {
  scale = { 0, 4 }, headline = "press",
  score = function(c) return { press = c.press, courts = c.courts } end,
}
END
run check
silent "results beside the headline have scales of their own" 'outside the scale'

rule turned <<'END'
return {
  scale = { 0, 4 },
  score = function(c)
    return { x = { value = c.press, low = c.press + 1, high = c.press - 1 } }
  end,
}
END
run check
says "an interval that does not hold its value is told" \
    'rule turned: x of ALB 2016 is 3, but its low is 4 and its high 2: an interval holds its value'
says "and how many" 'an interval holds its value (20 of 42 country-periods)  [E0565]'

rule around <<'END'
return {
  scale = { 0, 4 },
  score = function(c)
    return { x = { value = c.press, low = c.press, high = c.press + 0.5 } }
  end,
}
END
run check
silent "an end may be the value itself" 'interval'

# Two years before 2016 nothing is known; in the odd years there is nothing to read.
rule lagged <<'END'
return {
  scale = { 0, 4 }, headline = "press",
  score = function(c)
    local better = "no"
    if c.press > tide.lag(c.press, 2) then better = "yes" end
    return { press = c.press, better = better }
  end,
}
END
run check
says "a comparison with a missing lag is told with its line" \
    "scripts/rules/lagged.lua:5: notice: rule lagged: all results of ALB 2016 have no value: $ended"
says "and how many it ends" "$ended (7 of 42 country-periods)"
says "and what to do" 'ask tide.missing(x) before comparing x, or compare tide.default(x, v)'
run explain KGZ --rule lagged --at 2016
says "an explanation says it of its country" \
    "rule lagged: all results of KGZ 2016 have no value: $ended; scripts/rules/lagged.lua:5"
run explain KGZ --rule lagged --at 2018
silent "and nothing where it has a value" 'missing figure'
run status --rule lagged --at 2016
says "the status says it" 'all results of ALB 2016 have no value'

# A loop as long as a figure says runs row by row. Only TJK 2018 has a press figure but no assembly.
rule rows <<'END'
return {
  scale = { 0, 9 },
  score = function(c)
    local points = 0
    for _ = 1, c.press do points = points + 1 end
    if c.assembly > 1 then points = points + 1 end
    return points
  end,
}
END
run check
says "of a function that runs row by row it is told, too" \
    "scripts/rules/rows.lua:6: notice: rule rows: all results of TJK 2018 have no value: $ended"
says "and how many" "$ended (1 of 42 country-periods)"
run explain TJK --rule rows --at 2018
says "and explained" 'all results of TJK 2018 have no value'

rule node <<'END'
return {
  normalise = tide.goalposts(),
  at = { voice = function(c)
    if c.assembly > 50 then return 120 end
    return c.press
  end },
}
END
run check
says "a node that is a function is named" \
    "rule node: voice of TJK 2018 has no value: $ended (1 of 42 country-periods)"
says "and where it leaves the scale of what is normalised" \
    'rule node: voice of ALB 2016 is 120, outside the scale of 0 to 100 ('
finish
