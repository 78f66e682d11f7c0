--- R1: address widespread corruption and reduce conflict of interest.
--- Time to half effect: law 6 to 12 months, practice 2 to 4 years, perception 2 to 3 years; the
--- middle of each is taken. Slow, and reversible with a change of patron: no half-life is judged.
---@type tide.Lever
return {
  title     = "Address corruption and conflict of interest",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "declarations verified and published, amnesties ended, customs and tenders opened",
  effects   = {
    co_conflict_of_interest = { 0.3, 1.0, 2.0, lag = "4 months", ramp = "10 months" },
    co_enforcement_impunity = { 0, 0.4, 1.2, lag = "18 months", ramp = "3 years" },
    co_state_capture        = { 0, 0.2, 0.8, lag = "18 months", ramp = "3 years" },
    co_public_sector        = { 0, 3, 8, lag = "15 months", ramp = "30 months" }, -- points of 100
  },
  saturate     = true,
  chance       = { KGZ = 0.25, TJK = 0.05, KAZ = 0.35 },
  interactions = {
    {
      unless  = { "R4", "R6" },
      scale   = { co_enforcement_impunity = 0.25 },
      effects = {
        pp_opposition_safety = { -0.5, -0.5, -0.5, lag = "18 months", ramp = "3 years" },
      },
      because = "without parties and media that are free it turns into a selective purge",
    },
  },
  because = "expert judgement of one person, September 2021",
}
