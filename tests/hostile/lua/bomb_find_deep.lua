return { ("x"):rep(400000):find(("x?"):rep(400000)) }
