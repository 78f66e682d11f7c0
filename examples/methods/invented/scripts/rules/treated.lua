--- Outliers moved in where a column is too skewed, then as `minmax`.
local rule = tide.rule "minmax"
rule.title = "Outliers treated, min-max, arithmetic"
rule.treat = tide.winsorise()
return rule
