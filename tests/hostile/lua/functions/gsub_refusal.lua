return { score = function(c)
  error((("abc"):gsub(".", function() return c.a .. "" end)), 0)
end }
