return { score = function(c)
  return getmetatable(c.a).__add
end }
