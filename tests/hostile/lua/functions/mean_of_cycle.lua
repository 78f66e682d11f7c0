return { score = function(c)
  local t = { c.a }
  t[2] = t
  return tide.mean(t)
end }
