--- D7: personal sanctions for abuse of human rights ("Magnitsky").
--- Time to half effect: 6 months to 2 years, the middle is taken. It decays if not extended; while
--- it is pulled it is extended. More effect with two jurisdictions or more, and where travel and
--- assets are Western (Kazakhstan, then Kyrgyzstan, then Tajikistan), is judged without figures:
--- left out. X7 and X8 belong to it.
---@type tide.Lever
return {
  title     = "Personal sanctions for abuse of human rights",
  actor     = "US, UK, EU, Canada",
  side      = "partners",
  mechanism = "a personal cost, deterrence of those in the middle, a split among elites",
  effects   = {
    ac_targeted_accountability = { 0.5, 1.0, 2.0, lag = "7 months", ramp = "16 months" },
    -- The sign is not certain: a rally round the flag, or retaliation, is possible.
    pp_physical_integrity      = { -0.2, 0.2, 0.6, lag = "7 months", ramp = "16 months" },
    pp_opposition_safety       = { -0.3, 0.1, 0.5, lag = "7 months", ramp = "16 months" },
  },
  saturate = true,
  chance   = 0.30,
  because  = "expert judgement of one person, September 2021",
  evidence = {
    "Kyrgyzstan: Matraimov sanctioned by the US in December 2020, rearrested in February 2021, "
      .. "released in April 2021: sanctions moved the process, not the outcome, within four months",
  },
}
