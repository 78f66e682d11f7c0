--- Not a published index: each dimension standardised within its year, then averaged.
---@type tide.Rule
return {
  title = "Governance by z-scores",
  scale = { -3, 3 },
  missing = { need = 2 / 3 },
  normalise = tide.zscore { over = "period" },
  pillar = tide.mean(),
}
