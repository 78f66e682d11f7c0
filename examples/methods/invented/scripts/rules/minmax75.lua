--- The same, where three quarters of the children are there: of their number, not of their weight.
local rule = tide.rule "minmax"
rule.title = "Min-max, arithmetic, three quarters"
rule.missing = { need = 0.75, of = "count" }
return rule
