--- D9: access to asylum and refuge; reunion with relatives who are targeted.
--- Time to half effect: 6 months to 2 years, the middle is taken. Stable. The civic capacity that
--- exit may weaken is no indicator. It complements D6, without a figure. X9 belongs to it.
---@type tide.Lever
return {
  title     = "Asylum, refuge, reunion of families",
  actor     = "UK, EU, US",
  side      = "partners",
  mechanism = "relatives are worth less as hostages; voices are protected",
  effects   = {
    pp_transnational_repression = { 0, 0.4, 1.0, lag = "7 months", ramp = "16 months" },
    cs_activist_safety          = { 0, 0.2, 0.4, lag = "7 months", ramp = "16 months" },
    -- Media in exile.
    mf_independent_media        = { 0, 0.1, 0.4, lag = "7 months", ramp = "16 months" },
  },
  saturate = true,
  chance   = 0.35,
  because  = "expert judgement of one person, September 2021",
}
