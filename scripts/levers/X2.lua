--- X2: strengthen due diligence over contracts with international backing. Part of D2; it has the
--- time of D2, since none of its own was judged, and no chance. Only the ends were judged.
---@type tide.Lever
return {
  title   = "Due diligence over backed contracts",
  actor   = "IFIs, donors",
  side    = "partners",
  effects = {
    ac_finance_safeguards = { 0.5, 0.75, 1, lag = "9 months", ramp = "18 months" },
    co_public_sector      = { 0, 1, 2, lag = "9 months", ramp = "18 months" }, -- points of 100
  },
  saturate = true,
  because  = "expert judgement of one person, September 2021",
}
