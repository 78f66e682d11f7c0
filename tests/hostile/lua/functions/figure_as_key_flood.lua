return { score = function(c)
  local t = {}
  for i = 1, 1e7 do t[c.a + i] = i end
  return c.a
end }
