return { score = function(c)
  return { s = ("x"):rep(70000) }
end }
