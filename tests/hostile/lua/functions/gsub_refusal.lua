return { score = function(c)
  return (("abc"):gsub(".", function() return c.a .. "" end))
end }
