return { score = function(c)
  return ("%p"):format(c.a)
end }
