return { score = function(c)
  return { a = { b = { c = 1 } } }
end }
