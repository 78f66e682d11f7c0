--- The same as a formula.
---@type tide.Rule
return {
  title = "Human Development Index, formula",
  scale = { 0, 1 },
  headline = "hdi",
  score = function(c)
    local health = (math.min(c.le, 85) - 20) / 65
    local education = (math.min(c.eys, 18) / 18 + math.min(c.mys, 15) / 15) / 2
    local low, high = math.log(100), math.log(75000)
    local income = (math.log(math.min(c.gnipc, 75000)) - low) / (high - low)
    return {
      hdi = (health * education * income) ^ (1 / 3),
      health = health,
      education = education,
      income = income,
    }
  end,
  published = { hdi = { "hdi_published", within = 0.0005 } },
}
