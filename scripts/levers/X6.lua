--- X6: Tajikistan joins the United Kingdom's list of priority countries for human rights.
---@type tide.Lever
return {
  title   = "Tajikistan on the UK's priority list",
  actor   = "UK",
  side    = "partners",
  effects = {},
  because = "part of D6, yes or no; no effect of its own was judged",
}
