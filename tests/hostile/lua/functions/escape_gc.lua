return { score = function(c)
  setmetatable({}, { __gc = function() end })
  return c.a
end }
