return { score = function(c)
  return function() return c.a end
end }
