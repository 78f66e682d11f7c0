--- Where a country stands among the others.
---@type tide.Rule
return {
  title = "Ranks",
  scale = { 1, 7 },
  score = function(c)
    return { rank = tide.rank(c.courts, { over = "period" }), half = c.courts / 2 }
  end,
  headline = "rank",
}
