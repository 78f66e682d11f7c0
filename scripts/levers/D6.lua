--- D6: raise systemic problems and cases, in private and in public; resolutions; watch lists.
--- Time to half effect: single cases up to 3 months, the middle is taken; law 6 to 18 months, but
--- none of these is a law. That it is strong where image matters (Kazakhstan) and weak in
--- Tajikistan is judged without figures: left out. X5, X6 and X10 belong to it.
---@type tide.Lever
return {
  title     = "Raise problems and cases",
  actor     = "parliaments, ministries, ambassadors",
  side      = "partners",
  mechanism = "a cost to reputation; single cases are quickly reversed",
  effects   = {
    cs_ngo_inspection     = { 0, 0.5, 1.2, lag = "1 month", ramp = "1 month" },
    pp_opposition_safety  = { 0, 0.2, 0.6, lag = "1 month", ramp = "1 month" },
    ac_enforcement_record = { 0, 0.3, 0.5, lag = "1 month", ramp = "1 month" },
  },
  half_life    = "1 year",
  saturate     = true,
  chance       = 0.70,
  interactions = {
    -- A step of this name, in a scenario.
    {
      when    = { "unanswered_repeat" },
      unless  = { "D4", "D7" },
      scale   = 0.8,
      because = "statements repeated without conditions or sanctions lose force, 0.8 a repeat",
    },
  },
  because  = "expert judgement of one person, September 2021",
  evidence = {
    "Kazakhstan, November 2020 to February 2021: 13 NGOs targeted, six penalties withdrawn about "
      .. "ten weeks after the first joint statement: the most to be expected for an administrative "
      .. "act that can be reversed",
  },
}
