return { score = function(c)
  error("\27[2J\r\n" .. ("x"):rep(5000))
end }
