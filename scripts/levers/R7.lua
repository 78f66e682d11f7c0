--- R7: improve data protection and privacy, in regulation and enforcement.
--- Time to half effect: 1 to 3 years, the middle is taken. Stable.
---@type tide.Lever
return {
  title     = "Data protection and privacy",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "an independent regulator, limits on biometrics and interception",
  effects   = {
    cs_privacy_surveillance = { 0.2, 0.8, 1.5, lag = "1 year", ramp = "2 years" },
    cs_activist_safety      = { 0, 0.1, 0.3, lag = "1 year", ramp = "2 years" },
  },
  saturate     = true,
  chance       = { KGZ = 0.35, TJK = 0.10, KAZ = 0.45 },
  interactions = {
    -- A step of this name, in a scenario.
    {
      after   = "data_localisation",
      effects = { mf_online_access = -0.5 },
      because = "the bad twin: localisation and registration sold as data protection",
    },
  },
  because = "expert judgement of one person, September 2021",
}
