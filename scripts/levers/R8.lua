--- R8: tackle domestic violence, sexual harassment and abuse of the LGBTQ community.
--- Time to half effect: law 1 year, practice 2 to 5 years. All three indicators are of practice, or
--- of both, where practice decides: the middle of 2 to 5 years is taken. It is vulnerable to a
--- backlash in the culture war, without a figure: no half-life.
---@type tide.Lever
return {
  title     = "Act on domestic violence and abuse of LGBTQ people",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "domestic violence made a crime, a duty of the police, rallies protected",
  effects   = {
    cs_gender_lgbt        = { 0.2, 0.8, 1.6, lag = "21 months", ramp = "42 months" },
    pp_physical_integrity = { 0, 0.1, 0.3, lag = "21 months", ramp = "42 months" },
    cs_activist_safety    = { 0, 0.1, 0.3, lag = "21 months", ramp = "42 months" },
  },
  saturate     = true,
  chance       = { KGZ = 0.35, TJK = 0.20, KAZ = 0.40 },
  interactions = {
    {
      when    = { "D6" },
      scale   = 0.7,
      because = "donors' publicity raises the backlash (judged for much publicity)",
    },
  },
  because = "expert judgement of one person, September 2021",
}
