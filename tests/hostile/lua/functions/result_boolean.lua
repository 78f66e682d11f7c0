return { score = function(c)
  return c.a > 1
end }
