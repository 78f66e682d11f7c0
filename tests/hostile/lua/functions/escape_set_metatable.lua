return { score = function(c)
  setmetatable(c.a, { __add = function() return 1 end })
  return c.a
end }
