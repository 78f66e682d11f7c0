return { score = function(c)
  rawset(c, "a", 1)
  return c.a
end }
