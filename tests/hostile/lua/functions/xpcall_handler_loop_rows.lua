return { score = function(c)
  local t = ({ 1, 2 })[c.a]
  xpcall(error, function() while true do end end)
  return t
end }
