--- R3: stop punitive tax inspections and burdensome reporting by NGOs.
--- Time to half effect: inspections up to 6 months, law 6 to 18 months; the middle of each is
--- taken, and that of inspections for the safety of activists. D3 rests on it where a law on
--- foreign agents stands. That a new law on labels takes its place is a risk without a figure: a
--- scenario runs it beside as the step `foreign_agent_law`.
---@type tide.Lever
return {
  title     = "End punitive inspections and reporting",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "repeal of special reporting, a moratorium on inspections",
  effects   = {
    cs_ngo_inspection  = { 0.5, 1.2, 2.0, lag = "1 month", ramp = "4 months" },
    cs_ngo_law         = { 0, 0.7, 1.5, lag = "6 months", ramp = "1 year" },
    cs_activist_safety = { 0, 0.2, 0.5, lag = "1 month", ramp = "4 months" },
  },
  half_life = "2 years", -- a fast relapse
  saturate  = true,
  chance    = { KGZ = 0.15, TJK = 0.05, KAZ = 0.35 },
  because   = "expert judgement of one person, September 2021",
}
