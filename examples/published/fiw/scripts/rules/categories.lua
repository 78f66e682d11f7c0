--- Freedom in the World from its seven categories: the same sums, for the years before the
--- questions were published, too.
local results = require "ratings"

---@type tide.Rule
return {
  title = "Freedom in the World, from categories",
  scale = { 0, 100 },
  headline = "total",
  score = function(c)
    return results(
      c.catA + c.catB + c.catC - c.catAddQ + c.catAddA,
      c.catD + c.catE + c.catF + c.catG
    )
  end,
  published = {
    total = "total_published",
    pr = "pr_published",
    cl = "cl_published",
    pr_rating = "pr_rating_published",
    cl_rating = "cl_rating_published",
  },
}
