--- S5: Afghan spillover, security first.
--- Expected: exposure up, conditionality down, leverage about flat: what is interesting is of what
--- it is made; political pluralism in Tajikistan at its floor.
--- More engagement is part of the story, but neither what it moves nor how far was judged: it is
--- left out, as are incidents at the border, which nobody scores.
---@type tide.Scenario
return {
  title     = "Afghan spillover",
  question  = "Is more engagement with less advocacy a loss?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { D4 = -0.5, D6 = -0.4, D9 = 0.3 },
  assume    = require "leverage_2021",
  steps     = {
    {
      indicator = "ac_alternative_patrons", shift = -0.3,
      because = "assumption of this story: others offer money without conditions",
    },
    {
      country = "TJK", indicator = "pp_extremism_law", shift = -0.5,
      because = "assumption of this story: more cases of extremism; the size is that of the event "
        .. "tjk-2022-10-journalists",
    },
  },
  because   = "strengths as judged by one person, September 2021",
}
