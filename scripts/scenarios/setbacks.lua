--- The setbacks that levers were judged to suffer, all in the second year: to be stacked on another
--- scenario, as in anti_extremism_repeal+setbacks. Alone it moves nothing: each step marks a day,
--- and what follows stands in the lever that waits for it.
--- Expected: R2 cancelled, R7 turned against access, D6 and D8 weakened.
local marks = {
  insurgency        = "an insurgency cancels R2",
  border_conflict   = "a conflict at the border cancels R2",
  data_localisation = "localisation sold as data protection, the bad twin of R7",
  unanswered_repeat = "a statement of D6 is repeated and not answered",
  court_defeat      = "a court discharges an order of D8",
}

local steps = {}
for id, words in pairs(marks) do
  steps[#steps + 1] = {
    indicator = "pp_physical_integrity", shift = 0, id = id, from = "2023",
    because = "assumption: " .. words .. "; no source gives its chance",
  }
end

---@type tide.Scenario
return {
  title     = "Setbacks in the second year",
  question  = "What is left of a lever when what was judged to harm it happens?",
  from      = "2022",
  to        = "2026",
  countries = { "KGZ", "TJK", "KAZ" },
  steps     = steps,
  because   = "which setbacks there are is judged by one person, September 2021",
}
