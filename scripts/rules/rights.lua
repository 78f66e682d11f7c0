--- Rights score from published figures: the time series.
--- Geometric across the four outcome pillars: a free press does not buy off a closed party system.
---@type tide.Rule
return {
  title     = "Rights score",
  scale     = { 0, 100 },
  values    = "published",
  -- An index of three pillars must not stand beside one of four; leverage needs both its halves.
  missing   = {
    need = { pillar = 2 / 3, group = 2 / 3, index = 1 },
    at   = { aid_conditionality = 1 },
  },
  normalise = tide.goalposts(),
  pillar    = tide.mean(),
  group     = tide.mean(),
  -- Leverage = sqrt(exposure x conditionality): nothing at stake, or no condition, is no leverage.
  at        = { aid_conditionality = tide.geometric { floor = 0 } },
  index     = tide.geometric { floor = 1 },
}
