return { score = function(c)
  xpcall(function() while true do end end, function() while true do end end)
  return c.a
end }
