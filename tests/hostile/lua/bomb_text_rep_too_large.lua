return { title = ("xy"):rep(1 << 62) }
