--- X9: support voices of civil society and academia, the diaspora included.
---@type tide.Lever
return {
  title   = "Support voices, diaspora included",
  actor   = "donors",
  side    = "partners",
  effects = {},
  because = "part of D3 and D9; no effect of its own was judged",
}
