--- The governance index on its own, from what the rule `bti` makes of performance and difficulty.
local by_difficulty = require "by_difficulty"

---@type tide.Rule
return {
  title = "BTI governance index",
  scale = { 1, 10 },
  uses = { governing = "bti.performance", conditions = "bti.difficulty" },
  score = function(c)
    return by_difficulty(c.governing, c.conditions)
  end,
  published = { index = { "governance_published", within = 1e-6 } },
}
