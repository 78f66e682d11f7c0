return { score = function(c)
  return { s = "\27[2J" }
end }
