print(("x"):rep(1e7))
error("printed", 0)
