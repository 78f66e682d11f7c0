return { score = function(c)
  local s = 0
  for i = 1, 1e9 do s = s + tide.rank(c.a + i) end
  return s
end }
