return { score = function(c)
  return c.a < "x"
end }
