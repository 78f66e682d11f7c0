return { score = function(c)
  getmetatable("").__index = nil
  return c.a
end }
