-- Operands without end: more than a formula may have.
return { score = function(c)
  local list, s = {}, 0
  for i = 1, 60000 do list[i] = c.a end
  for i = 1, 1e6 do list[1] = i s = s + tide.sum(list) end
  return s
end }
