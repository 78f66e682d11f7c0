--- HDI from the codebook's own goalposts: nothing but declarations.
---@type tide.Rule
return {
  title     = "Human Development Index",
  scale     = { 0, 1 },
  missing   = { need = 1 },
  normalise = tide.goalposts(),        -- truncates at both ends: caps le, eys, mys, gnipc
  pillar    = tide.mean(),
  index     = tide.geometric(),
}
