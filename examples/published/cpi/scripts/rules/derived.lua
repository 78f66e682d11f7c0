--- What follows from the published score and standard error: interval and rank.
---@type tide.Rule
return {
  title = "Corruption Perceptions Index, interval and rank",
  scale = { 0, 100 },
  headline = "cpi",
  score = function(c)
    local cpi, half = c.cpi_published, 1.64 * c.se_published
    local low, high = cpi - half, cpi + half
    return {
      cpi = { value = cpi, low = low, high = high },
      low = low,
      high = high,
      rank = tide.rank(-cpi, { over = "period" }), -- 1 + the number of higher scores
    }
  end,
  published = {
    low = { "low_published", within = 1 },
    high = { "high_published", within = 1 },
    rank = "rank_published",
  },
}
