return { score = function(c)
  c.a = 5
  return c.a
end }
