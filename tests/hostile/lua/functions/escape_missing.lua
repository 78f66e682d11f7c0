-- nil calculates while something is missing, but it is no table and no function.
return { score = function(c)
  local m = c.b
  if tide.missing(m) then return (getmetatable(nil) or {}).__add.x end
  return m.x
end }
