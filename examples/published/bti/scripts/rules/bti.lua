--- BTI: criteria are the means of their questions, the status index the mean of both dimensions.
---@type tide.Rule
return {
  title = "BTI status index",
  scale = { 1, 10 },
  missing = { need = 2 / 3 }, -- some questions were not asked in every edition
  group = tide.mean(),
  pillar = tide.mean(),
  index = tide.mean(),
  of = { "democracy", "economy" },
}
