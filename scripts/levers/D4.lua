--- D4: human-rights and governance conditionality in agreements, debt relief, aid and investment.
--- Time to half effect: agreement 1 to 3 years, behaviour 1 to 3 years after a credible threat; the
--- middle of each is taken. It moves what partners do, and the chance that governments act; no
--- outcome, but where the sign is uncertain. Patrons without conditions reduce leverage, as
--- part of its exposure. X3 and X4 belong to it.
---@type tide.Lever
return {
  title     = "Conditionality of agreements, aid and debt relief",
  actor     = "EU, UK, IFIs",
  side      = "partners",
  mechanism = "raises the cost of repression and the gain from reform: governments act more often",
  effects   = {
    ac_clause_strength    = { 0.5, 1.0, 2.0, lag = "1 year", ramp = "2 years" },
    ac_enforcement_record = { 0, 0.5, 1.5, lag = "1 year", ramp = "2 years" },
  },
  -- Judged as 0.02 to 0.15, times leverage / 100.
  raises    = {
    R2 = { 0.02, 0.06, 0.15 },
    R3 = { 0.02, 0.06, 0.15 },
    R4 = { 0.02, 0.06, 0.15 },
    R5 = { 0.02, 0.06, 0.15 },
    R6 = { 0.02, 0.06, 0.15 },
    lag = "1 year", ramp = "2 years",
  },
  scaled_by = "aid_conditionality",
  saturate  = true,
  chance    = 0.35,
  mix       = {
    { weight = 0.75 },
    {
      weight  = 0.25, -- judged as 20 to 30 %
      scale   = { raises = 0 },
      effects = { cs_activist_safety = { -0.5, -0.2, 0, lag = "1 year", ramp = "2 years" } },
      because = "a hybrid regime with little capacity: slight worsening; sign uncertain",
    },
  },
  interactions = {
    -- A step of this name, in a scenario. Judged as a half-life of 18 months: over the three and a
    -- half years from the middle of 2023 to the end of 2026 half of it is left on the mean.
    {
      after   = "breach_unanswered",
      scale   = { raises = 0.5, ac_enforcement_record = 0.5 },
      because = "credibility decays when a breach goes unanswered",
    },
  },
  because  = "expert judgement of one person, September 2021",
  evidence = {
    "Hafner-Burton 2005: hard human-rights terms in trade agreements go with less repression, soft "
      .. "ones do not (177 states, 1972 to 2002)",
    "12 post-Soviet states, 20 years: EU assistance does better with state capacity and political "
      .. "conditions in economic agreements; low capacity or hybrid regime: slight worsening",
  },
}
