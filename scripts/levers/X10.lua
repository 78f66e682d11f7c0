--- X10: call out the other two in public, as the European Parliament did Kazakhstan.
---@type tide.Lever
return {
  title   = "Call out Kyrgyzstan and Tajikistan too",
  actor   = "parliaments",
  side    = "partners",
  effects = {},
  because = "the strength of D6 in Kyrgyzstan and Tajikistan; no effect of its own was judged",
}
