return { score = function(c)
  return c.a, c.b, c.a
end }
