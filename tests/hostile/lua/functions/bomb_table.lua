local kept = {}
return { score = function(c)
  for i = 1, 1e9 do kept[#kept + 1] = { c.a } end
  return 1
end }
