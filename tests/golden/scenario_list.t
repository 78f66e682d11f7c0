#!/bin/bash
# A project's scenarios in a table and as CSV, and what check counts.
set -u
. "$TIDEMARK_ROOT/tests/golden/tap.sh"
expected=$TIDEMARK_ROOT/tests/golden/expected
mkdir -p "$work/project/scripts/levers" "$work/project/scripts/scenarios"
cp -r "$TIDEMARK_ROOT/indicators" "$TIDEMARK_ROOT/data" "$work/project"
cp "$TIDEMARK_ROOT"/tests/golden/mistakes/model/*.lua "$work/project/scripts/levers"
cd "$work/project" || exit 1
cat >scripts/scenarios/drift.lua <<'END'
return {
  title = "Authoritarian drift", question = "When does Kyrgyzstan stop being the outlier?",
  from = "2022", to = "2026", countries = { "KGZ" },
  pull = { R6 = -0.7 },
  apply = function(world)
    world.KGZ.cs_ngo_law:shift({ -2, -2, -1 }, { id = "label_law", chance = 0.6,
      because = "bills of 2014 to 2016 came close" })
  end,
}
END
cat >scripts/scenarios/pressure.lua <<'END'
return {
  title = "Pressure from partners", from = "2022-07", to = "2026",
  pull = { D4 = { KGZ = 0.8, TJK = "judged", KAZ = 0.8 }, R6a = 1, R6b = "judged" },
}
END
cat >scripts/scenarios/both.lua <<'END'
return { title = "Drift under no pressure", stack = { "drift" } }
END
sed -i 's/^  parts/  chance = { TJK = 0.1 },\n&/' scripts/levers/R6.lua
"$TIDEMARK" scenario list >"$work/out" 2>"$work/err"
same "scenarios are listed" "$expected/scenario_list.txt" "$work/out"
"$TIDEMARK" scenario list --format csv >"$work/out" 2>"$work/err"
same "scenarios are listed as CSV" "$expected/scenario_list.csv" "$work/out"
"$TIDEMARK" check >"$work/out" 2>"$work/err"
grep -q '0 rules, 2 levers, 3 scenarios; 0 errors' "$work/out"
is "check counts them" "$work/out"
sed -i 's/label_law/label/' scripts/scenarios/drift.lua
sed -i 's/^  effects/  interactions = { { after = "label_law", scale = 0, because = "b" } },\n&/' \
    scripts/levers/D4.lua
ends "check warns of a step that no scenario has" 0 "$TIDEMARK" check
grep -q 'D4 waits for "label_law", which is no lever, and no scenario has a step' "$work/err"
is "it names the lever and the step" "$work/err"
"$TIDEMARK" scenario >"$work/out" 2>"$work/err"
grep -q 'there are list, ' "$work/err"
is "scenario alone says what there is" "$work/err"
"$TIDEMARK" help lever >"$work/out" 2>"$work/err"
[ "$(awk 'length > 80' "$work/out" | wc -l)" -eq 0 ] && grep -q '^  scaled_by: ' "$work/out"
is "help lever lists the fields in 80 columns" "$work/out"
finish
