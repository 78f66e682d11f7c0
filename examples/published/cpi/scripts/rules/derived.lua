--- What follows from the published score and standard error: interval and rank.
---@type tide.Rule
return {
  title = "Corruption Perceptions Index, interval and rank",
  scale = { 0, 100 },
  headline = "cpi",
  score = function(c)
    local cpi, half = c.cpi_published, 1.64 * c.se_published
    local lower, upper = cpi - half, cpi + half
    return {
      cpi = { value = cpi, low = lower, high = upper },
      lower = lower,
      upper = upper,
      rank = tide.rank(-cpi, { over = "period" }), -- 1 + the number of higher scores
    }
  end,
  published = {
    lower = { "low_published", within = 1 },
    upper = { "high_published", within = 1 },
    rank = "rank_published",
  },
}
