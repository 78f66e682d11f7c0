--- Missing figures filled in by the mean of the group of units; min-max to 1..100, so that nothing
--- is zero; weighted geometric means.
local rule = tide.rule "minmax"
rule.title = "Group means filled in, min-max, geometric"
rule.scale = { 1, 100 }
rule.impute = tide.fill { with = "mean", over = "EurAsia" }
rule.normalise = tide.minmax { to = { 1, 100 } }
rule.group = tide.geometric()
rule.pillar = tide.geometric()
rule.index = tide.geometric()
return rule
