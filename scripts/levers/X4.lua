--- X4: debt relief tied to reform of politics and rights, for Kyrgyzstan and Tajikistan.
---@type tide.Lever
return {
  title   = "Debt relief tied to reform",
  actor   = "creditors",
  side    = "partners",
  effects = {},
  because = "part of D4, on the side of gains; no effect of its own was judged",
}
