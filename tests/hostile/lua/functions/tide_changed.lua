return { score = function(c)
  tide.mean = print
  return c.a
end }
