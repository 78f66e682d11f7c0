return { score = function(c)
  local list = {}
  for i = 1, 70000 do list[i] = c.a end
  return tide.sum(list)
end }
