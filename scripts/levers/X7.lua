--- X7: act against officials in the case of Askarov, in Kyrgyzstan.
---@type tide.Lever
return {
  title   = "Act in the case of Askarov",
  actor   = "US, UK, EU",
  side    = "partners",
  effects = {},
  because = "a case of D7 in Kyrgyzstan; no effect of its own was judged",
}
