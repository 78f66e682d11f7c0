local s = ("x"):rep(5e6)
return { s:byte(1, -1) }
