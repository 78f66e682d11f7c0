return { score = function(c)
  return { s = tide.cut(c.a, { 1 }, { "\27[2J", "b" }) }
end }
