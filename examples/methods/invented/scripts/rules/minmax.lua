--- Min-max over the units, weighted means of whatever is there.
---@type tide.Rule
return {
  title = "Min-max, arithmetic",
  scale = { 0, 100 },
  missing = { need = { count = 1 } },
  normalise = tide.minmax(),
  weights = require "weights",
  group = tide.mean(),
  pillar = tide.mean(),
  index = tide.mean(),
}
