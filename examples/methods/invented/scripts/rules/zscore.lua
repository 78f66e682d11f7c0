--- Z-scores instead.
local rule = tide.rule "minmax"
rule.title = "Z-scores, arithmetic"
rule.scale = { -3, 3 }
rule.normalise = tide.zscore()
return rule
