-- Another result each time it is called.
local n = 0
return { score = function(c)
  n = n + 1
  return c.a + n
end }
