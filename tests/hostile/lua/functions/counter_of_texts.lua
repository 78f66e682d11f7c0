local n = ""
return { headline = "v", score = function(c)
  n = n .. "x"
  return { word = n, v = c.a }
end }
