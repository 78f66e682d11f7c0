return { score = function(c)
  local x = c.a
  for i = 1, 1e6 do x = x + tide.lag(c.a, i) end
  return x
end }
