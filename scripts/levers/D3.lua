--- D3: empower fresh thinking and new voices; local priorities and resources.
--- Time to half effect: 1 to 3 years, the middle is taken. Half is lost in 2 years without money;
--- the lever is the money, so while it is pulled nothing is lost. Its main effect, the stock of
--- civic capacity, is no indicator. X9 belongs to it.
---@type tide.Lever
return {
  title     = "Empower fresh thinking and new voices",
  actor     = "donors",
  side      = "partners",
  mechanism = "core funding, small grants, languages, regions",
  effects   = {
    cs_activist_safety   = { 0, 0.2, 0.5, lag = "1 year", ramp = "2 years" },
    mf_independent_media = { 0, 0.3, 0.8, lag = "1 year", ramp = "2 years" },
    cs_gender_lgbt       = { 0, 0.1, 0.4, lag = "1 year", ramp = "2 years" },
  },
  saturate     = true,
  chance       = 0.40,
  interactions = {
    -- A step of this name, in a scenario.
    {
      when    = { "foreign_agent_law" },
      unless  = { "R3" },
      scale   = 0.3,
      effects = { cs_activist_safety = -0.2 },
      because = "under a law on foreign agents little can be paid out, and grantees are at risk",
    },
  },
  because  = "expert judgement of one person, September 2021",
  evidence = {
    "sudden withdrawal of aid to democracy, 1982 to 2013: followed by more repression",
    "restrictive law on NGO finance: 32 % less bilateral aid afterwards (15 to 57 % across "
      .. "specifications)",
  },
}
