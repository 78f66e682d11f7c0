return { score = function(c)
  return c.a + coroutine.yield(1)
end }
