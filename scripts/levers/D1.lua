--- D1: a focus on corruption, hatred and impunity.
--- Time to half effect: 6 to 12 months, the middle is taken. It lasts while it is a priority. Only
--- the ends of the multiplier were judged, 1.10 and 1.30; it holds from the first day on.
---@type tide.Lever
return {
  title     = "Focus on corruption, hatred and impunity",
  actor     = "donors, IFIs, embassies",
  side      = "partners",
  mechanism = "setting the agenda: what leverage there is gets concentrated",
  effects   = {
    co_enforcement_impunity = { 0, 0.1, 0.3, lag = "4 months", ramp = "10 months" },
  },
  saturate     = true,
  chance       = 0.50,
  interactions = {
    {
      when    = { "D1" },
      scale   = { D2 = { 1.1, 1.2, 1.3 }, D4 = { 1.1, 1.2, 1.3 }, D8 = { 1.1, 1.2, 1.3 } },
      because = "scarce leverage is concentrated",
    },
  },
  because = "expert judgement of one person, September 2021",
}
