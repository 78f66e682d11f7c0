return { score = function(c)
  return 1 / 0
end }
