--- D8: international tools against kleptocracy: transparency, golden visas, sanctions for
--- corruption, unexplained wealth orders.
--- Time to half effect: 1 to 4 years, the middle is taken. Stable once legislated. Independent of
--- aid: the main lever for Kazakhstan. X8 belongs to it.
---@type tide.Lever
return {
  title     = "International tools against kleptocracy",
  actor     = "UK, EU, US, overseas territories",
  side      = "partners",
  mechanism = "cuts off the way out for rents",
  effects   = {
    co_illicit_flows           = { 0.2, 0.7, 1.5, lag = "15 months", ramp = "30 months" },
    ac_targeted_accountability = { 0.2, 0.6, 1.2, lag = "15 months", ramp = "30 months" },
    co_state_capture           = { 0, 0.1, 0.4, lag = "15 months", ramp = "30 months" },
    co_enforcement_impunity    = { 0, 0.1, 0.4, lag = "15 months", ramp = "30 months" },
  },
  saturate     = true,
  chance       = 0.40,
  interactions = {
    -- A step of this name, in a scenario. The sizes are those of the event
    -- kaz-2020-04-uwo-discharged in data/KAZ.yaml.
    {
      after   = "court_defeat",
      effects = { ac_targeted_accountability = -0.5, co_illicit_flows = -0.25 },
      because = "defeats in court lower credibility, as in April 2020",
    },
  },
  because  = "expert judgement of one person, September 2021",
  evidence = {
    "Kyrgyzstan: Matraimov sanctioned by the US in December 2020, rearrested in February 2021, "
      .. "released in April 2021: sanctions moved the process, not the outcome, within four months",
  },
}
