-- Another kind of result each time: a number, a text, a table.
local n = 0
return { score = function(c)
  n = n + 1
  if n % 3 == 0 then return c.a end
  if n % 3 == 1 then return "text" end
  return { x = 1 }
end }
