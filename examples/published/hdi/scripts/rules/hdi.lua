--- HDI from the codebook's own goalposts: nothing but declarations.
---@type tide.Rule
return {
  title = "Human Development Index",
  scale = { 0, 1 },
  missing = { need = 1 },
  normalise = tide.goalposts(), -- holds life, schooling and income at both ends
  pillar = tide.mean(),
  index = tide.geometric(),
  published = { index = { "hdi_published", within = 0.0005 } },
}
