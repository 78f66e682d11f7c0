local rule = tide.rule "scripts/rules/rights.lua"
return rule
