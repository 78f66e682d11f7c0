--- Weighted means of two pillars.
---@type tide.Rule
return {
  title = "Freedom",
  scale = { 0, 100 },
  normalise = tide.goalposts(),
  missing = { need = 1 },
  published = { index = { "freedom_published", within = 0.05 } },
}
