--- CPI: the rounded mean of at least three sources, with its standard error.
---@type tide.Rule
return {
  title = "Corruption Perceptions Index",
  scale = { 0, 100 },
  headline = "cpi",
  score = function(c)
    local scores = c:children("surveys")
    local n = tide.count(scores)
    if n < 3 then
      return nil
    end
    local cpi = tide.round(tide.mean(scores))
    local se = tide.sd(scores) / n ^ 0.5
    if c.year >= 2020 then -- n of 13 sources are a large part of all there are
      se = se * ((13 - n) / 12) ^ 0.5
    end
    return {
      cpi = { value = cpi, low = cpi - 1.64 * se, high = cpi + 1.64 * se },
      se = se,
      sources = n,
    }
  end,
  published = {
    cpi = { "cpi_published", within = 1 },
    se = { "se_published", within = 0.25 },
    sources = "sources_published",
  },
}
