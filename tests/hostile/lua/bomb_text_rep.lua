return { title = ("x"):rep(1e9) }
