--- S7: media opening.
--- Expected: media freedom up fast; perceived corruption dips first and is back by the third year.
---@type tide.Scenario
return {
  title     = "Media opening",
  question  = "Is a fall of the Corruption Perceptions Index bad news in the short run?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { R6a = 0.8, R6b = 1, R6c = 0.7, D3 = 0.5, D5 = 0.5 },
  because   = "strengths as judged by one person, September 2021",
}
