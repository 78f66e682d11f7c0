--- The World Press Freedom Index since 2022: the mean of five contexts.
---@type tide.Rule
return {
  title = "Press freedom from five contexts",
  scale = { 0, 100 },
  missing = { need = 1 },
  of = { "contexts" },
  pillar = tide.mean(),
  published = { index = { "score", within = 0.01 } },
}
