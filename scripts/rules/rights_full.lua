--- Rights score from published figures and provisional codings. Only 2021 is coded.
---@type tide.Rule
local rule = tide.rule "rights"
rule.title = "Rights score with provisional codings"
rule.values = "all"
return rule
