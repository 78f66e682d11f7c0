return { score = function(c)
  coroutine.wrap(function() while true do end end)()
  return c.a
end }
