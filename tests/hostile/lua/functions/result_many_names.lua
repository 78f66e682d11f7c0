return { score = function(c)
  local t = {}
  for i = 1, 1e6 do t["n" .. i] = c.a end
  return t
end }
