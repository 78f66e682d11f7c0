return { score = function(c)
  math.max = function() return 1 end
  return c.a
end }
