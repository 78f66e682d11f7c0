return { score = function(c)
  local n = 0
  for i = 1, 1e9 do if c.a > i then n = n + 1 end end
  return n
end }
