return { score = function(c)
  return getmetatable(c).__index
end }
