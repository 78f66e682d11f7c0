return { score = function(c)
  return { s = "\xC3(" }
end }
