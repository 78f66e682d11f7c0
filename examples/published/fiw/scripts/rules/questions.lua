--- Freedom in the World from its 25 questions: sums, ratings and status. Nothing is clipped:
--- political rights may be negative.
local results = require "ratings"

---@type tide.Rule
return {
  title = "Freedom in the World",
  scale = { 0, 100 },
  headline = "total",
  score = function(c)
    local pr = c.A1 + c.A2 + c.A3
      + c.B1 + c.B2 + c.B3 + c.B4
      + c.C1 + c.C2 + c.C3
      - c.AddQ + c.AddA
    local cl = c.D1 + c.D2 + c.D3 + c.D4
      + c.E1 + c.E2 + c.E3
      + c.F1 + c.F2 + c.F3 + c.F4
      + c.G1 + c.G2 + c.G3 + c.G4
    return results(pr, cl)
  end,
  published = {
    total = "total_published",
    pr = "pr_published",
    cl = "cl_published",
    pr_rating = "pr_rating_published",
    cl_rating = "cl_rating_published",
  },
}
