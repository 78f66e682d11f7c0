return { score = function(c)
  return ("x"):rep({})
end }
