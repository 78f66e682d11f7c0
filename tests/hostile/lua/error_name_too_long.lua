local t = { [("x"):rep(1e5)] = 1 }
return { t[("x"):rep(1e5)]() }
