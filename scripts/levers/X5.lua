--- X5: local diplomats speak out quickly and loudly.
---@type tide.Lever
return {
  title   = "Diplomats speak out quickly",
  actor   = "ambassadors",
  side    = "partners",
  effects = {},
  because = "the tempo of D6, days to a response; no effect of its own was judged",
}
