--- S8: aid cut without conditions, in Kyrgyzstan and Tajikistan.
--- Expected: leverage falls, and civic space and media in both; Kazakhstan unaffected.
--- The cut is of aid that Kazakhstan does not get, so nothing is assumed there.
---@type tide.Scenario
return {
  title     = "Aid cut without conditions",
  question  = "What does a cut do, compared with tightened conditions?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { D3 = { KGZ = -0.6, TJK = -0.6 } },
  assume    = require "leverage_2021",
  branches  = {
    { name = "no response", weight = 0.5 },
    { name = "repression", weight = 0.5 },
  },
  apply     = function(world)
    for _, country in ipairs { world.KGZ, world.TJK } do
      country.ac_aid_exposure:scale(0.6, { because = "assumption of this story: aid less 40 %" })
      for _, id in ipairs { "cs_activist_safety", "pp_opposition_safety" } do
        country[id]:shift({ -1, -0.5, 0 }, {
          branch = "repression",
          because = "sudden withdrawal of aid to democracy was followed by more repression; half a "
            .. "level and the chance are assumptions of this story, no source gives either",
        })
      end
    end
  end,
  because   = "strengths as judged by one person, September 2021",
}
