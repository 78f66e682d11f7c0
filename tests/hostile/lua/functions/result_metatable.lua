return { score = function(c)
  return setmetatable({ v = c.a }, { __pairs = function() while true do end end })
end }
