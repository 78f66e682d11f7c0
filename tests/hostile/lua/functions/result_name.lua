return { score = function(c)
  return { ["\27[2J"] = 1 }
end }
