-- What it gives depends on the row that came before.
local last
return { score = function(c)
  local before = last
  last = ({ 1, 2 })[c.a] or c.b
  return before or 0
end }
