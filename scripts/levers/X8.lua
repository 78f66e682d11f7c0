--- X8: others follow the United States on Matraimov, in Kyrgyzstan.
---@type tide.Lever
return {
  title   = "Others follow the US on Matraimov",
  actor   = "UK, EU, Canada",
  side    = "partners",
  effects = {},
  because = "a case of D7 and D8, one to three jurisdictions; no effect of its own was judged",
}
