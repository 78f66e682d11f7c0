return { score = function(c)
  local x <close> = c.a
  return x
end }
