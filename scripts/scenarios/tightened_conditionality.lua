--- S1: tightened conditionality.
--- Expected: leverage up at once; the rights score unchanged in the first year; in Kyrgyzstan a
--- modest gain in civic space and media by the third year if a breach is answered, near zero or
--- negative if not; Tajikistan flat; Kazakhstan small, through trade.
---@type tide.Scenario
return {
  title     = "Tightened conditionality",
  question  = "Does enforcement matter more than clauses?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = {
    D1 = 1, D2 = 0.6, D4 = 0.8, D6 = 0.5, X3 = 1,
    X1 = { KGZ = 1, TJK = 1 }, X4 = { KGZ = 1, TJK = 1 },
  },
  assume    = require "leverage_2021",
  branches  = {
    { name = "breach answered", weight = 0.5 },
    { name = "breach unanswered", weight = 0.5 },
  },
  steps     = {
    {
      indicator = "ac_enforcement_record", shift = 0,
      id = "breach_unanswered", from = "2023-07-01", branch = "breach unanswered",
      because = "assumption of this story: one breach in the second year; no source gives its "
        .. "chance, so both ways weigh the same. It marks the day: what follows stands in D4",
    },
  },
  because   = "strengths as judged by one person, September 2021",
}
