local co
return { score = function(c)
  co = co or coroutine.wrap(function(c) while true do c = coroutine.yield(c.a * 2) end end)
  co(c)
  return c.nothing
end }
