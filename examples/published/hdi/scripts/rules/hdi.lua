--- HDI from the codebook's own goalposts: nothing but declarations.
---@type tide.Rule
return {
  title = "Human Development Index",
  scale = { 0, 1 },
  missing = { need = 1 },
  normalise = tide.goalposts(), -- holds life, schooling and income at both ends
  pillar = tide.mean(),
  index = tide.geometric { floor = 0 }, -- a life of under 20 years counts 0, and so does the index
  published = { index = { "hdi_published", within = 0.0005 } },
}
