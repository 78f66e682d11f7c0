--- Rights score with the conditionality of aid at a tenth, for those who ask for five pillars.
--- What donors do is not what a state does to its people: read it beside the rights score, never
--- in its place. It reads provisional codings, since nobody publishes conditionality.
---@type tide.Rule
local rule = tide.rule "rights_full"
rule.title = "Rights score with conditionality at a tenth"
rule.of = {
  "political_pluralism", "civic_space", "media_freedom", "corruption", "ac_conditionality",
}
rule.weights = {
  political_pluralism = 0.225,
  civic_space         = 0.225,
  media_freedom       = 0.225,
  corruption          = 0.225,
  ac_conditionality   = 0.1,
}
return rule
