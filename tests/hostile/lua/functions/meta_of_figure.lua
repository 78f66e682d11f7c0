return { score = function(c)
  getmetatable(c.a).__add = print
  return c.a
end }
