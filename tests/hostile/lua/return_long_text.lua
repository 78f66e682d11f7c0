return { title = ("x"):rep(65537) }
