return { score = function(c)
  local x = c.a
  while x >= 0 or x < 0 do x = x * 0.5 end
  return x
end }
