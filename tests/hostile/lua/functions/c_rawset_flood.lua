return { score = function(c)
  for i = 1, 1e9 do rawset(c, "x" .. i, i) end
  return c.a
end }
