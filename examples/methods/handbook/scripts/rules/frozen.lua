--- The pipeline with its figures held still: limits, means, ends of the scale and weights are those
--- of 2019 to 2021, whatever comes later. Gaps take the mean of the region over these years: one of
--- each year would not be there for the next.
local rule = tide.rule "handbook"
rule.title = "Human development, figures of 2019 to 2021"
rule.frame = "base1921"
rule.impute = tide.fill { with = "mean", over = "region" }
return rule
