-- The weight of one decides how the other goes.
local n = 0
return {
  score = function(c)
    n = n + 1
    while n > 3 do end
    return c.a
  end,
}
