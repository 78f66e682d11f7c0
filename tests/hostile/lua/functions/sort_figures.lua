return { score = function(c)
  local t = { c.a, c.b }
  table.sort(t, function() table.sort(t) while true do end end)
  return t[1]
end }
