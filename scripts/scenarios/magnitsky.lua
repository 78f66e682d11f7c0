--- S2: Magnitsky sanctions.
--- Expected: personal accountability up; a small gain in corruption; political pluralism near zero
--- on the mean with a wide band; Kazakhstan before Kyrgyzstan before Tajikistan. How much two or
--- three jurisdictions add to one was not judged: the question stays open here.
---@type tide.Scenario
return {
  title     = "Magnitsky sanctions",
  question  = "What does coordination add over a list of the US alone?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  pull      = { D7 = 0.8, D8 = 0.6, X7 = { KGZ = 1 }, X8 = { KGZ = 1 } },
  assume    = require "leverage_2021",
  branches  = {
    { name = "no retaliation", weight = 0.75 },
    {
      name    = "retaliation",
      weight  = 0.25,
      effects = { cs_ngo_inspection = -1 },
      because = "governments may answer with inspections of NGOs; judged at 25 %",
    },
  },
  because   = "strengths as judged by one person, September 2021",
}
