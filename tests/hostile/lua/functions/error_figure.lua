return { score = function(c)
  error(c.a)
end }
