--- BTI: criteria are the means of their questions, the status index the mean of both dimensions;
--- governance is performance, which counts for more the harder the conditions are.
local by_difficulty = require "by_difficulty"

---@type tide.Rule
return {
  title = "BTI status index",
  scale = { 1, 10 },
  missing = { need = 2 / 3 }, -- two questions are not asked everywhere
  group = tide.mean(),
  pillar = tide.mean(),
  at = {
    governance = function(c)
      return by_difficulty(c.performance, c.difficulty)
    end,
  },
  of = { "democracy", "economy" }, -- governance is an index of its own
  index = tide.mean(),
  published = {
    index = { "status_published", within = 1e-6 },
    democracy = { "democracy_published", within = 1e-6 },
    economy = { "economy_published", within = 1e-6 },
    governance = { "governance_published", within = 1e-6 },
    performance = { "performance_published", within = 1e-6 },
    difficulty = { "difficulty_published", within = 1e-6 },
  },
}
