return { ("x"):rep(math.mininteger), ("x"):rep(math.maxinteger, "y") }
