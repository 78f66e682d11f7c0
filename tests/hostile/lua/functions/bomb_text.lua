return { score = function(c)
  return ("x"):rep(1e9)
end }
