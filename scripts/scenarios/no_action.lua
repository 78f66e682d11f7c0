--- Nobody acts: the baseline that every scenario is compared with.
--- Each value stands as it was last seen. There is no trend in it, and no event.
---@type tide.Scenario
return {
  title     = "No action",
  question  = "Where do the countries stand if nothing is done and nothing happens?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  assume    = require "leverage_2021",
  because   = "each value is held as it was last seen",
}
