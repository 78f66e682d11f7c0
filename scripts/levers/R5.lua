--- R5: stop harassment of independent trade unions and strikers.
--- Time to half effect: 6 months to 2 years, the middle is taken. Its synergy with D4, through the
--- labour conventions of the EU's preferences, is what D4 adds to its chance: no other is judged.
---@type tide.Lever
return {
  title     = "End harassment of unions and strikers",
  actor     = "the three governments",
  side      = "governments",
  mechanism = "registration of unions, follow-up of the ILO's findings, civic bans lifted",
  effects   = {
    cs_trade_unions    = { 0.4, 1.0, 2.0, lag = "7 months", ramp = "16 months" },
    cs_assembly        = { 0, 0.2, 0.5, lag = "7 months", ramp = "16 months" },
    cs_activist_safety = { 0, 0.1, 0.3, lag = "7 months", ramp = "16 months" },
  },
  half_life = "4 years",
  saturate  = true,
  chance    = { KGZ = 0.30, TJK = 0.05, KAZ = 0.20 },
  because   = "expert judgement of one person, September 2021",
}
