return { score = function(c)
  local x = c.a
  for _ = 1, 1e6 do x = (x + 1) * x end
  return x
end }
