return { score = function(c)
  return c.a + math.random()
end }
