return { score = function(c)
  local s = c.a
  for i = 1, 1e9 do s = s * 1.5 - i end
  return s
end }
