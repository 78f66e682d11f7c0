return { score = function(c)
  return require("a")
end }
