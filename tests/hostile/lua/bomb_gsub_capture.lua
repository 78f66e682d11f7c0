local s = ("x"):rep(1e5)
return { s:gsub(".+", ("%0"):rep(1000)) }
