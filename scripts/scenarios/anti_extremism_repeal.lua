--- S6: anti-extremism powers repealed.
--- Expected: the largest gain of one lever in political pluralism; some of it in the media; partly
--- reversed where an attack comes in the second year.
---@type tide.Scenario
return {
  title     = "Anti-extremism powers repealed",
  question  = "Which one reform buys most?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { R2 = { KAZ = 0.8, TJK = 0.4, KGZ = 0.6 } },
  branches  = {
    { name = "no attack", weight = 0.5 },
    { name = "attack", weight = 0.5 },
  },
  steps     = {
    {
      indicator = "pp_physical_integrity", shift = 0,
      id = "terror_attack", from = "2023-07-01", branch = "attack",
      because = "assumption of this story: an attack in the second year; no source gives its "
        .. "chance, so both ways weigh the same. It marks the day: what follows stands in R2",
    },
  },
  because   = "strengths as judged by one person, September 2021",
}
