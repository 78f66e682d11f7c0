return { score = function(c)
  return { v = coroutine.create(print) }
end }
