--- The Handbook's steps: outliers moved in, gaps filled with the mean of the region, min-max to
--- 1..100, weights of the first principal component, geometric means.
---@type tide.Rule
return {
  title = "Human development, the Handbook's pipeline",
  scale = { 1, 100 },
  missing = { need = 0.6 },
  treat = tide.winsorise(),
  impute = tide.fill { with = "mean", over = { "region", "period" } },
  normalise = tide.minmax { to = { 1, 100 } },
  weights = { pillar = tide.pca() },
  pillar = tide.geometric(),
  index = tide.geometric(),
}
