return { score = function(c)
  return tide.sum { [1 << 40] = c.a }
end }
