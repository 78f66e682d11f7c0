--- X3: conditionality of international lending.
---@type tide.Lever
return {
  title   = "Conditions on international lending",
  actor   = "IFIs",
  side    = "partners",
  effects = {},
  because = "part of D4, the channel of IFIs; no effect of its own was judged",
}
