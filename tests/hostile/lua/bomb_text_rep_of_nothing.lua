return { title = (""):rep(1e15) }
