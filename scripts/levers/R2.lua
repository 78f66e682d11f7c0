--- R2: end anti-extremism powers against peaceful actors at home and abroad; end torture.
--- Time to half effect: law 6 months, releases up to 12 months, practice 1 to 3 years; the middle
--- of each is taken. The half-life holds while courts stay as they are; no lever changes them. That
--- it amplifies R4 and R6 is judged without a figure: left out.
---@type tide.Lever
return {
  title     = "End misuse of anti-extremism powers, and torture",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "narrow definitions, review of sentences, independent inquiries into torture",
  parts     = {
    a = {
      title   = "End anti-extremism powers against peaceful actors",
      effects = {
        pp_extremism_law           = { 0.5, 1.5, 2.5, lag = "3 months", ramp = "6 months" },
        pp_opposition_safety       = { 0.2, 0.8, 1.5, lag = "3 months", ramp = "6 months" },
        pp_transnational_repression = { 0, 0.5, 1.2, lag = "1 year", ramp = "2 years" },
        cs_assembly                = { 0, 0.4, 1.0, lag = "1 year", ramp = "2 years" },
        mf_online_expression       = { 0.1, 0.5, 1.0, lag = "1 year", ramp = "2 years" },
      },
    },
    b = {
      title   = "End torture",
      effects = {
        pp_physical_integrity = { 0.1, 0.5, 1.2, lag = "1 year", ramp = "2 years" },
      },
    },
  },
  half_life    = "3 years",
  saturate     = true,
  chance       = { KGZ = 0.20, TJK = 0.03, KAZ = 0.15 },
  interactions = {
    -- Steps of these names, in a scenario. How much an attack takes back nobody says: from all of
    -- it to nothing.
    { after = "insurgency", scale = 0, because = "an insurgency cancels it" },
    { after = "border_conflict", scale = 0, because = "a conflict at the border cancels it" },
    {
      after   = "terror_attack",
      scale   = { 0, 0.5, 1 },
      because = "assumption: an attack takes back a part; no source gives a size",
    },
  },
  because = "expert judgement of one person, September 2021",
}
