return { score = function(c)
  for _ = 1, c.a * 1e18 do end
  return 1
end }
